# Programs that are compiled from a network's header, by the compiler of the project, and run where the project is built:
#   _sylvite_add_struct(NAME HEADER STRUCT DIRECTORY)
#     the target NAME_struct: which class of HEADER is the network; before the others
#   _sylvite_add_generator(NAME HEADER DIRECTORY INCLUDE_DIRECTORIES DEFINITIONS)
#     the executable NAME_gen, the generator of one network
#   _sylvite_add_inspection(NAME HEADER DIRECTORY INCLUDE_DIRECTORIES DEFINITIONS ENTRIES TARGET LIBRARY EMBEDDED)
#     the executable NAME_inspect, which tells what became of the network; ENTRIES are separated by commas
#   _sylvite_add_tuner(NAME HEADER DIRECTORY INCLUDE_DIRECTORIES DEFINITIONS ENTRIES TARGET EMBEDDED)
#     the executable NAME_tune, which looks for better schedules of the network's kernels
# None is part of `all`.
#
# Used of the rest of Sylvite: SylviteStruct.cmake, Sylvite::dsl, Sylvite::codegen, Sylvite::standard_library, Sylvite::inspect, Sylvite::tuning, Sylvite::halide_headers, Sylvite::kernel_compiler.

include_guard(GLOBAL)

# Where it is another text: what is made of the file is made again otherwise.
function(_sylvite_write FILE TEXT)
  if(EXISTS "${FILE}")
    file(READ "${FILE}" before)
    if(before STREQUAL TEXT)
      return()
    endif()
  endif()
  file(WRITE "${FILE}" "${TEXT}")
endfunction()

# The executable NAME_KIND, as the file NAME.KIND in DIRECTORY: HEADER, then TEXT.
function(_sylvite_add_build_program NAME KIND HEADER TEXT DIRECTORY INCLUDE_DIRECTORIES DEFINITIONS)
  set(source "${DIRECTORY}/${NAME}.${KIND}.cpp")
  _sylvite_write("${source}" "// Written by sylvite_add_network from ${HEADER}.\n#include \"${HEADER}\"\n\n${TEXT}")

  set(target "${NAME}_${KIND}")
  add_executable(${target} EXCLUDE_FROM_ALL "${source}")
  add_dependencies(${target} ${NAME}_struct)
  target_link_libraries(${target} PRIVATE Sylvite::codegen Sylvite::dsl Sylvite::standard_library)
  target_include_directories(${target} PRIVATE ${INCLUDE_DIRECTORIES})
  target_compile_definitions(${target} PRIVATE ${DEFINITIONS})
  # Checks that a project asks for everywhere are meant for its own sources.
  set_target_properties(${target} PROPERTIES OUTPUT_NAME "${NAME}.${KIND}" RUNTIME_OUTPUT_DIRECTORY "${DIRECTORY}"
    INTERPROCEDURAL_OPTIMIZATION OFF CXX_CLANG_TIDY "" CXX_CPPCHECK "" CXX_INCLUDE_WHAT_YOU_USE "")
  # It runs once a build, for a fraction of the time that -O3 adds to its compilation. The language needs exceptions,
  # which a project may do without in its own programs.
  target_compile_options(${target} PRIVATE $<$<CONFIG:Release>:-O1> -fexceptions -frtti)
endfunction()

# The same program where the project is compiled for another machine: by SYLVITE_HOST_CXX, and NAME_KIND is a custom target.
# Its property SYLVITE_PROGRAM tells where it is.
function(_sylvite_add_host_program NAME KIND HEADER TEXT DIRECTORY INCLUDE_DIRECTORIES DEFINITIONS)
  set(program "${DIRECTORY}/${NAME}.${KIND}")
  set(source "${program}.cpp")
  _sylvite_write("${source}" "// Written by sylvite_add_network from ${HEADER}.\n#include \"${HEADER}\"\n\n${TEXT}")
  set(arguments)
  foreach(folder IN LISTS INCLUDE_DIRECTORIES)
    cmake_path(ABSOLUTE_PATH folder BASE_DIRECTORY "${CMAKE_CURRENT_SOURCE_DIR}" NORMALIZE)
    list(APPEND arguments "-I${folder}")
  endforeach()
  foreach(definition IN LISTS DEFINITIONS)
    string(REGEX REPLACE "^-D" "" definition "${definition}")
    list(APPEND arguments "-D${definition}")
  endforeach()
  add_custom_command(OUTPUT "${program}"
    COMMAND "${SYLVITE_HOST_CXX}" -std=c++20 -O1 -w ${SYLVITE_HOST_FLAGS} ${arguments} "-I${SYLVITE_HOST_INCLUDE_DIR}"
      -MD -MT "${program}" -MF "${program}.d" "${source}" -o "${program}" ${SYLVITE_HOST_LIBRARIES}
    DEPENDS "${source}" "${DIRECTORY}/${NAME}.struct.hpp" ${SYLVITE_HOST_LIBRARIES}
    DEPFILE "${program}.d"
    COMMENT "Building the generator of network ${NAME} for this machine"
    VERBATIM)
  add_custom_target(${NAME}_${KIND} DEPENDS "${program}")
  add_dependencies(${NAME}_${KIND} ${NAME}_struct)
  set_target_properties(${NAME}_${KIND} PROPERTIES SYLVITE_PROGRAM "${program}")
endfunction()

