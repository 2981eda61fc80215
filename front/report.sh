# What the script says while it works. All of it goes to standard error: standard output belongs to the program run.

say() { printf 'sylvite: %s\n' "$*" >&2; }

# fail SENTENCE: the work cannot be done.
fail() {
    say "$*"
    exit 1
}

# misuse SENTENCE: it was asked for in a way that makes no sense.
misuse() {
    say "$*"
    exit 2
}

# is_line_of LINE TEXT
is_line_of() { [[ $'\n'$2$'\n' == *$'\n'"$1"$'\n'* ]]; }

# tenths_since MICROSECONDS: "12.3", the seconds that have passed since.
tenths_since() {
    local tenths=$(((${EPOCHREALTIME/[.,]/} - $1) / 100000))
    printf '%d.%d' $((tenths / 10)) $((tenths % 10))
}

# On a terminal the seconds run; elsewhere a dot every ten seconds shows life. Its output must not be held open by
# the sleep that outlives it, or a reader of our pipe would wait for that; nor must the lock of the build folder.
tick() {
    local text=$1 started=$2 seconds=0
    while sleep 1 >/dev/null 2>&1; do
        seconds=$((seconds + 1))
        if [[ -t 2 ]]; then
            printf '\rsylvite: %s ... %s s' "$text" "$(tenths_since "$started")" >&2
        elif ((seconds % 10 == 0)); then
            printf '.' >&2
        fi
    done
}

# stage TEXT COMMAND...: announces a stage of the set-up in one line, which its seconds complete. What the command
# prints goes into the log. Returns the command's status.
stage() {
    local text=$1 started=${EPOCHREALTIME/[.,]/} status=0 ticker
    shift
    # The log keeps the last run that had something to set up.
    [[ -n ${log_is_ours:-} ]] || : >"$log"
    log_is_ours=1
    printf '\n== %s: %s\n' "$text" "$*" >>"$log"
    printf 'sylvite: %s ...' "$text" >&2
    tick "$text" "$started" 9>&- &
    ticker=$!
    # shellcheck disable=SC2064
    trap "kill $ticker 2>/dev/null || true" EXIT
    "$@" >>"$log" 2>&1 </dev/null || status=$?
    kill "$ticker" 2>/dev/null || true
    wait "$ticker" 2>/dev/null || true
    trap - EXIT
    if [[ -t 2 ]]; then printf '\rsylvite: %s ...' "$text" >&2; fi
    if ((status == 0)); then
        printf ' %s s\n' "$(tenths_since "$started")" >&2
    else
        printf ' failed after %s s\n' "$(tenths_since "$started")" >&2
    fi
    return "$status"
}

# The end of what the failed stage printed.
show_log() {
    printf '%s\n' "--- the last lines of $log" >&2
    tail -n "${1:-15}" "$log" | sed 's/^/    /' >&2
    printf '%s\n' "---" >&2
}

# Did the last stage fail because nothing answered? Nobody needs fifteen lines to be told that.
network_is_missing() {
    # The log of the last stage only.
    local text
    text=$(tac "$log" | sed '/^== /q')
    [[ $text =~ (Temporary failure resolving|Could not resolve|Could not connect|Unable to connect|Network is unreachable|Connection refused|Connection timed out|Failed to establish a new connection|NewConnectionError|name resolution) ]]
}
