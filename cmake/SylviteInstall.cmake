# What `cmake --install` copies, in GNUInstallDirs' folders below a prefix that may be moved afterwards:
#   bin/sylvite-kernel             the kernel compiler; finds its Halide relative to itself
#   bin/sylvite-weights            from a file of weights to a constant table
#   include/sylvite/               the headers of dsl/ and runtime/, codegen/driver.hpp; halide/: the C headers of its runtime
#   lib/libsylvite_*.a             what programs and generators link
#   lib/sylvite/                   Halide, the compiler: an installed Sylvite needs no virtual environment
#   lib/cmake/Sylvite/             what find_package(Sylvite) reads, with the modules that the tree uses too
#   share/doc/sylvite/             licences

include(CMakePackageConfigHelpers)
set(_sylvite_private_libraries "${CMAKE_INSTALL_LIBDIR}/sylvite")
set(_sylvite_package "${CMAKE_INSTALL_LIBDIR}/cmake/Sylvite")
set(_sylvite_documents "${CMAKE_INSTALL_DATAROOTDIR}/doc/sylvite")

# Builds what is installed, and no more.
add_custom_target(sylvite_installed)

foreach(part IN ITEMS options halide_headers dsl core embedded runtime fmt specs codegen inspect kernel_compiler
    weights_compiler tool_inputs compare trace)
  set_target_properties(sylvite_${part} PROPERTIES EXPORT_NAME ${part})
  install(TARGETS sylvite_${part} EXPORT SylviteTargets)
  add_dependencies(sylvite_installed sylvite_${part})
endforeach()
# A set of its own: without zlib on the user's machine, all else is there.
if(TARGET sylvite_readers)
  set_target_properties(sylvite_readers PROPERTIES EXPORT_NAME readers)
  install(TARGETS sylvite_readers EXPORT SylviteReaders)
  add_dependencies(sylvite_installed sylvite_readers)
  install(EXPORT SylviteReaders NAMESPACE Sylvite:: DESTINATION "${_sylvite_package}")
endif()
file(RELATIVE_PATH _sylvite_from_program "/${CMAKE_INSTALL_BINDIR}" "/${_sylvite_private_libraries}")
set_target_properties(sylvite_kernel_compiler PROPERTIES INSTALL_RPATH "$ORIGIN/${_sylvite_from_program}")
install(IMPORTED_RUNTIME_ARTIFACTS Halide::Halide LIBRARY DESTINATION "${_sylvite_private_libraries}")

install(DIRECTORY dsl runtime DESTINATION "${CMAKE_INSTALL_INCLUDEDIR}/sylvite"
  FILES_MATCHING PATTERN "*.hpp" PATTERN "instance_state.hpp" EXCLUDE)
foreach(tool IN ITEMS compare trace)
  install(FILES tools/${tool}/command.hpp DESTINATION "${CMAKE_INSTALL_INCLUDEDIR}/sylvite/tools/${tool}")
endforeach()
install(FILES codegen/driver.hpp DESTINATION "${CMAKE_INSTALL_INCLUDEDIR}/sylvite/codegen")
install(FILES codegen/inspect/command.hpp DESTINATION "${CMAKE_INSTALL_INCLUDEDIR}/sylvite/codegen/inspect")
install(DIRECTORY "${PROJECT_BINARY_DIR}/halide_headers/" DESTINATION "${CMAKE_INSTALL_INCLUDEDIR}/sylvite/halide")

install(EXPORT SylviteTargets NAMESPACE Sylvite:: DESTINATION "${_sylvite_package}")
configure_package_config_file(cmake/SylviteConfig.cmake.in "${PROJECT_BINARY_DIR}/SylviteConfig.cmake"
  INSTALL_DESTINATION "${_sylvite_package}" NO_SET_AND_CHECK_MACRO)
write_basic_package_version_file("${PROJECT_BINARY_DIR}/SylviteConfigVersion.cmake" COMPATIBILITY SameMinorVersion)
install(FILES
  "${PROJECT_BINARY_DIR}/SylviteConfig.cmake" "${PROJECT_BINARY_DIR}/SylviteConfigVersion.cmake"
  cmake/SylviteGenerator.cmake cmake/SylviteNetwork.cmake cmake/SylviteTools.cmake cmake/SylviteWeights.cmake
  DESTINATION "${_sylvite_package}")

install(FILES LICENSE README.md docs/third_party.md DESTINATION "${_sylvite_documents}")
find_file(_sylvite_halide_licence LICENSE.txt NO_CACHE REQUIRED NO_DEFAULT_PATH
  HINTS "${Halide_DIR}/../../../share/doc/Halide" "${Halide_DIR}/../../../share/doc/libhalide")
install(FILES "${_sylvite_halide_licence}" DESTINATION "${_sylvite_documents}/halide")
