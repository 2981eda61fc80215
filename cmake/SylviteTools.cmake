# The tools' programs of a network, none of them part of `all`:
#   _sylvite_add_trace(NAME LIBRARY DIRECTORY)            NAME_trace, which runs steps on random inputs and records where
#                                                         their time goes
#   _sylvite_add_compare(NAME LIBRARY DIRECTORY ENTRIES)  NAME_compare, which runs steps by the kernels and by plain loops, a
#                                                         REFERENCE build of the same entries, and compares every tensor
#
# Used of the rest of Sylvite: Sylvite::trace, Sylvite::compare, Sylvite::standard_library.

include_guard(GLOBAL)

# The executable NAME_TOOL: sylvite::tools::TOOL over the classes of the networks.
function(_sylvite_add_tool NAME TOOL DIRECTORY CLASSES LIBRARIES)
  set(source "${DIRECTORY}/${NAME}.${TOOL}.cpp")
  set(text "// Written by sylvite_add_network.\n")
  foreach(class IN LISTS CLASSES)
    string(APPEND text "#include <${class}.gen.hpp>\n")
  endforeach()
  list(TRANSFORM CLASSES PREPEND "::")
  list(JOIN CLASSES ", " classes)
  string(APPEND text "\n#include <sylvite/tools/${TOOL}/command.hpp>\n\n")
  string(APPEND text "int main(int argc, char **argv) { return sylvite::tools::${TOOL}<${classes}>(argc, argv); }\n")
  _sylvite_write("${source}" "${text}")

  add_executable(${NAME}_${TOOL} EXCLUDE_FROM_ALL "${source}")
  target_link_libraries(${NAME}_${TOOL} PRIVATE ${LIBRARIES} Sylvite::${TOOL} Sylvite::standard_library)
  set_target_properties(${NAME}_${TOOL} PROPERTIES OUTPUT_NAME "${NAME}.${TOOL}" RUNTIME_OUTPUT_DIRECTORY "${DIRECTORY}"
    INTERPROCEDURAL_OPTIMIZATION OFF CXX_CLANG_TIDY "" CXX_CPPCHECK "" CXX_INCLUDE_WHAT_YOU_USE "")
  target_compile_options(${NAME}_${TOOL} PRIVATE -fexceptions -frtti)
endfunction()

function(_sylvite_add_trace NAME LIBRARY DIRECTORY)
  _sylvite_add_tool(${NAME} trace "${DIRECTORY}" ${NAME} ${LIBRARY})
endfunction()

function(_sylvite_add_compare NAME LIBRARY DIRECTORY ENTRIES)
  set(loops ${NAME}_loops)
  file(MAKE_DIRECTORY "${DIRECTORY}/loops")
  _sylvite_generate(${loops} ${NAME}_gen ${loops} "${DIRECTORY}/loops" REFERENCE "${ENTRIES}")
  _sylvite_add_tool(${NAME} compare "${DIRECTORY}" "${NAME};${loops}" "${LIBRARY};${loops}")
endfunction()
