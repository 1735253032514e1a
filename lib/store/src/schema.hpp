#pragma once
// The texts of the migrations, made from src/schema_NNNN.sql when it is configured.

namespace daypass::store {

extern const char* const schema_0001;

}  // namespace daypass::store
