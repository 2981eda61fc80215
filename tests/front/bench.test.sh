# ./sylvite bench --peers, --contractions and --convolutions: bad options, Pythons without the peers, tables and picture of canned measurements.
# Nothing is set up for any of them.
cp -R "$source_root/bench" "$tree/"
canned=$source_root/tests/front/measurements.jsonl

expect_sentence '--threads of bench --peers needs a value' ./sylvite bench --peers --threads
expect_sentence 'unknown option "--epochs" of bench --peers' ./sylvite bench --peers --epochs 3
expect_sentence 'unknown option "--picture" of bench --contractions' ./sylvite bench --contractions --picture x
expect_sentence '--peers, --contractions or --convolutions, one at a time' ./sylvite bench --peers --contractions
expect_sentence 'unknown option "--work" of bench --convolutions' ./sylvite bench --convolutions --work x
expect_sentence 'found "two"' ./sylvite bench --peers --from "$canned" --threads two
expect_sentence 'found "0"' ./sylvite bench --peers --from "$canned" --threads 0
expect_sentence 'no network "digits"; there are: mlp_sigmoid' ./sylvite bench --peers --from "$canned" --work digits
expect_sentence '--rounds' ./sylvite bench --peers --from "$canned" --rounds 0

# Pythons: one that is none, one that has no peer, one that lacks some.
expect 1 '"/nowhere/python" is no Python' ./sylvite bench --peers --python /nowhere/python
expect 1 '"/elsewhere" is no Python' env SYLVITE_PEERS_PYTHON=/elsewhere ./sylvite bench --peers
tool bare "[[ \$1 == -c ]] && exec python3 \"\$@\"; exec python3 -S \"\$@\""
expect 1 'none of the programs to be timed beside (torch jax onnxruntime)*pip install torch jax optax onnx onnxruntime' \
    ./sylvite bench --peers --python "$tools/bare"
expect 1 'none of the programs to be timed beside (openblas)' ./sylvite bench --contractions --python="$tools/bare"
check "nothing was written" test ! -e build
mkdir -p "$room/modules/onnxruntime" "$room/modules/onnx" "$room/modules/numpy"
touch "$room"/modules/{onnxruntime,onnx,numpy}/__init__.py
expect 0 '"jax": \["jax", "optax"\], "onnxruntime": \[\]' \
    env PYTHONPATH="$room/modules" python3 -S bench/peers.py --missing
expect 1 'PyTorch is left out:*has no torch;*pip install torch brings that*JAX is left out:*has no jax and no optax' \
    env PYTHONPATH="$room/modules" python3 -S bench/side_by_side.py --programs /nowhere

# Tables and picture, in a place that has to be made.
expect 0 'training step, ms*mlp_mnist*2 *1.90*2.80*1.47*1.50*79 %*inference of one sample*the picture is' \
    ./sylvite bench --peers --from "$canned" --markdown "$room/a place/t.md" --picture="$room/a place/p.svg"
check "a row of the Markdown" grep -qF '| mlp_mnist | 2 | 1.90 | 2.80 | 3.10 | 1.47 | 1.50 | 79 % |' "$room/a place/t.md"
check "memory that is too much is told" grep -qF '| mlp_wide | Sylvite | 1.90 | 480.0 | 382.6 | 430.9 | no |' "$room/a place/t.md"
check "a busy machine is told" grep -q 'Other programs used 41 %.*the machine was busy' "$room/a place/t.md"
check "the picture is XML with all programs" python3 - "$room/a place/p.svg" <<'PYTHON'
import sys
import xml.etree.ElementTree as xml

root = xml.parse(sys.argv[1]).getroot()
words = [element.text for element in root.iter("{http://www.w3.org/2000/svg}text")]
assert {"Sylvite", "PyTorch", "JAX", "ONNX Runtime", "mlp_mnist", "1.90", "limit of the machine"} <= set(words), words
circles = {float(c.get("cx")) for c in root.iter("{http://www.w3.org/2000/svg}circle")}
assert all(0 < x < float(root.get("width")) for x in circles), circles
PYTHON

