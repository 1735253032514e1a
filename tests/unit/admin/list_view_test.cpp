// Lists against golden text.
#include "text_table.hpp"

#include "daypass/admin/views.hpp"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace daypass::admin {
namespace {

using std::chrono::sys_days;

const instant noon = sys_days{std::chrono::year{2026} / 11 / 21} + hours{12};

std::vector<listed_onboarding> three_hires() {
  return {{.key = {"contoso", "E1001"},
           .where = standing::parked,
           .why = reason::soft_deleted_holder,
           .ended = ending::none,
           .since = noon,
           .due_at = never,
           .activation_at = noon + days{9}},
          {.key = {"contoso", "E2"},
           .where = standing::waiting,
           .why = reason::none,
           .ended = ending::none,
           .since = noon,
           .due_at = noon + hours{1},
           .activation_at = std::nullopt},
          {.key = {"contoso", "E3"},
           .where = standing::settled,
           .why = reason::none,
           .ended = ending::registered,
           .since = noon,
           .due_at = never,
           .activation_at = noon - days{1}}};
}

TEST(ListView, IsATable) {
  EXPECT_EQ(list_as_text(three_hires()),
            "HIRE           STANDING  WHY                  SINCE                 NEXT LOOK       "
            "      ACTIVATION\n"
            "contoso/E1001  parked    soft_deleted_holder  2026-11-21T12:00:00Z  -               "
            "      2026-11-30T12:00:00Z\n"
            "contoso/E2     waiting   -                    2026-11-21T12:00:00Z  "
            "2026-11-21T13:00:00Z  -\n"
            "contoso/E3     settled   registered           2026-11-21T12:00:00Z  -               "
            "      2026-11-20T12:00:00Z\n"
            "3 hires\n");
  EXPECT_EQ(list_as_text({}), "no hires\n");
}

TEST(ListView, IsJson) {
  const auto read = nlohmann::json::parse(list_as_json(three_hires()));
  ASSERT_EQ(read.size(), 3U);
  EXPECT_EQ(read[0], (nlohmann::json{{"hire", "contoso/E1001"},
                                     {"population", "contoso"},
                                     {"hire_id", "E1001"},
                                     {"standing", "parked"},
                                     {"reason", "soft_deleted_holder"},
                                     {"ending", "none"},
                                     {"since", "2026-11-21T12:00:00Z"},
                                     {"due_at", nullptr},
                                     {"activation_at", "2026-11-30T12:00:00Z"}}));
  EXPECT_EQ(list_as_json({}), "[]\n");
}

std::vector<quarantined_event> two_letters() {
  quarantined_event one{
      .number = 2, .code = "not_json", .what = "the value is no JSON", .at = noon};
  one.raw = {.partition = {"hr.hires", 3}, .offset = 17, .key = "E1", .value = "{\xff\x1b[31m"};
  one.raw.headers = {{"ce_type", "x"}};
  one.raw.produced_at = noon;
  one.raw.received_at = noon;
  quarantined_event other{
      .number = 1, .code = "tombstone", .what = "the value is null", .at = noon};
  other.raw.partition = {"hr.hires", 0};
  other.delivered = true;
  return {one, other};
}

TEST(DeadLetterView, IsATable) {
  EXPECT_EQ(dead_letters_as_text(two_letters()),
            R"(NUMBER  AT                    FROM           CODE       ON THE TOPIC  WHAT
2       2026-11-21T12:00:00Z  hr.hires/3@17  not_json   not yet       the value is no JSON
1       2026-11-21T12:00:00Z  hr.hires/0@0   tombstone  yes           the value is null
2 dead letters
)");
  EXPECT_EQ(dead_letters_as_text({}), "no dead letters\n");
}

TEST(DeadLetterView, IsJsonWithTheBytesAsFarAsTheyAreText) {
  const auto read = nlohmann::json::parse(dead_letters_as_json(two_letters()));
  EXPECT_EQ(read[0].at("value"), "{\xef\xbf\xbd\x1b[31m");
  EXPECT_EQ(read[0].at("headers")[0].at("name"), "ce_type");
  EXPECT_EQ(read[0].at("offset"), 17);
  EXPECT_TRUE(read[1].at("value").is_null());
  EXPECT_TRUE(read[1].at("delivered"));
}

TEST(TextTable, CountsCharactersAndKeepsTerminalsSafe) {
  EXPECT_EQ(text_table({{"Zoë", "x"}, {"Anna", "y"}}), "Zoë   x\nAnna  y\n");
  EXPECT_EQ(text_table({{"a\x1b[31m\nb", ""}}, 2), "  a?[31m?b\n");
  EXPECT_EQ(safe_for_terminal("a\xc2\x9b"
                              "31m"),
            "a?31m");
  EXPECT_EQ(text_table({}), "");
}

TEST(Cure, NamesTheHire) {
  EXPECT_EQ(cure_for({"contoso", "HIRE1"}, reason::soft_deleted_holder),
            "purge or restore the deleted account in Entra, then retry contoso/HIRE1");
  EXPECT_EQ(cure_for({"contoso", "E1"}, reason::none), "");
}

}  // namespace
}  // namespace daypass::admin
