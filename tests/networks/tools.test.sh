#!/usr/bin/env bash
# The programs that a network gets: what they write of a network that is built.
# usage: tools.test.sh NAME INSPECT TRACE LIBRARY
set -euo pipefail
name=$1 inspect=$2 trace=$3 library=$4
source "$(dirname -- "$0")/../packaging/checks.sh"
cd -- "$work"
number() { sed -nE "s/^ *\"$1\": ([0-9]+),?\$/\\1/p" report.json | head -n "${2:-1}"; }

"$inspect" --json >report.json
# GNU size counts sections in the same way: text holds code and read-only data.
total=$(size -t "$library" 2>/dev/null | tail -n 1 | awk '{ print $1 + $2 + $3 }')
check "code and constants are what size finds in the library ($total)" \
    test "$total" = $(($(number total_bytes) + $(number constant_bytes 1)))
check "each kernel has a size" bash -c '! grep -q "code_bytes\": \(null\|0,\)" report.json'
"$inspect" >report.txt
check "the text is at most 120 columns wide" awk 'length($0) > 120 { exit 1 }' report.txt
check "and tells the size of the code" grep -q 'the built library has' report.txt

"$inspect" --html train:1 page.html 2>/dev/null
kernel=$(sed -nE 's/^ *"function": "(.*)",$/\1/p' report.json | head -n 1)
check "a statement page is HTML" grep -qi '<html' page.html
"$inspect" --assembly all assembly/ 2>/dev/null
check "there is assembly of every kernel" test "$(find assembly -name '*.s' | wc -l)" = "$(grep -c '"function"' report.json)"
check "and it is that kernel's" grep -q "$kernel" assembly/*.s
rm -rf assembly

if command -v dot >/dev/null; then
    "$inspect" --svg graph.svg 2>/dev/null
    check "the drawing is SVG with the user's lines" grep -q 'title="network.hpp:[0-9]*, forward"' graph.svg
fi
without_dot() { ! PATH=$work/nothing "$inspect" --svg none.svg 2>message; }
check "without Graphviz nothing is drawn" without_dot
check "and one sentence names the package" grep -q 'install the package graphviz' message
check "and no file is left" test ! -e none.svg

# What is no regular file is never replaced by one.
mkfifo pipe
cat pipe >piped.dot &
"$inspect" --dot pipe 2>/dev/null
wait
"$inspect" --dot - >wanted.dot
check "a pipe takes the graph" cmp piped.dot wanted.dot
check "and is a pipe as before" test -p pipe
echo old >page.html
ln -s page.html page
"$inspect" --html train:1 page 2>/dev/null
check "behind a symbolic link there is the page" grep -qi '<html' page.html
check "and the link is there" test -L page
if mknod null c 1 3 2>/dev/null && : >null; then
    "$inspect" --dot null 2>/dev/null
    "$inspect" --assembly train:1 null 2>/dev/null
    "$trace" -o null >/dev/null
    check "a device stays one" test -c null
fi

"$trace" --steps 7 -o trace.json >trace.txt
calls=$(sed -nE 's/^ENTRY train: ([0-9]+) calls.*/\1/p' report.txt)
check "a trace has a slice for each of $calls calls of 7 steps" \
    test "$(grep -c '"cat": "kernel"' trace.json)" = $((7 * calls))
check "with the user's line" grep -q '"line": "network.hpp:[0-9]*"' trace.json
check "the table has the kernels that inspect has" \
    bash -c 'grep -oE "  [0-9a-f]{8}  " trace.txt | sort -u | while read -r k; do grep -q "$k" report.txt || exit 1; done'
finish
