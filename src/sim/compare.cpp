#include <algorithm>
#include <atomic>
#include <exception>
#include <mutex>
#include <thread>

#include "paidan/core/error.hpp"
#include "paidan/sim/lab.hpp"
#include "paidan/sim/measure.hpp"
#include "src/sim/stream.hpp"

namespace paidan::sim {
namespace {

// What a day leaves behind: figures by way of dispatching.
struct DayResult {
  std::vector<DayFigures> figures;
  std::vector<double> seconds;
  std::int64_t orders = 0;
  Units units = 0;
};

// Calls `work(k)` for k = 0 … count − 1 on so many threads; the fault of the smallest k is thrown.
template <class Work>
void in_parallel(std::int64_t count, unsigned threads, Work&& work) {
  std::atomic<std::int64_t> next{0};
  std::vector<std::exception_ptr> faults(static_cast<std::size_t>(count));
  const auto run = [&] {
    for (std::int64_t k = next++; k < count; k = next++) {
      try {
        work(k);
      } catch (...) {
        faults[static_cast<std::size_t>(k)] = std::current_exception();
      }
    }
  };
  std::vector<std::thread> others;
  for (unsigned t = 1; t < threads && t < static_cast<std::uint64_t>(count); ++t) others.emplace_back(run);
  run();
  for (std::thread& t : others) t.join();
  for (const auto& fault : faults) {
    if (fault) std::rethrow_exception(fault);
  }
}

std::string when_words(const Dispatching& way, Language language) {
  const bool zh = language == Language::zh;
  std::string out;
  switch (way.timing) {
    case Dispatching::Timing::immediate:
      out = zh ? "即到即派" : "at once";
      break;
    case Dispatching::Timing::hindsight:
      out = zh ? "事后全知" : "in hindsight";
      break;
    case Dispatching::Timing::batches: {
      const std::int64_t m = way.every.count();
      const auto [count, unit_zh, unit_en] = m % 1'440 == 0 ? std::tuple(m / 1'440, "天", "d")
                                             : m % 60 == 0  ? std::tuple(m / 60, "小时", "h")
                                                            : std::tuple(m, "分钟", "min");
      out = zh ? "每 " + std::to_string(count) + " " + unit_zh + "一批"
               : "every " + std::to_string(count) + " " + unit_en;
      break;
    }
  }
  if (way.planned == Dispatching::Planned::replan) out += zh ? "，可改派" : ", replanned";
  return out;
}

ComparedPolicy described(const Dispatching& way) {
  const policy::AllocationInfo& info = way.rule->info();
  ComparedPolicy out;
  out.name = way.name;
  out.title_zh = std::string(info.title.zh) + "（" + when_words(way, Language::zh) + "）";
  out.title_en = std::string(info.title.en) + " (" + when_words(way, Language::en) + ")";
  out.optimises_zh = info.optimises.zh;
  out.optimises_en = info.optimises.en;
  out.guarantee_zh = info.guarantee.zh;
  out.guarantee_en = info.guarantee.en;
  out.source = info.source;
  return out;
}

// Titles of the groups of each dimension.
std::vector<GroupShares> named_groups(const Street& street, Dimension dimension) {
  std::vector<GroupShares> out;
  const auto add = [&](std::string_view code, std::string_view name) {
    out.push_back({.code = std::string(code), .name = std::string(name), .asked = 0, .share = {}});
  };
  switch (dimension) {
    case Dimension::priority:
      for (const TermName& n : TermNames<Priority>::names) add(n.code, n.chinese);
      break;
    case Dimension::category:
      for (const TermName& n : TermNames<Category>::names) add(n.code, n.chinese);
      break;
    case Dimension::client_group:
      for (const TermName& n : TermNames<ClientGroup>::names) add(n.code, n.chinese);
      break;
    case Dimension::community:
      for (const Community& c : street.communities) add(c.code, c.name);
      break;
    case Dimension::fund:
      for (const Fund& f : street.funds) add(f.code, f.name);
      break;
  }
  return out;
}

class Summary {
 public:
  Summary(const CompareOptions& options, Comparison& out) : options_(options), out_(out) {}

  void policies() {
    for (ComparedPolicy& p : out_.policies) {
      for (std::size_t m = 0; m < metric_count; ++m) {
        std::vector<double> values;
        for (const DayFigures& d : p.days) {
          if (d.value[m]) values.push_back(*d.value[m]);
        }
        p.estimates[m] = estimate(values);
      }
      for (std::size_t k = 0; k < lorenz_points; ++k) {
        for (const DayFigures& d : p.days) p.lorenz[k] += d.lorenz[k] / static_cast<double>(p.days.size());
      }
    }
  }

