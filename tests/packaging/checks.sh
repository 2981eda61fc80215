# Sourced by tests that are scripts, of other folders too: `work`, a folder that goes away, and `check`.
work=$(mktemp -d)
trap 'rm -rf -- "$work"' EXIT
failures=0

check() { # DESCRIPTION COMMAND...
    local what=$1
    shift
    if "$@" >"$work/check.log" 2>&1; then
        echo "ok: $what"
    else
        echo "FAILED: $what"
        sed 's/^/    /' "$work/check.log" | tail -n 40
        failures=$((failures + 1))
    fi
}
# need DESCRIPTION COMMAND...: the rest makes no sense without it.
need() {
    check "$@"
    ((failures == 0)) || finish
}
finish() {
    echo
    echo "$failures failed"
    exit $((failures > 0))
}
