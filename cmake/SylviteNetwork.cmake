# sylvite_add_network(NAME HEADER network.hpp
#                     [STRUCT struct] [ENTRIES entry...] [LIBRARY target] [REFERENCE] [EMBEDDED]
#                     [INCLUDE_DIRECTORIES folder...] [DEFINITIONS definition...])
#
# Makes, from the network that HEADER defines, a library target LIBRARY (NAME unless given). What links to it can include
# <NAME.gen.hpp> and waits for the generation. It is a static library as any other, which may be installed and exported; not
# being part of `all`, it is built where something links to it, or by its name (`ninja NAME`).
#
# The network is the class STRUCT. Unless that is given it is the class NAME of the header, else the only one whose call operator
# takes a sylvite::network; where there are several the build fails and names them.
#
# ENTRIES keeps to the entries that are named; all of the network's own otherwise. INCLUDE_DIRECTORIES and DEFINITIONS are for
# the compilation of HEADER. REFERENCE: for debugging, the operations are plain C++ loops (runtime/reference), one call each, in
# place of compiled kernels; header and program stay the same. The library's code is position-independent: it may go into a
# shared library.
#
# EMBEDDED is for programs without heap, exceptions and threads: the library links Sylvite::embedded in place of
# Sylvite::runtime and holds nothing of Halide's runtime; such programs include <NAME.core.hpp>.
#
# On the way there: the executable NAME_gen, built from HEADER; run by the build it writes NAME.gen.hpp, NAME.core.hpp,
# NAME.layout, NAME.program.cpp and kernels.ninja, and runs that Ninja file into libNAME.a; the target NAME_generate does both.
# Built only when asked for: NAME_inspect, which tells what became of the network, NAME_tune, which tunes its kernels, and NAME_trace, which runs steps of it and
# records where their time goes.
#
# SYLVITE_TARGET lists the instruction sets that kernels are compiled for; a program takes the best that its processor has,
# or one by its name (sylvite::options::target). By default they are AVX-512, AVX2 and the bare architecture on x86-64;
# `host` compiles for the machine that builds alone, in a third of the time.
#
# Under a toolchain file for another machine, NAME_gen is built and run here all the same: see SylviteHost.cmake.
#
# Schedules of kernels are those that `./sylvite tune` has found, where SYLVITE_TUNING_DATABASE holds them for the kernel and the
# processor, else the heuristics'.
#
# Read from the caller: SYLVITE_TARGET, SYLVITE_CACHE_DIR, SYLVITE_TUNING_DATABASE, SYLVITE_SANITIZE, SYLVITE_HOST_TOOLS, CMAKE_CXX_FLAGS.
# Used of the rest of Sylvite: Sylvite::dsl, Sylvite::codegen, Sylvite::kernel_compiler, Sylvite::runtime, Sylvite::embedded,
# Sylvite::inspect, Sylvite::tuning, Sylvite::trace, Sylvite::standard_library.

include_guard(GLOBAL)
include("${CMAKE_CURRENT_LIST_DIR}/SylviteGenerator.cmake")
include("${CMAKE_CURRENT_LIST_DIR}/SylviteTools.cmake")

# Halide's names of what the project is compiled for. A library may go to other machines than the one that builds it: it
# has kernels for processors with AVX-512, for those with AVX2, and for all others, and takes the best when it runs.
function(_sylvite_default_target RESULT)
  set(target)
  string(TOLOWER "${CMAKE_SYSTEM_NAME}" system)
  if(NOT system MATCHES "^(linux|android)$")
  elseif(CMAKE_SYSTEM_PROCESSOR MATCHES "^(aarch64|arm64)$")
    set(target "arm-64-${system}")
  elseif(CMAKE_SYSTEM_PROCESSOR MATCHES "^(x86_64|AMD64)$")
    set(base "x86-64-${system}")
    set(target "${base}-avx-avx2-avx512-avx512_skylake-f16c-fma-sse41,${base}-avx-avx2-f16c-fma-sse41,${base}")
  endif()
  set(${RESULT} "${target}" PARENT_SCOPE)
endfunction()
_sylvite_default_target(_sylvite_target)
set(SYLVITE_TARGET "${_sylvite_target}" CACHE STRING
  "Halide's names of the instruction sets that networks are compiled for, those that ask for more first, between commas; host: what this machine has")
