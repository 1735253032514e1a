#pragma once
// A table of classes as people write it: blocks of rows in a text file beside the test.

#include <cstddef>
#include <map>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace daypass::planner {

struct table_row {
  std::string block;  ///< What stands behind `==` above the row.
  std::vector<std::string> names;
  std::vector<std::string> cells;  ///< One for each column.
};

/// Lines of the file: `# words`, `= code   what it stands for`, `== block`, `columns: a b c`, and
/// rows `name name: cell cell cell`. Throws std::runtime_error, with the line, on anything else
/// and on a row that has not one cell for each column.
class class_table {
 public:
  explicit class_table(const std::string& path);

  [[nodiscard]] const std::vector<std::string>& columns() const { return columns_; }
  [[nodiscard]] const std::vector<table_row>& rows() const { return rows_; }

  /// What a cell's code stands for. Throws std::runtime_error where the legend has none.
  [[nodiscard]] const std::string& meaning(const std::string& code) const;

 private:
  void read(const std::string& line);
  void read_row(const std::string& line, std::size_t colon);

  std::map<std::string, std::string> legend_;
  std::vector<std::string> columns_;
  std::vector<table_row> rows_;
  std::string block_;
};

/// The only one of `count` classes whose name is `name`, or begins so. Throws std::runtime_error
/// where there is none, or more than one.
template <typename Class>
[[nodiscard]] Class class_named(std::string_view name, std::size_t count) {
  std::vector<Class> begun;
  for (std::size_t index = 0; index < count; ++index) {
    const auto which = static_cast<Class>(index);
    if (to_string(which) == name) return which;
    if (to_string(which).starts_with(name)) begun.push_back(which);
  }
  if (begun.size() == 1) return begun.front();
  throw std::runtime_error("not the name of one class: " + std::string(name));
}

}  // namespace daypass::planner
