#pragma once
// What operators read: lists and counts.

#include "session.hpp"

#include "daypass/ports/state_store.hpp"

#include <optional>
#include <vector>

namespace daypass::store::postgres {

boost::asio::awaitable<outcome<std::vector<listed_onboarding>>> read_list(session* on,
                                                                          list_filter filter);
boost::asio::awaitable<outcome<std::optional<onboarding>>> read_hire(session* on, hire_key key);
boost::asio::awaitable<outcome<std::vector<history_entry>>> read_story(session* on, hire_key key);
boost::asio::awaitable<outcome<state_totals>> read_totals(session* on, instant now);
boost::asio::awaitable<outcome<std::vector<position>>> read_positions(session* on);

}  // namespace daypass::store::postgres