unset(_sylvite_target)
set(SYLVITE_CACHE_DIR "${CMAKE_BINARY_DIR}/sylvite-cache" CACHE PATH "Where compiled kernels are kept and found again")

# Installed, the folder stands beside this file; in the tree, where its README says what it holds.
set(_sylvite_database "${CMAKE_CURRENT_LIST_DIR}/tuning")
if(NOT IS_DIRECTORY "${_sylvite_database}")
  cmake_path(SET _sylvite_database NORMALIZE "${CMAKE_CURRENT_LIST_DIR}/../codegen/tuning/database")
endif()
set(SYLVITE_TUNING_DATABASE "${_sylvite_database}" CACHE PATH
  "Tuned schedules: a file, or a folder with a file for each processor; empty: the heuristics' everywhere")
unset(_sylvite_database)

# What a generation takes from the database and depends on. A folder changes when a file in it is replaced, which is how the
# tuner writes one; files that are there already may be edited in place.
function(_sylvite_database_options RESULT DEPENDENCIES)
  set(${RESULT} PARENT_SCOPE)
  set(${DEPENDENCIES} PARENT_SCOPE)
  if(NOT SYLVITE_TUNING_DATABASE)
    return()
  endif()
  if(NOT EXISTS "${SYLVITE_TUNING_DATABASE}")
    message(FATAL_ERROR "SYLVITE_TUNING_DATABASE is ${SYLVITE_TUNING_DATABASE}, and there is no such file or folder.")
  endif()
  set(files "${SYLVITE_TUNING_DATABASE}")
  if(IS_DIRECTORY "${SYLVITE_TUNING_DATABASE}")
    file(GLOB inside "${SYLVITE_TUNING_DATABASE}/*.json")
    list(APPEND files ${inside})
  endif()
  set(${RESULT} --database "${SYLVITE_TUNING_DATABASE}" PARENT_SCOPE)
  set(${DEPENDENCIES} ${files} PARENT_SCOPE)
endfunction()

# Each generation runs a Ninja of its own over all cores: one at a time.
set_property(GLOBAL APPEND PROPERTY JOB_POOLS sylvite_generation=1)

# Kernels carry the instrumentation of the program that they are linked into. Not with GCC's ThreadSanitizer, whose library
# lacks functions that LLVM's instrumentation calls (__tsan_memset): there the threads that run the kernels are watched,
# and what the kernels touch is not.
function(_sylvite_kernel_target RESULT)
  if(NOT SYLVITE_TARGET)
    message(FATAL_ERROR "sylvite_add_network: kernels for ${CMAKE_SYSTEM_NAME} on ${CMAKE_SYSTEM_PROCESSOR} have no default "
      "instruction set; give Halide's name of it with -DSYLVITE_TARGET=<target>, such as arm-64-linux.")
  endif()
  string(REPLACE "," ";" targets "${SYLVITE_TARGET}")
  if(SYLVITE_SANITIZE MATCHES "address")
    list(TRANSFORM targets APPEND "-asan")
  elseif(SYLVITE_SANITIZE MATCHES "thread" AND CMAKE_CXX_COMPILER_ID MATCHES "Clang")
    list(TRANSFORM targets APPEND "-tsan")
  endif()
  list(JOIN targets "," targets)
  set(${RESULT} "${targets}" PARENT_SCOPE)
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

# What the compiler needs besides a source to compile for the project's target: flags, and what a toolchain file names apart.
function(_sylvite_compiler_flags RESULT)
  separate_arguments(flags NATIVE_COMMAND "${CMAKE_CXX_FLAGS}")
  if(CMAKE_SYSROOT)
    list(APPEND flags "${CMAKE_CXX_COMPILE_OPTIONS_SYSROOT}${CMAKE_SYSROOT}")
  endif()
  if(CMAKE_CXX_COMPILER_TARGET)
    list(APPEND flags "${CMAKE_CXX_COMPILE_OPTIONS_TARGET}${CMAKE_CXX_COMPILER_TARGET}")
  endif()
  # Link-time optimisation has nothing to gain from tables, and its objects ask for an archiver of their own.
  list(APPEND flags -fPIC -fno-lto)
  list(TRANSFORM flags PREPEND "--cxx-flag=")
  set(${RESULT} "${flags}" PARENT_SCOPE)
