#pragma once
// The files of config/schemas, as they were when this was built.

#include <string_view>

namespace daypass::hr {

extern const std::string_view announced_schema;
extern const std::string_view changed_schema;
extern const std::string_view rescinded_schema;

}  // namespace daypass::hr
