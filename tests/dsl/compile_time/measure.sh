#!/bin/bash
# How long networks take to compile: measure.sh INCLUDE-FOLDER [COMPILER...]
# Prints processor seconds for the headers alone and for chains of layers with gradients and updates. Goal: 1,000 nodes under 2 s
# on top of the headers.
set -eu
include=$1
shift
here=$(dirname "$0")
[ $# -gt 0 ] || set -- g++ clang++
for compiler in "$@"; do
    case $("$compiler" --version) in
        *clang*) limits="-fconstexpr-steps=2147483647" ;;
        *) limits="-fconstexpr-ops-limit=4294967296 -fconstexpr-loop-limit=2147483647" ;;
    esac
    for work in "0 gradient_descent" "10 gradient_descent" "50 gradient_descent" "100 gradient_descent" "25 adam" "100 adam"; do
        layers=${work% *}
        rule=${work#* }
        log=$(mktemp)
        # shellcheck disable=SC2086 # the limits are several words
        { time -p "$compiler" -std=c++20 $limits "-I$include" "-DLAYERS=$layers" "-DRULE=$rule" -fsyntax-only \
            "$here/chain.cpp"; } 2>"$log" || { cat "$log"; exit 1; }
        nodes=$(sed -n 's/.*nodes_in_the_table<\([0-9]*\).*/\1/p' "$log" | head -n 1)
        seconds=$(sed -n 's/^user //p' "$log")
        rm -f "$log"
        echo "$compiler: $layers layers, $rule${nodes:+, $nodes nodes}: $seconds s" # Clang does not tell the nodes
    done
done
