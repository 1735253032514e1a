# Counters in the code of lib/, wherever it is compiled: an inline function of a public header may
# come from the object of a test. What is counted is said in counted.txt; the rest gets no counters.
# Every program leaves its profile in build/PRESET/profiles when it exits, one file for each program
# (%m), into which its further runs are added. Threads count in the same counters: atomically.
option(DAYPASS_COVERAGE "Count what the tests run of lib (tests/coverage)" OFF)
if(DAYPASS_COVERAGE)
  add_compile_options(
    -fprofile-instr-generate=${CMAKE_BINARY_DIR}/profiles/%m.profraw -fprofile-update=atomic
    -fcoverage-mapping -fprofile-list=${CMAKE_CURRENT_LIST_DIR}/counted.txt)
  add_link_options(-fprofile-instr-generate)
endif()