# DIRECTORY/NAME.struct.hpp, which defines sylvite_with_network: the STRUCT that was named, or what is found in HEADER
# whenever it has changed. The target NAME_struct writes it.
function(_sylvite_add_struct NAME HEADER STRUCT DIRECTORY)
  set(file "${DIRECTORY}/${NAME}.struct.hpp")
  if(NOT STRUCT)
    set(script "${CMAKE_CURRENT_FUNCTION_LIST_DIR}/SylviteStruct.cmake")
    add_custom_command(OUTPUT "${file}"
      COMMAND "${CMAKE_COMMAND}" "-DHEADER=${HEADER}" "-DNAME=${NAME}" "-DOUTPUT=${file}" -P "${script}"
      DEPENDS "${HEADER}" "${script}"
      COMMENT "Looking for the struct of network ${NAME}"
      VERBATIM)
    add_custom_target(${NAME}_struct DEPENDS "${file}")
    return()
  endif()
  # A compiler that does not know the struct shows its line: the line says who asked for it.
  cmake_path(GET HEADER FILENAME header)
  string(CONCAT text "// Written by sylvite_add_network.\n"
    "using sylvite_network = ::${STRUCT};  // sylvite_add_network(${NAME}) expects \"struct ${STRUCT}\" in ${header}, since STRUCT "
    "or --struct says so\n\n"
    "template <class Run>\nint sylvite_with_network(Run run) {\n"
    "    return run.template operator()<sylvite_network>(\"${STRUCT}\");\n}\n")
  _sylvite_write("${file}" "${text}")
  add_custom_target(${NAME}_struct)
endfunction()

function(_sylvite_add_generator NAME HEADER DIRECTORY INCLUDE_DIRECTORIES DEFINITIONS)
  set(text "#include <sylvite/codegen/driver.hpp>\n\n#include \"${NAME}.struct.hpp\"\n\n")
  string(APPEND text "int main(int argc, char **argv) {\n    return sylvite_with_network([=]<class Network>(const char *network) {\n"
    "        return sylvite::codegen::generate<Network>(argc, argv, \"${NAME}\", network);\n    });\n}\n")
  if(SYLVITE_HOST_LIBRARIES)
    _sylvite_add_host_program(${NAME} gen "${HEADER}" "${text}" "${DIRECTORY}" "${INCLUDE_DIRECTORIES}" "${DEFINITIONS}")
  else()
    _sylvite_add_build_program(${NAME} gen "${HEADER}" "${text}" "${DIRECTORY}" "${INCLUDE_DIRECTORIES}" "${DEFINITIONS}")
  endif()
endfunction()

function(_sylvite_add_inspection NAME HEADER DIRECTORY INCLUDE_DIRECTORIES DEFINITIONS ENTRIES TARGET LIBRARY EMBEDDED)
  # A network that is compiled for another machine can be inspected in a project for this one.
  if(SYLVITE_HOST_LIBRARIES)
    return()
  endif()
  set(text "#include <sylvite/codegen/inspect/command.hpp>\n\n#include \"${NAME}.struct.hpp\"\n\n")
  string(APPEND text "int main(int argc, char **argv) {\n    return sylvite_with_network([=]<class Network>(const char *network) {\n"
    "        return sylvite::codegen::inspect<Network>(\n            argc, argv,\n            {\"${NAME}\", network, "
    "\"${ENTRIES}\", \"${TARGET}\", SYLVITE_KERNEL_COMPILER,\n             \"${LIBRARY}\",\n"
    "             \"${SYLVITE_TUNING_DATABASE}\", ${EMBEDDED}});\n    });\n}\n")
  _sylvite_add_build_program(${NAME} inspect "${HEADER}" "${text}" "${DIRECTORY}" "${INCLUDE_DIRECTORIES}"
    "${DEFINITIONS}")
  target_link_libraries(${NAME}_inspect PRIVATE Sylvite::inspect)
  target_compile_definitions(${NAME}_inspect PRIVATE
    "SYLVITE_KERNEL_COMPILER=\"$<TARGET_FILE:Sylvite::kernel_compiler>\"")
  add_dependencies(${NAME}_inspect Sylvite::kernel_compiler)
endfunction()

function(_sylvite_add_tuner NAME HEADER DIRECTORY INCLUDE_DIRECTORIES DEFINITIONS ENTRIES TARGET EMBEDDED)
  # A network that is compiled for another machine is tuned in a project for this one, by a runner.
  if(SYLVITE_HOST_LIBRARIES)
    return()
  endif()
  set(text "#include <sylvite/codegen/tuning/command.hpp>\n\n#include \"${NAME}.struct.hpp\"\n\n")
  string(APPEND text "int main(int argc, char **argv) {\n    return sylvite_with_network([=]<class Network>(const char *network) {\n"
    "        return sylvite::codegen::tune<Network>(\n            argc, argv,\n            {\"${NAME}\", network, "
    "\"${ENTRIES}\", \"${TARGET}\", SYLVITE_KERNEL_COMPILER,\n             \"${CMAKE_CXX_COMPILER}\", SYLVITE_INCLUDES, "
    "\"${SYLVITE_TUNING_DATABASE}\",\n             \"${SYLVITE_CACHE_DIR}/tuning\", ${EMBEDDED}});\n    });\n}\n")
  _sylvite_add_build_program(${NAME} tune "${HEADER}" "${text}" "${DIRECTORY}" "${INCLUDE_DIRECTORIES}" "${DEFINITIONS}")
  target_link_libraries(${NAME}_tune PRIVATE Sylvite::tuning)
  set(folders "$<TARGET_PROPERTY:Sylvite::options,INTERFACE_INCLUDE_DIRECTORIES>"
    "$<TARGET_PROPERTY:Sylvite::halide_headers,INTERFACE_INCLUDE_DIRECTORIES>")
  target_compile_definitions(${NAME}_tune PRIVATE
    "SYLVITE_KERNEL_COMPILER=\"$<TARGET_FILE:Sylvite::kernel_compiler>\"" "SYLVITE_INCLUDES=\"$<JOIN:${folders},:>\"")
  add_dependencies(${NAME}_tune Sylvite::kernel_compiler)
endfunction()
