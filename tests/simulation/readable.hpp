#pragma once
// What readers find in the folder of passes: opened with a recipient's key by OpenSSL's own code.

#include "simulation/world.hpp"

#include <map>
#include <string>
#include <vector>

namespace daypass::simulation {

struct readable_pass {
  std::string name;
  std::string hire_id;
  std::string code;
};

/// Opens files as they change, and keeps what it opened.
class folder_reader {
 public:
  explicit folder_reader(const world& of) : of_(of) {}

  /// Every pass that somebody with a recipient's key can open now.
  [[nodiscard]] const std::vector<readable_pass>& look();

 private:
  struct opened {
    std::string sealed;
    std::optional<readable_pass> pass;
  };

  const world& of_;
  std::map<std::string, opened, std::less<>> known_;
  std::vector<readable_pass> readable_;
  std::uint64_t seen_changes_ = ~0ULL;
};

}  // namespace daypass::simulation
