#!/usr/bin/env bash
# usage: standalone.test.sh CMAKE GENERATOR MAKE_PROGRAM NINJA CXX PREFIX CACHE EXAMPLE
# Builds examples/standalone with an installed Sylvite; what an edit of its network rebuilds.
set -euo pipefail
source "$(dirname -- "$0")/checks.sh"
cmake=$1 generator=$2 make_program=$3 ninja=$4 cxx=$5 prefix=$6 cache=$7 example=$8
cp -r -- "$example" "$work/project"

need "the project is configured" "$cmake" -S "$work/project" -B "$work/build" -G "$generator" \
    -DCMAKE_MAKE_PROGRAM="$make_program" -DSYLVITE_NINJA="$ninja" -DCMAKE_CXX_COMPILER="$cxx" \
    -DCMAKE_PREFIX_PATH="$prefix" -DSYLVITE_CACHE_DIR="$cache"
build() { "$cmake" --build "$work/build" --parallel 2 >"$work/build.log" 2>&1 || { cat "$work/build.log"; return 1; }; }
generates() { grep -q 'Generating network' "$work/build.log"; }
compiles_program() { grep -q 'main.cpp.o' "$work/build.log"; }
idle() { ! generates && ! compiles_program; }
learns() { "$work/build/learn_wave" >"$work/output" && grep -q "^$1 parameters" "$work/output"; }

need "it is built" build
check "it learns" learns 49
need "it is built again" build
check "which does nothing" idle

# A file's age decides, and some file systems count it in seconds.
sleep 1.1
sed -i 's/dense<16>/dense<12>/' "$work/project/network.hpp"
need "it is built after an edit of the network" build
check "which generates" generates
check "and compiles the program" compiles_program
check "which has the parameters of the new network" learns 37

sleep 1.1
echo '// A remark changes no kernel and no table.' >>"$work/project/network.hpp"
need "it is built after an edit of a remark" build
check "which generates" generates
need "it is built again" build
check "which does nothing" idle

mkdir "$work/include" && sleep 1.1
printf '#pragma once\nconstexpr int units = 20;\n' >"$work/project/units.hpp"
sed -i 's/^#pragma once/&\n#include "units.hpp"/; s/dense<12>/dense<units>/' "$work/project/network.hpp"
need "it is built with a header that the network includes" build
check "which is read" learns 61
sleep 1.1
sed -i 's/20/10/' "$work/project/units.hpp"
need "it is built after an edit of that header" build
check "which is read again" learns 31

sleep 1.1
sed -i 's/struct wave/struct waves/' "$work/project/network.hpp"
names_the_struct() { ! build >/dev/null && grep -q 'sylvite_add_network(wave) expects "struct wave" in network.hpp' "$work/build.log"; }
check "a struct of another name is refused, and the name that is wanted is told" names_the_struct
finish
