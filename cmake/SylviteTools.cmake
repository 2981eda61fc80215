# _sylvite_add_trace(NAME LIBRARY DIRECTORY): the executable NAME_trace, which runs steps of the network on random inputs and
# records where their time goes. Not part of `all`.
#
# Used of the rest of Sylvite: Sylvite::trace.

include_guard(GLOBAL)

function(_sylvite_add_trace NAME LIBRARY DIRECTORY)
  set(source "${DIRECTORY}/${NAME}.trace.cpp")
  set(text "// Written by sylvite_add_network.\n")
  string(APPEND text "#include <${NAME}.gen.hpp>\n\n#include <sylvite/tools/trace/command.hpp>\n\n")
  string(APPEND text "int main(int argc, char **argv) { return sylvite::tools::trace<::${NAME}>(argc, argv); }\n")
  file(CONFIGURE OUTPUT "${source}" CONTENT "${text}" @ONLY)

  add_executable(${NAME}_trace EXCLUDE_FROM_ALL "${source}")
  target_link_libraries(${NAME}_trace PRIVATE ${LIBRARY} Sylvite::trace)
  set_target_properties(${NAME}_trace PROPERTIES OUTPUT_NAME "${NAME}.trace" RUNTIME_OUTPUT_DIRECTORY "${DIRECTORY}"
    INTERPROCEDURAL_OPTIMIZATION OFF CXX_CLANG_TIDY "" CXX_CPPCHECK "" CXX_INCLUDE_WHAT_YOU_USE "")
  target_compile_options(${NAME}_trace PRIVATE -fexceptions -frtti)
endfunction()
