#pragma once
// Metric families whose label values are bounded: each keeps its children by the values' text.

#include <prometheus/counter.h>
#include <prometheus/family.h>
#include <prometheus/gauge.h>
#include <prometheus/histogram.h>
#include <prometheus/registry.h>

#include <initializer_list>
#include <map>
#include <mutex>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

namespace daypass::observe {

/// No family has more children than this: what comes after counts under its first one. The label
/// values are closed enums and stable codes, so reaching it is a bug, and one that costs no memory.
inline constexpr std::size_t children_max = 512;

/// The name of a metric, its help and its labels' names.
struct family_words {
  const char* name;
  const char* help;
  std::vector<std::string> labels;
};

template <typename Metric>
class labelled_family {
 public:
  labelled_family(prometheus::Family<Metric>* family, std::vector<std::string> labels,
                  std::vector<double> bounds)
      : family_(family), labels_(std::move(labels)), bounds_(std::move(bounds)) {
    if (labels_.empty()) with({});  // Shown from the start, so that a first event is a rise.
  }

  /// The child with these label values, in the order of the labels' names. Made at its first use.
  Metric& with(std::initializer_list<std::string_view> values) {
    std::string key;
    for (const auto value : values) key.append(value).push_back('\n');
    const std::lock_guard lock(mutex_);
    const auto known = children_.find(key);
    if (known != children_.end()) return *known->second;
    if (children_.size() >= children_max) return *children_.begin()->second;
    prometheus::Labels labels;
    auto name = labels_.begin();
    for (const auto value : values) labels.emplace(*name++, value);
    Metric& made = add(labels);
    children_.emplace(std::move(key), &made);
    return made;
  }

 private:
  Metric& add(const prometheus::Labels& labels) {
    if constexpr (std::is_same_v<Metric, prometheus::Histogram>) {
      return family_->Add(labels, bounds_);
    } else {
      return family_->Add(labels);
    }
  }

  prometheus::Family<Metric>* family_;
  std::vector<std::string> labels_;
  std::vector<double> bounds_;
  std::mutex mutex_;
  std::map<std::string, Metric*, std::less<>> children_;
};

using counter_family = labelled_family<prometheus::Counter>;
using gauge_family = labelled_family<prometheus::Gauge>;
using histogram_family = labelled_family<prometheus::Histogram>;

inline counter_family counters(prometheus::Registry& registry, family_words words) {
  return {&prometheus::BuildCounter().Name(words.name).Help(words.help).Register(registry),
          std::move(words.labels),
          {}};
}

inline gauge_family gauges(prometheus::Registry& registry, family_words words) {
  return {&prometheus::BuildGauge().Name(words.name).Help(words.help).Register(registry),
          std::move(words.labels),
          {}};
}

inline histogram_family histograms(prometheus::Registry& registry, family_words words,
                                   std::vector<double> bounds) {
  return {&prometheus::BuildHistogram().Name(words.name).Help(words.help).Register(registry),
          std::move(words.labels), std::move(bounds)};
}

}  // namespace daypass::observe
