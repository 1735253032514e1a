#include "simulation/readable.hpp"

#include <nlohmann/json.hpp>

namespace daypass::simulation {
namespace {

std::optional<readable_pass> open(const std::string& name, const std::string& sealed) {
  const auto inside = premises::here().opener().open(sealed);
  if (!inside) return std::nullopt;
  const auto text = nlohmann::json::parse(*inside, nullptr, false);
  if (!text.is_object()) return std::nullopt;
  const std::string hire = text.value("hire", "");
  return readable_pass{name, hire.substr(hire.find('/') + 1), text.value("code", "")};
}

}  // namespace

const std::vector<readable_pass>& folder_reader::look() {
  if (seen_changes_ == of_.changes) return readable_;
  seen_changes_ = of_.changes;
  readable_.clear();
  for (const std::string& name : of_.disk.names(passes_folder)) {
    if (!name.ends_with(".cms")) continue;
    const auto sealed = of_.disk.contents(std::string(passes_folder) + "/" + name);
    if (!sealed) continue;
    opened& known = known_[name];
    if (known.sealed != *sealed) known = {std::string(*sealed), open(name, std::string(*sealed))};
    if (known.pass) readable_.push_back(*known.pass);
  }
  return readable_;
}

}  // namespace daypass::simulation
