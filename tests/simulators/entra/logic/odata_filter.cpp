#include "simulators/entra/logic/odata_filter.hpp"

#include "simulators/entra/logic/text.hpp"

#include <algorithm>

namespace daypass::entra_simulator {
namespace {

using node_ptr = std::unique_ptr<filter_node>;
constexpr int depth_max = 64;

bool is_word(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
         c == '/' || c == '-' || c == '.' || c == ':' || c == '@';
}

class parser {
 public:
  explicit parser(std::string_view text) : rest_(text) {}

  parsed_filter whole() {
    parsed_filter made;
    made.root = disjunction(0);
    skip_space();
    if (!rest_.empty()) made.root = nullptr;
    made.advanced = advanced_;
    return made;
  }

 private:
  void skip_space() {
    while (!rest_.empty() && rest_.front() == ' ') rest_.remove_prefix(1);
  }

  bool symbol(char wanted) {
    skip_space();
    if (rest_.empty() || rest_.front() != wanted) return false;
    rest_.remove_prefix(1);
    return true;
  }

  std::string_view word() {
    skip_space();
    std::size_t length = 0;
    while (length < rest_.size() && is_word(rest_[length])) ++length;
    const auto taken = rest_.substr(0, length);
    rest_.remove_prefix(length);
    return taken;
  }

  bool keyword(std::string_view wanted) {
    const auto before = rest_;
    if (word() == wanted) return true;
    rest_ = before;
    return false;
  }

  node_ptr joined(filter_op op, node_ptr left, node_ptr right) {
    if (!left || !right) return nullptr;
    auto made = std::make_unique<filter_node>();
    made->op = op;
    made->parts.push_back(std::move(left));
    made->parts.push_back(std::move(right));
    return made;
  }

  node_ptr disjunction(int depth) {
    node_ptr left = conjunction(depth);
    while (left && keyword("or"))
      left = joined(filter_op::either, std::move(left), conjunction(depth));
    return left;
  }

  node_ptr conjunction(int depth) {
    node_ptr left = unary(depth);
    while (left && keyword("and")) left = joined(filter_op::both, std::move(left), unary(depth));
    return left;
  }

  node_ptr unary(int depth) {
    if (depth > depth_max) return nullptr;
    if (keyword("not")) {
      advanced_ = true;
      node_ptr inner = unary(depth + 1);
      if (!inner) return nullptr;
      auto made = std::make_unique<filter_node>();
      made->op = filter_op::negated;
      made->parts.push_back(std::move(inner));
      return made;
    }
    if (symbol('(')) {
      node_ptr inner = disjunction(depth + 1);
      return inner && symbol(')') ? std::move(inner) : nullptr;
    }
    return comparison();
  }

  node_ptr comparison() {
    auto made = std::make_unique<filter_node>();
    const auto first = word();
    if (first.empty()) return nullptr;
    if (first == "startswith" || first == "endswith" || first == "startsWith" ||
        first == "endsWith") {
      return function(std::move(made), first.front() == 's');
    }
    made->property = first;
    const auto operation = word();
    if (operation == "in") {
      made->op = filter_op::in;
      return list(std::move(made));
    }
    if (operation != "eq" && operation != "ne") return nullptr;
    made->op = operation == "eq" ? filter_op::eq : filter_op::ne;
    advanced_ = advanced_ || operation == "ne";
    return value(*made) ? std::move(made) : nullptr;
  }

  node_ptr function(node_ptr made, bool starts) {
    made->op = starts ? filter_op::starts_with : filter_op::ends_with;
    advanced_ = advanced_ || !starts;
    if (!symbol('(')) return nullptr;
    made->property = word();
    const bool good = !made->property.empty() && symbol(',') && value(*made) && symbol(')');
    return good ? std::move(made) : nullptr;
  }

  node_ptr list(node_ptr made) {
    if (!symbol('(')) return nullptr;
    do {
      if (!value(*made)) return nullptr;
    } while (symbol(','));
    return symbol(')') ? std::move(made) : nullptr;
  }

  bool value(filter_node& into) {
    skip_space();
    if (!rest_.empty() && rest_.front() == '\'') return quoted(into);
    const auto literal = word();
    if (literal == "true" || literal == "false") {
      into.values.emplace_back(literal == "true");
    } else if (literal == "null") {
      into.values.emplace_back(nullptr);
    } else {
      into.values.emplace_back(std::string(literal));
    }
    return !literal.empty();
  }

  bool quoted(filter_node& into) {
    std::string text;
    for (std::size_t i = 1; i < rest_.size(); ++i) {
      if (rest_[i] != '\'') {
        text += rest_[i];
      } else if (i + 1 < rest_.size() && rest_[i + 1] == '\'') {
        text += rest_[i++];
      } else {
        rest_.remove_prefix(i + 1);
        into.values.emplace_back(std::move(text));
        return true;
      }
    }
    return false;
  }

  std::string_view rest_;
  bool advanced_ = false;
};

bool same(const json& left, const json& right) {
  if (left.is_string() && right.is_string()) {
    return equal_folded(left.get_ref<const std::string&>(), right.get_ref<const std::string&>());
  }
  return left == right;
}

bool affix(const filter_node& filter, const json& value) {
  if (!value.is_string() || !filter.values.front().is_string()) return false;
  const std::string whole = folded(value.get_ref<const std::string&>());
  const std::string part = folded(filter.values.front().get_ref<const std::string&>());
  return filter.op == filter_op::starts_with ? whole.starts_with(part) : whole.ends_with(part);
}

}  // namespace

parsed_filter parse_filter(std::string_view text) {
  return parser(text).whole();
}

bool matches(const filter_node& filter, const property_reader& read) {
  const auto holds = [&](const node_ptr& part) { return matches(*part, read); };
  switch (filter.op) {
    case filter_op::both:
      return std::ranges::all_of(filter.parts, holds);
    case filter_op::either:
      return std::ranges::any_of(filter.parts, holds);
    case filter_op::negated:
      return !holds(filter.parts.front());
    case filter_op::starts_with:
    case filter_op::ends_with:
      return affix(filter, read(filter.property));
    case filter_op::eq:
    case filter_op::ne:
    case filter_op::in:
      break;
  }
  const json value = read(filter.property);
  const bool found =
      std::ranges::any_of(filter.values, [&](const json& wanted) { return same(value, wanted); });
  return found == (filter.op != filter_op::ne);
}

std::optional<std::vector<std::pair<std::string, std::string>>> index_keys(
    const filter_node& filter, const std::vector<std::string>& indexed) {
  using keys = std::vector<std::pair<std::string, std::string>>;
  if (filter.op == filter_op::both) {
    for (const auto& part : filter.parts) {
      if (auto found = index_keys(*part, indexed)) return found;
    }
    return std::nullopt;
  }
  keys made;
  if (filter.op == filter_op::either) {
    for (const auto& part : filter.parts) {
      auto found = index_keys(*part, indexed);
      if (!found) return std::nullopt;
      made.insert(made.end(), found->begin(), found->end());
    }
    return made;
  }
  const bool binds = filter.op == filter_op::eq || filter.op == filter_op::in;
  if (!binds || std::ranges::find(indexed, filter.property) == indexed.end()) return std::nullopt;
  for (const auto& value : filter.values) {
    if (!value.is_string()) return std::nullopt;
    made.emplace_back(filter.property, value.get<std::string>());
  }
  return made;
}

}  // namespace daypass::entra_simulator
