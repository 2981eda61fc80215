# build.test.sh GEN TUNE KERNEL_COMPILER NINJA CXX INCLUDE: a build takes schedules from the database that a tuner has filled, and
# compiles again just the kernels whose entry changed.
set -euo pipefail
gen=$1 tune=$2 compiler=$3 ninja=$4 cxx=$5 include=$6
room=$(mktemp -d)
trap 'rm -rf -- "$room"' EXIT
cd "$room"

fail() { echo "FAILED: $*"; exit 1; }
generate() {
    "$gen" --output-dir "$room/out" --kernel-compiler "$compiler" --cache "$room/cache" --ninja "$ninja" --cxx "$cxx" \
        --include "$include" --database "$room/tuned" "$@" >"$room/said" 2>&1 || { cat "$room/said"; fail "the generator"; }
}
objects() { find "$room/cache" -name '*.o' -printf '%f\n' | sort; }

mkdir tuned
generate
objects >before
count=$(wc -l <before)
generate
objects | diff before - || fail "a second build compiled something"

# An entry for one kernel, as a tuner would write it: the spec's hash is found by asking the tuner itself for a short run.
"$tune" --budget 20s --trials 2 --threads 1 --database "$room/tuned" >"$room/told" 2>&1 || { cat "$room/told"; fail "the tuner"; }
grep -q 'entry train: a step' "$room/told" || { cat "$room/told"; fail "no gain of the step was told"; }
file=$(ls "$room"/tuned/*.json)
grep -q '"format": "sylvite tuning database 1"' "$file" || fail "no database was written"

# Its kernels' entries replaced by one that differs from the heuristic in one parameter.
spec=$(grep -l 'family contraction' "$room"/cache/*.spec | head -n 1)
hash=$(basename "$spec" .spec)
schedule=$(sed -nE "/$hash\.o: kernel/,/schedule/s/^  schedule = '(.*)'$/\1/p" "$room/out/kernels.ninja")
[[ $schedule == *parallel=0* ]] && other=${schedule/parallel=0/parallel=1} || other=${schedule/parallel=1/parallel=0}
[[ $other != "$schedule" ]] || fail "no schedule was found for $hash"
python3 - "$file" "$spec" "$other" <<'PYTHON'
import json, sys
file, spec, schedule = sys.argv[1:]
prime, offset = (1 << 88) + 0x13b, 0x6c62272e07bb014262b821756295c58d
value = offset
for byte in open(spec, 'rb').read():
    value = ((value ^ byte) * prime) % (1 << 128)
data = json.load(open(file))
data['kernels'] = {'%032x' % value: {'what': 'x', 'schedule': schedule, 'seconds': 1e-6, 'heuristic_seconds': 2e-6,
                   'threads': 1, 'trials': 2, 'date': '2026-11-25', 'halide': '21.0.0', 'compiler': '0'}}
json.dump(data, open(file, 'w'))
PYTHON
generate
objects >after
[[ $(wc -l <after) == $((count + 1)) ]] || fail "expected one more object than $count, found $(wc -l <after)"
grep -q -- "$other" "$room/out/kernels.ninja" || fail "the tuned schedule is not in kernels.ninja"

# A damaged database is told in one sentence, and the heuristic used.
echo '{' >"$file"
generate
grep -q "digits.gen: tuning database $file: is damaged: .*; the heuristic is used" "$room/said" || { cat "$room/said"; fail "nothing was said of a damaged file"; }
objects | diff after - || fail "the heuristics' kernels were compiled again"
