# What `cmake --install` copies, in GNUInstallDirs' folders below a prefix that may be moved afterwards:
#   bin/sylvite-kernel             the kernel compiler; finds its Halide relative to itself
#   bin/sylvite-weights            from a file of weights to a constant table
#   include/sylvite/               the headers of dsl/ and runtime/, those of codegen/ that generators include; halide/: the C headers of its runtime
#   include/sylvite_built_with.hpp which standard library the libraries were compiled with
#   lib/libsylvite_*.a             what programs and generators link
#   lib/sylvite/                   Halide, the compiler: an installed Sylvite needs no virtual environment
#   lib/cmake/Sylvite/             what find_package(Sylvite) reads, with the modules that the tree uses too; toolchains/
#   share/doc/sylvite/             licences
# Compiled for another machine, a Sylvite has no programs, no Halide and none of the generators' libraries.

include(CMakePackageConfigHelpers)
set(_sylvite_private_libraries "${CMAKE_INSTALL_LIBDIR}/sylvite")
set(_sylvite_package "${CMAKE_INSTALL_LIBDIR}/cmake/Sylvite")
set(_sylvite_documents "${CMAKE_INSTALL_DATAROOTDIR}/doc/sylvite")

# Builds what is installed, and no more.
add_custom_target(sylvite_installed)

set(_sylvite_parts options standard_library halide_headers dsl core embedded files runtime fmt tool_inputs compare trace)
if(NOT CMAKE_CROSSCOMPILING)
  list(APPEND _sylvite_parts specs codegen inspect tuning kernel_compiler weights_compiler)
endif()
foreach(part IN LISTS _sylvite_parts)
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
if(NOT CMAKE_CROSSCOMPILING)
  file(RELATIVE_PATH _sylvite_from_program "/${CMAKE_INSTALL_BINDIR}" "/${_sylvite_private_libraries}")
  set_target_properties(sylvite_kernel_compiler PROPERTIES INSTALL_RPATH "$ORIGIN/${_sylvite_from_program}")
  install(IMPORTED_RUNTIME_ARTIFACTS Halide::Halide LIBRARY DESTINATION "${_sylvite_private_libraries}")
  # What `sylvite-kernel --autoscheduler` loads; not every build of Halide has them.
  foreach(autoscheduler IN ITEMS mullapudi2016 adams2019 li2018)
    install(FILES "$<TARGET_FILE_DIR:Halide::Halide>/libautoschedule_${autoscheduler}.so"
      DESTINATION "${_sylvite_private_libraries}" OPTIONAL)
  endforeach()
  configure_package_config_file(cmake/SylviteHostTools.cmake.in "${PROJECT_BINARY_DIR}/SylviteHostTools.cmake"
    INSTALL_DESTINATION "${_sylvite_package}" NO_SET_AND_CHECK_MACRO NO_CHECK_REQUIRED_COMPONENTS_MACRO
    PATH_VARS CMAKE_INSTALL_BINDIR CMAKE_INSTALL_INCLUDEDIR CMAKE_INSTALL_LIBDIR _sylvite_documents)
  install(FILES "${PROJECT_BINARY_DIR}/SylviteHostTools.cmake" DESTINATION "${_sylvite_package}")
endif()

install(FILES "${PROJECT_BINARY_DIR}/include/sylvite_built_with.hpp" DESTINATION "${CMAKE_INSTALL_INCLUDEDIR}")
install(DIRECTORY dsl runtime DESTINATION "${CMAKE_INSTALL_INCLUDEDIR}/sylvite"
  FILES_MATCHING PATTERN "*.hpp" PATTERN "*.def" PATTERN "instance_state.hpp" EXCLUDE)
foreach(tool IN ITEMS compare trace)
  install(FILES tools/${tool}/command.hpp DESTINATION "${CMAKE_INSTALL_INCLUDEDIR}/sylvite/tools/${tool}")
endforeach()
install(FILES codegen/derive.hpp codegen/driver.hpp codegen/network_choice.hpp DESTINATION "${CMAKE_INSTALL_INCLUDEDIR}/sylvite/codegen")
install(FILES codegen/tuning/command.hpp codegen/tuning/inputs.hpp codegen/tuning/inputs.cpp codegen/tuning/timer.cpp
  DESTINATION "${CMAKE_INSTALL_INCLUDEDIR}/sylvite/codegen/tuning")
# What timer.cpp is made of, besides: the tuner has it compiled for the machine that it tunes for.
install(FILES generators/spec/family.hpp generators/spec/kernel_spec.hpp generators/spec/spec_text.cpp
  DESTINATION "${CMAKE_INSTALL_INCLUDEDIR}/sylvite/generators/spec")
install(FILES runtime/core/context.cpp runtime/core/handlers.cpp runtime/core/scratch.cpp
  DESTINATION "${CMAKE_INSTALL_INCLUDEDIR}/sylvite/runtime/core")
install(FILES runtime/parallel/pool.cpp DESTINATION "${CMAKE_INSTALL_INCLUDEDIR}/sylvite/runtime/parallel")
install(FILES codegen/inspect/command.hpp DESTINATION "${CMAKE_INSTALL_INCLUDEDIR}/sylvite/codegen/inspect")
install(DIRECTORY "${PROJECT_BINARY_DIR}/halide_headers/" DESTINATION "${CMAKE_INSTALL_INCLUDEDIR}/sylvite/halide")

install(EXPORT SylviteTargets NAMESPACE Sylvite:: DESTINATION "${_sylvite_package}")
configure_package_config_file(cmake/SylviteConfig.cmake.in "${PROJECT_BINARY_DIR}/SylviteConfig.cmake"
  INSTALL_DESTINATION "${_sylvite_package}" NO_SET_AND_CHECK_MACRO)
write_basic_package_version_file("${PROJECT_BINARY_DIR}/SylviteConfigVersion.cmake" COMPATIBILITY SameMinorVersion)
install(FILES
  "${PROJECT_BINARY_DIR}/SylviteConfig.cmake" "${PROJECT_BINARY_DIR}/SylviteConfigVersion.cmake"
  cmake/SylviteGenerator.cmake cmake/SylviteHost.cmake cmake/SylviteNetwork.cmake cmake/SylviteStruct.cmake
  cmake/SylviteTools.cmake cmake/SylviteWeights.cmake
  DESTINATION "${_sylvite_package}")

install(DIRECTORY codegen/tuning/database/ DESTINATION "${_sylvite_package}/tuning")

install(FILES LICENSE README.md docs/third_party.md DESTINATION "${_sylvite_documents}")
install(DIRECTORY cmake/toolchains DESTINATION "${_sylvite_package}")
find_file(_sylvite_halide_licence LICENSE.txt NO_CACHE REQUIRED NO_DEFAULT_PATH NO_CMAKE_FIND_ROOT_PATH
  HINTS "${SYLVITE_HOST_DOCUMENTS}/halide" "${Halide_DIR}/../../../share/doc/Halide" "${Halide_DIR}/../../../share/doc/libhalide")
install(FILES "${_sylvite_halide_licence}" DESTINATION "${_sylvite_documents}/halide")
