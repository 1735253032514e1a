#include "daypass/domain/unanswered.hpp"

namespace daypass {

refusal refusal_of_unanswered(failure kind) {
  switch (kind) {
    case failure::unknown_effect:
      return refusal::no_answer;
    case failure::cancelled:
      return refusal::given_up;
    case failure::permanent:
      return refusal::rejected;
    default:
      return refusal::unavailable;
  }
}

}  // namespace daypass
