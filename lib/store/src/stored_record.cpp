#include "stored_record.hpp"

#include <algorithm>
#include <utility>

namespace daypass::store {

std::string folded_upn(const actual& is) {
  std::string folded = is.account.reserved->user_principal_name;
  std::ranges::transform(folded, folded.begin(), [](char letter) {
    return letter >= 'A' && letter <= 'Z' ? static_cast<char>(letter - 'A' + 'a') : letter;
  });
  return folded;
}

std::optional<std::string> stored_upn(const actual& is) {
  std::string folded = folded_upn(is);
  return folded.empty() ? std::nullopt : std::optional(std::move(folded));
}

std::optional<instant> stored_due(const schedule& due) {
  return due.due_at == never ? std::nullopt : std::optional(due.due_at);
}

bool verified(const actual& is) {
  return is.pass.secret == secret_state::verified;
}

actual apply(recording& after, stored_record& record) {
  const std::uint64_t version = record.record.is.version + 1;
  actual before = std::exchange(record.record.is, std::move(after.is));
  record.record.is.version = version;
  const bool stays_due = after.under_way && record.due.due_at <= after.due.due_at &&
                         record.due.urgent == after.due.urgent;
  if (!stays_due) record.due = after.due;
  return before;
}

history_entry apply(const order& given, stored_record& record) {
  orders& ordered = record.record.ordered;
  order added = given;
  added.number = ordered.empty() ? 1 : ordered.back().number + 1;
  ordered.push_back(std::move(added));
  record.due.due_at = std::min(record.due.due_at, given.at);
  record.due.urgent = record.due.urgent || given.kind == order_kind::revoke;
  return {given.at, "order " + std::string(to_string(given.kind)), given.who + ": " + given.why};
}

}  // namespace daypass::store
