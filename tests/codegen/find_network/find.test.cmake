# Finds the network of HEADER as a build does: README.md tells how a header says what is to be found.
#   COMPILER, INCLUDE_FOLDER, SCRIPT (cmake/SylviteStruct.cmake), LIBRARY (of codegen/network_choice.cpp), WORK (a folder)
cmake_minimum_required(VERSION 3.25)
file(STRINGS "${HEADER}" lines REGEX "^// (LIBRARY|FINDS|SAYS): ")
set(said "")
set(status 0)
foreach(line IN LISTS lines)
  string(REGEX MATCH "^// ([A-Z]+): (.*)$" line "${line}")
  if(CMAKE_MATCH_1 STREQUAL "LIBRARY")
    set(name "${CMAKE_MATCH_2}")
  else()
    if(CMAKE_MATCH_1 STREQUAL "SAYS")
      set(status 1)
    endif()
    string(APPEND said " ${CMAKE_MATCH_2}")
  endif()
endforeach()
string(STRIP "${said}" said)
file(MAKE_DIRECTORY "${WORK}")
set(program "${WORK}/find")
execute_process(COMMAND "${CMAKE_COMMAND}" "-DHEADER=${HEADER}" "-DNAME=${name}" "-DOUTPUT=${WORK}/found.struct.hpp" -P "${SCRIPT}"
  COMMAND_ERROR_IS_FATAL ANY)
file(WRITE "${program}.cpp" "#include \"${HEADER}\"
#include \"found.struct.hpp\"
#include <cstdio>

template <class Network>
int show(const char *name) {
    static_assert(sylvite::codegen::network_struct<Network>);
    std::printf(\"%s\\n\", name);
    return 0;
}
int main() {
    return sylvite_with_network([]<class Network>(const char *name) { return show<Network>(name); });
}
")
execute_process(COMMAND "${COMPILER}" -std=c++20 -Wall -Wextra -Wpedantic -Wno-unused -Werror -isystem "${INCLUDE_FOLDER}"
    "${program}.cpp" "${LIBRARY}" -o "${program}"
  COMMAND_ERROR_IS_FATAL ANY)
execute_process(COMMAND "${program}" OUTPUT_VARIABLE text ERROR_VARIABLE text RESULT_VARIABLE result)
if(NOT text STREQUAL "${said}\n" OR NOT result EQUAL status)
  message(FATAL_ERROR "expected exit status ${status} and\n${said}\nfound exit status ${result} and\n${text}")
endif()
