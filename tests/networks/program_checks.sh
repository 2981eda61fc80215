# Sourced by tests of examples' programs, in a folder that goes away, behind packaging/checks.sh.

# Both positive, and A below B.
less() { # A B
    awk -v a="$1" -v b="$2" 'BEGIN { exit !(a > 0 && a < b) }'
}
# The command ends with this status and says this on standard error.
refused() { # STATUS SENTENCE COMMAND...
    local status=0 wanted=$1 sentence=$2
    shift 2
    "$@" >/dev/null 2>message || status=$?
    [[ $status == "$wanted" ]] && grep -qF -- "$sentence" message
}
