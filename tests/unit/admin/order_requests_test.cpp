#include "order_requests.hpp"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace daypass::admin {
namespace {

struct refused {
  std::string body;
  std::string words;
};

TEST(OrderRequest, ThatIsWrongIsRefusedInWords) {
  const std::vector<refused> table = {
      {"", "the body is no JSON object"},
      {"[]", "the body is no JSON object"},
      {"\"hold\"", "the body is no JSON object"},
      {std::string(60'000, '['), "the body is no JSON object"},
      {"{\"hire\": \"E1\", \"kind\": \"hold\", \"why\": \"\xff\"}", "the body is no JSON object"},
      {R"({"hire": "E1", "kind": "hold", "because": "x"})", "unknown member \"because\""},
      {R"({"hire": "E1"})", "\"kind\" is missing"},
      {R"({"hire": "E1", "kind": 7})", "\"kind\" is to be text on one line, of 1 to 40 bytes"},
      {R"({"hire": "E1", "kind": "delete"})",
       "\"kind\" is one of hold, release, retry, reissue, revoke, adopt"},
      {R"({"kind": "retry"})", "\"hire\" is missing"},
      {R"({"hire": "", "kind": "retry"})", "\"hire\" is to be text on one line, of 1 to 200 bytes"},
      {R"({"hire": null, "kind": "retry"})",
       "\"hire\" is to be text on one line, of 1 to 200 bytes"},
      {R"({"hire": "E1", "kind": "revoke"})", "\"why\" is missing"},
      {R"({"hire": "E1", "kind": "revoke", "why": ""})",
       "\"why\" is to be text on one line, of 1 to 500 bytes"},
      {R"({"hire": "E1", "kind": "revoke", "why": "two\nlines"})",
       "\"why\" is to be text on one line, of 1 to 500 bytes"},
      {R"({"hire": "E1", "kind": "retry", "why": ")" + std::string(501, 'w') + "\"}",
       "\"why\" is to be text on one line, of 0 to 500 bytes"},
  };
  for (const refused& one : table) {
    const auto read = parse_order(one.body);
    ASSERT_FALSE(read) << one.body;
    EXPECT_EQ(read.error(), one.words) << one.body.substr(0, 100);
  }
}

TEST(OrderRequest, IsRead) {
  const auto read = parse_order(R"({"hire": "E1", "kind": "hold", "why": "ask HR"})");
  ASSERT_TRUE(read) << read.error();
  EXPECT_EQ(read->hire, "E1");
  EXPECT_EQ(read->kind, order_kind::hold);
  EXPECT_EQ(read->why, "ask HR");
}

TEST(BulkRequest, ThatIsWrongIsRefusedInWords) {
  const std::string either = "give either \"reason\" or \"all\": true";
  const std::vector<refused> table = {
      {R"({"kind": "revoke", "all": true})", "only retry is given in bulk"},
      {R"({"kind": "retry"})", either},
      {R"({"kind": "retry", "all": false})", either},
      {R"({"kind": "retry", "all": 1})", either},
      {R"({"kind": "retry", "all": true, "reason": "refused"})", either},
      {R"({"kind": "retry", "reason": "bored"})", "\"reason\" is no reason there is"},
      {R"({"kind": "retry", "reason": "none"})", "\"reason\" is no reason there is"},
      {R"({"kind": "retry", "hire": "E1"})", "unknown member \"hire\""},
  };
  for (const refused& one : table) {
    const auto read = parse_bulk(one.body);
    ASSERT_FALSE(read) << one.body;
    EXPECT_EQ(read.error(), one.words) << one.body;
  }
  EXPECT_EQ(parse_bulk(R"({"kind": "retry", "reason": "refused"})")->why, reason::refused);
  EXPECT_EQ(parse_bulk(R"({"kind": "retry", "all": true})")->why, std::nullopt);
}

TEST(Acknowledgement, IsOfLostEventsOnly) {
  EXPECT_EQ(parse_acknowledgement(R"({"what": "events_lost"})"), "events_lost");
  EXPECT_EQ(parse_acknowledgement(R"({"what": "everything"})").error(),
            "\"what\" can be events_lost only");
}

}  // namespace
}  // namespace daypass::admin
