# Is PAGE what PROGRAM prints?
execute_process(COMMAND "${PROGRAM}" "${DSL}" OUTPUT_VARIABLE text RESULT_VARIABLE status)
if(NOT status EQUAL 0)
  message(FATAL_ERROR "${PROGRAM} ended with ${status}")
endif()
file(READ "${PAGE}" page)
if(NOT page STREQUAL text)
  message(FATAL_ERROR "${PAGE} is out of date; renew it with ${PROGRAM} ${DSL} > ${PAGE}")
endif()
