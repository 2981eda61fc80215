# Compiles PROGRAM with COMPILER and checks that it fails where and how the program itself says; README.md tells how.
# Without PROGRAM: makes the precompiled header PREFIX that the others then read.
cmake_minimum_required(VERSION 3.28)
execute_process(COMMAND "${COMPILER}" --version OUTPUT_VARIABLE version ERROR_QUIET)
if(version MATCHES "clang")
  set(is "CLANG")
  set(command "${COMPILER}" -std=c++20 -fconstexpr-steps=2147483647 -fconstexpr-depth=4096 "-I${INCLUDE}")
  set(use_headers -include-pch "${PREFIX}.pch")
  set(precompiled "${PREFIX}.pch")
else()
  set(is "GCC")
  set(command "${COMPILER}" -std=c++20 -fconstexpr-ops-limit=4294967296 -fconstexpr-loop-limit=2147483647
              -fconstexpr-depth=4096 "-I${INCLUDE}")
  set(use_headers -include "${PREFIX}")
  set(precompiled "${PREFIX}.gch")
endif()

if(NOT PROGRAM)
  file(WRITE "${PREFIX}" "#include <sylvite/dsl/sylvite.hpp>\n")
  execute_process(COMMAND ${command} -x c++-header "${PREFIX}" -o "${precompiled}" COMMAND_ERROR_IS_FATAL ANY)
  return()
endif()

function(fail sentence)
  message("${text}")  # as it is: FATAL_ERROR would break its lines
  message(FATAL_ERROR "${PROGRAM}: ${sentence}")
endfunction()

# What the program demands: fragments of the message, the line to name, how far down that may be; whether it is the
# compiler's message, or what the program that is made of the network says.
set(wanted "")
set(by_generator FALSE)
set(here "")
set(within 1)
set(number 0)
file(STRINGS "${PROGRAM}" lines)
foreach(line IN LISTS lines)
  math(EXPR number "${number} + 1")
  if(line MATCHES "^// (SHOWS|SHOWS (GCC|CLANG)): (.*)$")
    if("${CMAKE_MATCH_2}" STREQUAL "" OR "${CMAKE_MATCH_2}" STREQUAL "${is}")
      list(APPEND wanted "${CMAKE_MATCH_3}")
    endif()
  elseif(line MATCHES "^// SAYS: (.*)$")
    list(APPEND wanted "${CMAKE_MATCH_1}")
    set(by_generator TRUE)
  elseif(line MATCHES "^// WITHIN (GCC|CLANG): ([0-9]+) LINES$")
    if("${CMAKE_MATCH_1}" STREQUAL "${is}")
      set(within "${CMAKE_MATCH_2}")
    endif()
  elseif(line MATCHES "// HERE")
    set(here "${number}")
  endif()
endforeach()

get_filename_component(file "${PROGRAM}" NAME)
if(by_generator)
  set(main "${PREFIX}.${file}")
  file(WRITE "${main}" "#include \"${PROGRAM}\"
#include <sylvite/dsl/explain.hpp>
#include <cstdio>
int main() {
    if constexpr (sylvite::is_right<spoilt>) return 0;
    else return std::puts(sylvite::explain<spoilt>(\"spoilt\").c_str()), 1;
}
")
  execute_process(COMMAND ${command} ${use_headers} "${main}" -o "${main}.out" RESULT_VARIABLE status
    OUTPUT_VARIABLE text ERROR_VARIABLE text)
  if(NOT status EQUAL 0)
    fail("It must compile, so that it can say what is wrong.")
  endif()
  execute_process(COMMAND "${main}.out" RESULT_VARIABLE status OUTPUT_VARIABLE text)
  if(here)
    list(APPEND wanted "${file}:${here}: error: ")
  endif()
else()
  execute_process(COMMAND ${command} ${use_headers} -fsyntax-only "${PROGRAM}"
    RESULT_VARIABLE status OUTPUT_VARIABLE text ERROR_VARIABLE text)
endif()

if(here STREQUAL "" AND wanted STREQUAL "")
  if(NOT status EQUAL 0)
    fail("It must compile.")
  endif()
  return()
endif()
if(wanted STREQUAL "" OR (here STREQUAL "" AND NOT by_generator))
  fail("It needs a line marked with // HERE, and // SHOWS: or // SAYS: what the message has to show.")
endif()
if(status EQUAL 0)
  fail("It is taken for right, and is not.")
endif()

# The compilers differ in where they write sylvite:: and in "> >".
string(REPLACE "sylvite::" "" plain "${text}")
string(REPLACE "> >" ">>" plain "${plain}")
string(REPLACE "> >" ">>" plain "${plain}")
foreach(fragment IN LISTS wanted)
  string(FIND "${plain}" "${fragment}" found)
  if(found EQUAL -1)
    fail("The message lacks \"${fragment}\".")
  endif()
endforeach()

if(here STREQUAL "")
  return()
endif()
string(FIND "${text}" "${file}:${here}" found)
if(found EQUAL -1)
  fail("The message does not name line ${here}.")
endif()
string(SUBSTRING "${text}" 0 ${found} above)
string(REGEX MATCHALL "\n" above "${above}")
list(LENGTH above above)
if(NOT above LESS within)
  fail("Line ${here} is named below ${above} others; it has to be within the first ${within}.")
endif()
