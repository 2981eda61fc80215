# Which standard library the tree is compiled with, and in which layout of its classes: all that takes a std::string or a
# std::vector from Sylvite's libraries must be compiled alike. Writes <sylvite_built_with.hpp>, which
# runtime/standard_library.hpp compares with what a program is compiled with; installed with the headers.

set(_sylvite_probe "${PROJECT_BINARY_DIR}/CMakeFiles/sylvite_standard_library")
file(CONFIGURE OUTPUT "${_sylvite_probe}.cpp" @ONLY CONTENT [[
#include <version>
#ifdef _LIBCPP_VERSION
#define LIBCXX "1"
#else
#define LIBCXX "0"
#endif
#ifdef _GLIBCXX_DEBUG
#define DEBUG "1"
#else
#define DEBUG "0"
#endif
#if defined(_GLIBCXX_USE_CXX11_ABI) && !_GLIBCXX_USE_CXX11_ABI
#define CXX11_ABI "0"
#else
#define CXX11_ABI "1"
#endif
extern const char sylvite_standard_library[];
const char sylvite_standard_library[] = "sylvite-standard-library:" LIBCXX DEBUG CXX11_ABI ":";
]])

# Compiled again only where what it depends on has changed: the flags.
set(_sylvite_flags "${CMAKE_CXX_COMPILER} ${CMAKE_CXX_COMPILER_VERSION} ${CMAKE_CXX_FLAGS} ${CMAKE_CXX_FLAGS_${CMAKE_BUILD_TYPE}}")
if(NOT _sylvite_flags STREQUAL "${SYLVITE_STANDARD_LIBRARY_FLAGS}")
  set(CMAKE_TRY_COMPILE_TARGET_TYPE STATIC_LIBRARY)
  set(CMAKE_TRY_COMPILE_CONFIGURATION "${CMAKE_BUILD_TYPE}")
  try_compile(_sylvite_compiled SOURCES "${_sylvite_probe}.cpp" COPY_FILE "${_sylvite_probe}.a"
    CXX_STANDARD 20 CXX_STANDARD_REQUIRED ON OUTPUT_VARIABLE _sylvite_said NO_CACHE)
  unset(CMAKE_TRY_COMPILE_TARGET_TYPE)
  unset(CMAKE_TRY_COMPILE_CONFIGURATION)
  if(NOT _sylvite_compiled)
    message(FATAL_ERROR "${CMAKE_CXX_COMPILER} cannot compile a program of C++20 that includes <version>:\n${_sylvite_said}")
  endif()
  file(STRINGS "${_sylvite_probe}.a" _sylvite_found REGEX "sylvite-standard-library:[01]+:")
  string(REGEX MATCH "sylvite-standard-library:([01])([01])([01]):" _sylvite_found "${_sylvite_found}")
  set(SYLVITE_STANDARD_LIBRARY "${CMAKE_MATCH_1};${CMAKE_MATCH_2};${CMAKE_MATCH_3}" CACHE INTERNAL "libc++, debug mode, C++11 ABI")
  set(SYLVITE_STANDARD_LIBRARY_FLAGS "${_sylvite_flags}" CACHE INTERNAL "What SYLVITE_STANDARD_LIBRARY was found with")
endif()

# Halide's library comes compiled, and what runs at build time links it.
if(NOT CMAKE_CROSSCOMPILING AND NOT SYLVITE_STANDARD_LIBRARY STREQUAL "0;0;1")
  message(FATAL_ERROR "Sylvite must be compiled with libstdc++, without _GLIBCXX_DEBUG and with _GLIBCXX_USE_CXX11_ABI=1, as Halide's "
    "library is; the flags of this build say otherwise: ${CMAKE_CXX_FLAGS}. (_GLIBCXX_ASSERTIONS checks too, and changes no layout.)")
endif()

list(GET SYLVITE_STANDARD_LIBRARY 0 _sylvite_libcxx)
list(GET SYLVITE_STANDARD_LIBRARY 1 _sylvite_debug)
list(GET SYLVITE_STANDARD_LIBRARY 2 _sylvite_cxx11_abi)
file(CONFIGURE OUTPUT "${PROJECT_BINARY_DIR}/include/sylvite_built_with.hpp" @ONLY CONTENT
"// Written by cmake/SylviteStandardLibrary.cmake: what the libraries beside these headers were compiled with.
#pragma once

#define SYLVITE_BUILT_WITH_LIBCXX @_sylvite_libcxx@
#define SYLVITE_BUILT_WITH_GLIBCXX_DEBUG @_sylvite_debug@
#define SYLVITE_BUILT_WITH_GLIBCXX_CXX11_ABI @_sylvite_cxx11_abi@
")

# Compiles a program that a project does not ask to have its own way, one that runs at build time, as the libraries were.
add_library(sylvite_standard_library INTERFACE)
add_library(Sylvite::standard_library ALIAS sylvite_standard_library)
if(_sylvite_libcxx)
  set(_sylvite_options $<$<CXX_COMPILER_ID:Clang>:-stdlib=libc++>)
else()
  set(_sylvite_options $<$<CXX_COMPILER_ID:Clang>:-stdlib=libstdc++>)
endif()
target_link_options(sylvite_standard_library INTERFACE ${_sylvite_options})
list(APPEND _sylvite_options -U_GLIBCXX_DEBUG -U_GLIBCXX_DEBUG_PEDANTIC)
if(_sylvite_debug)
  list(APPEND _sylvite_options -D_GLIBCXX_DEBUG)
endif()
target_compile_options(sylvite_standard_library INTERFACE ${_sylvite_options}
  -U_GLIBCXX_USE_CXX11_ABI -D_GLIBCXX_USE_CXX11_ABI=${_sylvite_cxx11_abi})
foreach(_sylvite_name IN ITEMS probe flags libcxx debug cxx11_abi options compiled said found name)
  unset(_sylvite_${_sylvite_name})
endforeach()
