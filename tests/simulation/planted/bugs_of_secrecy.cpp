// Promise 4: the code exists in one place.
#include "simulation/planted/planting.hpp"
#include "simulation/planted/rewriting_state.hpp"

#include "daypass/base/secret_text.hpp"

#include <boost/asio/this_coro.hpp>
#include <fmt/format.h>

#include <map>
#include <string>
#include <utility>

namespace daypass::simulation {
namespace {

std::string hex(std::string_view code) {
  std::string text;
  for (const char letter : code) text += fmt::format("{:02x}", static_cast<unsigned char>(letter));
  return text;
}

class code_in_error final : public passing_secrets {
 public:
  using passing_secrets::passing_secrets;
  asio::awaitable<result<void>> publish(secret_name name, secret_label label,
                                        std::vector<std::string> recipients,
                                        const secret_text* code, call_options options) override {
    co_await asio::this_coro::throw_if_cancelled(false);
    auto done = co_await below_.publish(std::move(name), std::move(label), std::move(recipients),
                                        code, options);
    if (!done) done.error().what += fmt::format(" (publishing \"{}\")", code->expose());
    co_return done;
  }
};

class code_in_label final : public passing_secrets {
 public:
  using passing_secrets::passing_secrets;
  asio::awaitable<result<void>> publish(secret_name name, secret_label label,
                                        std::vector<std::string> recipients,
                                        const secret_text* code, call_options options) override {
    label.display_name += fmt::format(" ({})", code->expose());
    return below_.publish(std::move(name), std::move(label), std::move(recipients), code, options);
  }
};

class named_by_its_code final : public passing_secrets {
 public:
  using memory_type = std::map<std::string, std::string>;
  named_by_its_code(secret_store& below, memory_type& names)
      : passing_secrets(below), names_(names) {}

  asio::awaitable<result<void>> publish(secret_name name, secret_label label,
                                        std::vector<std::string> recipients,
                                        const secret_text* code, call_options options) override {
    names_[name.text()] = hex(code->expose());
    return below_.publish(file_of(name), std::move(label), std::move(recipients), code, options);
  }
  asio::awaitable<result<void>> relabel(secret_name name, secret_label label,
                                        call_options options) override {
    return below_.relabel(file_of(name), std::move(label), options);
  }
  asio::awaitable<result<void>> withdraw(secret_name name, call_options options) override {
    return below_.withdraw(file_of(name), options);
  }

 private:
  [[nodiscard]] secret_name file_of(const secret_name& name) const {
    const auto known = names_.find(name.text());
    return known == names_.end() ? name : secret_name(known->second);
  }

  memory_type& names_;
};

/// Hears every code that Graph tells, by the pass's id.
class listening_bug : public planted_bug {
 public:
  std::unique_ptr<directory> over_directory(directory& below, world& /*of*/) override {
    return std::make_unique<ear>(below, codes_);
  }

 protected:
  using code_list = std::map<std::string, std::string>;
  code_list codes_;

 private:
  class ear final : public passing_directory {
   public:
    ear(directory& below, code_list& codes) : passing_directory(below), codes_(codes) {}
    asio::awaitable<result<issued_pass>> issue_pass(user_id user, pass_plan plan,
                                                    call_options options) override {
      co_await asio::this_coro::throw_if_cancelled(false);
      auto issued = co_await below_.issue_pass(std::move(user), std::move(plan), options);
      if (issued) codes_[issued->pass.id.text()] = std::string(issued->code.expose());
      co_return issued;
    }

   private:
    code_list& codes_;
  };
};

/// The record keeps the code, so that a publish can be repeated after a crash.
class code_in_record final : public listening_bug {
  class state final : public rewriting_state {
   public:
    state(state_store& below, const code_list& codes) : rewriting_state(below), codes_(codes) {}

   private:
    void rewrite(const onboarding& /*fresh*/, recording& taken) override {
      const auto code = codes_.find(taken.is.pass.id.text());
      if (code == codes_.end() || taken.is.pass.published_at) return;
      taken.is.pass.displayed_digest = code->second;
    }
    const code_list& codes_;
  };

 public:
  std::unique_ptr<state_store> over_state(state_store& below, world& /*of*/) override {
    return std::make_unique<state>(below, codes_);
  }
};

class code_in_history final : public listening_bug {
  class state final : public rewriting_state {
   public:
    state(state_store& below, const code_list& codes) : rewriting_state(below), codes_(codes) {}

   private:
    void rewrite(const onboarding& /*fresh*/, recording& taken) override {
      for (history_entry& line : taken.history) {
        const auto code = codes_.find(taken.is.pass.id.text());
        if (line.what == "issue_pass" && code != codes_.end()) line.detail += " " + code->second;
      }
    }
    const code_list& codes_;
  };

 public:
  std::unique_ptr<state_store> over_state(state_store& below, world& /*of*/) override {
    return std::make_unique<state>(below, codes_);
  }
};

}  // namespace

plantings bugs_of_secrecy() {
  return {
      {"code_in_error", "promise 4", 1, "the words of a failed publish quote the code",
       make_bug<in_front<code_in_error>>},
      {"code_in_label", "promise 4", 9, "the code stands beside the seal, for convenience",
       make_bug<in_front<code_in_label>>},
      {"named_by_its_code", "promise 4", 9, "the name of a secret is made from it",
       make_bug<in_front<named_by_its_code>>},
      {"code_in_record", "promise 4", 7, "the code is stored until it is published",
       make_bug<code_in_record>},
      {"code_in_history", "promise 4", 1, "the story of a hire tells the code",
       make_bug<code_in_history>},
  };
}

}  // namespace daypass::simulation
