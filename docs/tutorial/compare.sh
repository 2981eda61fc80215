#!/usr/bin/env bash
# compare.sh PAGE: is every piece of C++ that the page shows what stands in its file?
set -euo pipefail
page=$(readlink -e -- "${1:?the page}")
cd -- "$(dirname -- "$page")"
room=$(mktemp -d)
trap 'rm -rf -- "$room"' EXIT

# Pieces of the page: NUMBER.shown, and NUMBER.from with the file and the region's name.
awk -v room="$room" '
    /^<!-- .*: .* -->$/ { where = $0; sub(/^<!-- /, "", where); sub(/ -->$/, "", where); next }
    /^```cpp$/ { inside = 1; ++count; file = room "/" count; print where > (file ".from"); where = ""; printf "" > (file ".shown"); next }
    /^```$/ { inside = 0; next }
    inside { print > (file ".shown") }
    /[^ ]/ && !inside { where = "" }
' "$page"

# region FILE NAME: the lines of it, as far to the left as they can stand.
region() {
    awk -v name="// [$2]" '
        index($0, name) { inside = 1; next }
        inside && index($0, "// [end]") { inside = 0; found = 1 }
        inside {
            lines[++count] = $0
            if ($0 ~ /[^ ]/) { match($0, /^ */); if (least == "" || RLENGTH < least) least = RLENGTH }
        }
        END { for (i = 1; i <= count; ++i) print substr(lines[i], least + 1); exit !found }
    ' "$1"
}

count=0 failed=0
for shown in "$room"/*.shown; do
    [[ -e $shown ]] || break
    count=$((count + 1))
    from=$(<"${shown%.shown}.from")
    file=${from%%: *} name=${from#*: }
    if [[ -z $from ]]; then
        echo "a piece of C++ names no file:" && head -n 3 "$shown"
        failed=1
    elif ! region "$file" "$name" >"$room/expected" 2>/dev/null; then
        echo "there is no [$name] in $file"
        failed=1
    elif ! diff -u --label "$file" --label "the page" "$room/expected" "$shown"; then
        failed=1
    fi
done
((count > 0)) || { echo "$page shows no C++"; exit 1; }
echo "$count pieces compared"
exit "$failed"
