# One function a command of the front script.

# run_program TARGET ARGUMENTS...: builds it and becomes it.
run_program() {
    local target=$1
    shift
    build_targets "$target"
    local program
    program=$(path_of "$target")
    unlock_build
    exec "$program" "$@"
}

# take_preset ARGUMENTS...: sets `preset_name`, and `rest` to the other arguments.
take_preset() {
    preset_name=release rest=()
    while (($#)); do
        case $1 in
            --preset)
                (($# > 1)) || misuse "--preset needs a name: one of $(presets | paste -sd ' ')."
                preset_name=$2
                shift
                ;;
            --help | -h)
                help_of "$command"
                exit 0
                ;;
            --preset=*) preset_name=${1#--preset=} ;;
            *) rest+=("$1") ;;
        esac
        shift
    done
    check_preset "$preset_name"
}

# network_command COMMAND NETWORK ARGUMENTS...
network_command() {
    local command=$1
    take_network "$@"
    shift 2
    set_up release
    has_target "${network}_$command" || misuse "$network has no $command program."
    run_program "${network}_$command" "$@"
}

command_train() { network_command train "$@"; }
command_predict() { network_command predict "$@"; }

# tool_command TOOL: builds the tool's program of `network` and becomes it.
tool_command() {
    [[ -z $header ]] || check_header
    set_up release
    if [[ -n $header ]]; then
        local program
        build_header "$1"
        unlock_build
        exec "$program" "${rest[@]}"
    fi
    has_target "${network}_$1" || misuse "$network is no network that can be asked: there is no target ${network}_$1."
    run_program "${network}_$1" "${rest[@]}"
}

command_trace() {
    take_any_network trace "$@"
    shift
    take_options trace "" "--entry= --steps= --warm-up= --threads= --rows= --seed= --integers= --set= --output= -o=" "$@"
    tool_command trace
}

command_compare() {
    take_any_network compare "$@"
    shift
    take_options compare "" "--entry= --steps= --tolerance= --threads= --rows= --seed= --integers= --set=" "$@"
    tool_command compare
}

command_inspect() {
    take_any_network inspect "$@"
    shift
    take_options inspect "--json" "--entry= --dot= --svg= --detail= --html== --assembly==" "$@"
    tool_command inspect
}

command_tune() {
    take_any_network tune "$@"
    shift
    take_options tune "--curve --autoschedulers" \
        "--budget= --threads= --trials= --seed= --database= --runner= --target= --cxx= --search=" "$@"
    tool_command tune
}

command_bench() {
    local argument
    for argument; do
        case $argument in
            --peers) bench_beside peers "$@" ;;
            --contractions) bench_beside contractions "$@" ;;
            --convolutions) bench_beside convolutions "$@" ;;
        esac
    done
    set_up release
    check_bench
    run_program sylvite_bench "$@"
}

command_build() {
    local target
    take_preset "$@"
    for target in "${rest[@]}"; do
        [[ $target != -* ]] || misuse "unknown option \"$target\" of build; ./sylvite build --help lists them."
    done
    set_up "$preset_name"
    for target in "${rest[@]}"; do
        has_target "$target" || misuse "there is no target \"$target\" in preset $preset_name."
    done
    build_targets "${rest[@]}"
    say "$preset_name is up to date in $build/$preset_name"
}

# Options that ctest takes too, by the same names.
command_test() {
    take_preset "$@"
    local -a options=()
    set -- "${rest[@]}"
    while (($#)); do
        case $1 in
            -R | -E | -L | -LE | -j | --timeout)
                (($# > 1)) || misuse "$1 of test needs a value; ./sylvite test --help tells which."
                options+=("$1" "$2")
                shift
                ;;
            -V | -N | --rerun-failed | --stop-on-failure) options+=("$1") ;;
            *) misuse "unknown option \"$1\" of test; ./sylvite test --help lists them." ;;
        esac
        shift
    done
    set_up "$preset_name"
    build_targets
    unlock_build
    exec "$venv/bin/ctest" --test-dir "$build/$preset_name" -j "$(nproc)" --output-on-failure --no-tests=error "${options[@]}"
}

# Only what the script itself makes is removed: SYLVITE_BUILD_DIR may be a folder with other things in it.
command_clean() {
    local all='' name
    case ${1:-} in
        '') ;;
        --all) all=1 ;;
        *) misuse "unknown option \"$1\" of clean; ./sylvite clean --help lists them." ;;
    esac
    (($# <= 1)) || misuse "clean takes one option at most."
    [[ -d $build ]] || return 0
    while read -r name; do rm -rf -- "${build:?}/$name"; done < <(presets)
    rm -f -- "$log" "$build/.lock"
    [[ -z $all ]] || rm -rf -- "$venv"
    rmdir -- "$build" 2>/dev/null || true
}
