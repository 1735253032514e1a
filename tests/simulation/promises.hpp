#pragma once
// The promises of the design, checked from outside: every account, pass, code, file, offset and
// letter of the simulated world, what HR and operators said, and what operators are shown. Knows
// nothing of the daemon's records, and uses none of its code to say what is right.

#include "simulation/conditions.hpp"
#include "simulation/life.hpp"
#include "simulation/readable.hpp"
#include "simulation/world.hpp"

#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace daypass::simulation {

/// A promise found broken.
struct broken_promise {
  std::string rule;        ///< "promise 3: rescinded and enabled", "liveness: no pass".
  std::uint64_t hire = 0;  ///< Number; 0: nobody's.
  instant at{};
  std::string words;
};

class promises {
 public:
  explicit promises(world& of);

  /// Looks at the world now; cheap where nothing has changed. To be called before time moves on.
  void look();

  /// Once mishaps have ended and the daemon has had its time. Null: it does not even run.
  void look_at_end(life* running);

  [[nodiscard]] const std::vector<broken_promise>& broken() const { return broken_; }

  /// What readers of the folder find now.
  [[nodiscard]] folder_reader& folder() { return folder_; }

  /// How many hires could work at some activation of theirs.
  [[nodiscard]] std::uint64_t served_hires() const;

  /// An administrator or somebody with the folder did this to a hire's account or file.
  void note_act(const hire_plan& hire, mishap what);

 private:
  /// When the daemon surely had heard what HR said.
  struct hearing {
    std::optional<instant> told_at;
    duration calm{};
    std::optional<instant> known_at;

    void follow(std::optional<instant> told, duration calm_time, instant now);
  };

  /// What the checker remembers of one hire.
  struct memory {
    bool left_to_people = false;  ///< What was done to it leaves no right end but rest.
    bool file_removed = false;    ///< By hand, which nobody can see who does not read the folder.
    bool name_was_held = false;   ///< By a soft-deleted account, before this one was made.
    int losses = 0;               ///< Of passes of ours that others deleted.
    duration calm_since_loss{};   ///< Before the activation, in which it can be made good.
    std::optional<instant> first_usable;   ///< Of any pass of ours.
    std::map<instant, instant> served_at;  ///< Activation -> when a secret opened its pass.
    hearing closing;                       ///< Of the lock-out wanted now.
    hearing start;                         ///< Of the start that holds now.
  };

  using user = entra_simulator::user;

  void hear_hr();
  void complain(const std::string& rule, std::uint64_t hire, const std::string& words);
  void remember(const hire_plan& hire, const hr_truth& truth, duration passed, bool calm);

  // promises_of_accounts.cpp
  void one_account_each();
  /// By an administrator, while the answer to its creation may have been lost.
  [[nodiscard]] bool was_renamed_unseen(const hire_plan& hire) const;
  void colleagues_are_left_alone();
  void others_acts_stand(const hire_plan& hire);
  [[nodiscard]] bool locked_out_since(const hire_plan& hire, instant since) const;
  void locked_out(const hire_plan& hire, const hr_truth& truth);
  [[nodiscard]] bool lockout_wanted(const hire_plan& hire, const hr_truth& truth) const;
  [[nodiscard]] bool lockout_unclear(const hire_plan& hire, const hr_truth& truth) const;
  [[nodiscard]] instant first_activation(const hire_plan& hire) const;
  [[nodiscard]] bool authority_over(const hire_plan& hire, const hr_truth& truth) const;
  void look_whose_accounts();
  [[nodiscard]] const std::vector<user*>& accounts_of(const hire_plan& hire) const;

  // promises_of_passes.cpp
  void secrets_open_passes();
  void right_hour(const hire_plan& hire, const hr_truth& truth);
  void served(const hire_plan& hire, const hr_truth& truth);
  [[nodiscard]] static bool loss_is_unmended(const memory& mine);
  [[nodiscard]] bool pass_expected(const hire_plan& hire, const hr_truth& truth) const;
  [[nodiscard]] bool name_held_by_deleted(const hire_plan& hire) const;
  [[nodiscard]] bool opened_now(const hire_plan& hire);

  // promises_at_end.cpp
  void poison_is_shown(life& running);
  void rests_with_a_reason(life& running);
  void no_code_outside();
  void waits_where_told();

  [[nodiscard]] std::optional<order_kind> standing_order(const hire_plan& hire) const;
  /// When an operator revoked, if that stands.
  [[nodiscard]] std::optional<instant> revoked_at(const hire_plan& hire) const;
  [[nodiscard]] bool was_ordered(const hire_plan& hire, order_kind kind) const;

  world& of_;
  folder_reader folder_;
  conditions held_;
  std::vector<broken_promise> broken_;
  std::set<std::string> told_;
  std::map<std::uint64_t, memory> memories_;
  std::map<std::string, std::vector<user*>, std::less<>> accounts_;  ///< By employeeId, now.
  std::vector<hr_truth> truths_;  ///< Of the plan's hires, by HR's words so far.
  std::size_t words_heard_ = ~0ULL;
  std::uint64_t changes_seen_ = ~0ULL;
  bool was_calm_ = false;
  instant looked_at_{};
  instant evaluated_at_{};
};

}  // namespace daypass::simulation
