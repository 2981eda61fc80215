# sylvite_add_network(NAME HEADER network.hpp
#                     [STRUCT struct] [ENTRIES entry...] [LIBRARY target])
#
# Makes, from the network that HEADER defines as `struct STRUCT` (NAME unless given), a library target LIBRARY (NAME
# unless given). What links to it can include <NAME.gen.hpp> and waits for the generation. ENTRIES keeps to the
# entries that are named; all of the network's own otherwise.
#
# On the way there: the executable NAME_gen, built from HEADER; run with --inspect it reports on the network, run by the
# build it writes NAME.gen.hpp, NAME.program.cpp and kernels.ninja, and runs that Ninja file into libNAME.a.
#
# Read from the caller: SYLVITE_TARGET, SYLVITE_CACHE_DIR, SYLVITE_SANITIZE.
# Used of the rest of Sylvite: Sylvite::dsl, Sylvite::codegen, Sylvite::kernel_compiler, Sylvite::runtime.

include_guard(GLOBAL)

set(SYLVITE_TARGET "host" CACHE STRING "Halide's name of the instruction set that networks are compiled for")
set(SYLVITE_CACHE_DIR "${CMAKE_BINARY_DIR}/sylvite-cache" CACHE PATH "Where compiled kernels are kept and found again")

# Each generation runs a Ninja of its own over all cores: one at a time.
set_property(GLOBAL APPEND PROPERTY JOB_POOLS sylvite_generation=1)

# Kernels carry the instrumentation of the program that they are linked into. Not with GCC's ThreadSanitizer, whose library
# lacks functions that LLVM's instrumentation calls (__tsan_memset): there the threads that run the kernels are watched,
# and what the kernels touch is not.
function(_sylvite_kernel_target RESULT)
  set(target "${SYLVITE_TARGET}")
  if(SYLVITE_SANITIZE MATCHES "address")
    string(APPEND target "-asan")
  elseif(SYLVITE_SANITIZE MATCHES "thread" AND CMAKE_CXX_COMPILER_ID MATCHES "Clang")
    string(APPEND target "-tsan")
  endif()
  set(${RESULT} "${target}" PARENT_SCOPE)
endfunction()

# In Sylvite's own tree the parts are plain targets; an installed Sylvite imports them under their Sylvite:: names.
function(_sylvite_need_parts NAME)
  foreach(part IN ITEMS dsl codegen kernel_compiler runtime)
    if(NOT TARGET Sylvite::${part})
      if(NOT TARGET sylvite_${part})
        message(FATAL_ERROR "sylvite_add_network(${NAME}): the target Sylvite::${part} does not exist.")
      endif()
      get_target_property(kind sylvite_${part} TYPE)
      if(kind STREQUAL "EXECUTABLE")
        add_executable(Sylvite::${part} ALIAS sylvite_${part})
      else()
        add_library(Sylvite::${part} ALIAS sylvite_${part})
      endif()
    endif()
  endforeach()
endfunction()

function(_sylvite_find_ninja)
  if(CMAKE_GENERATOR MATCHES "Ninja")
    set(SYLVITE_NINJA "${CMAKE_MAKE_PROGRAM}" CACHE FILEPATH "The Ninja that compiles kernels")
  else()
    find_program(SYLVITE_NINJA NAMES ninja ninja-build DOC "The Ninja that compiles kernels")
  endif()
  if(NOT SYLVITE_NINJA)
    message(FATAL_ERROR "sylvite_add_network: Ninja was not found; install it (pip install ninja) or set SYLVITE_NINJA.")
  endif()
endfunction()

# NAME_gen, the generator program of one network.
function(_sylvite_add_generator NAME HEADER STRUCT DIRECTORY)
  set(source "${DIRECTORY}/${NAME}.gen.cpp")
  set(text "// Written by sylvite_add_network from ${HEADER}.\n")
  string(APPEND text "#include \"${HEADER}\"\n\n#include <sylvite/codegen/driver.hpp>\n\n")
  string(APPEND text "int main(int argc, char **argv) {\n")
  string(APPEND text "    return sylvite::codegen::generate<::${STRUCT}>(argc, argv, \"${NAME}\", \"${STRUCT}\");\n}\n")
  file(CONFIGURE OUTPUT "${source}" CONTENT "${text}" @ONLY)

  add_executable(${NAME}_gen EXCLUDE_FROM_ALL "${source}")
  target_link_libraries(${NAME}_gen PRIVATE Sylvite::codegen Sylvite::dsl)
  set_target_properties(${NAME}_gen PROPERTIES OUTPUT_NAME "${NAME}.gen")
  # It runs once a build, for a fraction of the time that -O3 adds to its compilation.
  target_compile_options(${NAME}_gen PRIVATE $<$<CONFIG:Release>:-O1>)
