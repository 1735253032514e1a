#pragma once
// The schema, as numbered steps that are never edited once released.

namespace daypass::store::postgres {

extern const char* const schema_0001;

}  // namespace daypass::store::postgres
