# From sources to programs: CMake's configuration, Ninja's targets.

# The names of CMakePresets.json, one a line.
presets() { sed -nE 's/.*"name": "([^"]+)", "configurePreset".*/\1/p' "$root/CMakePresets.json" | sort -u; }

# check_preset NAME
check_preset() {
    is_line_of "$1" "$(presets)" || misuse "unknown preset \"$1\"; there are: $(presets | paste -sd ' ')."
}

ninja() { "$venv/bin/ninja" -C "$build/$preset" "$@"; }

# is_up_to_date TARGET...: does Ninja find nothing to do? A dry run, and one that leaves build.ninja out of question: as long
# as a glob watches its folder (CONFIGURE_DEPENDS), a dry run on build.ninja itself finds it out of date and looks no further.
is_up_to_date() { [[ $(ninja -f targets.ninja -n "$@" 2>&1) == *"no work to do."* ]]; }

# age_of FILE: changes when it is written.
age_of() { stat -c %Y.%y -- "$1" 2>/dev/null || true; }

# configure_again: lets Ninja run CMake where a CMakeLists.txt, a glob's folder or CMake itself changed. Whether one did is
# known afterwards only: a glob is looked at by a step of the build.
configure_again() {
    local started=${EPOCHREALTIME/[.,]/} before said status=0
    before=$(age_of "$build/$preset/build.ninja")
    said=$(ninja build.ninja 2>&1 </dev/null) || status=$?
    [[ $status != 0 || $(age_of "$build/$preset/build.ninja") != "$before" ]] || return 0
    printf '\n== configuring %s again\n%s\n' "$preset" "$said" >>"$log"
    ((status == 0)) || return "$status"
    say "configured $preset again in $(tenths_since "$started") s"
}

# One user of a build folder at a time: Ninja does not guard its own.
lock_build() {
    exec 9>"$build/.lock"
    if ! flock -n 9; then
        say "waiting for another ./sylvite that is at work in $build"
        flock 9
    fi
}

# Called before the work itself starts, which may take long and needs no lock.
unlock_build() { exec 9>&-; }

configure() {
    PATH="$venv/bin:$PATH" "$venv/bin/cmake" "$@" --preset "$preset" -S "$root" -B "$build/$preset" \
        -DSYLVITE_HALIDE_ROOT="$venv" -DSYLVITE_WERROR="$strict"
}

# Warnings are errors where CI is set, as most services that build a change do.
need_configuration() {
    local stamp=$build/$preset/sylvite.stamp key strict=OFF
    local -a fresh=()
    [[ -z ${CI:-} || $CI == false || $CI == 0 ]] || strict=ON
    key=$(printf '%s\n' "$root" "$venv" "${CXX:-c++}" "warnings are errors: $strict" "$(<"$root/CMakePresets.json")")
    if [[ -e $build/$preset/build.ninja && -e $build/$preset/targets.ninja && -e $stamp && $(<"$stamp") == "$key" ]]; then
        configure_again || configuration_failed
        return 0
    fi
    # CMake refuses a cache that was made for another place or compiler.
    if [[ -e $build/$preset/CMakeCache.txt ]]; then
        [[ -e $stamp && $(head -n 3 "$stamp") == "$(head -n 3 <<<"$key")" ]] || fresh=(--fresh)
    fi
    stage "configuring $preset" configure "${fresh[@]}" || configuration_failed
    printf 'include build.ninja\n' >"$build/$preset/targets.ninja"
    printf '%s\n' "$key" >"$stamp"
}

configuration_failed() {
    show_log 25
    fail "CMake could not configure the build."
}

# set_up PRESET: everything up to the point where targets can be built.
set_up() {
    preset=$1
    need_platform
    need_packages
    need_environment
    start_log
    lock_build
    need_configuration
}

has_target() { ninja -t query "$1" >/dev/null 2>&1; }

# build_targets TARGET...: silent when there is nothing to do, Ninja's own lines otherwise.
build_targets() {
    is_up_to_date "$@" && return 0
    local started=${EPOCHREALTIME/[.,]/}
    say "building ${*:-everything} ($preset)"
    ninja -j "$(nproc)" "$@" >&2 </dev/null || fail "the build failed; what failed stands above."
    say "built in $(tenths_since "$started") s"
}

# path_of TARGET: where its executable is.
path_of() {
    local relative
    relative=$(sed -nE "s|^build $1: phony (.*)\$|\1|p" "$build/$preset/build.ninja" | head -n 1)
    printf '%s/%s/%s' "$build" "$preset" "$relative"
}
