// Ten thousand hires who start on the same Monday at 08:00, under the limits that Graph documents.
#include "simulation/known_hard/scripted_world.hpp"

#include <gtest/gtest.h>

namespace daypass::simulation {
namespace {

constexpr std::uint64_t hires = 10'000;
/// Of the authentication methods: 5 requests in 10 s, and three of them until a pass is published.
constexpr auto lane_hours = hours{hires * 3 * 2 / 3600};
constexpr instant activation = monday + days{7} + hours{8};

struct counted {
  std::uint64_t served = 0;
  std::uint64_t accounts = 0;
  std::uint64_t passes = 0;
};

/// By one walk over the tenant: who could sign in now.
counted count(scripted_world& in) {
  std::map<std::string, std::string> code_of;
  folder_reader folder(in.of());
  for (const readable_pass& one : folder.look()) code_of[one.hire_id] = one.code;
  counted sum;
  for (const auto& one : in.of().graph.state().world.everyone()) {
    if (one.made_by == entra_simulator::actor::administrator) continue;
    ++sum.accounts;
    sum.passes += one.former.size() + (one.current ? 1 : 0);
    const auto code = code_of.find(one.values.text("employeeId"));
    sum.served += one.enabled() && one.current && one.current->starts_at == activation &&
                  code != code_of.end() && code->second == one.current->code;
  }
  return sum;
}

TEST(KnownHardMonday, ServesTenThousandWhoStartAtTheSameHour) {
  scripted_world in(quiet_plan(hires));
  in.of().graph.state().set.authentication_limit = true;
  for (std::uint64_t hire = 1; hire <= hires; ++hire) in.announce(activation, hire);

  in.run_coarsely_until(activation - hours{36}, days{30});
  const counted early = count(in);
  EXPECT_EQ(early.accounts, hires);
  EXPECT_GT(early.served, hires / 4) << "spread over the hours before";
  EXPECT_LT(early.served, hires) << "no faster than the lane allows";

  in.run_coarsely_until(activation - hours{48} + lane_hours + hours{3}, days{30});
  EXPECT_GE(count(in).served, hires * 9 / 10) << "the lane is used as far as it goes";

  in.run_coarsely_until(activation + minutes{1}, days{30});
  const counted then = count(in);
  EXPECT_EQ(then.served, hires);
  EXPECT_EQ(then.accounts, hires);
  EXPECT_EQ(then.passes, hires) << "none was issued twice";
  in.mishaps_are_over();
  in.run_coarsely_until(activation + minutes{30}, days{30});
  EXPECT_EQ(troubles_of(in.finish()), "");
}

}  // namespace
}  // namespace daypass::simulation
