# runner.test.sh TUNE: candidates for 64-bit Arm, made here and run by qemu.
set -euo pipefail
tune=$1
room=$(mktemp -d)
trap 'rm -rf -- "$room"' EXIT
cd "$room"
fail() { cat told; echo "FAILED: $*"; exit 1; }
mkdir tuned
"$tune" --runner qemu-aarch64 --target arm-64-linux --cxx aarch64-linux-gnu-g++ --budget 240s --trials 2 --database "$room/tuned" \
    >told 2>&1 || fail "the tuner"
grep -q 'entry train: a step' told || fail "no gain of the step was told"
grep -q 'discarded: it' told && fail "a candidate was discarded"
grep -q 'was not timed' told && fail "a kernel was not timed"
grep -q '"target": "arm-64-linux"' tuned/arm-64-linux.json || fail "no database of the other machine"
# What cannot be asked for is told before anything is done.
"$tune" --runner qemu-aarch64 >told 2>&1 && fail "a runner without a target"
grep -q "name it with --target" told || fail "nothing was said of the target"
