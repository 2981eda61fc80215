# cmake -DPROGRAM=mlp_mnist.compare -DENTRIES=train,... -DOUTPUT=FILE -P check.cmake: a step of each entry by kernels and by
# plain loops. What the program prints goes into FILE where all agree; else it is shown, and the build fails.
string(REPLACE "," ";" ENTRIES "${ENTRIES}")
set(text "")
foreach(entry IN LISTS ENTRIES)
  # Labels are classes of the smallest network. The tolerance is for Adam: where a gradient is almost nothing, its first step
  # has the sign of what was rounded.
  execute_process(
    COMMAND "${PROGRAM}" --entry "${entry}" --steps 1 --integers 10 --tolerance 0.001
    OUTPUT_VARIABLE said ERROR_VARIABLE said RESULT_VARIABLE status)
  if(NOT status EQUAL 0)
    message("${said}")
    message(FATAL_ERROR "${PROGRAM}: entry ${entry} gives other numbers than plain loops; what it is worth timing must be right")
  endif()
  string(APPEND text "${said}")
endforeach()
file(WRITE "${OUTPUT}" "${text}")
