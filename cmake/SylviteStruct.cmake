# A script for `cmake -P`: which classes of a network's header may be the network?
#   HEADER   the header; NAME  what sylvite_add_network calls the network
#   OUTPUT   the file that is written: C++, to be included behind HEADER, that defines sylvite_with_network(run), which calls
#            run.operator()<Network>(name) for the network that the compiler finds among them
# Without OUTPUT: prints the names of those that are seen to have a call operator of a network, whatever is defined; a line
# each, on standard error.
#
# The text is read without its comments, literals and directives, and offers names: the classes and the type aliases of
# namespaces, no templates. What hides behind an #if, comes from a base class or is no network after all is for the
# compiler to decide (codegen/network_choice.hpp).

cmake_policy(VERSION 3.25)
foreach(code RANGE 1 7)
  string(ASCII ${code} mark${code})
endforeach()
set(opens "${mark1}")      # a namespace's name, then `named`
set(named "${mark2}")
set(calls "${mark3}")      # a call operator that takes a network
set(has_calls "${mark4}")  # behind the head of a class that has one
set(line_comment "${mark5}")
set(block_comment "${mark6}")
set(block_end "${mark7}")

# The text of C++ without what is no code: one line, a blank between words. ALL: with what stands between #if and #endif.
function(read_code FILE ALL RESULT)
  file(READ "${FILE}" text)
  string(ASCII 239 187 191 byte_order_mark)
  string(REGEX REPLACE "^${byte_order_mark}" "" text "${text}")
  string(REPLACE "\r" "" text "\n${text}\n")
  string(REGEX REPLACE "\\\\." " " text "${text}")  # what is escaped, and ends of lines that go on
  string(REPLACE "//" "${line_comment}" text "${text}")
  string(REPLACE "/*" "${block_comment}" text "${text}")
  string(REPLACE "*/" "${block_end}" text "${text}")
  string(REGEX REPLACE "([0-9a-fA-F])'([0-9a-fA-F])" "\\1\\2" text "${text}")  # 1'000
  string(REGEX REPLACE "R\"[^\"]*\"|\"[^\"\n]*\"|'[^'\n]*'|${line_comment}[^\n]*|${block_comment}[^${block_end}]*${block_end}"
    " " text "${text}")
  string(REGEX REPLACE "[][]" " " text "${text}")
  string(REGEX REPLACE "(alignas|__attribute__) *\\(+[^()]*\\)+" "" text "${text}")
  if(NOT ALL)
    # The guard of the whole file hides nothing.
    string(REGEX REPLACE "^[ \n]*#[ ]*ifndef [^\n]*\n[ \n]*#[ ]*define([^\n]*)\n(.*)#[ ]*endif[ \n]*$" "\\2" text "${text}")
    string(REGEX REPLACE "\n[ \t]*#[ \t]*if[^\n]*" "\n${opens}" text "${text}")
    string(REGEX REPLACE "\n[ \t]*#[ \t]*endif[^\n]*" "\n${named}" text "${text}")
    set(before)
    while(NOT before STREQUAL text)
      set(before "${text}")
      string(REGEX REPLACE "${opens}[^${opens}${named}]*${named}" "" text "${text}")
    endwhile()
  endif()
  string(REGEX REPLACE "\n[ \t]*#[^\n]*" "\n" text "${text}")
  string(REPLACE "{" " { " text "${text}")
  string(REPLACE "}" " } " text "${text}")
  string(REGEX REPLACE "[ \t\n]+" " " text "${text}")
  set(${RESULT} "${text}" PARENT_SCOPE)
endfunction()

# The declarations of namespaces, a list; namespaces are opened by an element that ends in `named` and closed by "}".
function(declarations_of CODE RESULT)
  string(REGEX REPLACE "inline namespace [A-Za-z0-9_]+ {" "${opens}${named};" text "${CODE}")
  string(REGEX REPLACE "namespace ([A-Za-z0-9_:]+) {" "${opens}\\1${named};" text "${text}")
  string(REGEX REPLACE "namespace {" "${opens}?${named};" text "${text}")
  string(REGEX REPLACE "extern {" "${opens}${named};" text "${text}")
  string(REGEX REPLACE "operator ?\\( ?\\) ?\\([^()]*network" "${calls}" text "${text}")
  # Bodies, the innermost first.
  set(before)
  while(NOT before STREQUAL text)
    set(before "${text}")
    string(REGEX REPLACE "{[^{}${calls}]*${calls}[^{}]*}" "${has_calls};" text "${text}")
    string(REGEX REPLACE "{[^{}${calls}]*}" ";" text "${text}")
  endwhile()
  string(REPLACE "}" ";};" text "${text}")
  string(REGEX REPLACE "(^|;) +" "\\1" text "${text}")
  string(REGEX REPLACE " +;" ";" text "${text}")
  string(REGEX REPLACE " final ?(${has_calls}| :|;)" "\\1" text "${text}")
  set(${RESULT} "${text}" PARENT_SCOPE)
