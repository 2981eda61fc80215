# Reads two outputs of "name value" lines, the first from this machine. Ends with 1 where a name is missing or a value is
# off by more than rounding explains.
NR == FNR { expected[$1] = $2; count++; next }
{
    if (!($1 in expected)) { print $1 " is only in the second"; bad = 1; next }
    difference = $2 - expected[$1]; if (difference < 0) difference = -difference
    size = expected[$1] < 0 ? -expected[$1] : expected[$1]
    if (!(difference <= 1e-5 * size + 1e-9)) { print $1 ": expected " expected[$1] ", found " $2; bad = 1 }
    if (size > 0 && difference / size > worst) worst = difference / size
    seen++
}
END {
    if (seen != count || count < 20) { print count + 0 " values expected, " seen + 0 " found"; bad = 1 }
    print seen " values, largest relative difference " worst
    exit bad
}
