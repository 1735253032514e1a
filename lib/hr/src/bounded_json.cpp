#include "bounded_json.hpp"

#include "text.hpp"

#include <fmt/format.h>

#include <cstdint>
#include <limits>
#include <vector>

namespace daypass::hr {
namespace {

using nlohmann::json;

/// Builds the document from the parser's calls. nlohmann's parser keeps its own stack on the heap,
/// so depth costs no stack here; copying and dumping recurse, and are never given more than
/// depth_max levels.
class bounded_builder final : public nlohmann::json_sax<json> {
 public:
  bounded_builder(json& root, std::optional<unusable>& flaw) : root_(&root), flaw_(&flaw) {}

  bool null() override {
    add(json(nullptr));
    return true;
  }
  bool boolean(bool value) override {
    add(json(value));
    return true;
  }
  bool number_integer(number_integer_t value) override {
    add(json(value));
    return true;
  }
  bool number_unsigned(number_unsigned_t value) override {
    constexpr auto integer_max =
        static_cast<number_unsigned_t>(std::numeric_limits<std::int64_t>::max());
    if (value > integer_max) found_number();
    add(json(value));
    return true;
  }
  bool number_float(number_float_t value, const string_t& written) override {
    // The parser turns integers beyond 64 bits into doubles, silently.
    if (written.find_first_of(".eE") == string_t::npos) found_number();
    add(json(value));
    return true;
  }
  bool string(string_t& value) override {
    if (value.size() > text_bytes_max) {
      found(
          decode_errc::text_too_long,
          fmt::format("holds a text of more than {} bytes: no field is that long", text_bytes_max));
      value.clear();
    }
    add(json(std::move(value)));
    return true;
  }
  bool binary(binary_t&) override { return true; }  // JSON has none.

  bool start_object(std::size_t) override { return start(json::object()); }
  bool start_array(std::size_t) override { return start(json::array()); }
  bool end_object() override { return end(); }
  bool end_array() override { return end(); }

  bool key(string_t& name) override {
    if (beyond_ != 0 || full_) return true;
    if (name.size() > text_bytes_max) {
      name.clear();
      key_.clear();
      found(decode_errc::text_too_long, "is far too long for a member's name: remove it");
    }
    if (open_.back()->contains(name)) {
      key_ = name;
      found(decode_errc::duplicate_member,
            "is there twice, and nobody can say which one counts: send it once");
    }
    key_ = std::move(name);
    return true;
  }

  bool parse_error(std::size_t position, const std::string&,
                   const nlohmann::detail::exception& why) override {
    constexpr int out_of_range = 406;
    number_beyond_double_ = why.id == out_of_range;
    error_at_ = position;
    return false;
  }

  [[nodiscard]] std::size_t error_at() const { return error_at_; }
  [[nodiscard]] bool number_beyond_double() const { return number_beyond_double_; }

 private:
  /// Puts a value where the document is being written; nothing when it is beyond a bound.
  json* add(json value) {
    if (beyond_ != 0 || full_) return nullptr;
    if (++values_ > values_max) {
      full_ = true;
      found(decode_errc::value_too_large,
            fmt::format("the event holds more than {} values: send what the contract names",
                        values_max));
      return nullptr;
    }
    if (open_.empty()) {
      *root_ = std::move(value);
      return root_;
    }
    json& parent = *open_.back();
    if (parent.is_array()) return &parent.emplace_back(std::move(value));
    json& slot = parent[key_];
    slot = std::move(value);
    return &slot;
  }

  bool start(json container) {
    if (beyond_ != 0 || open_.size() == depth_max) {
      if (beyond_++ == 0) {
        found(decode_errc::too_deep,
              fmt::format("is nested deeper than {} levels: send flat data", depth_max));
      }
      return true;
    }
    const bool item = !open_.empty() && open_.back()->is_array();
    json* const placed = add(std::move(container));
    if (placed == nullptr) {
      ++beyond_;
      return true;
    }
    open_.push_back(placed);
    path_.push_back(item ? "-" : shown_name(key_));
    return true;
  }

  bool end() {
    if (beyond_ != 0) {
      --beyond_;
      return true;
    }
    open_.pop_back();
    path_.pop_back();
    return true;
  }

  void found_number() {
    found(decode_errc::number_out_of_range,
          "is a number beyond 64 bits: send one up to 9223372036854775807");
  }

  void found(decode_errc code, std::string_view what) {
    if (flaw_->has_value()) return;
    constexpr std::size_t shown_levels_max = 4;
    std::string pointer;
    for (std::size_t level = 1; level < path_.size() && level <= shown_levels_max; ++level) {
      pointer += "/" + path_[level];
    }
    if (path_.size() > shown_levels_max + 1) {
      pointer += "/...";
    } else if (!open_.empty() && open_.back()->is_object()) {
      pointer += "/" + shown_name(key_);
    }
    *flaw_ = unusable{code, fmt::format("{}: {}", pointer.empty() ? "/" : pointer, what)};
  }

  json* root_;
  std::optional<unusable>* flaw_;
  std::vector<json*> open_;
  std::vector<std::string> path_;
  std::string key_;
  std::size_t values_ = 0;
  std::size_t beyond_ = 0;
  std::size_t error_at_ = 0;
  bool number_beyond_double_ = false;
  bool full_ = false;
};

}  // namespace

std::string shown_name(std::string_view name) {
  constexpr std::size_t shown_max = 40;
  return is_name(name, shown_max) ? std::string(name) : "(unreadable name)";
}

checked<bounded_json> parse_bounded(std::string_view text, std::string_view where) {
  bounded_json parsed;
  bounded_builder builder(parsed.root, parsed.flaw);
  if (json::sax_parse(text.begin(), text.end(), &builder)) return parsed;
  if (builder.number_beyond_double()) {
    return refuse(decode_errc::number_out_of_range,
                  fmt::format("{}: at byte {} is a number that nothing can hold: send one up to "
                              "9223372036854775807",
                              where, builder.error_at()));
  }
  return refuse(decode_errc::not_json,
                fmt::format("{}: not JSON at byte {}: send one JSON object (RFC 8259), and "
                            "nothing after it",
                            where, builder.error_at()));
}

}  // namespace daypass::hr
