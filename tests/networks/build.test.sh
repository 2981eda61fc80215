#!/usr/bin/env bash
# What a build does again after an edit, what a build of predict alone contains, and that a stale library does not link.
# usage: build.test.sh CXX NINJA KERNEL_COMPILER INCLUDE_DIR GEN_32 GEN_48 GEN_MOVED LIBRARY...
# GEN_32 and GEN_48: the generator of edited.hpp with 32 and with 48 units in its second layer; GEN_MOVED: with 32, and
# two lines more at the top.
set -euo pipefail
here=$(dirname -- "$(readlink -f -- "$0")")
cxx=$1 ninja=$2 kernel_compiler=$3 include=$4 gen32=$5 gen48=$6 gen_moved=$7
shift 7
source "$here/../packaging/checks.sh"
generate() { # GENERATOR FOLDER [OPTION...]
    local generator=$1 folder=$2
    shift 2
    "$generator" --output-dir "$work/$folder" --kernel-compiler "$kernel_compiler" --cache "$work/cache" --ninja "$ninja" \
        --cxx "$cxx" --include "$include" "$@" >"$work/log" 2>&1 || { cat "$work/log"; exit 1; }
}
kernels_of() { grep -o 'sylvite_kernel_[0-9a-f]*' "$work/$1/kernels.ninja" | sort -u; }
# the kernels that the last generate compiled
compiled() { grep -c '^\[[0-9/]*\] kernel ' "$work/log" || true; }

generate "$gen32" net
first=$(kernels_of net)
count=$(wc -l <<<"$first")
check "the first build compiles every kernel" test "$(compiled)" = "$count"
"$cxx" -std=c++20 -I"$include" -I"$work/net" -c "$here/edited_user.cpp" -o "$work/user.o"
check "a program links with its own library" "$cxx" "$work/user.o" "$work/net/libedited.a" "$@" -o "$work/user"
check "and runs" "$work/user"
"$cxx" -std=c++20 -I"$include" -I"$work/net" -M "$here/edited_user.cpp" >"$work/included"
check "the generated header includes the runtime" grep -q sylvite/runtime/instance.hpp "$work/included"
check "and neither Hana, nor Halide, nor the graph" \
    bash -c '! grep -E "hana|Halide|sylvite/dsl/(graph|expr|sylvite|network)|fmt/|nlohmann" "$1"' _ "$work/included"

generate "$gen32" net
check "a second build does nothing" grep -q 'no work to do' "$work/log"

grep -o '"edited.hpp:[0-9]*"' "$work/net/edited.program.cpp" | grep -o '[0-9]*' >"$work/lines"
check "calls and tensors name lines of the header" test "$(sort -u "$work/lines" | wc -l)" -ge 6
generate "$gen_moved" net
grep -o '"edited.hpp:[0-9]*"' "$work/net/edited.program.cpp" | grep -o '[0-9]*' >"$work/moved lines"
check "an edit that moves the lines compiles no kernel" test "$(compiled)" = 0
check "its program names the new lines" cmp -s <(awk '{ print $1 + 2 }' "$work/lines") "$work/moved lines"
check "and a program built before links with it" "$cxx" "$work/user.o" "$work/net/libedited.a" "$@" -o "$work/user"

generate "$gen48" net
second=$(kernels_of net)
fresh=$(comm -13 <(echo "$first") <(echo "$second") | wc -l)
shared=$(comm -12 <(echo "$first") <(echo "$second") | wc -l)
check "an edit of one layer changes some kernels ($fresh) and keeps others ($shared)" test "$fresh" -gt 0 -a "$shared" -gt 0
check "and the build compiles those that changed and no others" test "$(compiled)" = "$fresh"
check "the kernels of the loss are kept" test "$shared" -ge 3
link_stale() { ! "$cxx" "$work/user.o" "$work/net/libedited.a" "$@" -o "$work/stale" 2>"$work/link"; }
check "a program built with the old header does not link with the new library" link_stale "$@"
check "and the linker says which library is not the one" grep -q program_of_the_library_built_with_this_header "$work/link"

generate "$gen32" other
check "another build with the same cache compiles nothing" test "$(compiled)" = 0

generate "$gen32" reader --entries predict
whole=$(wc -l <<<"$first")
reader=$(kernels_of reader | wc -l)
check "predict alone has $reader kernels of $whole" test "$reader" -le 7 -a "$whole" -ge 15
check "and no momentum" bash -c '! grep -q momentum "$1"' _ "$work/reader/edited.program.cpp"
nm "$work/reader/libedited.a" >"$work/symbols" 2>/dev/null
check "its library defines no other kernel" test "$(grep -c ' W sylvite_kernel_.*_argv' "$work/symbols")" = "$reader"

# two builds with one empty cache at the same time
both() {
    local pids=() folder
    for folder in left right; do
        "$gen32" --output-dir "$work/$folder" --kernel-compiler "$kernel_compiler" --cache "$work/common" --ninja "$ninja" \
            --cxx "$cxx" --include "$include" >"$work/log.$folder" 2>&1 &
        pids+=($!)
    done
    wait "${pids[0]}" && wait "${pids[1]}" && cmp -s "$work/left/edited.program.cpp" "$work/right/edited.program.cpp"
}
check "two builds share one cache at the same time" both
check "which then holds one object a kernel and nothing unfinished" \
    test "$(find "$work/common" -name '*.o' | wc -l)" = $((whole + 1)) -a -z "$(find "$work/common" -name '*tmp*')"
check "a program links with either" "$cxx" "$work/user.o" "$work/left/libedited.a" "$@" -o "$work/user"

unknown_entry() { ! "$gen32" --output-dir "$work/x" --kernel-compiler "$kernel_compiler" --cache "$work/cache" --entries pedict 2>"$work/log"; }
check "an unknown entry is refused" unknown_entry
check "and the known ones are named" grep -q 'pedict.*predict, train' "$work/log"
finish
