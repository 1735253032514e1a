#pragma once
// A section of the file: a table of settings, each a member and its form. The loader reads by it
// and the reference is written from it.

#include "findings.hpp"
#include "forms.hpp"
#include "spelling.hpp"
#include "text_guard.hpp"

#include "daypass/config/reference.hpp"

#include <fmt/format.h>

#include <functional>
#include <string>
#include <vector>

namespace daypass::config {

enum class presence : std::uint8_t { required, optional };

template <typename Section>
struct setting {
  std::string key;
  presence need = presence::optional;
  std::string words;
  std::string fallback;
  std::string about;
  std::function<bool(const reading&, Section&)> read;
};

/// A setting with its default, which is what the member has in a new section.
template <typename Section, typename T>
[[nodiscard]] setting<Section> with_default(std::string key, T Section::* member, form<T> how,
                                            std::string about) {
  const std::string fallback = how.show(Section{}.*member);
  const auto read = how.read;
  return {std::move(key),
          presence::optional,
          how.words,
          fallback.empty() ? "none" : "`" + fallback + "`",
          std::move(about),
          [read, member](const reading& at, Section& into) { return read(at, into.*member); }};
}

/// A setting that must be given.
template <typename Section, typename T>
[[nodiscard]] setting<Section> required(std::string key, T Section::* member, form<T> how,
                                        std::string about) {
  setting<Section> made = with_default(std::move(key), member, std::move(how), std::move(about));
  made.need = presence::required;
  made.fallback = "required";
  return made;
}

template <typename Section>
using section = std::vector<setting<Section>>;

/// Reads a table by its section. `key` is the table's own: `kafka`, `profiles.standard`.
template <typename Section>
void read_section(const node& table, const std::string& key, const section<Section>& rows,
                  loaded& into, Section& values) {
  const reading whole{table, key, into};
  if (!whole.is(node_kind::table, fmt::format("[{}] and its settings below it", key))) return;
  std::vector<std::string> known;
  for (const auto& row : rows) known.push_back(row.key);
  std::vector<std::string> given;
  for (const node_entry& entry : table.entries) {
    const auto row = std::ranges::find(rows, entry.key, &setting<Section>::key);
    const std::string name = key + "." + entry.key;
    if (row == rows.end()) {
      add_problem(into, config_errc::unknown_key, entry.at,
                  fmt::format("{}.{} is no setting", key, printable(entry.key, 60)),
                  did_you_mean(entry.key, known));
      continue;
    }
    given.push_back(entry.key);
    into.places[name] = entry.value.at;
    static_cast<void>(row->read({entry.value, name, into}, values));
  }
  for (const auto& row : rows) {
    if (row.need != presence::required || std::ranges::find(given, row.key) != given.end()) {
      continue;
    }
    add_problem(into, config_errc::missing, table.at, fmt::format("{}.{} is missing", key, row.key),
                fmt::format("give it in [{}]: {}", key, row.words));
  }
}

/// The lines of a section in the reference.
template <typename Section>
[[nodiscard]] std::vector<reference_line> lines_of(const std::string& key,
                                                   const section<Section>& rows) {
  std::vector<reference_line> lines;
  for (const auto& row : rows) {
    lines.push_back({key + "." + row.key, row.words, row.fallback, row.about});
  }
  return lines;
}

}  // namespace daypass::config
