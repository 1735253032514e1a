#include "spelling.hpp"

#include "text_guard.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cstddef>

namespace daypass::config {
namespace {

/// Letters to insert, drop or change (Levenshtein).
std::size_t distance(std::string_view left, std::string_view right) {
  std::vector<std::size_t> row(right.size() + 1);
  for (std::size_t j = 0; j < row.size(); ++j) row[j] = j;
  for (std::size_t i = 1; i <= left.size(); ++i) {
    std::size_t diagonal = row[0];
    row[0] = i;
    for (std::size_t j = 1; j <= right.size(); ++j) {
      const std::size_t changed = diagonal + (left[i - 1] == right[j - 1] ? 0 : 1);
      diagonal = row[j];
      row[j] = std::min({row[j] + 1, row[j - 1] + 1, changed});
    }
  }
  return row.back();
}

}  // namespace

std::string nearest(std::string_view given, const std::vector<std::string>& known) {
  if (given.size() > 64) return {};
  std::string best;
  std::size_t best_distance = std::max<std::size_t>(2, given.size() / 3) + 1;
  for (const std::string& word : known) {
    if (const std::size_t apart = distance(given, word); apart < best_distance) {
      best_distance = apart;
      best = word;
    }
  }
  return best;
}

std::string did_you_mean(std::string_view given, const std::vector<std::string>& known) {
  // Some are names that the file itself gives: profiles, domains.
  constexpr std::size_t shown_bytes = 64;
  constexpr std::size_t listed_max = 16;
  const std::string near = nearest(given, known);
  if (!near.empty()) return fmt::format("did you mean {}?", near);
  std::vector<std::string> listed;
  for (const std::string& word : known) {
    listed.push_back(listed.size() < listed_max ? printable(word, shown_bytes) : "...");
    if (listed.size() > listed_max) break;
  }
  return fmt::format("known are {}", fmt::join(listed, ", "));
}

}  // namespace daypass::config
