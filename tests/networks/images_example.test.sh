#!/usr/bin/env bash
# examples/images, run short.
# usage: images_example.test.sh IMAGES_TRAIN DRAWING.PY PYTHON
set -euo pipefail
images=$1 drawing=$2 python=$3
source "$(dirname -- "$0")/../packaging/checks.sh"
cd -- "$work"
refuses() { # STATUS SENTENCE COMMAND...
    local expected=$1 sentence=$2 status=0
    shift 2
    "$@" >said.txt 2>&1 || status=$?
    [[ $status == "$expected" && $(<said.txt) == *"$sentence"* ]] || { cat said.txt; return 1; }
}

short=(--pictures 320 --held-out 100 --rows 32 --epochs 2)
"$images" "${short[@]}" --threads 2 | tee images.txt
check "images says what part of the held-out pictures it reads" grep -Eq '^held out: .* of 100 pictures .* 20 steps' images.txt
check "metrics are a line an epoch" test "$(wc -l <images_trained/metrics.csv)" = 3
check "and have a header" grep -q '^epoch,seconds,train_loss,train_accuracy,held_out_loss,held_out_accuracy$' images_trained/metrics.csv
for name in samples confusion filters; do
    check "$name.svg is well-formed, and so are its pictures" "$python" "$drawing" "images_trained/$name.svg"
done
check "the confusion matrix counts all pictures" "$python" "$drawing" --counts 100 images_trained/confusion.svg
mv images_trained first
"$images" "${short[@]}" --threads 1 --output deep/second >/dev/null
check "one and two threads give the same bits" cmp first/images.safetensors deep/second/images.safetensors
check "and the same drawings" cmp first/samples.svg deep/second/samples.svg
"$images" "${short[@]}" --no-augmentation --output third >/dev/null
check "without augmentation it learns something else" bash -c '! cmp -s first/images.safetensors third/images.safetensors'
"$images" --pictures 320 --held-out 20 --rows 32 --epochs 12 --output fourth >/dev/null
check "it learns: its loss falls below that of guessing, log 10" awk -F, 'END { exit !($3 < 2.2) }' fourth/metrics.csv

check "a step needs two pictures" refuses 2 '--rows: expected a number from 2 to 128, found "1"' "$images" --rows 1
check "and no more than there are" refuses 2 '--rows: 64 pictures in a step are more than the 10' "$images" --pictures 10
touch taken
check "a folder that cannot be made is named" refuses 1 "cannot make the folder 'taken'" "$images" --output taken
finish
