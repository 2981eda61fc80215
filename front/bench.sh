# Sylvite beside other programs: ./sylvite bench --peers, --contractions and --convolutions.

# find_peers_python: sets `peers_python` to the Python that has the peers; $1 where --python named one.
find_peers_python() {
    peers_python=${1:-${SYLVITE_PEERS_PYTHON:-}}
    if [[ -z $peers_python ]]; then
        peers_python=$build/peers/bin/python
        [[ -x $peers_python ]] || peers_python=python3
    fi
    "$peers_python" -c 'import sys; sys.exit(sys.version_info < (3, 9))' 2>/dev/null ||
        fail "bench: \"$peers_python\" is no Python of version 3.9 or later that runs; --python names another."
}

# need_peers PEER...: is there one at least?
need_peers() {
    local peer missing
    missing=$("$peers_python" "$root/bench/peers.py" --missing) || fail "bench: $peers_python cannot run bench/peers.py."
    for peer; do [[ $missing != *"\"$peer\": []"* ]] || return 0; done
    fail "bench: $peers_python has none of the programs to be timed beside ($*); make a Python with them: python3 -m venv $build/peers && $build/peers/bin/pip install torch jax optax onnx onnxruntime"
}

# check_bench NETWORK...: what is timed gives the same numbers as plain loops; they are compared once for each build.
check_bench() {
    build_targets sylvite_bench_checked
    say "the numbers of all networks agree with those of plain loops ($build/$preset/bench/*.checked)"
}

# bench_beside WHAT ARGUMENTS...: never returns.
bench_beside() {
    local what=$1 named='' name picture=1 drawn_again='' script=side_by_side.py
    shift
    [[ $what == peers ]] || script=single_kernels.py
    rest=()
    while (($#)); do
        name=${1%%=*}
        case $name in
            --peers | --contractions | --convolutions)
                [[ $1 == "--$what" ]] || misuse "bench takes --peers, --contractions or --convolutions, one at a time."
                ;;
            --python | --threads | --json | --markdown | --rounds | --seconds | --picture | --work | --from)
                case $what$name in
                    contractions--picture | contractions--work | convolutions--picture | convolutions--work)
                        misuse "unknown option \"$name\" of bench --$what; ./sylvite bench --help lists them."
                        ;;
                esac
                [[ $1 == *=* ]] || (($# > 1)) || misuse "$name of bench --$what needs a value; ./sylvite bench --help tells which."
                [[ $1 == *=* ]] || set -- "$1=$2" "${@:3}"
                case $name in
                    --python) named=${1#*=} ;;
                    --picture) picture='' ;;
                    --from) drawn_again=1 ;;
                esac
                [[ $name == --python ]] || rest+=("$1")
                ;;
            *) misuse "unknown option \"$1\" of bench --$what; ./sylvite bench --help lists them." ;;
        esac
        shift
    done
    find_peers_python "$named"
    [[ $what != peers || -z $picture ]] || rest+=("--picture=$build/bench/peers.svg")
    [[ $what == peers ]] || rest=("$what" "${rest[@]}")
    [[ -z $drawn_again ]] || exec "$peers_python" "$root/bench/$script" "${rest[@]}"
    case $what in
        peers) need_peers torch jax onnxruntime ;;
        contractions) need_peers openblas ;;
        convolutions) need_peers torch ;;
    esac
    set_up release
    if [[ $what == peers ]]; then
        check_bench
        build_targets sylvite_bench_peers
    else
        build_targets "sylvite_${what%s}_turns"
    fi
    unlock_build
    exec "$peers_python" "$root/bench/$script" "${rest[@]}" --programs "$build/$preset/bench"
}
