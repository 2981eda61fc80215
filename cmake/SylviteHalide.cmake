# Finds Halide and gives two targets:
#   Halide::Halide           the compiler (Halide.h, libHalide): for codegen/, generators/ and their tests only
#   sylvite_halide_headers   HalideRuntime*.h alone: what runtime/ and generated programs may include
# Looked for in SYLVITE_HALIDE_ROOT, in the active virtual environment, in build/venv, then where CMake looks anyway.

set(SYLVITE_HALIDE_ROOT "" CACHE PATH "Where Halide 21 is: a virtual environment, or an installation's prefix")

# A virtual environment keeps Halide below its site-packages; an installation's prefix is Halide's own.
function(_sylvite_halide_hints RESULT)
  set(hints)
  foreach(root IN ITEMS "${SYLVITE_HALIDE_ROOT}" "$ENV{VIRTUAL_ENV}" "${PROJECT_SOURCE_DIR}/build/venv")
    if(root)
      file(GLOB packages "${root}/lib/python3*/site-packages/halide")
      foreach(prefix IN LISTS packages ITEMS "${root}" "${root}/halide")
        list(APPEND hints "${prefix}/lib64/cmake/Halide" "${prefix}/lib/cmake/Halide")
      endforeach()
    endif()
  endforeach()
  set(${RESULT} "${hints}" PARENT_SCOPE)
endfunction()

_sylvite_halide_hints(_sylvite_hints)
# A root that was named and does not hold Halide is a mistake; the next place would hide it.
if(SYLVITE_HALIDE_ROOT AND NOT Halide_DIR)
  find_package(Halide 21 CONFIG QUIET GLOBAL COMPONENTS Halide shared HINTS ${_sylvite_hints} NO_DEFAULT_PATH)
else()
  find_package(Halide 21 CONFIG QUIET GLOBAL COMPONENTS Halide shared HINTS ${_sylvite_hints})
endif()
unset(_sylvite_hints)

if(NOT Halide_FOUND)
  set(_sylvite_looked "in the active virtual environment, ${PROJECT_SOURCE_DIR}/build/venv and CMAKE_PREFIX_PATH")
  if(SYLVITE_HALIDE_ROOT)
    set(_sylvite_looked "in SYLVITE_HALIDE_ROOT, which is ${SYLVITE_HALIDE_ROOT}")
  endif()
  message(FATAL_ERROR
    "Halide 21 was not found ${_sylvite_looked}. "
    "Install it with\n"
    "  python3 -m venv build/venv && build/venv/bin/pip install halide==21.0.0\n"
    "or name its place with -DSYLVITE_HALIDE_ROOT=<virtual environment or prefix>.")
endif()

# Copied apart so that Halide.h, the compiler, stays out of reach of whoever needs the runtime's header only.
find_path(_sylvite_halide_include HalideRuntime.h HINTS "${Halide_DIR}/../../../include" NO_CACHE REQUIRED)
file(GLOB _sylvite_halide_runtime "${_sylvite_halide_include}/HalideRuntime*.h")
file(COPY ${_sylvite_halide_runtime} DESTINATION "${PROJECT_BINARY_DIR}/halide_headers")

add_library(sylvite_halide_headers INTERFACE)
add_library(Sylvite::halide_headers ALIAS sylvite_halide_headers)
target_include_directories(sylvite_halide_headers SYSTEM INTERFACE
  "$<BUILD_INTERFACE:${PROJECT_BINARY_DIR}/halide_headers>" "$<INSTALL_INTERFACE:include/sylvite/halide>")
unset(_sylvite_halide_include)
unset(_sylvite_halide_runtime)
