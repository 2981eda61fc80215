#!/usr/bin/env bash
# usage: packages.test.sh CPACK BUILD_DIR PREFIX
# Packs the build as cpack does; both packages hold what an installation (PREFIX) holds.
set -euo pipefail
source "$(dirname -- "$0")/checks.sh"
cpack=$1 build=$2 prefix=$3

# Uncompressed where that can be had: what is packed does not depend on it.
need "both packages are made" "$cpack" --config "$build/CPackConfig.cmake" -G "TGZ;DEB" -B "$work/packages" \
    -D CPACK_DEBIAN_COMPRESSION_TYPE=none
installed() { (cd -- "$1" && find . \( -type f -o -type l \) | sort); }
same_files() { diff <(installed "$prefix") <(installed "$1"); }

mkdir "$work/tgz"
need "the archive is unpacked" tar -xzf "$work/packages"/sylvite-*-Linux.tar.gz -C "$work/tgz" --strip-components=1
check "it holds what an installation holds" same_files "$work/tgz"
check "its kernel compiler runs" "$work/tgz/bin/sylvite-kernel" --host-target

if ! command -v dpkg-deb >/dev/null; then
    echo "skipped: the Debian package, since there is no dpkg-deb here to look into it"
    finish
fi
package=("$work/packages"/sylvite_*.deb)
need "the Debian package is unpacked" dpkg-deb -x "${package[0]}" "$work/deb"
check "it holds what an installation holds, under /usr" same_files "$work/deb/usr"
check "and nothing elsewhere" test "$(ls -A "$work/deb")" = usr
check "its kernel compiler runs" "$work/deb/usr/bin/sylvite-kernel" --host-target
for needed in g++ libboost-dev ninja-build; do
    check "it depends on $needed" grep -qw -- "$needed" <(dpkg-deb -f "${package[0]}" Depends)
done
finish
