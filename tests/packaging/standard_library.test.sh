#!/usr/bin/env bash
# usage: standard_library.test.sh CMAKE GENERATOR MAKE_PROGRAM NINJA CXX PREFIX CACHE EXAMPLE
# A program that is compiled with another layout of the standard library's classes than an installed Sylvite is refused by one
# sentence that names the setting.
set -euo pipefail
source "$(dirname -- "$0")/checks.sh"
cmake=$1 generator=$2 make_program=$3 ninja=$4 cxx=$5 prefix=$6 cache=$7 example=$8
cp -r -- "$example" "$work/project"
include=(-I "$prefix/include" -isystem "$prefix/include/sylvite/halide")

# refused PATTERN FLAG...: a program with all that is usually included; the first error is the only one.
printf '#include <sylvite/runtime/%s.hpp>\n' train/fit data/csv weights/load weights/save trace/recorder error >"$work/program.cpp"
refused() {
    local pattern=$1
    shift
    ! "$cxx" -std=c++20 "${include[@]}" "$@" -fsyntax-only "$work/program.cpp" >"$work/said" 2>&1 || return 1
    cat "$work/said"
    [[ $(grep -c 'error:' "$work/said") == 1 ]] && grep 'error:' "$work/said" | grep -q -e "$pattern"
}
check "the program compiles as it is" "$cxx" -std=c++20 "${include[@]}" -fsyntax-only "$work/program.cpp"
check "and with checks that change no layout" \
    "$cxx" -std=c++20 "${include[@]}" -D_GLIBCXX_ASSERTIONS -fsyntax-only "$work/program.cpp"
check "containers that check" refused 'without _GLIBCXX_DEBUG and this file with it' -D_GLIBCXX_DEBUG
check "strings as they were before C++11" refused '_GLIBCXX_USE_CXX11_ABI=1 and this file with 0' -D_GLIBCXX_USE_CXX11_ABI=0
# libc++ need not be there: this is how its headers tell that they are read.
check "another library" refused 'with libstdc++ and this file with libc++' -D_LIBCPP_VERSION=16000
needs_cxx20() {
    ! "$cxx" -std=c++17 "${include[@]}" -fsyntax-only "$work/program.cpp" 2>&1 | grep 'error:' | head -n 1 >"$work/said"
    grep 'need C++20' "$work/said"
}
check "C++17 is named first" needs_cxx20

# The other way round, in a copy of the headers that says so.
cp -r -- "$prefix/include" "$work/include"
include=(-I "$work/include" -isystem "$work/include/sylvite/halide")
built_with() {
    printf '#define SYLVITE_BUILT_WITH_LIBCXX %s\n#define SYLVITE_BUILT_WITH_GLIBCXX_DEBUG %s\n' "$1" "$2"
    printf '#define SYLVITE_BUILT_WITH_GLIBCXX_CXX11_ABI %s\n' "$3"
} >"$work/include/sylvite_built_with.hpp"
built_with 0 1 1
check "a library with containers that check" refused 'with _GLIBCXX_DEBUG and this file without it'
built_with 0 0 0
check "a library with strings as they were before C++11" refused '_GLIBCXX_USE_CXX11_ABI=0 and this file with 1'
built_with 1 0 1
check "a library of another library" refused 'with libc++ and this file with libstdc++'

# Each header alone that includes such a class. The loops of runtime/reference stand in headers wholly.
include=(-I "$prefix/include" -isystem "$prefix/include/sylvite/halide")
unguarded() {
    local header
    while read -r header; do
        "$cxx" -std=c++20 "${include[@]}" -D_GLIBCXX_DEBUG -E "$header" -o /dev/null 2>/dev/null && echo "${header#"$prefix/include/"}"
    done < <(grep -rlE '^#include <(string|vector|map|set|deque|functional|stdexcept)>' "$prefix/include/sylvite/runtime" --include='*.hpp')
    return 0
}
all_guarded() { unguarded >"$work/unguarded" && cat "$work/unguarded" && [[ ! -s $work/unguarded ]]; }
check "every header with such a class says so when it is included alone" all_guarded

# In a project, what runs at build time is compiled as Sylvite was; what the user wrote is refused.
need "a project that asks for checking containers everywhere is configured" "$cmake" -S "$work/project" -B "$work/build" -G "$generator" \
    -DCMAKE_MAKE_PROGRAM="$make_program" -DSYLVITE_NINJA="$ninja" -DCMAKE_CXX_COMPILER="$cxx" \
    -DCMAKE_PREFIX_PATH="$prefix" -DSYLVITE_CACHE_DIR="$cache" -DCMAKE_CXX_FLAGS=-D_GLIBCXX_DEBUG
check "its network is generated" "$cmake" --build "$work/build" --target wave_generate
refuses_the_program() {
    ! "$cmake" --build "$work/build" >"$work/said" 2>&1 || return 1
    cat "$work/said"
    [[ $(grep -c 'error:' "$work/said") == 1 ]] && grep -q 'without _GLIBCXX_DEBUG and this file with it' "$work/said"
}
check "its program is refused" refuses_the_program
need "the project is configured with checks that change no layout" "$cmake" "$work/build" -DCMAKE_CXX_FLAGS=-D_GLIBCXX_ASSERTIONS
check "it is built" "$cmake" --build "$work/build"
check "it learns" "$work/build/learn_wave"
finish
