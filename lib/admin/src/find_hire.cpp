#include "daypass/admin/find_hire.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>

namespace daypass::admin {
namespace {

class category final : public std::error_category {
 public:
  [[nodiscard]] const char* name() const noexcept override { return "find"; }
  [[nodiscard]] std::string message(int code) const override {
    return code == static_cast<int>(find_errc::several) ? "several" : "no_such_hire";
  }
};

std::string trimmed(std::string_view text) {
  const auto first = text.find_first_not_of(" \t\r\n");
  if (first == std::string_view::npos) return {};
  return std::string(text.substr(first, text.find_last_not_of(" \t\r\n") - first + 1));
}

/// The canonical form of an id: ASCII upper case (domain: hire_key).
std::string upper(std::string text) {
  for (char& one : text) {
    if (one >= 'a' && one <= 'z') one = static_cast<char>(one - 'a' + 'A');
  }
  return text;
}

void add(std::vector<hire_key>& keys, std::string population, const std::string& id) {
  hire_key key{std::move(population), upper(trimmed(id))};
  if (!key.hire_id.empty() && std::ranges::find(keys, key) == keys.end()) {
    keys.push_back(std::move(key));
  }
}

}  // namespace

const std::error_category& find_category() noexcept {
  static const category only;
  return only;
}

std::error_code make_error_code(find_errc code) noexcept {
  return {static_cast<int>(code), find_category()};
}

std::vector<hire_key> keys_meant(std::string_view words,
                                 const std::vector<std::string>& populations) {
  const std::string said = trimmed(words);
  std::vector<hire_key> keys;
  if (const auto slash = said.find('/'); slash != std::string::npos) {
    const std::string before = said.substr(0, slash);
    const std::string id = said.substr(slash + 1);
    add(keys, before, id);
    for (const std::string& one : populations) {
      if (upper(one) == upper(before)) add(keys, one, id);
    }
  }
  for (const std::string& one : populations) add(keys, one, said);
  return keys;
}

result<hire_key> only_one(std::string_view words, const std::vector<hire_key>& found) {
  if (found.size() == 1) return found.front();
  const std::string said = trimmed(words).substr(0, 130);
  if (found.empty()) {
    return fail(failure::permanent, find_errc::no_such_hire,
                fmt::format("there is no hire {}: list shows those that there are", said));
  }
  std::string names;
  for (const hire_key& key : found) names += (names.empty() ? "" : ", ") + to_string(key);
  return fail(failure::permanent, find_errc::several,
              fmt::format("{} means several hires: {}", said, names));
}

result<hire_key> find_hire(std::string_view words, const std::vector<std::string>& populations,
                           const std::function<result<bool>(const hire_key&)>& exists) {
  std::vector<hire_key> found;
  for (const hire_key& key : keys_meant(words, populations)) {
    const auto there = exists(key);
    if (!there) return std::unexpected(there.error());
    if (*there) found.push_back(key);
  }
  return only_one(words, found);
}

}  // namespace daypass::admin
