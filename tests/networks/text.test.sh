#!/usr/bin/env bash
# examples/text on little text for a moment: it learns, writes, says what it does, and refuses what is wrong.
# usage: text.test.sh TRAIN PREDICT TEXT
set -euo pipefail
train=$1 predict=$2 data=$3
source "$(dirname -- "$0")/../packaging/checks.sh"
source "$(dirname -- "$0")/program_checks.sh"
cd -- "$work"

head -c 30000 "$data" >little.txt
"$train" --data little.txt --epochs 2 --step 128 --rate 0.003 >report.txt
cat report.txt
perplexity() { sed -nE "s/^  $1 +([0-9.]+) .*/\\1/p" report.txt; }
check "it expects the text better than one that knows nothing" less "$(perplexity network)" 60
check "frequencies are compared" less "$(perplexity 'frequencies behind 1 characters')" "$(perplexity 'frequencies behind 0 characters')"
check "the curve has a line an epoch" test "$(wc -l <text_curve.csv)" = 3
check "of both parts" grep -q '^epoch,.*train_loss,held_out_loss$' text_curve.csv

"$predict" --length 300 --beginning "First" >written.txt 2>time.txt
check "it goes on with the beginning" test "$(head -c 5 written.txt)" = First
check "for so many characters" test "$(wc -c <written.txt)" = 306
check "and says how long it took" grep -qE '^300 characters in [0-9.]+ s$' time.txt
"$predict" --length 300 --beginning "First" >again.txt 2>/dev/null
check "the same again" cmp written.txt again.txt
"$predict" --length 300 --beginning "First" --seed 2 >again.txt 2>/dev/null
check "and something else with another seed" bash -c '! cmp -s written.txt again.txt'

head -c 1000 "$data" >short.txt
printf 'tab\there\n' >tab.txt
check "a short text is refused" refused 1 'text_train: expected more than 128 characters of text, found 100' "$train" --data short.txt
check "one of other characters" refused 1 'text_train: tab.txt, line 1, column 4: expected a printable character of ASCII, found the byte 0x09' "$train" --data tab.txt
check "a file that is not there" refused 1 'text_train: nothing.txt cannot be read' "$train" --data nothing.txt
check "too many rows" refused 2 '--rows: expected a number from 1 to 32, found "33"' "$train" --rows 33
check "no beginning" refused 2 '--beginning: expected one character at least' "$predict" --beginning ''
check "a beginning of other characters" refused 1 'text_predict: the beginning, line 1, column 2' "$predict" --beginning $'a\tb'
check "weights that are not there" refused 1 'nothing.safetensors' "$predict" --weights nothing.safetensors
finish
