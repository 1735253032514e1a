// Events that are understood, in both modes.
#include "events.hpp"

#include <gtest/gtest.h>

#include <map>
#include <utility>

namespace daypass::hr {
namespace {

TEST(GoodEvents, AreTheSameInBothModes) {
  const auto one = good(structured_record(structured("announced", announced_data())));
  const auto other = good(binary_record("announced", announced_data()));
  EXPECT_EQ(one.key, (hire_key{"default", "A12"}));
  EXPECT_EQ(one.id, (event_id{"/hr", "e-1"}));
  EXPECT_EQ(one.kind, event_kind::announced);
  EXPECT_EQ(one.order, 1);
  EXPECT_EQ(one.received_at, arrival);
  EXPECT_EQ(one.key, other.key);
  EXPECT_EQ(one.id, other.id);
  EXPECT_EQ(one.changes, other.changes);
  EXPECT_EQ(one.digest, other.digest);
}

TEST(GoodEvents, NameEveryFieldButStatusWhenAnnounced) {
  const auto event = good(structured_record(structured("announced", announced_data())));
  EXPECT_FALSE(event.changes.names(field::status));
  for (std::size_t index = 1; index < field_count; ++index) {
    EXPECT_TRUE(event.changes.names(static_cast<field>(index))) << index;
  }
  EXPECT_EQ(said(event, field::employee_id), "a12");
  EXPECT_EQ(said(event, field::given_name), "Ada");
  EXPECT_EQ(said(event, field::place), "zone:Europe/Berlin");
  EXPECT_EQ(said(event, field::department), "(cleared)");
}

TEST(GoodEvents, SayWhatTheirMembersSay) {
  const std::map<std::string, std::pair<field, std::string>> members = {
      {"employeeId", {field::employee_id, "a12"}},
      {"givenName", {field::given_name, "Ada"}},
      {"surname", {field::surname, "Byron"}},
      {"displayName", {field::display_name, "Ada Byron"}},
      {"startDate", {field::start_date, "2026-11-30"}},
      {"startTime", {field::start_time, "09:30"}},
      {"userPrincipalName", {field::user_principal_name, "ada@contoso.example"}},
      {"employeeType", {field::employee_type, "Employee"}},
      {"department", {field::department, "R&D"}},
      {"jobTitle", {field::job_title, "Countess"}},
      {"companyName", {field::company_name, "Contoso"}},
      {"country", {field::country, "DE"}},
      {"usageLocation", {field::usage_location, "GB"}},
      {"managerEmployeeId", {field::manager_employee_id, "c1"}},
      {"managerEmail", {field::manager_email, "charles@contoso.example"}},
      {"profile", {field::profile, "field-sales"}},
  };
  std::string data = R"({"hireId":"h1","revision":2)";
  for (const auto& [name, said] : members) data += ",\"" + name + "\":\"" + said.second + "\"";
  const auto event = good(structured_record(structured("changed", data + "}")));
  for (const auto& [name, told] : members) EXPECT_EQ(said(event, told.first), told.second) << name;
}

TEST(GoodEvents, NameOnlyWhatChanged) {
  const auto event = good(structured_record(structured(
      "changed",
      R"({"employeeId":"a12","revision":2,"startDate":"2026-12-07","managerEmail":null})")));
  EXPECT_EQ(said(event, field::start_date), "2026-12-07");
  EXPECT_EQ(said(event, field::manager_email), "(cleared)");
  EXPECT_EQ(said(event, field::surname), "(not named)");
  EXPECT_EQ(said(event, field::place), "(not named)");
  EXPECT_EQ(said(event, field::employee_id), "(not named)") << "it is the key here";
}

TEST(GoodEvents, ChangeTheEmployeeIdWhereItIsNotTheKey) {
  const auto set = good(structured_record(
      structured("changed", R"({"hireId":"req-7","employeeId":"a12","revision":2})")));
  EXPECT_EQ(set.key.hire_id, "REQ-7");
  EXPECT_EQ(said(set, field::employee_id), "a12");
  const auto cleared = good(structured_record(
      structured("changed", R"({"hireId":"req-7","employeeId":null,"revision":2})")));
  EXPECT_EQ(said(cleared, field::employee_id), "(cleared)");
}

TEST(GoodEvents, FollowTheKeyOfTheirSource) {
  const std::string both = R"({"hireId":"h1","employeeId":"e1","revision":1})";
  EXPECT_EQ(good(binary_record("rescinded", both, "/hr")).key, (hire_key{"default", "H1"}));
  EXPECT_EQ(good(binary_record("rescinded", both, "/hr/ids")).key, (hire_key{"abroad", "H1"}));
  EXPECT_EQ(good(binary_record("rescinded", both, "/hr/numbers")).key, (hire_key{"default", "E1"}));
}

TEST(GoodEvents, AreOrderedByTimeWhereTheSourceIs) {
  const auto event = good(with(binary_record("announced", announced_data(""), "/hr/timed"),
                               "CE_Time", "2026-11-21T10:00:00.25+01:00"));
  EXPECT_EQ(event.ordered_by, event_order::time);
  EXPECT_EQ(event.order, (arrival - hours{3} + milliseconds{250}).time_since_epoch().count());
}

TEST(GoodEvents, MayBeExactlyADayAhead) {
  EXPECT_EQ(good(with(binary_record("announced", announced_data(""), "/hr/timed"), "ce_time",
                      "2026-11-22T12:00:00Z"))
                .order,
            (arrival + hours{24}).time_since_epoch().count());
}

TEST(GoodEvents, RescindWhateverElseTheySay) {
  const auto event = good(structured_record(structured(
      "rescinded",
      R"({"employeeId":" a12 ","revision":3,"reason":"No\nshow\u202E","startDate":7,"x":[{}]})")));
  EXPECT_EQ(event.kind, event_kind::rescinded);
  EXPECT_EQ(event.key.hire_id, "A12");
  EXPECT_EQ(event.reason, "No show");
  EXPECT_EQ(event.changes, field_changes{});
}

TEST(GoodEvents, KeepFiveHundredCharactersOfTheReason) {
  std::string reason;
  for (int character = 0; character < 900; ++character) reason += "ß";
  const auto event = good(structured_record(
      structured("rescinded", R"({"employeeId":"1","revision":3,"reason":")" + reason + "\"}")));
  EXPECT_EQ(event.reason.size(), 1000U);
}

TEST(GoodEvents, TakeAnyCaseOfHeadersAndAnyJsonType) {
  auto record = binary_record("announced", announced_data());
  for (auto& [name, value] : record.headers) {
    for (char& letter : name) letter = static_cast<char>(std::toupper(letter));
  }
  good(record);
  good(with(record, "CONTENT-TYPE", "application/vnd.hr+json;v=1"));
  good(with(record, "CONTENT-TYPE", "text/json"));
  good(without(record, "CONTENT-TYPE"));
  good(with(structured_record(structured("announced", announced_data())), "content-type",
            "Application/CloudEvents+JSON"));
}

TEST(GoodEvents, KeepExtensionsOfOthersOut) {
  good(structured_record(
      structured("announced", announced_data(),
                 R"("id":"e-1","source":"/hr","traceparent":"00-1","partitionkey":"7",)"
                 R"("sampled":true,"datacontenttype":"application/json","time":"whenever")")));
  auto record = with(binary_record("announced", announced_data()), "ce_traceparent", "\xFF");
  good(with(with(std::move(record), "b3", "1"), "ce_" + std::string(100, 'x'), "1"));
}

TEST(OtherTypes, ArePassedOverWhateverTheyHold) {
  const auto passed = [](const raw_event& record) {
    return std::holds_alternative<passed_over>(decoder().decode(record));
  };
  EXPECT_TRUE(passed(structured_record(R"({"type":"payroll.run.v1"})")));
  EXPECT_TRUE(passed(structured_record(R"({"type":"hr.hire.announced.v2"})")));
  EXPECT_TRUE(passed(
      structured_record(R"({"x":")" + std::string(3'000'000, 'x') + R"(","type":"blob.v1"})")));
  EXPECT_TRUE(passed(with(binary_record("announced", "\xFF no JSON"), "ce_type", "blob.v1")));
  auto tombstone = with(binary_record("announced", ""), "ce_type", "blob.v1");
  tombstone.value.reset();
  EXPECT_TRUE(passed(tombstone));
}

}  // namespace
}  // namespace daypass::hr
