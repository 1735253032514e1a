# daypass_test(name SOURCES <files...> LINKS <targets...> [LABEL tier] [LABELS more...]
#              [TIMEOUT seconds] [THREADS]): one GoogleTest program, one ctest entry.
# LABEL names its tier (unit, contract, simulation, integration, real, bench); unit when absent.
# THREADS says that the program runs threads: it is built and run under ThreadSanitizer too, and
# gets the label `threads`. LABELS adds others.
option(DAYPASS_TSAN "Built with -fsanitize=thread" OFF)

# All programs that ThreadSanitizer is to see: tests/run builds this and nothing more.
add_custom_target(daypass_threads_tests)

# Sanitized programs run several times slower, and so do their time limits.
set(daypass_timeout_factor 1)
if("${CMAKE_CXX_FLAGS} ${CMAKE_CXX_FLAGS_DEBUG}" MATCHES "-fsanitize=")
  set(daypass_timeout_factor 4)
endif()

function(daypass_test name)
  cmake_parse_arguments(arg "THREADS" "LABEL;TIMEOUT" "SOURCES;LINKS;LABELS" ${ARGN})
  if(arg_UNPARSED_ARGUMENTS)
    message(FATAL_ERROR "daypass_test(${name}): unknown arguments ${arg_UNPARSED_ARGUMENTS}")
  endif()
  if(NOT arg_LABEL)
    set(arg_LABEL unit)
  endif()
  if(NOT arg_TIMEOUT)
    set(arg_TIMEOUT 120)
  endif()
  math(EXPR arg_TIMEOUT "${arg_TIMEOUT} * ${daypass_timeout_factor}")
  set(labels ${arg_LABEL} ${arg_LABELS})
  if(arg_THREADS)
    list(APPEND labels threads)
  endif()
  list(REMOVE_DUPLICATES labels)

  add_executable(${name} ${arg_SOURCES})
  target_link_libraries(${name} PRIVATE ${arg_LINKS} daypass_flags GTest::gtest GTest::gmock
    GTest::gtest_main)
  if(DAYPASS_TSAN)
    target_link_libraries(${name} PRIVATE daypass_tsan_shim)
  endif()
  if("threads" IN_LIST labels)
    add_dependencies(daypass_threads_tests ${name})
  endif()
  target_include_directories(${name} PRIVATE ${PROJECT_SOURCE_DIR}/tests)
  add_test(NAME ${name} COMMAND ${name})
  set_tests_properties(${name} PROPERTIES LABELS "${labels}" TIMEOUT ${arg_TIMEOUT})
endfunction()

if(DAYPASS_TSAN)
  add_subdirectory(${CMAKE_CURRENT_LIST_DIR}/support/tsan)
endif()
