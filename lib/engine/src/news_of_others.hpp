#pragma once
// What other processes on the same state changed of hires that this one is at work on.

#include "workshop.hpp"

#include <boost/asio/awaitable.hpp>

namespace daypass::engine {

/// Looks at those hires at once, until the engine stops. Not without `parts::members`.
boost::asio::awaitable<void> follow_news_of_others(workshop* shop);

}  // namespace daypass::engine
