# Where a project is compiled for another machine, what has to run on this one: read where CMAKE_CROSSCOMPILING is set, and
# where the installed Sylvite has no tools of its own.
#   SYLVITE_HOST_TOOLS          (from the caller) the prefix of a Sylvite that is installed for this machine
#   SYLVITE_HOST_CXX            the compiler that builds the generators of networks; c++, g++ or clang++ unless given
#   Sylvite::kernel_compiler, Sylvite::weights_compiler
#   SYLVITE_HOST_INCLUDE_DIR, SYLVITE_HOST_LIBRARIES, SYLVITE_HOST_DOCUMENTS     of that Sylvite
#   SYLVITE_HOST_FLAGS          what that compiler needs to evaluate networks

set(SYLVITE_HOST_TOOLS "" CACHE PATH "Prefix of a Sylvite that is installed for this machine, while another one is compiled for")
if(NOT SYLVITE_HOST_TOOLS)
  message(FATAL_ERROR "Sylvite compiles for another machine, so it needs one that is installed for this machine: "
    "name its prefix with -DSYLVITE_HOST_TOOLS=<prefix>.")
endif()
file(GLOB _sylvite_tools "${SYLVITE_HOST_TOOLS}/lib*/cmake/Sylvite/SylviteHostTools.cmake"
  "${SYLVITE_HOST_TOOLS}/lib/*/cmake/Sylvite/SylviteHostTools.cmake")
if(NOT _sylvite_tools)
  message(FATAL_ERROR "SYLVITE_HOST_TOOLS is ${SYLVITE_HOST_TOOLS}, and no Sylvite with a kernel compiler is installed there.")
endif()
list(GET _sylvite_tools 0 _sylvite_tools)
include("${_sylvite_tools}")
# A program's tables and its runtime have to be of one version.
foreach(_sylvite_wanted IN ITEMS "${Sylvite_VERSION}" "${sylvite_VERSION}")
  if(_sylvite_wanted AND NOT _sylvite_wanted VERSION_EQUAL SYLVITE_HOST_VERSION)
    message(FATAL_ERROR "SYLVITE_HOST_TOOLS holds Sylvite ${SYLVITE_HOST_VERSION}, version ${_sylvite_wanted} is needed.")
  endif()
endforeach()
unset(_sylvite_wanted)
unset(_sylvite_tools)

find_program(SYLVITE_HOST_CXX NAMES c++ g++ clang++ NO_CMAKE_FIND_ROOT_PATH DOC "The C++ compiler for this machine")
if(NOT SYLVITE_HOST_CXX)
  message(FATAL_ERROR "No C++ compiler for this machine was found; networks need one. Name it with -DSYLVITE_HOST_CXX=<file>.")
endif()
execute_process(COMMAND "${SYLVITE_HOST_CXX}" -dM -E -x c++ /dev/null OUTPUT_VARIABLE _sylvite_macros ERROR_QUIET)
if(_sylvite_macros MATCHES "__clang__")
  set(SYLVITE_HOST_FLAGS ${SYLVITE_HOST_CLANG_FLAGS})
else()
  set(SYLVITE_HOST_FLAGS ${SYLVITE_HOST_GNU_FLAGS})
endif()
unset(_sylvite_macros)
# Networks may be added in other folders than the one that reads this.
foreach(_sylvite_name IN ITEMS INCLUDE_DIR LIBRARIES DOCUMENTS FLAGS)
  set(SYLVITE_HOST_${_sylvite_name} "${SYLVITE_HOST_${_sylvite_name}}" CACHE INTERNAL "Of SYLVITE_HOST_TOOLS")
endforeach()
unset(_sylvite_name)

foreach(_sylvite_tool IN ITEMS kernel_compiler weights_compiler)
  if(NOT TARGET Sylvite::${_sylvite_tool})
    add_executable(Sylvite::${_sylvite_tool} IMPORTED GLOBAL)
  endif()
endforeach()
unset(_sylvite_tool)
set_target_properties(Sylvite::kernel_compiler PROPERTIES IMPORTED_LOCATION "${SYLVITE_HOST_KERNEL_COMPILER}")
set_target_properties(Sylvite::weights_compiler PROPERTIES IMPORTED_LOCATION "${SYLVITE_HOST_WEIGHTS_COMPILER}")
