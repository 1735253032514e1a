#include "support/planner_table/impossible.hpp"
#include "unit/planner/answers.hpp"
#include "unit/planner/class_table.hpp"

#include "daypass/planner/absorb.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>
#include <utility>

namespace daypass::planner {
namespace {

const class_table& absorb_table() {
  static const class_table table(DAYPASS_PLANNER_TABLES "/absorb_table.txt");
  return table;
}

struct absorb_cell {
  std::string row;  ///< The class of actual, and perhaps a variant.
  actual_class is;
  step_kind kind;
  outcome_class said;
  std::string expected;
};

std::vector<absorb_cell> absorb_cells() {
  const class_table& table = absorb_table();
  std::vector<absorb_cell> all;
  for (const table_row& row : table.rows()) {
    const std::string& name = row.names.at(0);
    const auto kind = step_kind_named(row.names.at(1));
    if (!kind) throw std::runtime_error("no step " + row.names.at(1));
    for (std::size_t column = 0; column < table.columns().size(); ++column) {
      all.push_back(
          {name, class_named<actual_class>(name.substr(0, name.find('+')), actual_class_count),
           *kind, class_named<outcome_class>(table.columns()[column], outcome_class_count),
           row.cells[column]});
    }
  }
  return all;
}

std::string absorb_place(const absorb_cell& one) {
  return one.row + " " + std::string(to_string(one.kind)) + ", " + std::string(to_string(one.said));
}

char retry_letter(const retry_state& before, const retry_state& after) {
  if (after == before) return '=';
  if (after == retry_state{}) return '.';
  if (after.permanent) return 'P';
  return after.failures > before.failures ? 'B' : 'b';
}

/// The absorb_cell that the code gives, with the class written out.
std::string absorbed(const absorb_cell& one) {
  sample of = sample_of(wanted_class::issuable, one.row);
  const step done = put_in_flight(of, one.kind);
  retry_state before{.failures = 2,
                     .not_before = noon - minutes{1},
                     .last_refusal = refusal::unavailable,
                     .last_error = "earlier"};
  of.retry(one.kind) = before;
  const outcome happened = answer_of(of, done, one.said);
  EXPECT_EQ(to_string(classify_actual(of.at())), to_string(one.is)) << absorb_place(one);
  EXPECT_EQ(to_string(classify_outcome(of.at(), happened)), to_string(one.said))
      << absorb_place(one);

  of.is() = absorb(of.at(), happened, 0);
  std::string code(1, retry_letter(before, of.retry(one.kind)));
  const bool open = std::ranges::any_of(of.is().attempts, [&](const attempt& left) {
    return left.id == done.id && left.open_until == noon + of.rules.bounds.late_effect_max;
  });
  if (open) code += '~';
  const actual_class after = classify_actual(of.at());
  if (after != one.is) code += to_string(after);
  return code;
}

std::string spelt_out(const std::string& code) {
  const std::size_t ends = code.size() > 1 && code[1] == '~' ? 2 : 1;
  const std::string named = code.substr(ends);
  return code.substr(0, ends) + (named.empty() ? "" : absorb_table().meaning(named));
}

TEST(AbsorbTable, HasEveryCombination) {
  std::set<std::pair<actual_class, outcome_class>> listed;
  for (const absorb_cell& one : absorb_cells()) {
    const bool dash_says_so = impossible(one.is, one.said).has_value();
    if (one.expected != "-" || dash_says_so) listed.insert({one.is, one.said});
  }
  EXPECT_EQ(listed.size(), actual_class_count * outcome_class_count);
}

TEST(AbsorbTable, ListsAsImpossibleWhatIs) {
  for (const absorb_cell& one : absorb_cells()) {
    const bool can_not_be = impossible(one.is, one.kind, one.said).has_value();
    EXPECT_EQ(one.expected == "-", can_not_be) << absorb_place(one);
  }
}

TEST(AbsorbTable, SaysWhatIsRecorded) {
  for (const absorb_cell& one : absorb_cells()) {
    if (one.expected == "-") continue;
    EXPECT_EQ(absorbed(one), spelt_out(one.expected)) << absorb_place(one);
  }
}

}  // namespace
}  // namespace daypass::planner
