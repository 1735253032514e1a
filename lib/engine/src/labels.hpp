#pragma once
// What stands beside a sealed pass, and inside it, for the person who opens it.

#include "daypass/domain/step.hpp"
#include "daypass/ports/interpreter.hpp"
#include "daypass/ports/secret_store.hpp"

#include <string>

namespace daypass::engine {

/// The label of a publish or refresh step: who, and when the pass is usable, in UTC and where the
/// hire is. Pure.
[[nodiscard]] secret_label label_of(const hire_key& key, const step& next,
                                    const interpreter& meaning);

}  // namespace daypass::engine
