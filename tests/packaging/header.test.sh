#!/usr/bin/env bash
# usage: header.test.sh CMAKE GENERATOR MAKE_PROGRAM NINJA CXX PREFIX CACHE SOURCE_DIR
# What `./sylvite inspect` and `./sylvite trace` make of headers of the user's own. The set-up of this tree is left out: its
# functions are replaced by the installed Sylvite that the other tests have, so that the front's own begin where that ends.
set -euo pipefail
source "$(dirname -- "$0")/checks.sh"
cmake=$1 ninja=$4 prefix=$6 cache=$7 source=$8

# The front as it stands, with a set-up of ours behind its parts.
front="$work/a front"
mkdir -p "$front/build/venv/bin" "$front/build/release"
cp -R -- "$source/sylvite" "$source/front" "$source/cmake" "$source/examples" "$source/CMakePresets.json" "$front/"
ln -s -- "$cmake" "$front/build/venv/bin/cmake"
ln -s -- "$ninja" "$front/build/venv/bin/ninja"
ln -s -- "$prefix" "$front/build/release/prefix"
ln -s -- "$cache" "$front/build/release/sylvite-cache"
mkdir -p -- "$front/codegen/tuning/database"
cat >>"$front/front/commands.sh" <<'END'
set_up() { preset=$1; log=$build/log; }
build_targets() { :; }
install_tree() { :; }
unlock_build() { :; }
END
said() { [[ $(<"$work/said") == *"$1"* ]] || { cat "$work/said"; return 1; }; }
# sylvite STATUS TEXT ARGUMENTS...: ends with STATUS, and says TEXT.
sylvite() {
    local wanted=$1 text=$2 status=0
    shift 2
    (cd -- "$work" && "$front/sylvite" "$@" >"$work/said" 2>&1) || status=$?
    [[ $status == "$wanted" ]] && said "$text" || { echo "status $status"; cat "$work/said"; return 1; }
}

mkdir -p "$work/my" "$work/my (1) ö'&; @x@ #\$y"
cp -- "$source/examples/standalone/network.hpp" "$work/my/network.hpp"
check "a header called network.hpp: its struct is found" sylvite 0 "network wave" inspect my/network.hpp
check "and its entries" said "ENTRY train"
check "it is traced" sylvite 0 "wave.trace.json" trace my/network.hpp --steps 2
check "into a file that is called as the struct" test -s "$work/wave.trace.json"
check "a second call builds nothing" bash -c '! grep -q building "$1"' _ <(sylvite 0 "" inspect my/network.hpp && cat "$work/said")

odd="my (1) ö'&; @x@ #\$y"
printf '#pragma once\nconstexpr int units = 9;\n' >"$work/$odd/units.hpp"
printf '#pragma once\nconstexpr int more = 1;\n' >"$work/more.hpp"
sed 's/^#pragma once/&\n#include "units.hpp"\n#include "..\/more.hpp"/; s/dense<16>/dense<units + more>/' "$work/my/network.hpp" \
    >"$work/$odd/my network.hpp"
check "a folder and a file of any name" sylvite 0 "network wave" inspect "$odd/my network.hpp"
check "whose other headers are found" said "31 parameters"

printf 'struct ripple : wave {};\nnamespace small {\nstruct pond : wave {};\n}\n' >>"$work/my/network.hpp"
check "a struct with a call operator of its own is taken before those that inherit it" sylvite 0 "network wave" inspect my/network.hpp
check "another one by its name" sylvite 0 "network small_pond, of the struct small::pond" inspect my/network.hpp --struct small::pond
cat >>"$work/my/network.hpp" <<'END'
namespace small {
struct puddle {
    constexpr void operator()(network &net) const { wave{}(net); }
};
}
END
check "two are refused before anything is built" sylvite 2 \
    "sylvite: $work/my/network.hpp has 2 networks: name one with --struct: wave, small::puddle." inspect my/network.hpp
check "in one line" test "$(wc -l <"$work/said")" = 1
check "one is taken by its name" sylvite 0 "network small_puddle, of the struct small::puddle" inspect my/network.hpp --struct small::puddle
cp -- "$work/my/network.hpp" "$work/my/wave.hpp"
check "and the one that is called as the file is taken without" sylvite 0 "network wave" inspect my/wave.hpp

cat >"$work/my/inherited.hpp" <<'END'
#pragma once
#include <sylvite/dsl/sylvite.hpp>
template <int Units>
struct of_units {
    constexpr void operator()(sylvite::network &net) const {
        net.entry("predict", output("y", sylvite::dense<Units>("out", net.input<sylvite::f32, 4>("x"))));
    }
};
struct three : of_units<3> {};
END
check "a struct that inherits its call operator is found by the compiler" sylvite 0 "network inherited, of the struct three" inspect my/inherited.hpp
echo 'using five = of_units<5>;' >>"$work/my/inherited.hpp"
check "two of them are refused" sylvite 1 \
    "inherited: inherited.hpp has 2 networks, three and five: name one with STRUCT in sylvite_add_network, or with --struct after ./sylvite." \
    inspect my/inherited.hpp
check "one is taken by its name" sylvite 0 "network five" inspect my/inherited.hpp --struct five
printf '#pragma once\n#include <sylvite/dsl/sylvite.hpp>\nusing namespace sylvite;\n' >"$work/my/network.hpp"
check "a header without a network is refused" sylvite 1 "network: no network was found in network.hpp" inspect my/network.hpp
finish
