#pragma once
// Where the pass is handed over. Codes of every error: `refusal`.

#include "daypass/base/error.hpp"
#include "daypass/base/secret_text.hpp"
#include "daypass/domain/ids.hpp"
#include "daypass/domain/pass.hpp"
#include "daypass/ports/directory.hpp"

#include <boost/asio/awaitable.hpp>

#include <string>
#include <vector>

namespace daypass {

/// What may be read beside a sealed pass without opening it: for finding the right file. No code.
struct secret_label {
  hire_key key;
  std::string user_principal_name;
  std::string display_name;
  std::string usable_from_utc;  ///< RFC 3339, Z.
  std::string usable_until_utc;
  std::string usable_from_local;  ///< With zone name and offset, for a person.
  std::string usable_until_local;
  std::string zone;
  bool one_time = false;

  friend bool operator==(const secret_label&, const secret_label&) = default;
};

class secret_store {
 public:
  virtual ~secret_store() = default;

  /// Makes the code readable under this name, durably, to `recipients` (certificate fingerprints;
  /// at least one). The store borrows `code` until the awaitable ends and keeps no copy. A repeat
  /// with the same name replaces. After `unknown_effect` it may be readable or not.
  virtual boost::asio::awaitable<result<void>> publish(secret_name name, secret_label label,
                                                       std::vector<std::string> recipients,
                                                       const secret_text* code,
                                                       call_options options) = 0;

  /// Replaces what is not secret beside a published one. Never makes a withdrawn one appear.
  virtual boost::asio::awaitable<result<void>> relabel(secret_name name, secret_label label,
                                                       call_options options) = 0;

  /// After success nothing can be read under this name, durably. One that was never there is a
  /// success. Repeatable.
  virtual boost::asio::awaitable<result<void>> withdraw(secret_name name, call_options options) = 0;
};

}  // namespace daypass
