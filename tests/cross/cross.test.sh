#!/usr/bin/env bash
# usage: cross.test.sh CMAKE NINJA SOURCE_DIR HOST_PREFIX BUILD_DIR DIGITS_STEPS
# Compiles SOURCE_DIR for 64-bit Arm into BUILD_DIR, which is kept, with the tools of HOST_PREFIX, and runs it under qemu.
# DIGITS_STEPS is the program of this folder, built for this machine.
set -euo pipefail
here=$(cd -- "$(dirname -- "$0")" && pwd)
cmake=$1 ninja=$2 source=$3 host=$4 build=$5 steps=$6
source "$here/../packaging/checks.sh"
toolchain=$source/cmake/toolchains/aarch64-linux-gnu.cmake
arm() { qemu-aarch64 -L /usr/aarch64-linux-gnu "$@"; }
common=(-G Ninja -DCMAKE_MAKE_PROGRAM="$ninja" -DCMAKE_BUILD_TYPE=Release -DSYLVITE_CACHE_DIR="$build/cache")

without_tools() {
    ! "$cmake" -S "$source" -B "$work/none" "${common[@]}" --toolchain "$toolchain" >"$work/said" 2>&1 &&
        grep -q 'SYLVITE_HOST_TOOLS=<prefix>' "$work/said"
}
check "without tools for this machine it is refused, and what is missing is named" without_tools

need "the tree is configured for Arm" "$cmake" -S "$source" -B "$build" "${common[@]}" --toolchain "$toolchain" \
    -DSYLVITE_HOST_TOOLS="$host" -DSYLVITE_HOST_CXX="$(command -v c++)"
need "its libraries, networks and tests are built" "$cmake" --build "$build" --parallel 2 --target \
    sylvite_installed digits_steps digits_compare families_compare gate_embedded \
    sylvite_value_tests
is_arm() { readelf -h "$1" | grep -q AArch64; }
check "programs are Arm's" is_arm "$build/tests/cross/digits_steps"
check "generators are this machine's" "$build/examples/digits/digits.sylvite/digits.gen" --help
kernels_are_arm() { readelf -h "$build"/cache/*.o | awk '/Machine:/ { n++; if ($2 != "AArch64") exit 1 } END { exit n < 10 }'; }
check "kernels are Arm's" kernels_are_arm

compare() { arm "$build/$1.sylvite/$(basename -- "$1").compare" --steps=2 --integers=4 --threads=2 "${@:2}"; }
check "digits: kernels agree with the interpreter" compare examples/digits/digits
check "families: kernels agree with the interpreter in training" compare tests/cross/families
check "families: kernels agree with the interpreter in prediction" compare tests/cross/families --entry=predict
check "families: with one row too" compare tests/cross/families --rows=1
for network in digits optimizers second_order split_step transformer; do
    check "$network: the numbers of tests/networks" arm "$build/tests/networks/test_$network"
done

"$steps" >"$work/here"
need "digits trains and reads" arm "$build/tests/cross/digits_steps"
cp -- "$work/check.log" "$work/there"
check "with the numbers of this machine" awk -f "$here/agree.awk" "$work/here" "$work/there"
check "a network in static memory predicts and learns" arm "$build/examples/embedded/gate_embedded"

rm -rf -- "$build/prefix"
need "the libraries for Arm are installed" "$cmake" --install "$build" --prefix "$build/prefix"
check "without programs of this machine" test ! -e "$build/prefix/bin"
cp -r -- "$source/examples/standalone" "$work/project"
need "a project of its own is configured with them" "$cmake" -S "$work/project" -B "$work/standalone" "${common[@]}" \
    --toolchain "$toolchain" -DCMAKE_PREFIX_PATH="$build/prefix" -DSYLVITE_HOST_TOOLS="$host"
need "and built" "$cmake" --build "$work/standalone" --parallel 2
learns() { arm "$work/standalone/learn_wave" | grep "^$1 parameters"; }
check "and learns" learns 49
# The network goes through its generator, which is no target of this project's compiler.
sleep 1.1
sed -i 's/dense<16>/dense<12>/' "$work/project/network.hpp"
need "it is built after an edit of its network" "$cmake" --build "$work/standalone" --parallel 2
check "and learns that one" learns 37
finish
