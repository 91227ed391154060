// How large the reliefs that are worth a trial have to be, and which of those that work are told.
#include <algorithm>
#include <map>
#include <optional>
#include <tuple>

#include "paidan/dispatch/relief.hpp"
#include "paidan/dispatch/work_list.hpp"
#include "paidan/policy/levers.hpp"
#include "src/dispatch/prospects.hpp"
#include "src/dispatch/trial.hpp"

namespace paidan::dispatch {
namespace {

using transport::LeafId;
using Kind = Relief::Kind;

constexpr Units most_units = 1'000'000;
constexpr std::int64_t largest_penalty = 1'000'000'000;  // as policy files allow
constexpr std::size_t most_tries = 4;                    // of one kind; their order is by what the prices promise

class Search {
 public:
  Search(const Street& street, const policy::Policy& policy, const Batch& batch, const UnservedLine& line,
         std::size_t most)
      : street_(street),
        policy_(policy),
        batch_(batch),
        line_(line),
        order_(batch.list.orders[line.order]),
        trial_(street, policy, batch, line.order),
        most_(most) {}

  std::vector<Relief> run() {
    if (order_.screened == Reason::workers_short) return {};
    if (order_.screened == Reason::fund_exhausted) {
      try_money();
    } else {
      prospects_.emplace(street_, policy_, batch_, line_);
      try_lists();
      if (!order_.screened && policy_.plain_penalties) try_penalty();
    }
    return chosen();
  }

 private:
  // --- trials --------------------------------------------------------------------------------------------------------

  void try_lists() {
    for (const Kind kind : {Kind::longer_window, Kind::earlier_window}) try_windows(kind);
    // The best of every kind first; a second one where that leaves room.
    auto lists = prospects_->found();
    for (auto& [kind, prospects] : lists) try_some(prospects, 1);
    for (auto& [kind, prospects] : lists) {
      if (works_.size() < most_) try_some(prospects, 1);
    }
  }

  void try_some(std::vector<Prospects::Prospect>& candidates, std::size_t wanted) {
    std::size_t tried = 0, found = 0;
    while (!candidates.empty() && tried < most_tries && found < wanted) {
      Relief relief = candidates.front().relief;
      candidates.erase(candidates.begin());
      ++tried;
      if (covered(relief)) continue;
      if (settle(relief)) {
        works_.push_back(relief);
        ++found;
      }
    }
  }

  // More units with the limits above them, where the units alone already do.
  bool covered(const Relief& relief) const {
    Relief alone = relief;
    alone.limits = Relief::Limits::none;
    return relief.limits != Relief::Limits::none &&
           std::any_of(works_.begin(), works_.end(), [&](const Relief& w) { return identity(w) == identity(alone); });
  }

  // Finds the smallest amount that works and keeps what the plan gains by it.
  bool settle(Relief& relief) {
    switch (relief.kind) {
      case Kind::more_seats:
      case Kind::more_units_worker:
      case Kind::worker_limit:
        return settle_amount(relief, 1, most_units);
      case Kind::more_units_organisation: {
        // One that had no limit, and so took nothing by itself, gets one: not below its minimum.
        const Organisation& o = street_.organisations[relief.organisation];
        return settle_amount(relief, o.max_units ? 1 : std::max<Units>(1, o.min_units), most_units);
      }
      case Kind::renewed_validity:
        return settle_validity(relief);
      default:
        relief.change = trial_.attempt(relief);
        return relief.change.has_value();
    }
  }

  bool works(Relief& relief, std::int64_t amount) {
    relief.amount = amount;
    relief.change = trial_.attempt(relief);
    return relief.change.has_value();
  }

  // The smallest whole amount: doubled until it works, then halved in between. One less was tried and failed, or is
  // below `least`.
  bool settle_amount(Relief& relief, std::int64_t least, std::int64_t most) {
    std::int64_t low = least - 1, high = std::max(relief.amount, least);
    if (!works(relief, high)) {
      low = high;
      if (high < most && !works(relief, most)) return false;
      while (high < most && !works(relief, high = std::min(high * 2, most))) low = high;
      if (!relief.change) return false;
    }
    Relief best = relief;
    while (low + 1 < high) {
      const std::int64_t middle = low + (high - low) / 2;
      if (works(relief, middle)) {
        high = middle;
        best = relief;
      } else {
        low = middle;
      }
    }
    relief = best;
    return true;
  }

  // The smallest of some rising amounts. `promising` of them must be tried at least.
  bool settle_steps(Relief& relief, const std::vector<std::int64_t>& steps, std::size_t promising) {
    std::size_t low = promising, high = promising;  // those before `low` do not work
    for (std::size_t stride = 1; !works(relief, steps[high]); stride *= 2) {
      low = high + 1;
      if (low >= steps.size()) return false;
      high = std::min(high + stride, steps.size() - 1);
    }
    Relief best = relief;
    while (low < high) {
      const std::size_t middle = low + (high - low) / 2;
      if (works(relief, steps[middle])) {
        high = middle;
        best = relief;
      } else {
        low = middle + 1;
      }
    }
    relief = best;
    return true;
  }

