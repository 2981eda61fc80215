#!/usr/bin/env bash
# usage: symbols.test.sh PROGRAM OBJECT_OR_ARCHIVE...
# None of the files refers to the heap, to exceptions, to run-time types or to guards of static variables; the program
# is linked without the C++ library.
set -euo pipefail
program=$1
shift
failures=0
heap='malloc|calloc|realloc|free|memalign|aligned_alloc|posix_memalign|_Zn[wa][mj].*|_Zd[la]P.*'
exceptions='__cxa_.*|__gxx_personality_.*|_Unwind_.*|_ZSt.*__throw.*|_ZSt9terminatev|abort|exit'
types='_ZT[ISV].*|__dynamic_cast'
threads='pthread_.*|dlopen|dlsym|fopen.*|getenv'
for file in "$@"; do
    [[ -s $file ]] || { echo "FAILED: $file is not there"; failures=1; continue; }
    found=$(nm --undefined-only -- "$file" | awk '{ print $NF }' | grep -xE "$heap|$exceptions|$types|$threads" | sort -u || true)
    if [[ -n $found ]]; then
        echo "FAILED: $(basename -- "$file") refers to" $found
        failures=1
    else
        echo "ok: $(basename -- "$file") refers to none of them"
    fi
done
if readelf -d -- "$program" | grep -qE 'libstdc\+\+|libgcc_s|libpthread'; then
    echo "FAILED: $(basename -- "$program") needs the C++ library"
    failures=1
fi
exit $failures