endfunction()

# The candidates of a header: "KEY NAME", KEY a class key or `using`, and those of them that are seen to be networks.
function(find_candidates FILE ALL CANDIDATES NETWORKS)
  read_code("${FILE}" ${ALL} code)
  declarations_of("${code}" declarations)
  set(scopes)
  set(candidates)
  set(networks)
  foreach(declaration IN LISTS declarations)
    if(declaration MATCHES "${opens}([^${named}]*)${named}$")
      list(APPEND scopes "${CMAKE_MATCH_1}:")  # never empty: an empty one would be lost
      continue()
    elseif(declaration STREQUAL "}")
      list(POP_BACK scopes)
      continue()
    elseif(declaration MATCHES "^(struct|class) ([^:=(]*[^A-Za-z0-9_])?([A-Za-z_][A-Za-z0-9_]*) ?(${has_calls}|:|$)")
      set(key "${CMAKE_MATCH_1}")
      set(name "${CMAKE_MATCH_3}")
    elseif(declaration MATCHES "^using ([A-Za-z_][A-Za-z0-9_]*) ?=")
      set(key using)
      set(name "${CMAKE_MATCH_1}")
    else()
      continue()
    endif()
    set(scope)
    foreach(each IN LISTS scopes)
      string(REGEX REPLACE ":$" "" each "${each}")
      if(each)
        string(APPEND scope "${each}::")
      endif()
    endforeach()
    list(APPEND candidates "${key} ${scope}${name}")
    if(declaration MATCHES "${has_calls}$")
      list(APPEND networks "${scope}${name}")
    endif()
  endforeach()
  list(REMOVE_DUPLICATES candidates)
  list(REMOVE_DUPLICATES networks)
  set(${CANDIDATES} "${candidates}" PARENT_SCOPE)
  set(${NETWORKS} "${networks}" PARENT_SCOPE)
endfunction()

if(NOT OUTPUT)
  find_candidates("${HEADER}" FALSE candidates networks)
  list(TRANSFORM networks REPLACE "[?]::" "")
  foreach(network IN LISTS networks)
    message("${network}")
  endforeach()
  return()
endif()

find_candidates("${HEADER}" TRUE candidates networks)
# A struct of the network's name may come from a header that this one includes, or from a macro. (sylvite::network is no
# network, and ambiguous behind `using namespace sylvite`.)
if(NOT networks AND NOT candidates MATCHES "(^|;)[a-z]+ ${NAME}(;|$)" AND NOT NAME STREQUAL "network")
  list(APPEND candidates "using ${NAME}")
endif()
if(NOT candidates)
  set(candidates "void")
endif()

# A name that the header has not declared after all, where qualified lookup goes when it finds nothing else.
set(absent)
set(names)
set(classes)
set(number 0)
foreach(candidate IN LISTS candidates)
  string(REGEX MATCH "^([a-z]+) ?(.*)$" candidate "${candidate}")
  set(key "${CMAKE_MATCH_1}")
  set(name "${CMAKE_MATCH_2}")
  if(name MATCHES "[?]::")
    # Of a namespace without a name, where lookup would find both.
    string(REPLACE "?::" "" name "${name}")
    list(APPEND classes "::${name}")
  elseif(key STREQUAL "void")
    list(APPEND classes "void")
  else()
    string(REGEX MATCH "^(.*::)?([^:]*)$" whole "${name}")
    set(scope "${CMAKE_MATCH_1}")
    set(own "${CMAKE_MATCH_2}")
    set(declare "${key}")
    set(elaborated "${key} ")
    if(key STREQUAL "using")
      set(declare struct)
      set(elaborated "")
    endif()
    list(APPEND classes "${elaborated}::${name}")
    string(APPEND absent "namespace sylvite_absent_${number} {\n${declare} ${own};\n}\n")
    if(scope)
      string(REGEX REPLACE "::$" "" scope "${scope}")
      string(APPEND absent "namespace ${scope} {\nusing namespace ::sylvite_absent_${number};\n}\n")
    else()
      string(APPEND absent "using namespace ::sylvite_absent_${number};\n")
    endif()
    math(EXPR number "${number} + 1")
  endif()
  list(APPEND names "\"${name}\"")
endforeach()
list(JOIN names ", " names)
list(JOIN classes ",\n                                               " classes)
cmake_path(GET HEADER FILENAME file)
file(WRITE "${OUTPUT}" "// Written by sylvite_add_network from ${HEADER}: which of its classes is the network?
#include <sylvite/codegen/network_choice.hpp>

${absent}
struct sylvite_declared {
    static constexpr const char *names[] = {${names}};
    static constexpr const char *library = \"${NAME}\";
    static constexpr const char *header = \"${file}\";
};

template <class Run>
int sylvite_with_network(Run run) {
    // sylvite_add_network(${NAME}) looks for the network among these; STRUCT <name> says which class it is
    return sylvite::codegen::with_network<sylvite_declared,
                                               ${classes}>(run);
}
")
