# The virtual environment with Halide, CMake and Ninja.

start_log() {
    { mkdir -p -- "$build" && : >>"$log"; } 2>/dev/null || fail "cannot write in $build."
}

# Made for these requirements, at this place: an environment that was moved does not work.
environment_key() { printf '%s\n' "$venv" "$(<"$root/front/requirements.txt")"; }

environment_is_ready() {
    [[ -x $venv/bin/ninja && -e $venv/sylvite.stamp ]] && [[ $(<"$venv/sylvite.stamp") == "$(environment_key)" ]]
}

# Sets `python` to an interpreter that Halide's wheels are made for, `python_makes_venv` when it has venv and
# ensurepip, and `foreign_python` to "3.14" where only such were found.
find_python() {
    [[ -z ${python_was_sought:-} ]] || return 0
    python='' python_makes_venv='' foreign_python='' python_was_sought=1
    local candidate version
    local -a candidates=(python3 /usr/bin/python3 python3.13 python3.12 python3.11 python3.10 python3.9)
    [[ -z ${SYLVITE_PYTHON:-} ]] || candidates=("$SYLVITE_PYTHON")
    for candidate in "${candidates[@]}"; do
        version=$("$candidate" -c 'import sys; print("%d.%d" % sys.version_info[:2])' 2>/dev/null) || continue
        case $version in
            3.9 | 3.10 | 3.11 | 3.12 | 3.13) ;;
            *) foreign_python=$version; continue ;;
        esac
        if "$candidate" -c 'import venv, ensurepip' 2>/dev/null; then
            python=$candidate python_makes_venv=1
            return 0
        fi
        [[ -n $python ]] || python=$candidate
    done
}

# Halide's wheels decide where Sylvite can be built; said before anything is installed.
need_platform() {
    environment_is_ready && return 0
    [[ $OSTYPE == linux* && $HOSTTYPE == x86_64 ]] ||
        fail "Halide 21's wheels are used on Linux on x86-64 only; this is $OSTYPE on $HOSTTYPE."
    find_python
    if [[ -n ${SYLVITE_PYTHON:-} && -z $python && -z $foreign_python ]]; then
        fail "SYLVITE_PYTHON is \"$SYLVITE_PYTHON\", which is not a Python that runs."
    fi
    if [[ -z $python && -n $foreign_python ]]; then
        fail "Halide 21 has wheels for Python 3.9 to 3.13, and this one is $foreign_python; name another with SYLVITE_PYTHON."
    fi
}

make_environment() {
    rm -rf -- "$venv" &&
        "$python" -m venv "$venv" &&
        "$venv/bin/python" -m pip install --disable-pip-version-check --no-deps --progress-bar off \
            -r "$root/front/requirements.txt" &&
        "$venv/bin/cmake" --version &&
        "$venv/bin/ninja" --version &&
        environment_key >"$venv/sylvite.stamp"
}

need_environment() {
    environment_is_ready && return 0
    find_python
    [[ -n $python_makes_venv ]] || fail "no Python from 3.9 to 3.13 that can make a virtual environment was found."
    start_log
    if ! stage "installing Halide, CMake and Ninja into ${venv}" make_environment; then
        if network_is_missing; then
            fail "no network: PyPI cannot be reached, and $(grep -v '^#' "$root/front/requirements.txt" | paste -sd ' ') are needed (details in $log)."
        fi
        show_log
        fail "the virtual environment could not be made."
    fi
}