  void groups(const Street& street) {
    for (std::size_t d = 0; d < dimension_count; ++d) {
      out_.groups[d] = named_groups(street, static_cast<Dimension>(d));
      for (std::size_t g = 0; g < out_.groups[d].size(); ++g) {
        GroupShares& group = out_.groups[d][g];
        for (const DayFigures& day : out_.policies.front().days) {
          group.asked += static_cast<double>(day.parts[d][g].asked) / static_cast<double>(out_.days);
        }
        if (static_cast<Dimension>(d) == Dimension::fund) group.asked /= 100;  // fen → yuan
        for (const ComparedPolicy& p : out_.policies) {
          std::vector<double> values;
          for (const DayFigures& day : p.days) {
            const Part& part = day.parts[d][g];
            if (part.asked > 0) values.push_back(static_cast<double>(part.served) / static_cast<double>(part.asked));
          }
          group.share.push_back(estimate(values));
        }
      }
    }
  }

  void pairs() {
    for (std::size_t a = 0; a < out_.policies.size(); ++a) {
      for (std::size_t b = a + 1; b < out_.policies.size(); ++b) {
        for (std::size_t m = 0; m < metric_count; ++m) {
          std::vector<double> differences;
          for (std::size_t d = 0; d < out_.policies[a].days.size(); ++d) {
            const auto &x = out_.policies[a].days[d].value[m], &y = out_.policies[b].days[d].value[m];
            if (x && y) differences.push_back(*x - *y);
          }
          const auto difference = estimate(differences);
          if (!difference) continue;
          const auto metric = static_cast<Metric>(m);
          out_.pairs.push_back({a, b, metric, *difference, verdict_of(*difference, info_of(metric).better)});
        }
      }
    }
  }

 private:
  // Every figure is resampled with the same draws of days.
  [[nodiscard]] std::optional<Estimate> estimate(const std::vector<double>& values) const {
    return bootstrap_mean(values, {.resamples = options_.resamples,
                                   .confidence = options_.confidence,
                                   .seed = stream_seed(options_.seed, 0, Purpose::bootstrap)});
  }

  const CompareOptions& options_;
  Comparison& out_;
};

}  // namespace

Comparison compare(const Street& street, const policy::Policy& policy, const std::vector<Dispatching>& ways,
                   const CompareOptions& options) {
  if (options.days < 1) throw Error("compare: expected at least one day");
  if (ways.empty()) throw Error("compare: expected at least one policy");
  const Simulator simulator(street, policy, options.chance, options.seed);
  std::vector<DayResult> results(static_cast<std::size_t>(options.days));
  std::mutex reporting;
  std::int64_t done = 0;
  in_parallel(options.days, options.threads, [&](std::int64_t k) {
    const auto index = static_cast<std::uint64_t>(k);
    const Day day = simulator.day(index);
    DayResult& result = results[static_cast<std::size_t>(k)];
    result.orders = static_cast<std::int64_t>(day.list.orders.size());
    for (const WorkOrder& o : day.list.orders) result.units += o.units;
    for (const Dispatching& way : ways) {
      const Outcome outcome = simulator.play(day, index, way);
      result.figures.push_back(measure(day, outcome));
      result.seconds.push_back(outcome.seconds);
    }
    const std::lock_guard lock(reporting);
    if (options.on_day) options.on_day(++done);
  });

  Comparison out;
  out.street_code = street.code;
  out.street_name = street.name;
  out.seed = options.seed;
  out.days = options.days;
  out.period_days = ((street.period_end - street.period_start).count() + 1'439) / 1'440;
  out.confidence = options.confidence;
  out.resamples = options.resamples;
  for (std::size_t w = 0; w < ways.size(); ++w) {
    out.policies.push_back(described(ways[w]));
    for (DayResult& r : results) {
      out.policies.back().days.push_back(std::move(r.figures[w]));
      out.policies.back().seconds += r.seconds[w];
    }
  }
  for (const DayResult& r : results) {
    out.orders_a_day += static_cast<double>(r.orders) / static_cast<double>(options.days);
    out.units_a_day += static_cast<double>(r.units) / static_cast<double>(options.days);
  }
  Summary summary(options, out);
  summary.policies();
  summary.groups(street);
  summary.pairs();
  return out;
}

}  // namespace paidan::sim
