#include "support/planner_table/impossible.hpp"
#include "unit/planner/class_table.hpp"
#include "unit/planner/sample.hpp"

#include <gtest/gtest.h>

#include <set>
#include <tuple>

namespace daypass::planner {
namespace {

const class_table& decide_table() {
  static const class_table table(DAYPASS_PLANNER_TABLES "/decide_table.txt");
  return table;
}

struct decide_cell {
  wanted_class wants;
  orders_class ordered;
  actual_class is;
  std::string row;  ///< The class of `is`, and perhaps a variant.
  std::string expected;
};

std::vector<decide_cell> decide_cells() {
  const class_table& table = decide_table();
  std::vector<decide_cell> all;
  for (const table_row& row : table.rows()) {
    const std::string& name = row.names.front();
    for (std::size_t column = 0; column < table.columns().size(); ++column) {
      all.push_back({class_named<wanted_class>(table.columns()[column], wanted_class_count),
                     class_named<orders_class>(row.block, orders_class_count),
                     class_named<actual_class>(name.substr(0, name.find('+')), actual_class_count),
                     name, table.meaning(row.cells[column])});
    }
  }
  return all;
}

std::string decide_place(const decide_cell& one) {
  return std::string(to_string(one.ordered)) + ", " + one.row + ", " +
         std::string(to_string(one.wants));
}

TEST(DecideTable, HasEveryCombination) {
  std::set<std::tuple<wanted_class, orders_class, actual_class>> listed;
  for (const decide_cell& one : decide_cells()) listed.insert({one.wants, one.ordered, one.is});
  EXPECT_EQ(listed.size(), wanted_class_count * orders_class_count * actual_class_count);
}

TEST(DecideTable, ListsAsImpossibleWhatIs) {
  for (const decide_cell& one : decide_cells()) {
    EXPECT_EQ(one.expected == "impossible", impossible(one.wants, one.ordered, one.is).has_value())
        << decide_place(one);
  }
}

TEST(DecideTable, HasASampleOfEachClassForEachCell) {
  for (const decide_cell& one : decide_cells()) {
    if (one.expected == "impossible") continue;
    sample of = sample_of(one.wants, one.row);
    give_order(of, one.ordered);
    EXPECT_EQ(classify_wanted(of.at()), one.wants) << decide_place(one);
    EXPECT_EQ(classify_orders(of.at()), one.ordered) << decide_place(one);
    EXPECT_EQ(to_string(classify_actual(of.at())), to_string(one.is)) << decide_place(one);
  }
}

TEST(DecideTable, SaysWhatIsDone) {
  for (const decide_cell& one : decide_cells()) {
    if (one.expected == "impossible") continue;
    sample of = sample_of(one.wants, one.row);
    give_order(of, one.ordered);
    EXPECT_EQ(in_words(decide_when_due(of)), one.expected) << decide_place(one);
  }
}

/// A step is named only where its answer is known to the table of answers, and never while the
/// same step is running.
TEST(DecideTable, NamesNoStepThatIsRunning) {
  for (const decide_cell& one : decide_cells()) {
    if (one.expected == "impossible") continue;
    sample of = sample_of(one.wants, one.row);
    give_order(of, one.ordered);
    const decision before = decide_when_due(of);
    std::uint64_t number = 100;
    for (const step& effect : before.effects)
      of.running.push_back({step_id{++number}, effect.kind});
    if (before.forward) of.running.push_back({step_id{++number}, before.forward->kind});
    if (of.running.empty()) continue;
    const decision beside = decide_when_due(of);
    EXPECT_FALSE(beside.forward.has_value()) << decide_place(one);
    for (const step& effect : beside.effects) {
      EXPECT_FALSE(of.at().is_running(effect.kind)) << decide_place(one);
    }
    EXPECT_TRUE(beside.where == standing::working) << decide_place(one);
  }
}

}  // namespace
}  // namespace daypass::planner
