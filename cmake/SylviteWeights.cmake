# sylvite_add_weights(NETWORK FILE weights.safetensors
#                     [NAME name] [RENAME from=to...] [ALLOW_UNEXPECTED] [CONVERT_F32_F64])
#
# Makes, from a file of weights for a network that sylvite_add_network(NETWORK ...) has added, a library target NAME
# (NETWORK_weights unless given) that holds them as a constant table of that name. What links to it can include
# <NAME.weights.hpp> and start the class of <NETWORK.core.hpp> with the table.
#
# The file must hold the network's parameters and nothing else; states have their starting values. RENAME says what the
# network calls a name of the file (* stands for any text, the same on both sides), ALLOW_UNEXPECTED passes over tensors
# that the network does not have, CONVERT_F32_F64 takes f32 for f64 and the other way round.
#
# Used of the rest of Sylvite: Sylvite::weights_compiler, Sylvite::core.

include_guard(GLOBAL)

function(sylvite_add_weights NETWORK)
  cmake_parse_arguments(PARSE_ARGV 1 arg "ALLOW_UNEXPECTED;CONVERT_F32_F64" "FILE;NAME" "RENAME")
  if(arg_UNPARSED_ARGUMENTS)
    message(FATAL_ERROR "sylvite_add_weights(${NETWORK}): unknown arguments: ${arg_UNPARSED_ARGUMENTS}")
  endif()
  if(NOT TARGET ${NETWORK}_generate)
    message(FATAL_ERROR "sylvite_add_weights(${NETWORK}): sylvite_add_network has added no network of this name")
  endif()
  if(NOT arg_FILE)
    message(FATAL_ERROR "sylvite_add_weights(${NETWORK}): FILE, the file that holds the weights, is missing")
  endif()
  if(NOT arg_NAME)
    set(arg_NAME "${NETWORK}_weights")
  endif()
  if(NOT arg_NAME MATCHES "^[A-Za-z_][A-Za-z0-9_]*$")
    message(FATAL_ERROR "sylvite_add_weights(${NETWORK}): NAME must be a C++ identifier, found \"${arg_NAME}\"")
  endif()
  cmake_path(ABSOLUTE_PATH arg_FILE BASE_DIRECTORY "${CMAKE_CURRENT_SOURCE_DIR}" NORMALIZE OUTPUT_VARIABLE file)
  if(NOT EXISTS "${file}")
    message(FATAL_ERROR "sylvite_add_weights(${NETWORK}): FILE does not exist: ${file}")
  endif()

  set(options)
  foreach(rule IN LISTS arg_RENAME)
    list(APPEND options --rename "${rule}")
  endforeach()
  if(arg_ALLOW_UNEXPECTED)
    list(APPEND options --allow-unexpected)
  endif()
  if(arg_CONVERT_F32_F64)
    list(APPEND options --convert-f32-f64)
  endif()
  get_target_property(network_directory ${NETWORK}_generate SYLVITE_DIRECTORY)
  set(directory "${CMAKE_CURRENT_BINARY_DIR}/${arg_NAME}.sylvite")
  set(header "${directory}/${arg_NAME}.weights.hpp")
  set(source "${directory}/${arg_NAME}.weights.cpp")
  file(MAKE_DIRECTORY "${directory}")
  add_custom_command(
    OUTPUT "${source}" "${header}"
    COMMAND "$<TARGET_FILE:Sylvite::weights_compiler>" --layout "${network_directory}/${NETWORK}.layout"
      --name "${arg_NAME}" --source "${source}" --header "${header}" ${options} "${file}"
    DEPENDS "${file}" "${network_directory}/${NETWORK}.layout" "$<TARGET_FILE:Sylvite::weights_compiler>"
    COMMENT "Compiling weights ${arg_NAME}"
    VERBATIM)
  add_library(${arg_NAME} STATIC "${source}" "${header}")
  add_dependencies(${arg_NAME} ${NETWORK}_generate)
  target_include_directories(${arg_NAME} PUBLIC "${directory}" "${network_directory}")
  target_link_libraries(${arg_NAME} PUBLIC Sylvite::core)
  set_target_properties(${arg_NAME} PROPERTIES POSITION_INDEPENDENT_CODE ON)
endfunction()
