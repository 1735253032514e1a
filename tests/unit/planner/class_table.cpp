#include "unit/planner/class_table.hpp"

#include <fstream>
#include <sstream>

namespace daypass::planner {
namespace {

std::vector<std::string> words_of(const std::string& text) {
  std::istringstream in(text);
  std::vector<std::string> words;
  for (std::string word; in >> word;) words.push_back(word);
  return words;
}

}  // namespace

class_table::class_table(const std::string& path) {
  std::ifstream file(path);
  if (!file) throw std::runtime_error("no table at " + path);
  for (std::string line; std::getline(file, line);) {
    if (!line.empty() && line.front() != '#') read(line);
  }
}

const std::string& class_table::meaning(const std::string& code) const {
  const auto found = legend_.find(code);
  if (found == legend_.end()) throw std::runtime_error("not in the legend: " + code);
  return found->second;
}

void class_table::read(const std::string& line) {
  if (line.starts_with("== ")) {
    block_ = line.substr(3);
    return;
  }
  if (line.starts_with("= ")) {
    const std::size_t code_ends = line.find(' ', 2);
    const std::size_t begins = line.find_first_not_of(' ', code_ends);
    if (begins == std::string::npos) throw std::runtime_error("not a legend: " + line);
    legend_[line.substr(2, code_ends - 2)] = line.substr(begins);
    return;
  }
  const std::size_t colon = line.find(':');
  if (colon == std::string::npos) throw std::runtime_error("neither row nor legend: " + line);
  if (line.starts_with("columns:")) {
    columns_ = words_of(line.substr(colon + 1));
  } else {
    read_row(line, colon);
  }
}

void class_table::read_row(const std::string& line, std::size_t colon) {
  table_row row{block_, words_of(line.substr(0, colon)), words_of(line.substr(colon + 1))};
  if (row.cells.size() != columns_.size()) throw std::runtime_error("not a cell each: " + line);
  rows_.push_back(std::move(row));
}

}  // namespace daypass::planner
