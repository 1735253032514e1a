#include "code_pocket.hpp"

namespace daypass::engine {

void code_pocket::put(const hire_key& key, pass_id pass, secret_text code, instant now) {
  codes_.insert_or_assign(key, held_code{std::move(pass), std::move(code), now});
}

std::optional<pass_id> code_pocket::pass_of(const hire_key& key) const {
  const auto found = codes_.find(key);
  if (found == codes_.end()) return std::nullopt;
  return found->second.pass;
}

const secret_text* code_pocket::code_of(const hire_key& key, const pass_id& pass) const {
  const auto found = codes_.find(key);
  return found != codes_.end() && found->second.pass == pass ? &found->second.code : nullptr;
}

void code_pocket::drop(const hire_key& key) {
  codes_.erase(key);
}

}  // namespace daypass::engine
