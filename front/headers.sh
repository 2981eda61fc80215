# A network in a header of the user's own: a small project beside the build, which uses this tree's Sylvite as any project
# outside of it would.

# check_header: mistakes that are seen before anything is set up.
check_header() {
    local file
    file=$(basename -- "$header")
    [[ $file != *[\"\\\;\$\#\<\>\|\&\`\'\*\?\[\]]* && $file != *$'\n'* ]] ||
        misuse "the header is called \"$file\", and C++, CMake or Ninja read some of these characters as something else; call it otherwise."
    [[ -z $struct || $struct =~ ^(::)?[A-Za-z_][A-Za-z0-9_:]*(<.*>)?$ ]] || misuse "--struct: \"$struct\" is no name of a struct."
}

# find_struct: sets `struct`, unless it was given, where the header's text tells: the one that is called as the file, else the
# only one with a call operator of a network. Where it does not tell, the compiler finds it, or says what is wrong.
find_struct() {
    local stem text LC_ALL=C  # ranges of letters are those of ASCII
    local -a found
    stem=$(basename -- "$header")
    stem=${stem%.*}
    if [[ -z $struct ]]; then
        text=$("$venv/bin/cmake" "-DHEADER=$header" "-DNAME=$stem" -P "$root/cmake/SylviteStruct.cmake" 2>&1) ||
            fail "$header could not be read: $text"
        if is_line_of "$stem" "$text"; then
            struct=$stem
        elif [[ -n $text ]]; then
            mapfile -t found <<<"$text"
            ((${#found[@]} == 1)) ||
                misuse "$header has ${#found[@]} networks: name one with --struct: ${text//$'\n'/, }."
            struct=${found[0]}
        fi
    fi
    # A name for targets, files and the class.
    network=${struct:-$stem}
    network=${network//::/_}
    network=${network//[^A-Za-z0-9]/_}
    while [[ $network == _* ]]; do network=${network#_}; done
    while [[ $network == *_ ]]; do network=${network%_}; done
    [[ $network == [A-Za-z]* ]] || network=network_$network
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
    local tool=$1 folder text path=$header started
    find_struct
    folder=$build/$preset/headers/$(printf '%s\n' "$header" "$struct" | cksum | tr -s ' ' _)
    build_targets sylvite_installed
    mkdir -p -- "$folder"
    # A folder's name may have characters that mean something to CMake, Ninja or C++: then it gets another one.
    if [[ $path == *[^A-Za-z0-9_./+,=\ -]* ]]; then
        ln -sfn -- "$(dirname -- "$header")" "$folder/header"
        path=header/$(basename -- "$header")
    fi
    text="# Written by ./sylvite.
cmake_minimum_required(VERSION 3.25)
project($network LANGUAGES CXX)
find_package(Sylvite REQUIRED)
sylvite_add_network($network HEADER [==[$path]==]${struct:+ STRUCT [==[$struct]==]})"
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
        started=${EPOCHREALTIME/[.,]/}
        "$venv/bin/ninja" -C "$folder/build" -j "$(nproc)" "${network}_$tool" >&2 </dev/null ||
            fail "the build failed; what failed stands above."
        say "built in $(tenths_since "$started") s"
    fi
    program=$folder/build/$network.sylvite/$network.$tool
}
