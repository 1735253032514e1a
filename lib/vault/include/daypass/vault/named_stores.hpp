#pragma once
// Several stores behind the one port: a secret's name says which of them it is in.

#include "daypass/ports/secret_store.hpp"

#include <map>
#include <memory>
#include <string>

namespace daypass::vault {

/// STORE/NAME is NAME in the store called STORE; a name without a slash is in the one called "".
using store_table = std::map<std::string, std::unique_ptr<secret_store>, std::less<>>;

/// A name of a store that is not in the table is `store_refused`: its passes can't be withdrawn.
[[nodiscard]] std::unique_ptr<secret_store> make_named_stores(store_table stores);

}  // namespace daypass::vault
