#pragma once
// What settings must be to each other.

#include "daypass/config/load.hpp"

namespace daypass::config {

/// Adds what can't hold together. A setting that was refused has its default here.
void check_constraints(loaded& into);

/// Brings the problems into the order of the file, those of the whole file first.
void sort_problems(loaded& into);

/// The same of [graph] alone.
void check_sign_in(loaded& into);

}  // namespace daypass::config
