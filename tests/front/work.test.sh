# Everything is set up: what is built, configured and run, and whose exit status comes back. CMake, Ninja and ctest are
# stand-ins that note their calls.
real_python=$(command -v python3)
network alpha
network beta
: >front/packages.txt
for name in apt-get python3 pip; do tool "$name" "echo $name >>'$room/calls'; exit 1"; done

export SYLVITE_BUILD_DIR="$room/out side"
venv=$SYLVITE_BUILD_DIR/venv
release=$SYLVITE_BUILD_DIR/release
mkdir -p "$venv/bin"
printf '%s\n' "$venv" "$(<front/requirements.txt)" >"$venv/sylvite.stamp"

tools=$venv/bin
tool cmake "echo cmake \"\$@\" >>'$room/calls'
mkdir -p '$release/examples/alpha'
printf 'build alpha_train: phony examples/alpha/alpha_train\nbuild alpha_inspect: phony examples/alpha/alpha.inspect\nbuild alpha_trace: phony examples/alpha/alpha.trace\nbuild alpha_tune: phony examples/alpha/alpha.tune\nbuild sylvite_kernel_compiler: phony kc\n' >'$release/build.ninja'
exit \$(cat '$room/cmake status' 2>/dev/null || echo 0)"
tool ninja "
case \"\$*\" in
    *'-t query alpha_train' | *'-t query alpha_inspect' | *'-t query alpha_trace' | *'-t query alpha_tune') exit 0 ;;
    *'-t query'*) exit 1 ;;
    *' build.ninja') echo '[0/2] Re-checking globbed directories...'; echo 'ninja: no work to do.' ;;
    *'-f targets.ninja -n'*) [[ -e '$room/built' ]] && echo 'ninja: no work to do.' || echo '[1/1] something' ;;
    *) echo ninja \"\$@\" >>'$room/calls'; touch '$room/built'; exit \$(cat '$room/ninja status' 2>/dev/null || echo 0) ;;
esac"
tool ctest "echo ctest \"\$@\" >>'$room/calls'; exit 8"
mkdir -p "$release/examples/alpha"
tools=$release/examples/alpha
tool alpha_train 'printf "train in %s:" "$PWD"; printf " <%s>" "$@"; exit 7'
tool alpha.trace 'printf "trace:"; printf " <%s>" "$@"; exit 3'
tool alpha.tune 'printf "tune:"; printf " <%s>" "$@"'
tool alpha.inspect 'printf "inspect:"; printf " <%s>" "$@"'

calls() { [[ -e $room/calls ]] && cat "$room/calls"; rm -f "$room/calls"; }

# The program runs where we stand, with its options as they are, and its status is ours.
mkdir "$room/elsewhere" && cd "$room/elsewhere" || exit 1
expect 7 "train in $room/elsewhere: <--epochs> <3> <a  b> <>" "$tree/sylvite" train alpha --epochs 3 'a  b' ''
said=$(calls)
check "it was configured" test "${said/--preset release/}" != "$said"
check "it was told of the environment: $said" test "${said/-DSYLVITE_HALIDE_ROOT=$venv/}" != "$said"
check "it was built" test "${said/alpha_train/}" != "$said"

# A second run calls nothing: neither a configuration, nor a build, nor a network.
expect 7 "<--help>" "$tree/sylvite" train alpha --help
check "the second run calls nothing" test -z "$(calls)"
check "standard output is the program's" test "$("$tree/sylvite" inspect alpha --html train:1 'a page.html' 2>/dev/null)" = "inspect: <--html> <train:1> <a page.html>"
expect 3 "trace: <--steps> <5> <--set=rate=0.1> <-o> <my trace.json>" \
    "$tree/sylvite" trace alpha --steps 5 --set=rate=0.1 -o 'my trace.json'
expect 0 "tune: <--budget> <90s> <--curve> <--runner> <qemu -L x>" \
    "$tree/sylvite" tune alpha --budget 90s --curve --runner 'qemu -L x'
expect 2 "beta is no network that can be asked" "$tree/sylvite" trace beta
expect 2 "beta has no train program." "$tree/sylvite" train beta
expect 2 "alpha has no predict program." "$tree/sylvite" predict alpha
expect 2 'there is no target "gamma" in preset release' "$tree/sylvite" build gamma
check "nor do these" test -z "$(calls)"

# What is timed beside other programs is compared with plain loops first.
cp -R "$source_root/bench" "$tree/"
mkdir -p "$room/modules/onnxruntime" "$room/modules/onnx" "$room/modules/numpy"
touch "$room"/modules/{onnxruntime,onnx,numpy}/__init__.py
peers_python=$room/peers_python
printf '#!/usr/bin/env bash\nexport PYTHONPATH="%s"\nexec "%s" "$@"\n' "$room/modules" "$real_python" >"$peers_python"
chmod +x "$peers_python"
rm "$room/built"
expect 1 "agree with those of plain loops*sylvite_network_turns is not there" \
    env SYLVITE_PEERS_PYTHON="$peers_python" "$tree/sylvite" bench --peers --rounds 1
check "the comparison was built and nothing else before it: $(cat "$room/calls")" \
    test "$(grep -o 'sylvite_bench_[a-z]*' "$room/calls" | head -n 1)" = sylvite_bench_checked
rm "$room/calls"

# Tests: ctest's options, ctest's status; warnings become errors in CI, by another configuration.
expect 8 "" "$tree/sylvite" test -R 'a|b' --stop-on-failure
check "ctest has its options" test "$(grep -c -- '-R a|b --stop-on-failure' <<<"$(calls)")" = 1
expect 8 "configuring release" env CI=true "$tree/sylvite" test
check "warnings are errors in CI" test "$(grep -c -- '-DSYLVITE_WERROR=ON' <<<"$(calls)")" = 1

# Failures of the set-up.
echo 1 >"$room/ninja status"
rm "$room/built"
expect 1 "the build failed" "$tree/sylvite" build
rm "$room/ninja status" "$room/built"
echo 1 >"$room/cmake status"
expect 1 "CMake could not configure the build." env CI=1 CXX=/other "$tree/sylvite" train alpha
rm "$room/cmake status"

# Cleaning keeps what it did not make, and the environment unless told.
touch "$SYLVITE_BUILD_DIR/mine"
expect 0 "" "$tree/sylvite" clean
check "the build is gone" test ! -e "$release"
check "the environment stays" test -e "$venv"
expect 0 "" "$tree/sylvite" clean --all
check "the environment is gone" test ! -e "$venv"
check "foreign files stay" test -e "$SYLVITE_BUILD_DIR/mine"
rm "$SYLVITE_BUILD_DIR/mine"
expect 0 "" "$tree/sylvite" clean --all
check "an empty build folder goes" test ! -e "$SYLVITE_BUILD_DIR"
