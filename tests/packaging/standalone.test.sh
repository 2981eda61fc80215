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

# By the name alone: NAME is a target as any library's.
builds_the_library() { "$make_program" -C "$work/build" wave >"$work/build.log" 2>&1 && grep -q program_of_the_library "$work/build/libwave.a"; }
check "its network's library is built by its name" builds_the_library
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
need "it is built with a struct of another name, the only one" build
check "which is read" learns 31

# refuses SENTENCE: the build fails, and says so in a line of its own, once.
refuses() { ! build >/dev/null && [[ $(grep -cxF -- "$1" "$work/build.log") == 1 ]] || { cat "$work/build.log"; return 1; }; }
sleep 1.1
printf '%s\n' 'namespace other {' 'struct ripples : waves {};' '}' >>"$work/project/network.hpp"
check "two structs are refused, and their names told" refuses \
    "wave: network.hpp has 2 networks, waves and other::ripples: name one with STRUCT in sylvite_add_network, or with --struct after ./sylvite."
sleep 1.1
sed -i 's/HEADER network.hpp/& STRUCT other::ripples/' "$work/project/CMakeLists.txt"
need "it is built with the one that is named" build
check "which is read" learns 31
sleep 1.1
sed -i 's/STRUCT other::ripples/STRUCT ripples/' "$work/project/CMakeLists.txt"
names_the_struct() { ! build >/dev/null && grep -q 'sylvite_add_network(wave) expects "struct ripples" in network.hpp' "$work/build.log"; }
check "a struct that is named and not there is refused, and what is wanted told" names_the_struct
sed -i 's/ STRUCT ripples//' "$work/project/CMakeLists.txt"
sleep 1.1
sed '/net\.entry/d; s/const auto loss/[[maybe_unused]] &/' "$example/network.hpp" >"$work/project/network.hpp"
check "a network without an entry is refused" refuses \
    'wave.gen: the network wave declares no entry, so it has nothing to run: its call operator needs one, such as net.entry("predict", output("y", y))'
sleep 1.1
cp -- "$example/network.hpp" "$work/project/network.hpp"
sed -i 's/HEADER network.hpp/& ENTRIES pedict/' "$work/project/CMakeLists.txt"
check "an entry that is not there is refused" refuses 'wave.gen: no entry is called "pedict"; this network has predict, train'
sed -i 's/ENTRIES pedict/ENTRIES ${nothing}/' "$work/project/CMakeLists.txt"
names_entries() { ! build >/dev/null && grep -q 'sylvite_add_network(wave): ENTRIES names no entry' "$work/build.log"; }
check "a list of no entries is refused" names_entries
sed -i 's/ENTRIES ${nothing}/ENTRIES predict train/' "$work/project/CMakeLists.txt"
need "it is built with a list of its entries" build
check "and learns" learns 49
finish
