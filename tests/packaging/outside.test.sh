#!/usr/bin/env bash
# usage: outside.test.sh CMAKE GENERATOR MAKE_PROGRAM NINJA CXX PREFIX CACHE EXAMPLE
# Builds the project in outside/ with an installed Sylvite and runs its tests.
set -euo pipefail
source "$(dirname -- "$0")/checks.sh"
here=$(cd -- "$(dirname -- "$0")" && pwd)
cmake=$1 generator=$2 make_program=$3 ninja=$4 cxx=$5 prefix=$6 cache=$7 example=$8
cp -r -- "$here/outside" "$work/project"
cp -r -- "$example" "$work/project/embedded"

need "the project is configured" "$cmake" -S "$work/project" -B "$work/build" -G "$generator" \
    -DCMAKE_MAKE_PROGRAM="$make_program" -DSYLVITE_NINJA="$ninja" -DCMAKE_CXX_COMPILER="$cxx" \
    -DCMAKE_PREFIX_PATH="$prefix" -DSYLVITE_CACHE_DIR="$cache"
need "it is built, several files at a time" "$cmake" --build "$work/build" --parallel 2
cd -- "$work/build"
mapfile -t tests < <("${cmake%cmake}ctest" -N | sed -nE 's/^ *Test +#[0-9]+: (.*)$/\1/p')
((${#tests[@]} >= 9)) || { echo "FAILED: the project has ${#tests[@]} tests"; failures=1; }
for test in "${tests[@]}"; do
    check "${test//_/ }" "${cmake%cmake}ctest" -R "^$test\$" --no-tests=error --output-on-failure --timeout 60
done

# Its static library in a third project, which knows nothing of the network in it.
need "it is installed" "$cmake" --install "$work/build" --prefix "$work/installed"
mkdir "$work/third"
cat >"$work/third/CMakeLists.txt" <<EOF
cmake_minimum_required(VERSION 3.25)
project(third LANGUAGES CXX)
set(CMAKE_CXX_STANDARD 20)
find_package(Sylvite REQUIRED)
include("$work/installed/lib/scorer.cmake")
add_executable(third "$here/outside/programs/library_user.cpp")
target_link_libraries(third PRIVATE outside::scorer_static)
EOF
need "a project that uses its library is configured" "$cmake" -S "$work/third" -B "$work/third/build" -G "$generator" \
    -DCMAKE_MAKE_PROGRAM="$make_program" -DCMAKE_CXX_COMPILER="$cxx" -DCMAKE_PREFIX_PATH="$prefix" -DSYLVITE_NINJA="$ninja"
need "and built" "$cmake" --build "$work/third/build"
check "and runs" "$work/third/build/third"
finish
