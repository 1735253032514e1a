#pragma once
// Parameters and rows in PostgreSQL's binary form: integers are 64 bits in network order, texts and
// bytea are their bytes, arrays have a header (PostgreSQL: array_send in arrayfuncs.c).

#include "daypass/base/time.hpp"

#include <concepts>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

struct pg_result;

namespace daypass::store::postgres {

/// Oid of an array's elements (PostgreSQL: pg_type.dat).
enum class element : std::uint8_t { boolean = 16, bytes = 17, integer = 20, text = 25 };

/// One column of many rows, for unnest().
class column {
 public:
  explicit column(element kind) : kind_(kind) {}

  void add(std::int64_t value);
  void add(std::string_view bytes);
  void add_flag(bool value);
  void add_null();
  template <typename T>
  void add(const std::optional<T>& value) {
    if (value) {
      add(*value);
    } else {
      add_null();
    }
  }
  void add(instant at) { add(static_cast<std::int64_t>(at.time_since_epoch().count())); }

  [[nodiscard]] std::uint32_t size() const { return count_; }
  [[nodiscard]] bool empty() const { return count_ == 0; }
  [[nodiscard]] std::string encoded() const;

 private:
  element kind_;
  std::uint32_t count_ = 0;
  bool has_null_ = false;
  std::string elements_;
};

/// What stands for $1, $2, ...
class parameters {
 public:
  template <typename... Args>
  static parameters of(const Args&... args) {
    parameters made;
    (made.add(args), ...);
    return made;
  }

  void add(bool value);
  void add(std::int64_t value);
  void add(std::string_view bytes);
  void add(const std::string& bytes) { add(std::string_view(bytes)); }
  void add(const char* text) { add(std::string_view(text)); }
  void add(const column& array) { add(std::string_view(array.encoded())); }
  void add(instant at) { add(static_cast<std::int64_t>(at.time_since_epoch().count())); }
  template <std::integral T>
  void add(T value) {
    add(static_cast<std::int64_t>(value));
  }
  template <typename T>
  void add(const std::optional<T>& value) {
    if (value) {
      add(*value);
    } else {
      sizes_.push_back(absent);
    }
  }

  [[nodiscard]] int count() const { return static_cast<int>(sizes_.size()); }
  /// As libpq wants them; the pointers end with this object.
  void lay_out(std::vector<const char*>& values, std::vector<int>& lengths,
               std::vector<int>& formats) const;

 private:
  static constexpr int absent = -1;

  std::string bytes_;
  std::vector<int> sizes_;
};

struct result_closer {
  void operator()(pg_result* handle) const;
};
using result_handle = std::unique_ptr<pg_result, result_closer>;

/// What one statement gave.
class reply {
 public:
  explicit reply(result_handle handle) : handle_(std::move(handle)) {}

  [[nodiscard]] int rows() const;
  /// Rows that a statement without an answer wrote.
  [[nodiscard]] std::uint64_t changed() const;
  [[nodiscard]] bool is_null(int row, int field) const;
  /// 0 for what is absent or of another size.
  [[nodiscard]] std::int64_t integer(int row, int field) const;
  [[nodiscard]] bool flag(int row, int field) const;
  /// Ends with this object.
  [[nodiscard]] std::string_view text(int row, int field) const;
  [[nodiscard]] std::optional<instant> at(int row, int field) const;
  [[nodiscard]] std::optional<std::string> optional_text(int row, int field) const;

 private:
  result_handle handle_;
};

}  // namespace daypass::store::postgres
