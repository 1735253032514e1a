#include "support.hpp"

#include <gmock/gmock.h>

#include <algorithm>

namespace daypass::config {
namespace {

TEST(Settings, OfTheSmallestFileAreTheDefaults) {
  const loaded made = load_text(minimal, "d.toml", zones());
  EXPECT_EQ(all_of(made), "");
  EXPECT_EQ(made.values.limits, planner::limits{});
  EXPECT_EQ(made.values.kafka.brokers, (std::vector<endpoint>{{"localhost", 9092}}));
  EXPECT_EQ(made.values.graph.sign_in, sign_in_method::client_secret);
  EXPECT_EQ(made.values.graph.cloud, cloud_name::global);
  EXPECT_EQ(made.values.profiles.at("standard").name, "standard");
  EXPECT_EQ(made.values.sources.at("https://hr.example/hires").population, "default");
}

TEST(Settings, AreReadInEveryForm) {
  const loaded made = load_text(
      minimal +
          "local_start = \"06:30\"\nlifetime = \"90m\"\nforeign_pass = \"replace\"\n"
          "[admin]\nmetrics = \"unix:/run/daypass/metrics.sock\"\n"
          "[limits]\nretry_first = \"250ms\"\n[sites]\nPune = \"+05:30\"\n"
          "[logging]\nlevel = \"warning\"\nformat = \"json\"\n[process]\nshutdown_grace = \"5s\"\n",
      "d.toml", zones());
  EXPECT_EQ(all_of(made), "");
  const profile& standard = made.values.profiles.at("standard");
  EXPECT_EQ(standard.local_start, minutes{390});
  EXPECT_EQ(standard.pass_lifetime, minutes{90});
  EXPECT_EQ(standard.foreign_pass, foreign_pass_rule::replace);
  EXPECT_EQ(made.values.admin.metrics.socket, "/run/daypass/metrics.sock");
  EXPECT_EQ(made.values.limits.retry_first, milliseconds{250});
  EXPECT_EQ(made.values.sites.at("Pune"), "UTC+05:30");
  EXPECT_EQ(made.values.logging.level, log_level::warning);
  EXPECT_EQ(made.values.logging.format, log_format::json);
  EXPECT_EQ(made.values.process.shutdown_grace, seconds{5});
}

TEST(Settings, OfKafkaWithSaslAndGraphElsewhereAreRead) {
  std::string text = changed("[kafka]\n",
                             "[kafka]\nsecurity = \"sasl_tls\"\nmechanism = \"plain\"\n"
                             "username = \"daypass\"\npassword = \"env:KAFKA_PASSWORD\"\n");
  text.replace(
      text.find("[graph]\n"), 8,
      "[graph]\ncloud = \"custom\"\nhost = \"graph.microsoft.us\"\nlogin_host = \"[::1]:8443\"\n"
      "methods_per_second = 0.5\nwrites_per_second = 20\n");
  const loaded made = load_text(text, "d.toml", zones());
  EXPECT_EQ(all_of(made), "");
  EXPECT_EQ(made.values.kafka.mechanism, sasl_mechanism::plain);
  EXPECT_EQ(made.values.kafka.password,
            (secret_reference{secret_place::environment, "KAFKA_PASSWORD"}));
  EXPECT_EQ(made.values.graph.host, (endpoint{"graph.microsoft.us", 443}));
  EXPECT_EQ(made.values.graph.login_host, (endpoint{"::1", 8443}));
  EXPECT_EQ(made.values.graph.methods_per_second, 0.5);
  EXPECT_EQ(made.values.graph.writes_per_second, 20.0);
  EXPECT_EQ(made.values.graph.reads_per_second, std::nullopt);
}

TEST(Settings, OfAllProblemsAreToldAtOnceInTheOrderOfTheFile) {
  std::string text = changed("[kafka]\n", "[kafka]\ngroop = \"x\"\nsession_timeout = \"1h\"\n");
  text += "lifetime = \"8\"\n[logging]\nlevel = \"trace\"\n[sites]\nBER = \"EST\"\n";
  const loaded made = load_text(text, "d.toml", zones());
  ASSERT_EQ(made.problems.size(), 5U);
  EXPECT_TRUE(
      std::ranges::is_sorted(made.problems, {}, [](const problem& one) { return one.at.line; }));
  EXPECT_FALSE(made.usable());
}

TEST(Settings, TakeFindingsOfOthersInTheirPlace) {
  loaded made = load_text(minimal, "d.toml", zones());
  made.add(config_errc::contradiction, "graph.tenant_id", "is another tenant's", "mend it");
  EXPECT_EQ(all_of(made), "d.toml:7:13: error: graph.tenant_id is another tenant's: mend it\n");
  EXPECT_FALSE(made.usable());
}

TEST(Settings, AreUsableWithAWarning) {
  loaded made = load_text(minimal, "d.toml", zones());
  made.add(config_errc::unfit_certificate, "sealed.recipients", "(a.pem) has expired", "renew it");
  EXPECT_THAT(all_of(made), testing::HasSubstr("warning: sealed.recipients (a.pem) has expired"));
  EXPECT_TRUE(made.usable());
}

TEST(Settings, OfAFileThatIsNotThereAreOneProblem) {
  const scratch_folder folder;
  const auto file = folder.path("none.toml");
  const loaded made = load_file(file, zones(), all_is_there());
  EXPECT_EQ(all_of(made), file.string() +
                              ": error: the file can't be read: check the path, and that the "
                              "daemon's user may read it\n");
  EXPECT_EQ(load_file(folder.path(""), zones(), all_is_there()).problems.at(0).code,
            config_errc::file_unreadable);
}

TEST(Settings, OfAFileAreHeldAgainstTheMachine) {
  const scratch_folder folder;
  const auto file = folder.write("d.toml", minimal);
  EXPECT_EQ(all_of(load_file(file, zones(), all_is_there())), "");
  const loaded made = load_file(file, zones(), this_machine());
  EXPECT_FALSE(made.usable()) << "nothing of it is on the machine that runs tests";
}

TEST(Settings, GiveThePlannerItsPolicy) {
  loaded made = load_text(minimal + "[limits]\noverdue_after = \"6d\"\n", "d.toml", zones());
  const planner::policy policy = make_policy(made.values, {"ab", "cd"});
  EXPECT_EQ(policy.bounds.overdue_after, days{6});
  ASSERT_NE(policy.find_profile("standard"), nullptr);
  EXPECT_EQ(policy.find_profile("standard")->recipients, (std::vector<std::string>{"ab", "cd"}));
  EXPECT_EQ(policy.tenant, std::nullopt);
}

}  // namespace
}  // namespace daypass::config
