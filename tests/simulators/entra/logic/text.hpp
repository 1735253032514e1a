#pragma once
// The text work of every simulated remote.

#include "simulators/remote/text.hpp"

namespace daypass::entra_simulator {

using simulator::base64_decoded;
using simulator::base64url_encoded;
using simulator::equal_folded;
using simulator::folded;
using simulator::form_fields;
using simulator::http_date;
using simulator::parse_time;
using simulator::percent_decoded;
using simulator::percent_encoded;
using simulator::precise_text;
using simulator::seconds_text;
using simulator::sts_text;
using simulator::zoneless_text;

}  // namespace daypass::entra_simulator
