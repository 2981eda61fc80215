# A tree of its own that CMake and Ninja themselves configure and build: its globs watch their folders, as those of the
# tests do, and a run after which nothing changed says nothing and makes nothing.
network alpha
: >front/packages.txt
mkdir parts && : >parts/first.txt
cat >CMakeLists.txt <<'END'
cmake_minimum_required(VERSION 3.25)
project(parts LANGUAGES NONE)
file(GLOB files CONFIGURE_DEPENDS "${CMAKE_CURRENT_SOURCE_DIR}/parts/*.txt")
add_custom_command(OUTPUT together COMMAND "${CMAKE_COMMAND}" -E touch together DEPENDS ${files} VERBATIM)
add_custom_target(parts ALL DEPENDS together)
END

export SYLVITE_BUILD_DIR="$room/out side"
venv=$SYLVITE_BUILD_DIR/venv
mkdir -p "$venv/bin"
printf '%s\n' "$venv" "$(<front/requirements.txt)" >"$venv/sylvite.stamp"
for name in cmake ninja; do
    program=${name^^}
    tools=$venv/bin
    tool "$name" "exec '${!program:?names the program that the test takes}' \"\$@\""
done

build() { said=$(./sylvite build parts 2>&1 </dev/null) || { echo "$said"; return 1; }; }
says() { matches "$said" "$1"; }
# The times of files have a grain of some milliseconds; only what is written after this is newer than all that was built.
let_time_pass() {
    : >"$room/before"
    until : >"$room/now" && [[ $room/now -nt $room/before ]]; do :; done
}
silent() { [[ $said == "sylvite: release is up to date in $SYLVITE_BUILD_DIR/release" ]]; }

expect 0 "configuring release ...*building parts (release)*release is up to date" ./sylvite build parts
check "a second run is made" build
check "it has nothing to tell: $said" silent

let_time_pass
echo more >>parts/first.txt
check "a file is built again" build
check "without a configuration: $said" test "${said/configur/}" = "$said"
check "but with a build: $said" says "building parts"

let_time_pass
: >parts/second.txt
check "a new file is built" build
check "it is found: $said" says "configured release again in *building parts"
check "a run after that is made" build
check "it has nothing to tell: $said" silent

let_time_pass
echo 'message(STATUS "other")' >>CMakeLists.txt
check "an edit of CMakeLists.txt is built" build
check "it is seen: $said" says "configured release again in "
let_time_pass
echo 'message(FATAL_ERROR "nothing goes")' >>CMakeLists.txt
expect 1 'nothing goes*CMake could not configure the build.' ./sylvite build parts
