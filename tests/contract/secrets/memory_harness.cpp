#include "contract/secrets/secrets_harness.hpp"
#include "support/fakes/memory_secrets.hpp"
#include "support/fakes/stepped_clock.hpp"

#include <utility>

namespace daypass::contract {
namespace {

using fakes::memory_secrets;
using fakes::secret_fault;

class memory_harness final : public secrets_harness {
 public:
  memory_harness() {
    secrets_.know_recipients({recipient()});
    secrets_.intercept([this](fakes::secret_call call) { return answer(std::move(call)); });
  }

  secret_store& store() override { return secrets_; }
  std::string recipient() override { return "aa11"; }

  std::optional<std::string> read_code(const std::string& name) override {
    const auto found = secrets_.published().find(name);
    if (found == secrets_.published().end()) return std::nullopt;
    return found->second.code;
  }

  std::optional<std::string> read_label(const std::string& name) override {
    const auto found = secrets_.published().find(name);
    if (found == secrets_.published().end()) return std::nullopt;
    return found->second.label.user_principal_name;
  }

  void lose_next_answer() override { next_ = secret_fault::lost_answer; }
  void refuse_next() override { next_ = secret_fault::refused; }

 private:
  boost::asio::awaitable<secret_fault> answer(fakes::secret_call) {
    co_return std::exchange(next_, secret_fault::none);
  }

  fakes::stepped_clock time_{context_.get_executor()};
  memory_secrets secrets_{&time_};
  secret_fault next_ = secret_fault::none;
};

}  // namespace

std::unique_ptr<secrets_harness> make_memory_harness() {
  return std::make_unique<memory_harness>();
}

}  // namespace daypass::contract
