#pragma once
// The calls that every remote's control API has in common.

#include "simulators/remote/fault_plan.hpp"
#include "simulators/remote/json.hpp"
#include "simulators/remote/message.hpp"

#include <string_view>

namespace daypass::simulator {

/// JSON with a status.
[[nodiscard]] response answer(int status, const json& body);
/// 400 with {"error": why}.
[[nodiscard]] response refused_action(std::string_view why);
/// 404: the control API has no such call.
[[nodiscard]] response no_such_call();

/// POST, GET and DELETE of a remote's faults; `rest` is what follows "/faults/".
[[nodiscard]] response faults_call(fault_plan& plan, const request& asked, std::string_view rest);

/// Takes `folder` from the front of `path` when it stands there whole ("/faults" of "/faults/3").
[[nodiscard]] bool take_folder(std::string_view& path, std::string_view folder);

}  // namespace daypass::simulator