# What is no regular file is never replaced by one.
mkfifo "$room/pipe"
cat "$room/pipe" >"$room/piped" &
expect 0 'the picture is' ./sylvite bench --peers --from "$canned" --picture "$room/pipe"
wait $!
check "a pipe takes the picture" grep -q '</svg>' "$room/piped"
check "and is a pipe as before" test -p "$room/pipe"
mkdir "$room/far"
echo old >"$room/far/p.svg"
chmod 600 "$room/far/p.svg"
ln -s far/p.svg "$room/link.svg"
expect 0 'the picture is' ./sylvite bench --peers --from "$canned" --picture "$room/link.svg"
check "behind a symbolic link there is the picture" grep -q '</svg>' "$room/far/p.svg"
check "and the link is there" test -L "$room/link.svg"
check "with the permissions of the picture before" test "$(stat -c %a "$room/far/p.svg")" = 600
ln -s loop "$room/loop"
expect 1 'Too many levels of symbolic links' ./sylvite bench --peers --from "$canned" --picture "$room/loop"
expect 1 'it is not a regular file' ./sylvite bench --peers --from "$canned" --picture "$room/far"
if mknod "$room/null" c 1 3 2>/dev/null && : >"$room/null"; then
    expect 0 'the picture is' ./sylvite bench --peers --from "$canned" --picture "$room/null"
    check "a device stays one" test -c "$room/null"
fi
echo '{"work": "mlp_mnist"}' >"$room/broken.jsonl"
expect 1 'line 1 is no result of this benchmark' ./sylvite bench --peers --from "$room/broken.jsonl"
: >"$room/empty.jsonl"
expect 1 'holds no measurements of a run' ./sylvite bench --peers --from "$room/empty.jsonl"
expect 1 'No such file' ./sylvite bench --peers --from "$room/nothing.jsonl"

# Contractions.
contractions=$source_root/tests/front/contractions.jsonl
expect 0 'FMA peak 200 GFLOP/s on 2 threads.*1 of 2 are more than 5 % slower*nn_512x512x512*1.20*179.0*89 %*nt_1x512x784*0.50*40.1*20 %' \
    ./sylvite bench --contractions --from "$contractions" --markdown "$room/c.md"
check "a row of the Markdown" grep -qF '| nn_512x512x512 | 2 | 1.50 | 1.80 | 1.20 | 179.0 | 89 % |' "$room/c.md"
check "a quiet machine is told" grep -q 'used 0 % of the processors meanwhile\. ' "$room/c.md"
expect 1 'line 1 is no result of this benchmark' ./sylvite bench --contractions --from "$room/broken.jsonl"
expect 1 'holds no measurements of a run' ./sylvite bench --contractions --from "$room/empty.jsonl"

# Convolutions.
sed 's/"contraction"/"convolution"/; s/"BLAS"/"oneDNN"/; s/nn_512x512x512/forward_n32_e8_c64_o64_k3_s1_d1_g1/' "$contractions" >"$room/v.jsonl"
expect 0 'oneDNN some-openblas*than oneDNN*oneDNN ÷ Sylvite*forward_n32_e8_c64_o64_k3_s1_d1_g1*1.20*179.0*89 %' \
    ./sylvite bench --convolutions --from "$room/v.jsonl"
expect 1 'line 3 is no result of this benchmark' ./sylvite bench --convolutions --from "$contractions"
expect 1 'none of the programs to be timed beside (torch)' ./sylvite bench --convolutions --python="$tools/bare"
check "16 different convolutions are listed" test "$(grep -v '^#' bench/convolutions.txt | sort -u | wc -l)" = 16
check "40 different contractions are listed" test "$(grep -v '^#' bench/contractions.txt | sort -u | wc -l)" = 40
