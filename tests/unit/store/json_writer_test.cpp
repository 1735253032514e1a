#include "json_writer.hpp"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace daypass::store {
namespace {

std::string written(std::string_view text) {
  json_writer out;
  out.text(text);
  return out.take();
}

TEST(JsonWriter, EveryPairOfBytesIsValidJsonAndUtf8) {
  for (int first = 0; first < 256; ++first) {
    for (int second = 0; second < 256; ++second) {
      const std::string text = {static_cast<char>(first), static_cast<char>(second)};
      const auto read = nlohmann::json::parse(written(text), nullptr, false);
      ASSERT_TRUE(read.is_string()) << first << ' ' << second;
      if (first < 0x80 && second < 0x80) {
        EXPECT_EQ(read.get<std::string>(), text);
      }
    }
  }
}

TEST(JsonWriter, KeepsWhatIsUtf8AndReplacesWhatIsNot) {
  for (const std::string_view kept : {"\xC2\x80", "\xDF\xBF", "\xE0\xA0\x80", "\xED\x9F\xBF",
                                      "\xEF\xBF\xBF", "\xF0\x90\x80\x80", "\xF4\x8F\xBF\xBF"}) {
    EXPECT_EQ(written(kept), '"' + std::string(kept) + '"');
  }
  for (const std::string_view refused :
       {"\xC0\xAF", "\xE0\x9F\x80", "\xED\xA0\x80", "\xF0\x8F\x80\x80", "\xF4\x90\x80\x80",
        "\xF5\x80\x80\x80", "\xE2\x82", "\x80"}) {
    EXPECT_EQ(written(refused).find(refused), std::string::npos);
  }
}

TEST(JsonWriter, PutsCommasWhereTheyBelong) {
  json_writer out;
  out.begin_object();
  out.key("a");
  out.begin_array();
  out.number(std::int64_t{-1});
  out.boolean(true);
  out.null();
  out.begin_object();
  out.end_object();
  out.text("{[:");
  out.text("x");
  out.end_array();
  out.key("b");
  out.number(std::uint64_t{18'446'744'073'709'551'615U});
  out.end_object();
  EXPECT_EQ(out.take(), R"({"a":[-1,true,null,{},"{[:","x"],"b":18446744073709551615})");
}

}  // namespace
}  // namespace daypass::store
