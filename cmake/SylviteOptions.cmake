# Compile options that every target of the tree shares.

# <sylvite/dsl/...> means the same file here as in an installed Sylvite.
file(MAKE_DIRECTORY "${PROJECT_BINARY_DIR}/include")
file(CREATE_LINK "${PROJECT_SOURCE_DIR}" "${PROJECT_BINARY_DIR}/include/sylvite" SYMBOLIC)

add_library(sylvite_options INTERFACE)
add_library(Sylvite::options ALIAS sylvite_options)
target_include_directories(sylvite_options INTERFACE
  "$<BUILD_INTERFACE:${PROJECT_BINARY_DIR}/include>" "$<INSTALL_INTERFACE:${CMAKE_INSTALL_INCLUDEDIR}>")
target_compile_features(sylvite_options INTERFACE cxx_std_20)

# How much a compiler may evaluate for the table of a network.
set(sylvite_gnu_evaluation_flags
  -fconstexpr-ops-limit=4294967296 -fconstexpr-loop-limit=2147483647 -fconstexpr-depth=4096)
set(sylvite_clang_evaluation_flags -fconstexpr-steps=2147483647 -fconstexpr-depth=4096)

add_library(sylvite_warnings INTERFACE)
target_compile_options(sylvite_warnings INTERFACE
  -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wsign-conversion -Wold-style-cast -Wnon-virtual-dtor
  -Woverloaded-virtual -Wnull-dereference)
if(SYLVITE_WERROR)
  target_compile_options(sylvite_warnings INTERFACE -Werror)
endif()

# GCC 12 sees null pointers and overlaps in the standard library's own code (copies of vectors, sums of strings) and in
# Halide's headers. Linked after sylvite_warnings, whose options it takes back.
add_library(sylvite_library_warnings INTERFACE)
target_compile_options(sylvite_library_warnings INTERFACE
  $<$<CXX_COMPILER_ID:GNU>:-Wno-null-dereference -Wno-restrict -Wno-stringop-overflow -Wno-array-bounds>)

# For what runs at build time only (the kernel compiler, the generators' libraries): compiled a third sooner; the kernels
# take as long, since the time goes into Halide and LLVM.
add_library(sylvite_build_time INTERFACE)
target_compile_options(sylvite_build_time INTERFACE $<$<CONFIG:Release>:-O0>)

# Several sources of a library in one compilation: a clean build spends most of its time on reading the same headers.
# Off, each source is compiled alone, as an editor or clang-tidy sees it.
option(SYLVITE_COMPILE_TOGETHER "Compile several sources of a library together" ON)
function(sylvite_compile_together TARGET SOURCES)
  set_target_properties(${TARGET} PROPERTIES
    UNITY_BUILD ${SYLVITE_COMPILE_TOGETHER} UNITY_BUILD_BATCH_SIZE ${SOURCES})
endfunction()

if(SYLVITE_SANITIZE)
  # Undefined behaviour ends the test that shows it; a mere message would pass.
  add_compile_options(-fsanitize=${SYLVITE_SANITIZE} -fno-sanitize-recover=all -fno-omit-frame-pointer)
  add_link_options(-fsanitize=${SYLVITE_SANITIZE})
endif()
