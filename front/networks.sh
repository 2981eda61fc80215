# What a NETWORK on the command line may be.

# The folders of examples/ that are part of this tree and add a network of their name, one a line; a folder that is a project
# of its own is not.
networks() {
    local file folder text
    for file in "$root"/examples/*/CMakeLists.txt; do
        [[ -e $file ]] || continue
        folder=$(basename -- "$(dirname -- "$file")")
        text=$(<"$file")
        if [[ $text == *"sylvite_add_network($folder "* && $text != *project\(* ]]; then printf '%s\n' "$folder"; fi
    done
}

# The networks of the benchmarks, one a line.
bench_networks() {
    local name rest
    [[ -e $root/bench/networks.txt ]] || return 0
    while read -r name rest; do
        [[ $name == [a-z]* ]] && printf '%s\n' "$name"
    done <"$root/bench/networks.txt"
}

# take_network COMMAND ARGUMENTS...: sets `network` to the first argument, a folder of examples/.
take_network() {
    local list
    list=$(networks)
    network=${2:-}
    [[ -n $network ]] || misuse "$1 needs a network: ./sylvite $1 NETWORK, where NETWORK is one of: ${list//$'\n'/ }."
    [[ $network != -* ]] || misuse "unknown option \"$network\" of $1; options of the program come after the network."
    is_line_of "$network" "$list" ||
        misuse "there is no network \"$network\" in examples/; there are: ${list//$'\n'/ }."
}

# take_any_network COMMAND ARGUMENTS...: sets `network` to the first argument: a folder of examples/, a network of the
# benchmarks, or a header of the user's own, whose path then is in `header`.
take_any_network() {
    local list
    list=$(networks; bench_networks)
    network=${2:-} header=
    [[ -n $network ]] ||
        misuse "$1 needs a network: ./sylvite $1 NETWORK, where NETWORK is a header or one of: ${list//$'\n'/ }."
    [[ $network != -* ]] || misuse "unknown option \"$network\" of $1; options come after the network."
    if [[ $network == *.hpp || $network == *.h || $network == */* ]]; then
        [[ -f $network ]] || misuse "there is no header \"$network\"."
        header=$(readlink -f -- "$network")
        return
    fi
    is_line_of "$network" "$list" ||
        misuse "there is no network \"$network\"; give the path of a header, or one of: ${list//$'\n'/ }."
}

# take_options COMMAND FLAGS OPTIONS ARGUMENTS...: sets `rest` to the arguments behind the network, --struct taken out into
# `struct`. FLAGS take no value, OPTIONS take as many as their "=" tell: "--steps= --html==". Mistakes are answered here,
# before anything is built; what the values mean is the program's.
take_options() {
    local command=$1 flags=$2 options=$3 name count i
    shift 3
    rest=() struct=
    while (($#)); do
        name=${1%%=*}
        if [[ $1 == --struct || $1 == --struct=* ]]; then
            [[ $1 == *=* ]] && set -- "${1%%=*}" "${1#*=}" "${@:2}"
            (($# > 1)) || misuse "--struct needs a value: the name of the network's struct in the header."
            struct=$2
            shift 2
            continue
        fi
        if [[ " $flags " == *" $1 "* ]]; then
            rest+=("$1")
            shift
            continue
        fi
        for i in $options; do
            [[ ${i%%=*} == "$name" ]] && break
            i=
        done
        [[ -n ${i:-} ]] || misuse "unknown option \"$1\" of $command; ./sylvite $command --help lists them."
        count=${i#"$name"} count=${#count}
        [[ $1 != *=* ]] || count=$((count - 1))
        rest+=("$1")
        shift
        (($# >= count)) || misuse "$name of $command needs a value; ./sylvite $command --help tells which."
        rest+=("${@:1:count}")
        shift "$count"
    done
    [[ -z $struct || -n $header ]] || misuse "--struct is for a header of your own; \"$network\" has its struct."
}
