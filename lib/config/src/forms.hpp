#pragma once
// The forms that a value can have: how it is read, checked, shown and described. A setting is a
// member of a section and a form (section.hpp).

#include "findings.hpp"

#include "daypass/config/settings.hpp"

#include <algorithm>
#include <chrono>
#include <functional>
#include <string>
#include <utility>
#include <vector>

namespace daypass::config {

/// How a T is written. `read` refuses by itself; `show` gives the default for the reference.
template <typename T>
struct form {
  std::string words;
  std::function<bool(const reading&, T&)> read;
  std::function<std::string(const T&)> show;
};

[[nodiscard]] std::string show_duration(duration span);

/// `14d`, `48h`, `30m`, `10s`, `500ms`: one number, one unit.
[[nodiscard]] form<duration> span(duration least, duration most);

/// The same in whole minutes.
[[nodiscard]] form<minutes> span_of_minutes(minutes least, minutes most);

/// `08:00`: 00:01 to 23:59, for midnight doesn't exist everywhere.
[[nodiscard]] form<minutes> local_hour();

[[nodiscard]] form<bool> flag();
[[nodiscard]] form<std::uint32_t> number(std::uint32_t least, std::uint32_t most);
[[nodiscard]] form<std::optional<double>> rate(double least, double most);

/// Text of 1 to `most` characters without control characters; `words` describes it.
[[nodiscard]] form<std::string> text(std::size_t most, std::string words = "text");

/// Letters, digits, dot, dash and underscore.
[[nodiscard]] form<std::string> name(std::size_t most);

[[nodiscard]] form<std::string> guid();
[[nodiscard]] form<std::string> domain();
[[nodiscard]] form<std::string> country();
[[nodiscard]] form<std::string> upn_template();
[[nodiscard]] form<std::filesystem::path> absolute_path();
[[nodiscard]] form<std::uint32_t> file_mode();
[[nodiscard]] form<endpoint> host_and_port(std::uint16_t default_port);
[[nodiscard]] form<listen_place> loopback_or_socket();
[[nodiscard]] form<secret_reference> secret();

/// Different entries, `least` to `most` of them.
template <typename T>
[[nodiscard]] form<std::vector<T>> list_of(form<T> item, std::size_t least, std::size_t most);

/// One of these words.
template <typename T>
[[nodiscard]] form<T> choice(std::vector<std::pair<std::string, T>> words);

/// Refuses a word that isn't known, and names the nearest that is.
[[nodiscard]] bool refuse_choice(const reading& at, const std::vector<std::string>& words);
[[nodiscard]] bool check_list(const reading& at, std::size_t least, std::size_t most);
[[nodiscard]] std::string join(const std::vector<std::string>& parts, const std::string& between);

template <typename T>
form<std::vector<T>> list_of(form<T> item, std::size_t least, std::size_t most) {
  form<std::vector<T>> made;
  made.words = "list of " + item.words;
  made.read = [item, least, most](const reading& at, std::vector<T>& into) {
    if (!check_list(at, least, most)) return false;
    bool fine = true;
    std::vector<T> read;
    for (const node& one : at.value.items) {
      const reading inner{one, at.key, at.into};
      T value;
      if (!item.read(inner, value)) {
        fine = false;
      } else if (std::ranges::find(read, value) != read.end()) {
        fine = inner.refuse(config_errc::listed_twice, "lists the same twice", "name it once");
      } else {
        read.push_back(std::move(value));
      }
    }
    if (fine) into = std::move(read);
    return fine;
  };
  made.show = [](const std::vector<T>&) { return std::string(); };
  return made;
}

template <typename T>
form<T> choice(std::vector<std::pair<std::string, T>> words) {
  std::vector<std::string> names;
  names.reserve(words.size());
  for (const auto& [word, value] : words) names.push_back("`" + word + "`");
  form<T> made;
  made.words = join(names, ", ");
  made.read = [words](const reading& at, T& into) {
    std::vector<std::string> known;
    for (const auto& [word, value] : words) {
      if (at.value.kind == node_kind::text && at.value.text == word) {
        into = value;
        return true;
      }
      known.push_back(word);
    }
    return refuse_choice(at, known);
  };
  made.show = [words](const T& value) {
    for (const auto& [word, meaning] : words) {
      if (meaning == value) return word;
    }
    return std::string();
  };
  return made;
}

}  // namespace daypass::config
