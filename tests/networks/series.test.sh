#!/usr/bin/env bash
# examples/series trained for a moment: it beats the naive forecasts, writes what it says, and refuses what is wrong.
# usage: series.test.sh TRAIN PREDICT CSV
set -euo pipefail
train=$1 predict=$2 data=$3
source "$(dirname -- "$0")/../packaging/checks.sh"
source "$(dirname -- "$0")/program_checks.sh"
cd -- "$work"
error_of() { sed -nE "s/^  $1 +([0-9.]+) .*/\\1/p" report.txt; }

"$train" --epochs 8 --unit 'a & b' >report.txt
cat report.txt
network=$(error_of network)
check "forecasts are better than those of a year before" less "$network" "$(error_of 'as a year before')"
check "than those with the year's growth" less "$network" "$(error_of 'a year before \+ growth')"
check "and than the last week" less "$network" "$(error_of 'as in the last week')"
check "the curve has a line an epoch" test "$(wc -l <series_curve.csv)" = 9
check "and the error of the held-out part" grep -q '^epoch,.*train_error,held_out_error$' series_curve.csv
check "the plot is SVG" grep -q '^<svg xmlns="http://www.w3.org/2000/svg"' series.svg
check "of seven lines" test "$(grep -c '<polyline' series.svg)" = 7
check "all of numbers" bash -c '! grep -qiE "nan|inf" series.svg'
check "with the unit as it was written" grep -q 'a &amp; b' series.svg

"$predict" --back 52 >forecast.txt
check "a year is forecast" test "$(wc -l <forecast.txt)" = 52
check "beside what came" grep -qE '^2001-12-29 +3[67][0-9]\.[0-9]+, came +371.50 ' forecast.txt
"$predict" >forecast.txt
check "and the year behind the end" grep -qE '^2002-12-28 +37[0-9]\.[0-9]+ +\*$' forecast.txt

head -n 400 "$data" >short.csv
sed 700d "$data" >gap.csv
check "a short series is refused" refused 1 'series_train: the series has 399 weeks' "$train" --data short.csv
check "one with a gap" refused 1 'series_train: gap.csv, row 699 of the data: expected' "$train" --data gap.csv
check "a file that is not there" refused 1 'nothing.csv' "$train" --data nothing.csv
check "a number that is none" refused 2 '--epochs: expected a number' "$train" --epochs many
check "weights that are not there" refused 1 'nothing.safetensors' "$predict" --weights nothing.safetensors
head -n 100 "$data" >short.csv
check "a short series to go on from" refused 1 'series_predict: short.csv has 99 weeks' "$predict" --data short.csv
finish
