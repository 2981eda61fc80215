# _sylvite_add_generator(NAME HEADER STRUCT DIRECTORY INCLUDE_DIRECTORIES DEFINITIONS): the executable NAME_gen, the
# generator program of one network, built from the network's header by the compiler of the project.
#
# Used of the rest of Sylvite: Sylvite::dsl, Sylvite::codegen.

include_guard(GLOBAL)

function(_sylvite_add_generator NAME HEADER STRUCT DIRECTORY INCLUDE_DIRECTORIES DEFINITIONS)
  set(source "${DIRECTORY}/${NAME}.gen.cpp")
  set(text "// Written by sylvite_add_network from ${HEADER}.\n")
  string(APPEND text "#include \"${HEADER}\"\n\n#include <sylvite/codegen/driver.hpp>\n\n")
  string(APPEND text "int main(int argc, char **argv) {\n")
  string(APPEND text "    return sylvite::codegen::generate<::${STRUCT}>(argc, argv, \"${NAME}\", \"${STRUCT}\");\n}\n")
  file(CONFIGURE OUTPUT "${source}" CONTENT "${text}" @ONLY)

  add_executable(${NAME}_gen EXCLUDE_FROM_ALL "${source}")
  target_link_libraries(${NAME}_gen PRIVATE Sylvite::codegen Sylvite::dsl)
  target_include_directories(${NAME}_gen PRIVATE ${INCLUDE_DIRECTORIES})
  target_compile_definitions(${NAME}_gen PRIVATE ${DEFINITIONS})
  # Checks that a project asks for everywhere are meant for its own sources.
  set_target_properties(${NAME}_gen PROPERTIES OUTPUT_NAME "${NAME}.gen" RUNTIME_OUTPUT_DIRECTORY "${DIRECTORY}"
    INTERPROCEDURAL_OPTIMIZATION OFF CXX_CLANG_TIDY "" CXX_CPPCHECK "" CXX_INCLUDE_WHAT_YOU_USE "")
  # It runs once a build, for a fraction of the time that -O3 adds to its compilation. The language needs exceptions,
  # which a project may do without in its own programs.
  target_compile_options(${NAME}_gen PRIVATE $<$<CONFIG:Release>:-O1> -fexceptions -frtti)
endfunction()
