# This tree, compiled for another machine: what SylviteHalide.cmake and SylviteFormat.cmake give otherwise, without Halide,
# whose compiler runs on this one, and without libraries of this one.
#   sylvite_halide_headers   HalideRuntime*.h, of SYLVITE_HOST_TOOLS
#   sylvite_header_only      libraries of this machine that are headers only, apart from all else in their folder
#   sylvite_fmt, sylvite_format, nlohmann_json::nlohmann_json

include(SylviteHost)

add_library(sylvite_halide_headers INTERFACE)
add_library(Sylvite::halide_headers ALIAS sylvite_halide_headers)
file(COPY "${SYLVITE_HOST_INCLUDE_DIR}/sylvite/halide/" DESTINATION "${PROJECT_BINARY_DIR}/halide_headers")
target_include_directories(sylvite_halide_headers SYSTEM INTERFACE
  "$<BUILD_INTERFACE:${PROJECT_BINARY_DIR}/halide_headers>" "$<INSTALL_INTERFACE:include/sylvite/halide>")

add_library(sylvite_header_only INTERFACE)
file(MAKE_DIRECTORY "${PROJECT_BINARY_DIR}/header_only")
foreach(header IN ITEMS boost/hana.hpp fmt/format.h nlohmann/json.hpp)
  find_path(folder "${header}" NO_CMAKE_FIND_ROOT_PATH NO_CACHE REQUIRED)
  get_filename_component(library "${header}" DIRECTORY)
  file(CREATE_LINK "${folder}/${library}" "${PROJECT_BINARY_DIR}/header_only/${library}" SYMBOLIC)
  unset(folder)
endforeach()
target_include_directories(sylvite_header_only SYSTEM INTERFACE "${PROJECT_BINARY_DIR}/header_only")

add_library(nlohmann_json::nlohmann_json INTERFACE IMPORTED GLOBAL)
target_link_libraries(nlohmann_json::nlohmann_json INTERFACE sylvite_header_only)

add_library(sylvite_fmt STATIC "${CMAKE_CURRENT_LIST_DIR}/fmt_definitions.cpp")
target_link_libraries(sylvite_fmt PRIVATE $<BUILD_INTERFACE:sylvite_header_only>)
target_compile_definitions(sylvite_fmt PRIVATE FMT_HEADER_ONLY=1)
target_compile_options(sylvite_fmt PRIVATE -O0)
set_target_properties(sylvite_fmt PROPERTIES POSITION_INDEPENDENT_CODE ON)
set(sylvite_format $<BUILD_INTERFACE:sylvite_header_only> sylvite_fmt)
