#pragma once
// The table of records that can't be used: every code has its case, each case its whole message.

#include "daypass/hr/event_decoder.hpp"

#include <functional>
#include <string>
#include <vector>

namespace daypass::hr {

struct bad_case {
  std::string name;
  std::function<raw_event()> record;
  decode_errc code{};
  std::string what;
};

const std::vector<bad_case>& bad_records();    ///< The record, its size and its JSON.
const std::vector<bad_case>& bad_envelopes();  ///< CloudEvents attributes.
const std::vector<bad_case>& bad_data();       ///< The contract and canonical forms.

/// Decodes each and compares code and message.
void expect_refused(const std::vector<bad_case>& cases);

}  // namespace daypass::hr
