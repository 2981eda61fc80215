#!/usr/bin/env bash
# usage: install.test.sh CMAKE SOURCE_DIR BUILD_DIR PREFIX
# Installs the build into another place and moves it to PREFIX, where it must be complete and know nothing of this tree.
set -euo pipefail
source "$(dirname -- "$0")/checks.sh"
cmake=$1 source=$2 build=$3 prefix=$4
rm -rf -- "$prefix"
mkdir -p -- "$(dirname -- "$prefix")"

need "the build is installed" "$cmake" --install "$build" --prefix "$prefix.elsewhere"
mv -- "$prefix.elsewhere" "$prefix"

has() { # PATTERN: a file of that path, the library folder's name set aside
    [[ -n $(find "$prefix" -type f -path "$prefix/$1" -print -quit) ]]
}
for file in bin/sylvite-kernel bin/sylvite-weights '*/cmake/Sylvite/SylviteConfig.cmake' '*/cmake/Sylvite/SylviteConfigVersion.cmake' \
    '*/libsylvite_core.a' '*/libsylvite_embedded.a' '*/libsylvite_runtime.a' '*/libsylvite_files.a' '*/libsylvite_readers.a' '*/libsylvite_codegen.a' \
    '*/sylvite/libHalide.so*' \
    include/sylvite/dsl/sylvite.hpp include/sylvite/runtime/train/fit.hpp include/sylvite/runtime/core/program.hpp \
    '*/libsylvite_tuning.a' include/sylvite/codegen/tuning/timer.cpp '*/cmake/Sylvite/tuning/README.md' \
    include/sylvite/codegen/driver.hpp include/sylvite/halide/HalideRuntime.h \
    share/doc/sylvite/LICENSE share/doc/sylvite/halide/LICENSE.txt; do
    check "there is $file" has "$file"
done

# Halide's own library holds the paths of the machine that built it, which is not this one.
mentions() { ! grep -rlF --exclude='libHalide.so*' -e "$1" "$prefix"; }
check "nothing names the source folder" mentions "$source"
check "nothing names the build folder" mentions "$build"
check "nothing names the virtual environment" mentions site-packages
check "nothing names the place of the installation" mentions "$prefix.elsewhere"

finds_its_own_halide() {
    ldd "$prefix/bin/sylvite-kernel" >"$work/ldd" && ! grep -q 'not found' "$work/ldd" &&
        [[ $(readlink -f -- "$(sed -nE 's/.*libHalide[^ ]* => (.*) \(0x.*/\1/p' "$work/ldd")") == "$prefix"/* ]]
}
check "the kernel compiler finds the Halide that was installed" finds_its_own_halide
check "and runs" "$prefix/bin/sylvite-kernel" --host-target
finish