endfunction()

# The static library LIBRARY, whose file is a copy of ARCHIVE, which something else in the build makes. CMake gives an imported
# library no rule, so that nobody could build, install or export it; for this one the archive passes for an object, and then takes
# the place of the library that CMake has made of it.
function(_sylvite_add_archive LIBRARY ARCHIVE)
  set_source_files_properties("${ARCHIVE}" PROPERTIES EXTERNAL_OBJECT ON GENERATED ON)
  add_library(${LIBRARY} STATIC EXCLUDE_FROM_ALL "${ARCHIVE}")
  set_target_properties(${LIBRARY} PROPERTIES LINKER_LANGUAGE CXX INTERPROCEDURAL_OPTIMIZATION OFF)
  add_custom_command(TARGET ${LIBRARY} POST_BUILD
    COMMAND "${CMAKE_COMMAND}" -E copy "${ARCHIVE}" "$<TARGET_FILE:${LIBRARY}>" VERBATIM)
endfunction()

# The library target LIBRARY of a network under the name NAME, written by the generator program GENERATOR into DIRECTORY.
# KIND is REFERENCE, EMBEDDED or empty.
function(_sylvite_generate NAME GENERATOR LIBRARY DIRECTORY KIND ENTRIES)
  _sylvite_find_ninja()
  _sylvite_kernel_target(kernel_target)
  _sylvite_compiler_flags(cxx_flags)
  set(choices)
  if(ENTRIES)
    list(JOIN ENTRIES "," joined)
    list(APPEND choices --entries "${joined}")
  endif()
  set(runtime Sylvite::runtime)
  if(KIND STREQUAL "EMBEDDED")
    list(APPEND choices --embedded)
    set(runtime Sylvite::embedded)
  endif()
  set(includes "$<TARGET_PROPERTY:${runtime},INTERFACE_INCLUDE_DIRECTORIES>")
  set(backend --kernel-compiler "$<TARGET_FILE:Sylvite::kernel_compiler>")
  _sylvite_database_options(database database_files)
  list(APPEND backend ${database})
  set(backend_dependencies "$<TARGET_FILE:Sylvite::kernel_compiler>" ${database_files})
  if(KIND STREQUAL "REFERENCE")
    set(backend --reference --include "$<TARGET_PROPERTY:Sylvite::halide_headers,INTERFACE_INCLUDE_DIRECTORIES>")
    if(CMAKE_BUILD_TYPE STREQUAL "Debug" OR CMAKE_BUILD_TYPE STREQUAL "RelWithDebInfo")
      list(APPEND backend --cxx-flag=-g --cxx-flag=-O0)
    endif()
    if(SYLVITE_SANITIZE)
      list(APPEND backend "--cxx-flag=-fsanitize=${SYLVITE_SANITIZE}")
    endif()
    set(backend_dependencies)
  endif()
  set(library "${DIRECTORY}/${CMAKE_STATIC_LIBRARY_PREFIX}${NAME}${CMAKE_STATIC_LIBRARY_SUFFIX}")
  # Under a sanitizer the generator is instrumented too, and libHalide is not to be held to account for what it leaves.
  set(quiet_leaks)
  if(SYLVITE_SANITIZE MATCHES "address|leak")
    set(quiet_leaks "${CMAKE_COMMAND}" -E env ASAN_OPTIONS=detect_leaks=0 LSAN_OPTIONS=detect_leaks=0)
  endif()
  # The header and the library are written where they change, so a file that is always written tells that all is done: by
  # the age of the others, Make would generate at every build.
  # A program of this project, or one that was built for this machine beside it.
  get_target_property(generator ${GENERATOR} SYLVITE_PROGRAM)
  set(generator_dependencies ${GENERATOR})
  if(generator)
    list(APPEND generator_dependencies "${generator}")
  else()
    set(generator "$<TARGET_FILE:${GENERATOR}>")
  endif()
  add_custom_command(
    OUTPUT "${DIRECTORY}/${NAME}.stamp"
    BYPRODUCTS "${library}" "${DIRECTORY}/${NAME}.gen.hpp" "${DIRECTORY}/${NAME}.core.hpp" "${DIRECTORY}/${NAME}.layout"
      "${DIRECTORY}/${NAME}.program.cpp"
    COMMAND ${quiet_leaks} "${generator}"
      --as "${NAME}"
      --output-dir "${DIRECTORY}"
      ${backend}
      --cache "${SYLVITE_CACHE_DIR}"
      --target "${kernel_target}"
      --ninja "${SYLVITE_NINJA}"
      --cxx "${CMAKE_CXX_COMPILER}"
      --ar "${CMAKE_AR}"
      ${cxx_flags}
      ${choices}
      "$<$<BOOL:${includes}>:--include;$<JOIN:${includes},;--include;>>"
      --header-name "${NAME}.gen.hpp"
    COMMAND "${CMAKE_COMMAND}" -E touch "${DIRECTORY}/${NAME}.stamp"
    DEPENDS ${generator_dependencies} ${backend_dependencies}
    COMMENT "Generating network ${NAME}"
    JOB_POOL sylvite_generation
    COMMAND_EXPAND_LISTS
    VERBATIM)
  add_custom_target(${NAME}_generate DEPENDS "${DIRECTORY}/${NAME}.stamp")
  set_target_properties(${NAME}_generate PROPERTIES SYLVITE_DIRECTORY "${DIRECTORY}")

  _sylvite_add_archive(${LIBRARY} "${library}")
  add_dependencies(${LIBRARY} ${NAME}_generate)
  target_include_directories(${LIBRARY} INTERFACE "$<BUILD_INTERFACE:${DIRECTORY}>")
  target_link_libraries(${LIBRARY} INTERFACE ${runtime})
