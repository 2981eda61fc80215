#!/usr/bin/env bash
# usage: weights.test.sh SYLVITE_WEIGHTS LAYOUT WEIGHTS OTHER_LAYOUT
# WEIGHTS belong to the network of LAYOUT and not to that of OTHER_LAYOUT.
set -euo pipefail
source "$(dirname -- "$0")/../packaging/checks.sh"
tool=$1 layout=$2 weights=$3 other=$4

compile() { # LAYOUT WEIGHTS OPTION...
    "$tool" --layout "$1" --name table --source "$work/table.cpp" --header "$work/table.hpp" "${@:3}" -- "$2"
}
refuses() { # PATTERN COMMAND...: one sentence, no file
    local pattern=$1 said status=0
    rm -f -- "$work"/table.*
    said=$("${@:2}" 2>&1) || status=$?
    printf '%s\n' "$said"
    [[ $status == 1 && $said == "sylvite-weights: "* && $said != *$'\n'* && $said == *$pattern* && ! -e $work/table.cpp ]]
}

check "weights that fit are compiled" compile "$layout" "$weights"
check "the source names its origin" grep -q "from $(basename -- "$weights")" "$work/table.cpp"
check "another network's are refused" refuses "network" compile "$other" "$weights"
check "a file that is no weights is refused" refuses "not a safetensors file" compile "$layout" "$0"
check "a missing one is refused" refuses "no-such-file" compile "$layout" "$work/no-such-file"
check "a rule that fits nothing is refused" refuses "fits no tensor" compile "$layout" "$weights" --rename 'encoder.*=hidden.*'
check "a name that the network lacks is refused" refuses "is none of network" compile "$layout" "$weights" --rename 'out.*=head.*'
check "a layout that is none is refused" refuses "not a network's layout" compile "$0" "$weights"
sed 's/^tensor parameter f32 64/tensor parameter f16 64/' "$layout" >"$work/type.layout"
check "a type that is unknown is refused" refuses 'line 8: "f16" is unknown' compile "$work/type.layout" "$weights"
sed 's/^bytes .*/bytes 64/' "$layout" >"$work/short.layout"
check "tensors beyond the segment are refused" refuses "does not lie in its segment" compile "$work/short.layout" "$weights"
sed 's/^bytes .*/bytes/' "$layout" >"$work/cut.layout"
check "a line without its value is refused" refuses "line 6" compile "$work/cut.layout" "$weights"

sed 's/hidden\./encoder./' "$layout" >"$work/renamed.layout"
compile "$layout" "$weights" && cp -- "$work/table.cpp" "$work/plain.cpp"
check "renamed weights are compiled" compile "$work/renamed.layout" "$weights" --rename 'hidden.*=encoder.*'
check "into the same table" cmp "$work/plain.cpp" "$work/table.cpp"
finish
