# Compile options that every target of the tree shares.

# <sylvite/dsl/...> means the same file here as in an installed Sylvite.
file(MAKE_DIRECTORY "${PROJECT_BINARY_DIR}/include")
file(CREATE_LINK "${PROJECT_SOURCE_DIR}" "${PROJECT_BINARY_DIR}/include/sylvite" SYMBOLIC)

add_library(sylvite_options INTERFACE)
target_include_directories(sylvite_options INTERFACE "${PROJECT_BINARY_DIR}/include")
target_compile_features(sylvite_options INTERFACE cxx_std_20)

add_library(sylvite_warnings INTERFACE)
target_compile_options(sylvite_warnings INTERFACE
  -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wsign-conversion -Wold-style-cast -Wnon-virtual-dtor
  -Woverloaded-virtual -Wnull-dereference)
if(SYLVITE_WERROR)
  target_compile_options(sylvite_warnings INTERFACE -Werror)
endif()

# For what runs at build time only (the kernel compiler, the generators' libraries): compiled a third sooner, and run
# for less time than that saves.
add_library(sylvite_build_time INTERFACE)
target_compile_options(sylvite_build_time INTERFACE $<$<CONFIG:Release>:-O1>)

if(SYLVITE_SANITIZE)
  # Undefined behaviour ends the test that shows it; a mere message would pass.
  add_compile_options(-fsanitize=${SYLVITE_SANITIZE} -fno-sanitize-recover=all -fno-omit-frame-pointer)
  add_link_options(-fsanitize=${SYLVITE_SANITIZE})
endif()
