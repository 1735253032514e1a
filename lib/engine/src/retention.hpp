#pragma once
// Takes away what has rested longer than the retention (design 5.7, 8).

#include "workshop.hpp"

#include <boost/asio/awaitable.hpp>

namespace daypass::engine {

/// Ends when the workshop is stopping. Only time drives it, so it holds while the clock is not
/// trusted, and until Graph has answered once, whose clock ours is compared with. Small portions,
/// none while a hire is being locked out.
boost::asio::awaitable<void> run_retention(workshop* shop);

}  // namespace daypass::engine
