// Canonical forms, and the digest that they make comparable.
#include "events.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <random>
#include <set>

namespace daypass::hr {
namespace {

hire_event event_with(const std::string& members) {
  return good(structured_record(
      structured("changed", R"({"employeeId":"1","revision":2,)" + members + "}")));
}

TEST(CanonicalForms, TrimAndCapitalise) {
  const auto event = event_with(
      R"("givenName":"\t Zoë ","country":"de","usageLocation":"gB","startTime":"09:30:00",)"
      R"("userPrincipalName":" Zoe.O'Hara@contoso.example ")");
  EXPECT_EQ(said(event, field::given_name), "Zoë");
  EXPECT_EQ(said(event, field::country), "DE");
  EXPECT_EQ(said(event, field::usage_location), "GB");
  EXPECT_EQ(said(event, field::start_time), "09:30");
  EXPECT_EQ(said(event, field::user_principal_name), "Zoe.O'Hara@contoso.example");
}

TEST(CanonicalForms, ClearOptionalTextThatIsBlank) {
  EXPECT_EQ(said(event_with(R"("department":"  ")"), field::department), "(cleared)");
  EXPECT_EQ(said(event_with(R"("jobTitle":"")"), field::job_title), "(cleared)");
}

TEST(CanonicalForms, KeepZonesAsGiven) {
  const std::map<std::string, std::string> zones = {
      {"Asia/Calcutta", "zone:Asia/Calcutta"},
      {"Pacific Standard Time", "zone:Pacific Standard Time"},
      {"+05:30", "zone:+05:30"},
      {" Europe/Berlin ", "zone:Europe/Berlin"}};
  for (const auto& [given, kept] : zones) {
    EXPECT_EQ(said(event_with(fmt::format(R"("timeZone":"{}")", given)), field::place), kept);
  }
}

TEST(CanonicalForms, TakeTheZoneBeforeTheSite) {
  EXPECT_EQ(said(event_with(R"("timeZone":"UTC","site":"BER")"), field::place), "zone:UTC");
  EXPECT_EQ(said(event_with(R"("timeZone":null,"site":"BER")"), field::place), "site:BER");
  EXPECT_EQ(said(event_with(R"("timeZone":"UTC","site":null)"), field::place), "zone:UTC");
}

TEST(CanonicalForms, AreFixedPoints) {
  const std::array spellings = {"  ada ", "Ada", "ADA", "\\tada"};
  for (const auto* const spelling : spellings) {
    const auto once = good(structured_record(
        structured("rescinded", fmt::format(R"({{"hireId":"{}","revision":1}})", spelling))));
    const auto twice = good(structured_record(structured(
        "rescinded", fmt::format(R"({{"hireId":"{}","revision":1}})", once.key.hire_id))));
    EXPECT_EQ(once.key.hire_id, "ADA");
    EXPECT_EQ(twice.key, once.key);
    EXPECT_EQ(twice.digest, once.digest);
  }
}

TEST(CanonicalForms, DoNotDependOnTheOrderOfMembers) {
  std::vector<std::string> members = {R"("employeeId":"1")",    R"("revision":2)",
                                      R"("department":"R&D")",  R"("country":"DE")",
                                      R"("timeZone":"UTC")",    R"("startDate":"2026-12-01")",
                                      R"("managerEmail":null)", R"("givenName":"Zoë")"};
  std::set<event_digest> digests;
  std::mt19937 generator(7);  // NOLINT(cert-msc51-cpp): the same orders every time
  for (int round = 0; round < 50; ++round) {
    std::shuffle(members.begin(), members.end(), generator);
    digests.insert(good(structured_record(structured(
                            "changed", fmt::format("{{ {} }}", fmt::join(members, " ,\n")))))
                       .digest);
  }
  EXPECT_EQ(digests.size(), 1U);
}

TEST(Digest, DiffersWithTheMeaningAndNotWithTheId) {
  const std::vector<std::string> meanings = {
      R"({"employeeId":"1","revision":1})",
      R"({"employeeId":"2","revision":1})",
      R"({"employeeId":"1","revision":2})",
      R"({"employeeId":"1","revision":1,"department":"A"})",
      R"({"employeeId":"1","revision":1,"department":null})",
      R"({"employeeId":"1","revision":1,"jobTitle":"A"})",
      R"({"employeeId":"1","revision":1,"department":"12:x","jobTitle":"y"})",
      R"({"employeeId":"1","revision":1,"department":"12:","jobTitle":"xy"})"};
  std::set<event_digest> digests;
  for (const auto& meaning : meanings) {
    const auto one = good(binary_record("changed", meaning));
    const auto same = good(with(binary_record("changed", meaning), "ce_id", "another"));
    EXPECT_EQ(one.digest, same.digest);
    digests.insert(one.digest);
  }
  digests.insert(good(binary_record("rescinded", meanings[0])).digest);
  EXPECT_EQ(digests.size(), meanings.size() + 1);
}

}  // namespace
}  // namespace daypass::hr