endfunction()

function(sylvite_add_network NAME)
  cmake_parse_arguments(PARSE_ARGV 1 arg "REFERENCE;EMBEDDED" "HEADER;STRUCT;LIBRARY"
    "ENTRIES;INCLUDE_DIRECTORIES;DEFINITIONS")
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
  # An empty list would mean all of them.
  if("ENTRIES" IN_LIST ARGN AND NOT arg_ENTRIES)
    message(FATAL_ERROR "sylvite_add_network(${NAME}): ENTRIES names no entry; without ENTRIES the library has all of the network's")
  endif()
  string(REGEX REPLACE "^::" "" struct "${arg_STRUCT}")
  if(NOT arg_LIBRARY)
    set(arg_LIBRARY "${NAME}")
  endif()

  if(arg_REFERENCE AND arg_EMBEDDED)
    message(FATAL_ERROR "sylvite_add_network(${NAME}): the plain loops of REFERENCE need a heap, EMBEDDED has none")
  endif()
  set(kind)
  if(arg_REFERENCE)
    set(kind REFERENCE)
  elseif(arg_EMBEDDED)
    set(kind EMBEDDED)
  endif()

  set(directory "${CMAKE_CURRENT_BINARY_DIR}/${NAME}.sylvite")
  file(MAKE_DIRECTORY "${directory}")
  _sylvite_add_struct(${NAME} "${header}" "${struct}" "${directory}")
  _sylvite_add_generator(${NAME} "${header}" "${directory}" "${arg_INCLUDE_DIRECTORIES}" "${arg_DEFINITIONS}")

  _sylvite_generate(${NAME} ${NAME}_gen ${arg_LIBRARY} "${directory}" "${kind}" "${arg_ENTRIES}")

  list(JOIN arg_ENTRIES "," joined)
  set(embedded false)
  if(arg_EMBEDDED)
    set(embedded true)
  endif()
  _sylvite_kernel_target(kernel_target)
  _sylvite_add_inspection(${NAME} "${header}" "${directory}" "${arg_INCLUDE_DIRECTORIES}" "${arg_DEFINITIONS}"
    "${joined}" "${kernel_target}"
    "${directory}/${CMAKE_STATIC_LIBRARY_PREFIX}${NAME}${CMAKE_STATIC_LIBRARY_SUFFIX}" ${embedded})
  _sylvite_add_tuner(${NAME} "${header}" "${directory}" "${arg_INCLUDE_DIRECTORIES}" "${arg_DEFINITIONS}"
    "${joined}" "${kernel_target}" ${embedded})
  _sylvite_add_trace(${NAME} ${arg_LIBRARY} "${directory}")
  if(NOT arg_REFERENCE)
    _sylvite_add_compare(${NAME} ${arg_LIBRARY} "${directory}" "${arg_ENTRIES}")
  endif()
endfunction()
