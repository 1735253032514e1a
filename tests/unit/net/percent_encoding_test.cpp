#include "daypass/net/percent_encoding.hpp"

#include <gtest/gtest.h>

namespace daypass::net {
namespace {

TEST(PercentEncoding, EncodesAllButTheUnreserved) {
  EXPECT_EQ(encode_path_segment("Az09-._~"), "Az09-._~");
  EXPECT_EQ(encode_path_segment("a/b %?#"), "a%2Fb%20%25%3F%23");
  EXPECT_EQ(encode_query_value("employeeId eq 'O''1'&x=\xC3\xA9"),
            "employeeId%20eq%20%27O%27%271%27%26x%3D%C3%A9");
}

TEST(PercentEncoding, DecodesWhatItEncodes) {
  std::string every;
  for (int byte = 0; byte < 256; ++byte) every.push_back(static_cast<char>(byte));
  EXPECT_EQ(percent_decode(encode_query_value(every)), every);
  EXPECT_EQ(percent_decode("%c3%A9+"), "\xC3\xA9+");
}

TEST(PercentEncoding, RefusesABrokenEncoding) {
  for (const auto* text : {"%", "%4", "a%4", "%4g", "%g4", "%%41"}) {
    EXPECT_EQ(percent_decode(text), std::nullopt) << text;
  }
}

TEST(PercentEncoding, WritesAFormWithASecret) {
  ASSERT_TRUE(initialise_secret_memory(1 << 16));
  auto secret = secret_text::copy_of("a+b~c/d");
  ASSERT_TRUE(secret);
  wiped_buffer form;
  append_form_field(form, "client_id", "0 1");
  append_form_field(form, "client_secret", *secret);
  EXPECT_EQ(form.view(), "client_id=0%201&client_secret=a%2Bb~c%2Fd");
}

}  // namespace
}  // namespace daypass::net
