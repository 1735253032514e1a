#pragma once
// The properties of a user: names and types of the v1.0 schema (CSDL), lengths of the user
// resource's page, and which of them a GET without $select returns.

#include "simulators/entra/logic/json.hpp"

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace daypass::entra_simulator {

enum class property_type : std::uint8_t { text, boolean, time, texts, object, other };

struct property {
  std::string_view name;
  property_type type = property_type::text;
  std::size_t length_max = 0;  ///< 0 is without limit.
  bool by_default = false;     ///< Returned without $select.
  bool writable = true;
};

[[nodiscard]] std::span<const property> user_properties();

/// The index of a property by its exact name, or -1.
[[nodiscard]] int property_index(std::string_view name);

/// Values by property, kept sorted by index; a property without a value is absent.
class property_values {
 public:
  [[nodiscard]] const json* find(int index) const;
  [[nodiscard]] const json* find(std::string_view name) const { return find(property_index(name)); }
  /// The text of a property, or empty.
  [[nodiscard]] std::string text(std::string_view name) const;
  [[nodiscard]] bool truth(std::string_view name) const;
  /// Sets a value; null removes it. The name must be known.
  void set(std::string_view name, json value);
  void set(int index, json value);

 private:
  std::vector<std::pair<std::uint8_t, json>> values_;
};

}  // namespace daypass::entra_simulator
