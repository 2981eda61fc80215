# Gives what the tree formats text with:
#   sylvite_fmt      the functions of {fmt}, compiled once into a static library; installed, so that an installed Sylvite
#                    asks for no {fmt}, and agrees with whichever one its user's programs contain
#   sylvite_format   (a variable) what a library links privately to use <fmt/format.h>: in the tree the system's library,
#                    which costs nothing to build; installed, sylvite_fmt

find_package(fmt REQUIRED)

# Without optimisation nothing is inlined away: whatever the system's library would define, this one does too.
add_library(sylvite_fmt STATIC "${CMAKE_CURRENT_LIST_DIR}/fmt_definitions.cpp")
target_link_libraries(sylvite_fmt PRIVATE $<BUILD_INTERFACE:fmt::fmt-header-only>)
target_compile_options(sylvite_fmt PRIVATE -O0)
set_target_properties(sylvite_fmt PROPERTIES POSITION_INDEPENDENT_CODE ON)

set(sylvite_format $<BUILD_INTERFACE:fmt::fmt> $<INSTALL_INTERFACE:Sylvite::fmt>)
