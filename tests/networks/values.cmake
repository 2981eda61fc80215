# Networks in libraries of their own, their numbers beside PyTorch's and beside each other. sylvite_value_tests is all of them.
add_custom_target(sylvite_value_tests)

# A user's network, trained and read: the libraries of examples/digits.
if(SYLVITE_BUILD_EXAMPLES)
  add_executable(test_digits digits.test.cpp)
  # Allocations are counted at malloc itself, which a sanitizer replaces.
  if(NOT SYLVITE_SANITIZE)
    target_sources(test_digits PRIVATE allocations.cpp)
    target_compile_definitions(test_digits PRIVATE COUNTS_ALLOCATIONS)
  endif()
  target_compile_definitions(test_digits PRIVATE DIGITS_CSV="${PROJECT_SOURCE_DIR}/examples/digits/digits.csv")
  target_link_libraries(test_digits PRIVATE
    digits digits_reader sylvite_warnings sylvite_library_warnings GTest::gtest_main)
  gtest_discover_tests(test_digits TEST_PREFIX networks. DISCOVERY_MODE PRE_TEST
    PROPERTIES TIMEOUT 120 LABELS sanitized)
  add_dependencies(sylvite_sanitized_tests test_digits)

  if(TARGET fine_tune)
    add_executable(test_fine_tune fine_tune.test.cpp)
    target_compile_definitions(test_fine_tune PRIVATE FINE_TUNE_FOLDER="${PROJECT_SOURCE_DIR}/examples/fine_tune")
    target_link_libraries(test_fine_tune PRIVATE
      fine_tune Sylvite::readers sylvite_warnings sylvite_library_warnings GTest::gtest_main)
    gtest_discover_tests(test_fine_tune TEST_PREFIX networks. DISCOVERY_MODE PRE_TEST PROPERTIES TIMEOUT 120)
    add_test(NAME networks.fine_tuning_goes_on_where_pytorch_stopped COMMAND fine_tune_train)
  endif()

  add_test(NAME networks.three_layer_agrees_with_the_steps_by_hand COMMAND three_layer_train)

  add_test(NAME networks.digits_conv_reads_at_least_95_percent_after_six_epochs COMMAND digits_conv_train --epochs 6)
  set_tests_properties(networks.digits_conv_reads_at_least_95_percent_after_six_epochs PROPERTIES
    PASS_REGULAR_EXPRESSION "held out: (9[5-9]|100)[.][0-9]+ % of 359 images are read right.*weights written to")
endif()

sylvite_add_network(split_step HEADER split_step.hpp)
add_executable(test_split_step split_step.test.cpp)
target_link_libraries(test_split_step PRIVATE split_step sylvite_warnings sylvite_library_warnings GTest::gtest_main)
gtest_discover_tests(test_split_step TEST_PREFIX networks. DISCOVERY_MODE PRE_TEST PROPERTIES LABELS sanitized)
add_dependencies(sylvite_sanitized_tests test_split_step)

find_package(nlohmann_json REQUIRED)
sylvite_add_network(optimizers HEADER optimizers.hpp)
add_executable(test_optimizers optimizers.test.cpp)
target_compile_definitions(test_optimizers PRIVATE SYLVITE_GOLDEN="${PROJECT_SOURCE_DIR}/tests/golden")
target_link_libraries(test_optimizers PRIVATE
  optimizers sylvite_dsl sylvite_warnings sylvite_library_warnings nlohmann_json::nlohmann_json GTest::gtest_main)
gtest_discover_tests(test_optimizers TEST_PREFIX networks. DISCOVERY_MODE PRE_TEST)

sylvite_add_network(second_order HEADER second_order.hpp)
sylvite_add_network(own_pieces HEADER own_pieces.hpp)
add_executable(test_second_order second_order.test.cpp)
target_compile_definitions(test_second_order PRIVATE SYLVITE_GOLDEN="${PROJECT_SOURCE_DIR}/tests/golden")
target_link_libraries(test_second_order PRIVATE second_order own_pieces sylvite_dsl sylvite_warnings
  sylvite_library_warnings nlohmann_json::nlohmann_json GTest::gtest_main)
gtest_discover_tests(test_second_order TEST_PREFIX networks. DISCOVERY_MODE PRE_TEST)

sylvite_add_network(transformer HEADER transformer.hpp)
add_executable(test_transformer transformer.test.cpp)
target_compile_definitions(test_transformer PRIVATE SYLVITE_GOLDEN="${PROJECT_SOURCE_DIR}/tests/golden")
target_link_libraries(test_transformer PRIVATE
  transformer sylvite_dsl sylvite_warnings sylvite_library_warnings nlohmann_json::nlohmann_json GTest::gtest_main)
# Kernels that gather, scatter, pad, slice and normalise, under sanitizers too.
gtest_discover_tests(test_transformer TEST_PREFIX networks. DISCOVERY_MODE PRE_TEST PROPERTIES LABELS sanitized)
add_dependencies(sylvite_sanitized_tests test_transformer)

sylvite_add_network(lenet HEADER lenet.hpp)
add_executable(test_lenet lenet.test.cpp)
target_compile_definitions(test_lenet PRIVATE SYLVITE_GOLDEN="${PROJECT_SOURCE_DIR}/tests/golden")
target_link_libraries(test_lenet PRIVATE
  lenet sylvite_dsl sylvite_warnings sylvite_library_warnings nlohmann_json::nlohmann_json GTest::gtest_main)
# Kernels of windows, under sanitizers too.
gtest_discover_tests(test_lenet TEST_PREFIX networks. DISCOVERY_MODE PRE_TEST PROPERTIES LABELS sanitized)
add_dependencies(sylvite_sanitized_tests test_lenet)

sylvite_add_network(norms HEADER norms.hpp)
add_executable(test_norms norms.test.cpp)
target_compile_definitions(test_norms PRIVATE SYLVITE_GOLDEN="${PROJECT_SOURCE_DIR}/tests/golden")
target_link_libraries(test_norms PRIVATE
  norms sylvite_dsl sylvite_warnings sylvite_library_warnings nlohmann_json::nlohmann_json GTest::gtest_main)
gtest_discover_tests(test_norms TEST_PREFIX networks. DISCOVERY_MODE PRE_TEST)

foreach(program IN ITEMS test_digits test_fine_tune test_split_step test_optimizers test_second_order test_transformer
    test_lenet test_norms)
  if(TARGET ${program})
    add_dependencies(sylvite_value_tests ${program})
  endif()
endforeach()

# Loops of the program.
foreach(name IN ITEMS user_cell sequences carried thousand)
  set(header sequences.hpp)
  if(name STREQUAL user_cell)
    set(header user_cell.hpp)
  endif()
  sylvite_add_network(${name} HEADER ${header} STRUCT ${name}_network)
  sylvite_add_network(${name}_reference HEADER ${header} STRUCT ${name}_network REFERENCE)
  list(APPEND looping ${name} ${name}_reference)
endforeach()
add_executable(test_recurrent recurrent.test.cpp sequences.test.cpp)
target_link_libraries(test_recurrent PRIVATE
  ${looping} sylvite_dsl sylvite_warnings sylvite_library_warnings GTest::gtest_main)
gtest_discover_tests(test_recurrent TEST_PREFIX networks. DISCOVERY_MODE PRE_TEST PROPERTIES TIMEOUT 300)
