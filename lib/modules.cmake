# How a module of lib/ is declared. A module lib/<name> has its public headers under
# include/daypass/<name>, its sources under src, and is linked as daypass::<name>. What it names
# under DEPENDS is the dependency rule of the house: the tidy test checks includes against it.
find_package(Threads REQUIRED)
find_package(OpenSSL 3 REQUIRED)
find_package(fmt REQUIRED)
find_package(nlohmann_json REQUIRED)
find_package(spdlog REQUIRED)
find_package(valijson REQUIRED)
find_package(SQLite3 REQUIRED)
find_package(CLI11 REQUIRED)
find_package(prometheus-cpp REQUIRED)

add_library(daypass_flags INTERFACE)
target_compile_options(daypass_flags INTERFACE
  -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wno-sign-conversion -Wnon-virtual-dtor
  -Wold-style-cast -Woverloaded-virtual -Wimplicit-fallthrough -Werror
  # A member left out of a designated initialiser takes its default: that is the point of them.
  -Wno-missing-designated-field-initializers
  # Sources that are compiled as one unit don't mean each other's names.
  $<$<BOOL:$<TARGET_PROPERTY:UNITY_BUILD>>:-Wno-shadow>)

# Asio and Beast are compiled once (lib/boost.cpp), so including them costs each unit less.
add_library(daypass_boost STATIC ${CMAKE_CURRENT_LIST_DIR}/boost.cpp)
target_compile_definitions(daypass_boost PUBLIC
  BOOST_ASIO_SEPARATE_COMPILATION BOOST_BEAST_SEPARATE_COMPILATION BOOST_ASIO_NO_DEPRECATED)
target_link_libraries(daypass_boost PUBLIC OpenSSL::SSL OpenSSL::Crypto Threads::Threads)

# daypass_module(name DEPENDS <modules...> LIBRARIES <public libraries...>
#                PRIVATE_LIBRARIES <libraries that no public header includes...>)
function(daypass_module name)
  cmake_parse_arguments(arg "" "" "DEPENDS;LIBRARIES;PRIVATE_LIBRARIES" ${ARGN})
  file(GLOB sources CONFIGURE_DEPENDS ${CMAKE_CURRENT_SOURCE_DIR}/src/*.cpp)
  list(TRANSFORM arg_DEPENDS PREPEND daypass::)
  if(sources)
    add_library(daypass_${name} STATIC ${sources})
    target_include_directories(daypass_${name} PUBLIC include PRIVATE src)
    target_link_libraries(daypass_${name}
      PUBLIC ${arg_DEPENDS} ${arg_LIBRARIES}
      PRIVATE daypass_flags ${arg_PRIVATE_LIBRARIES})
  else()
    add_library(daypass_${name} INTERFACE)
    target_include_directories(daypass_${name} INTERFACE include)
    target_link_libraries(daypass_${name} INTERFACE ${arg_DEPENDS} ${arg_LIBRARIES})
  endif()
  add_library(daypass::${name} ALIAS daypass_${name})
endfunction()