  // Windows: leaf by leaf, the longer the window the more of them.
  void try_windows(Kind kind) {
    const auto& steps = prospects_->windows(kind);
    if (steps.empty()) return;
    std::vector<std::int64_t> amounts;
    for (const Prospects::Step& s : steps) {
      if (amounts.empty() || amounts.back() != s.relief.amount) amounts.push_back(s.relief.amount);
    }
    const auto promises = [&](std::size_t step) {
      WorkOrder order = order_;
      if (kind == Kind::longer_window) order.window.end = order.window.end + Minutes(amounts[step]);
      if (kind == Kind::earlier_window) order.window.start = order.window.start - Minutes(amounts[step]);
      std::vector<LeafId> leaves;
      for (const Prospects::Step& s : steps) {
        if (s.relief.amount <= amounts[step]) leaves.push_back(s.leaf);
      }
      return prospects_->promised(order, leaves).has_value();
    };
    // The promise never falls with a longer window, so the first step that promises anything is found by halving.
    if (!promises(amounts.size() - 1)) return;
    std::size_t low = 0, high = amounts.size() - 1;
    while (low < high) {
      const std::size_t middle = low + (high - low) / 2;
      promises(middle) ? high = middle : low = middle + 1;
    }
    Relief relief = steps.front().relief;
    if (!settle_steps(relief, amounts, low)) return;
    const auto at = std::find_if(steps.begin(), steps.end(),
                                 [&](const Prospects::Step& s) { return s.relief.amount == relief.amount; });
    const auto change = relief.change;
    relief = at->relief;
    relief.change = change;
    works_.push_back(relief);
  }

  // Day by day: a day that brings this order nothing may bring another order something, and so make room.
  bool settle_validity(Relief& relief) {
    std::int64_t most = 0;
    for (const LeafId leaf : prospects_->leaves_of(relief.organisation)) {
      for (const Relief& r : policy::lifts(street_, order_, batch_.compiled.leaves[leaf.index()])) {
        most = std::max(most, r.amount);
      }
    }
    return settle_amount(relief, 1, most);
  }

  void try_penalty() {
    Relief relief;
    relief.kind = Kind::higher_penalty;
    const auto chain = prospects_->chain();
    relief.amount = chain ? chain->points.count() + 1 : 1;
    const std::int64_t now = (*policy_.plain_penalties)[static_cast<std::size_t>(order_.priority) - 1].count();
    if (settle_amount(relief, 1, std::max<std::int64_t>(largest_penalty - now, 1))) works_.push_back(relief);
  }

  // --- money ---------------------------------------------------------------------------------------------------------

  void try_money() {
    const MenuItem& item = street_.menu[street_.demands[order_.first].item];
    for (const FundId f : item.funds) {
      if (std::any_of(works_.begin(), works_.end(), [&](const Relief& w) { return w.fund == f; })) continue;
      Relief relief;
      relief.fund = f;
      const std::size_t outside = uncovered(street_, order_, f);
      if (outside == 0) {
        relief.kind = Kind::money;
        const auto enough = least_budget(street_, batch_.list, line_.order, f);
        if (enough && works(relief, enough->count())) works_.push_back(relief);
      } else if (outside == 1) {
        relief.kind = Kind::fund_area;
        if (works(relief, 1)) works_.push_back(relief);
      }
    }
  }

  // --- the answer ----------------------------------------------------------------------------------------------------

  // The best of each kind, then the second ones, each round in the order of the kinds.
  std::vector<Relief> chosen() {
    std::stable_sort(works_.begin(), works_.end(), [](const Relief& a, const Relief& b) {
      return std::tuple(a.kind, a.amount) < std::tuple(b.kind, b.amount);
    });
    std::vector<std::pair<std::size_t, Relief>> ranked;
    for (std::size_t k = 0; k < works_.size(); ++k) {
      const bool same = k > 0 && works_[k - 1].kind == works_[k].kind;
      ranked.emplace_back(same ? ranked.back().first + 1 : 0, works_[k]);
    }
    std::stable_sort(ranked.begin(), ranked.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
    if (ranked.size() > most_) ranked.resize(most_);
    std::vector<Relief> out;
    for (auto& [rank, relief] : ranked) out.push_back(std::move(relief));
    std::stable_sort(out.begin(), out.end(), [](const Relief& a, const Relief& b) {
      return std::tuple(a.kind, a.amount) < std::tuple(b.kind, b.amount);
    });
    return out;
  }

  const Street& street_;
  const policy::Policy& policy_;
  const Batch& batch_;
  const UnservedLine& line_;
  const WorkOrder& order_;
  Trial trial_;
  std::size_t most_;
  std::optional<Prospects> prospects_;
  std::vector<Relief> works_;
};

}  // namespace

std::vector<Relief> find_reliefs(const Street& street, const policy::Policy& policy, const Batch& batch,
                                 const UnservedLine& line, std::size_t most) {
  return Search(street, policy, batch, line, most).run();
}

}  // namespace paidan::dispatch
