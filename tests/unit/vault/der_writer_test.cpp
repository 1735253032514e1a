#include "der_writer.hpp"

#include <gtest/gtest.h>

#include <array>
#include <string>

namespace daypass::vault {
namespace {

TEST(DerWriter, WritesLengthsInTheirShortestForm) {
  std::string room(70'000, '\0');
  for (const auto& [size, head] : {std::pair<std::size_t, std::string>{0, {"\x04\x00", 2}},
                                   {127, "\x04\x7f"},
                                   {128, "\x04\x81\x80"},
                                   {255, "\x04\x81\xff"},
                                   {256, std::string("\x04\x82\x01\x00", 4)},
                                   {65'536, std::string("\x04\x83\x01\x00\x00", 5)}}) {
    der_writer out(room);
    out.value(der_tag::octet_string, std::string(size, 'x'));
    EXPECT_EQ(out.written(), head + std::string(size, 'x')) << size;
  }
}

TEST(DerWriter, PutsWhatIsWrittenLastFirst) {
  std::array<char, 16> room{};
  der_writer out(room);
  const auto end = out.mark();
  out.raw("b");
  out.raw("a");
  out.wrap(der_tag::sequence, end);
  EXPECT_EQ(out.written(),
            "\x30\x02"
            "ab");
}

}  // namespace
}  // namespace daypass::vault
