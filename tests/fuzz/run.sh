#!/usr/bin/env bash
# usage: run.sh FOLDER SECONDS [TARGET...]
# Fuzzes with the programs of a build's tests/fuzz folder, one after the other, each for so many seconds, and says what each
# run came to. New inputs are kept in FOLDER/found/TARGET, those that fail in FOLDER/failed. The exit status is 1 when one did.
set -euo pipefail
(($# >= 2)) || { sed -n 2,4p "$0" >&2; exit 2; }
folder=$1 seconds=$2
shift 2
if ((!$#)); then
    for program in "$folder"/fuzz_*_mutations; do
        name=${program##*/fuzz_}
        set -- "$@" "${name%_mutations}"
    done
fi
failed=0
for target in "$@"; do
    found=$folder/found/$target
    mkdir -p -- "$found" "$folder/failed"
    log=$folder/$target.log
    status=0
    # Memory is bounded by what an input can promise: 4 KiB deflated are 4 MB, and eight times that as f64.
    # A minute for an input of a millisecond: a machine that is busy elsewhere may stop for many seconds.
    nice "$folder/fuzz_$target" "$found" "$folder/seeds/$target" -max_total_time="$seconds" -max_len=4096 -timeout=60 \
        -rss_limit_mb=2048 -artifact_prefix="$folder/failed/$target-" -print_final_stats=1 >"$log" 2>&1 || status=$?
    runs=$(sed -nE 's/^stat::number_of_executed_units: *//p' "$log")
    memory=$(sed -nE 's/^stat::peak_rss_mb: *//p' "$log")
    covered=$(sed -nE 's/.* cov: ([0-9]+) ft: ([0-9]+) corp: ([0-9]+).*/\1 edges, \2 features, \3 inputs kept/p' "$log" | tail -n 1)
    echo "$target: ${runs:-no} executions in $seconds s; ${covered:-no coverage}; ${memory:-?} MB at most"
    if ((status)); then
        failed=1
        echo "$target: FAILED with status $status; the end of $log:"
        grep -avE '^#[0-9]' "$log" | tail -n 40
    fi
done
exit "$failed"