endfunction()

function(sylvite_add_network NAME)
  cmake_parse_arguments(PARSE_ARGV 1 arg "" "HEADER;STRUCT;LIBRARY" "ENTRIES")
  if(arg_UNPARSED_ARGUMENTS)
    message(FATAL_ERROR "sylvite_add_network(${NAME}): unknown arguments: ${arg_UNPARSED_ARGUMENTS}")
  endif()
  if(NOT NAME MATCHES "^[A-Za-z_][A-Za-z0-9_]*$")
    message(FATAL_ERROR "sylvite_add_network: the name of a network must be a C++ identifier, found \"${NAME}\"")
  endif()
  if(NOT arg_HEADER)
    message(FATAL_ERROR "sylvite_add_network(${NAME}): HEADER, the file that defines the network, is missing")
  endif()
  cmake_path(ABSOLUTE_PATH arg_HEADER BASE_DIRECTORY "${CMAKE_CURRENT_SOURCE_DIR}" NORMALIZE OUTPUT_VARIABLE header)
  if(NOT EXISTS "${header}")
    message(FATAL_ERROR "sylvite_add_network(${NAME}): HEADER does not exist: ${header}")
  endif()
  if(NOT arg_STRUCT)
    set(arg_STRUCT "${NAME}")
  endif()
  string(REGEX REPLACE "^::" "" struct "${arg_STRUCT}")
  if(NOT arg_LIBRARY)
    set(arg_LIBRARY "${NAME}")
  endif()

  set(directory "${CMAKE_CURRENT_BINARY_DIR}/${NAME}.sylvite")
  file(MAKE_DIRECTORY "${directory}")
  _sylvite_need_parts(${NAME})
  _sylvite_find_ninja()
  _sylvite_kernel_target(kernel_target)
  _sylvite_add_generator(${NAME} "${header}" "${struct}" "${directory}")

  set(entries)
  if(arg_ENTRIES)
    list(JOIN arg_ENTRIES "," joined)
    set(entries --entries "${joined}")
  endif()
  set(includes "$<TARGET_PROPERTY:Sylvite::runtime,INTERFACE_INCLUDE_DIRECTORIES>")
  set(library "${directory}/${CMAKE_STATIC_LIBRARY_PREFIX}${NAME}${CMAKE_STATIC_LIBRARY_SUFFIX}")
  # Under a sanitizer the generator is instrumented too, and libHalide is not to be held to account for what it leaves.
  set(quiet_leaks)
  if(SYLVITE_SANITIZE MATCHES "address|leak")
    set(quiet_leaks "${CMAKE_COMMAND}" -E env ASAN_OPTIONS=detect_leaks=0 LSAN_OPTIONS=detect_leaks=0)
  endif()
  add_custom_command(
    OUTPUT "${library}" "${directory}/${NAME}.gen.hpp"
    COMMAND ${quiet_leaks} "$<TARGET_FILE:${NAME}_gen>"
      --output-dir "${directory}"
      --kernel-compiler "$<TARGET_FILE:Sylvite::kernel_compiler>"
      --cache "${SYLVITE_CACHE_DIR}"
      --target "${kernel_target}"
      --ninja "${SYLVITE_NINJA}"
      --cxx "${CMAKE_CXX_COMPILER}"
      ${entries}
      "$<$<BOOL:${includes}>:--include;$<JOIN:${includes},;--include;>>"
      --header-name "${NAME}.gen.hpp"
    DEPENDS ${NAME}_gen Sylvite::kernel_compiler
    COMMENT "Generating network ${NAME}"
    JOB_POOL sylvite_generation
    COMMAND_EXPAND_LISTS
    VERBATIM)
  add_custom_target(${NAME}_generate DEPENDS "${library}" "${directory}/${NAME}.gen.hpp")

  add_library(${arg_LIBRARY} STATIC IMPORTED GLOBAL)
  add_dependencies(${arg_LIBRARY} ${NAME}_generate)
  # SYSTEM OFF: warnings in what we generate are faults of ours.
  set_target_properties(${arg_LIBRARY} PROPERTIES IMPORTED_LOCATION "${library}" SYSTEM OFF)
  target_include_directories(${arg_LIBRARY} INTERFACE "${directory}")
  target_link_libraries(${arg_LIBRARY} INTERFACE Sylvite::runtime)
endfunction()
