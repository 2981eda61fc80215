# A network in a header of the user's own: a small project beside the build, which uses this tree's Sylvite as any project
# outside of it would.

# name_header: sets `struct` unless it was given, and `network` to a name that targets can have.
name_header() {
    local stem
    stem=$(basename -- "$header")
    stem=${stem%.*}
    if [[ -z $struct ]]; then
        [[ $stem =~ ^[A-Za-z_][A-Za-z0-9_]*$ ]] ||
            misuse "\"$stem\" is no name of a struct; tell the struct's with --struct NAME."
        struct=$stem
    fi
    [[ $struct =~ ^(::)?[A-Za-z_][A-Za-z0-9_:]*(<.*>)?$ ]] || misuse "--struct: \"$struct\" is no name of a struct."
    network=${struct//[^A-Za-z0-9]/_}
    while [[ $network == _* ]]; do network=${network#_}; done
    while [[ $network == *_ ]]; do network=${network%_}; done
}

# install_tree: this tree's Sylvite as a project outside of it finds it, in $1.
install_tree() { "$venv/bin/cmake" --install "$build/$preset" --prefix "$1"; }

configure_header() {
    PATH="$venv/bin:$PATH" "$venv/bin/cmake" -S "$1" -B "$1/build" -G Ninja -DCMAKE_BUILD_TYPE=Release \
        -DCMAKE_MAKE_PROGRAM="$venv/bin/ninja" -DCMAKE_PREFIX_PATH="$build/$preset/prefix" \
        -DSYLVITE_CACHE_DIR="$build/$preset/sylvite-cache" -DSYLVITE_TARGET=host \
        -DSYLVITE_TUNING_DATABASE="$root/codegen/tuning/database"
}

# build_header TOOL: builds the tool's program of the header's network; sets `program`.
build_header() {
    local tool=$1 folder text started=${EPOCHREALTIME/[.,]/}
    folder=$build/$preset/headers/$(printf '%s\n' "$header" "$struct" | cksum | tr -s ' ' _)
    build_targets sylvite_installed
    mkdir -p -- "$folder"
    text="# Written by ./sylvite.
cmake_minimum_required(VERSION 3.25)
project($network LANGUAGES CXX)
find_package(Sylvite REQUIRED)
sylvite_add_network($network HEADER [==[$header]==] STRUCT [==[$struct]==])"
    if [[ ! -e $folder/build/build.ninja || ! -e $folder/CMakeLists.txt || $(<"$folder/CMakeLists.txt") != "$text" ]]; then
        printf '%s\n' "$text" >"$folder/CMakeLists.txt"
    fi
    if ! install_tree "$build/$preset/prefix" >>"$log" 2>&1; then
        show_log 25
        fail "this tree could not be installed into $build/$preset/prefix."
    fi
    if [[ ! -e $folder/build/build.ninja ]] && ! stage "configuring $network" configure_header "$folder"; then
        show_log 25
        fail "CMake could not configure a project with $header."
    fi
    if [[ $("$venv/bin/ninja" -C "$folder/build" -n "${network}_$tool" 2>&1) != *"no work to do."* ]]; then
        say "building ${network}_$tool from $header"
        "$venv/bin/ninja" -C "$folder/build" -j "$(nproc)" "${network}_$tool" >&2 </dev/null ||
            fail "the build failed; what failed stands above."
        say "built in $(tenths_since "$started") s"
    fi
    program=$folder/build/$network.sylvite/$network.$tool
}
