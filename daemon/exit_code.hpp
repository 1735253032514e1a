#pragma once
// How daypassd ends: sysexits(3), which systemd and scripts know.

#include <cstdint>

namespace daypass {

enum class exit_code : std::uint8_t {
  fine = 0,
  failed = 1,        ///< The thing asked for could not be done; stderr says why.
  usage = 64,        ///< EX_USAGE: the command line.
  bad_input = 65,    ///< EX_DATAERR: an event file that can't be used.
  no_input = 66,     ///< EX_NOINPUT: a file that can't be read.
  unavailable = 69,  ///< EX_UNAVAILABLE: no daemon listens, or it can't write its state.
  bad_config = 78,   ///< EX_CONFIG: the unit isn't restarted on this one.
};

}  // namespace daypass
