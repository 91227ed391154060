// Which reliefs are worth a trial, and how large they have to be.
#include <algorithm>
#include <map>
#include <set>
#include <tuple>

#include "paidan/dispatch/relief.hpp"
#include "paidan/dispatch/work_list.hpp"
#include "paidan/policy/eligibility.hpp"
#include "paidan/policy/levers.hpp"
#include "paidan/policy/loads.hpp"
#include "src/dispatch/trial.hpp"

namespace paidan::dispatch {
namespace {

using policy::Leaf;
using policy::LeafKind;
using policy::Limit;
using transport::Edge;
using transport::EdgeId;
using transport::LeafId;
using Kind = Relief::Kind;

constexpr Units most_units = 1'000'000;
constexpr std::int64_t largest_penalty = 1'000'000'000;  // as policy files allow
constexpr std::size_t most_tries = 4;                    // of one kind; their order is by what the prices promise

// One change and what is known of it before it is tried.
struct Candidate {
  Relief relief;
  std::int64_t promise = 0;  // points the plan would gain if only this order could use it; the more the better
};

// Changes that differ only in the time of the leaf that they were found at are one.
auto identity(const Relief& r) {
  const bool timed = r.kind == Kind::more_units_worker;
  const bool personal = r.kind == Kind::other_gender;
  return std::tuple(r.kind, personal ? OrganisationId{} : r.organisation, personal ? WorkerId{} : r.worker,
                    r.kind == Kind::more_seats ? r.session : SessionId{}, r.fund, r.term,
                    timed ? r.slot->start : Instant{}, r.limits);
}
bool by_time(Kind kind) { return kind == Kind::longer_window || kind == Kind::earlier_window; }

class Search {
 public:
  Search(const Street& street, const policy::Policy& policy, const Batch& batch, const UnservedLine& line,
         std::size_t most)
      : street_(street),
        policy_(policy),
        batch_(batch),
        line_(line),
        order_(batch.list.orders[line.order]),
        chains_({street, batch.list, policy, batch.compiled, batch.solution}),
        loads_(batch.compiled.problem, batch.solution),
        trial_(street, policy, batch, line.order),
        most_(most) {}

  std::vector<Relief> run() {
    if (order_.screened == Reason::workers_short) return {};
    if (order_.screened == Reason::fund_exhausted) {
      try_money();
    } else {
      collect_room();
      collect_lifts();
      try_lists();
      if (!order_.screened && policy_.plain_penalties) try_penalty();
    }
    return chosen();
  }

 private:
  // --- more room -----------------------------------------------------------------------------------------------------

  // The full limits on the way of every eligible leaf, leaves in the order of their price.
  void collect_room() {
    if (order_.screened) return;
    const auto& problem = batch_.compiled.problem;
    const auto order = batch_.compiled.problem_order[line_.order.index()];
    std::vector<std::pair<std::int64_t, LeafId>> leaves;
    for (std::size_t e = problem.first_edge(order); e < problem.end_edge(order); ++e) {
      const LeafId leaf = problem.edge_leaf(EdgeId(e));
      if (batch_.compiled.leaves[leaf.index()].kind == LeafKind::unserved) continue;
      leaves.emplace_back(problem.edge_cost(EdgeId(e)).count() + batch_.solution.leaf_price[leaf.index()].count(),
                          leaf);
    }
    std::sort(leaves.begin(), leaves.end());
    std::set<decltype(identity(Relief{}))> seen;
    for (const auto& [price, leaf] : leaves) {
      for (const Relief& relief : room_at(leaf)) {
        if (seen.insert(identity(relief)).second) found_[relief.kind].push_back({relief, -price});
      }
    }
  }

  std::vector<Relief> room_at(LeafId id) {
    const Leaf& leaf = batch_.compiled.leaves[id.index()];
    std::vector<Relief> out;
    bool worker_full = false, organisation_full = false;
    for (const Limit& limit : policy::limits_of(street_, batch_.compiled, id)) {
      if (!full(limit)) continue;
      const Relief relief = policy::more_at(street_, leaf, limit.kind, line_.units);
      const bool again = !out.empty() && identity(out.back()) == identity(relief);  // a slot and its shift
      if (!again) out.push_back(relief);
      worker_full |= limit.kind == Limit::Kind::worker;
      organisation_full |= limit.kind == Limit::Kind::organisation && leaf.kind != LeafKind::organisation;
    }
    // Full below and above: the lowest number and the limits above it together.
    if (out.size() > 1 && leaf.kind != LeafKind::organisation) {
      Relief both = out.front();
      const bool worker_above = worker_full && both.kind == Kind::more_units_worker;
      both.limits = worker_above && organisation_full ? Relief::Limits::both
                    : worker_above                    ? Relief::Limits::worker
                                                      : Relief::Limits::organisation;
      out.push_back(both);
    }
    return out;
  }

  bool full(const Limit& limit) const {
    return limit.leaf.has_value() ? loads_.full(limit.leaf) : loads_.full(limit.group);
  }

  // --- lifted rules --------------------------------------------------------------------------------------------------

  void collect_lifts() {
    struct Group {
      Relief relief;
      std::vector<LeafId> leaves;
    };
    std::map<decltype(identity(Relief{})), Group> groups;
    const auto& leaves = batch_.compiled.leaves;
    for (std::size_t j = 0; j < leaves.size(); ++j) {
      if (leaves[j].kind == LeafKind::unserved || !policy::concerns(street_, order_, leaves[j])) continue;
      for (const Relief& relief : policy::lifts(street_, order_, leaves[j])) {
        if (by_time(relief.kind)) {
          windows_[relief.kind].push_back({relief, LeafId(j)});
          continue;
        }
        Group& group = groups.try_emplace(identity(relief), Group{relief, {}}).first->second;
        if (relief.amount < group.relief.amount) group.relief = relief;
        group.leaves.push_back(LeafId(j));
      }
    }
    for (auto& [key, group] : groups) {
      if (const auto promise = promised(order_, group.leaves))
        found_[group.relief.kind].push_back({group.relief, *promise});
      if (group.relief.kind == Kind::renewed_validity) leaves_of_[group.relief.organisation] = group.leaves;
    }
  }

  // What the plan would gain if the order alone could go to these leaves too; none when nothing. A promise may be too
  // good, never too bad: the tiers of the penalties hold for costs up to the dearest edge, so a dearer one counts as
  // that.
  std::optional<std::int64_t> promised(const WorkOrder& order, const std::vector<LeafId>& leaves) {
    if (order_.screened) return 0;
    auto edges = policy::edges_at(street_, order, batch_.compiled.leaves, leaves, policy_);
    if (!policy_.plain_penalties) {
      for (Edge& e : edges) e.cost = std::min(e.cost, dearest());
    }
    const auto chain = chains_.serve(line_.order, edges);
    if (!chain || chain->points >= Cost(0)) return std::nullopt;
    return -chain->points.count();
  }

  // The dearest edge that serves an order; 0 when there is none.
  Cost dearest() {
    if (dearest_) return *dearest_;
    std::optional<Cost> most;
    const auto& problem = batch_.compiled.problem;
    for (std::size_t e = 0; e < problem.edge_count(); ++e) {
      if (batch_.compiled.leaves[problem.edge_leaves()[e].index()].kind == LeafKind::unserved) continue;
      most = most ? std::max(*most, problem.edge_costs()[e]) : problem.edge_costs()[e];
    }
    dearest_ = most.value_or(Cost(0));
    return *dearest_;
  }

  // --- trials --------------------------------------------------------------------------------------------------------

  void try_lists() {
    for (auto& [kind, candidates] : found_) {
      std::stable_sort(candidates.begin(), candidates.end(),
                       [](const Candidate& a, const Candidate& b) { return a.promise > b.promise; });
    }
    for (const Kind kind : {Kind::longer_window, Kind::earlier_window}) try_windows(kind);
    // The best of every kind first; a second one where that leaves room.
    for (auto& [kind, candidates] : found_) try_some(candidates, 1);
    for (auto& [kind, candidates] : found_) {
      if (works_.size() < most_) try_some(candidates, 1);
    }
  }

  void try_some(std::vector<Candidate>& candidates, std::size_t wanted) {
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

  struct Step {
    Relief relief;
    LeafId leaf;
  };

  // Windows: leaf by leaf, the longer the window the more of them.
  void try_windows(Kind kind) {
    auto& steps = windows_[kind];
    if (steps.empty()) return;
    std::stable_sort(steps.begin(), steps.end(),
                     [](const Step& a, const Step& b) { return a.relief.amount < b.relief.amount; });
    std::vector<std::int64_t> amounts;
    for (const Step& s : steps) {
      if (amounts.empty() || amounts.back() != s.relief.amount) amounts.push_back(s.relief.amount);
    }
    const auto promises = [&](std::size_t step) {
      WorkOrder order = order_;
      if (kind == Kind::longer_window) order.window.end = order.window.end + Minutes(amounts[step]);
      if (kind == Kind::earlier_window) order.window.start = order.window.start - Minutes(amounts[step]);
      std::vector<LeafId> leaves;
      for (const Step& s : steps) {
        if (s.relief.amount <= amounts[step]) leaves.push_back(s.leaf);
      }
      return promised(order, leaves).has_value();
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
    const auto at =
        std::find_if(steps.begin(), steps.end(), [&](const Step& s) { return s.relief.amount == relief.amount; });
    const auto change = relief.change;
    relief = at->relief;
    relief.change = change;
    works_.push_back(relief);
  }

  // Day by day: a day that brings this order nothing may bring another order something, and so make room.
  bool settle_validity(Relief& relief) {
    std::int64_t most = 0;
    for (const LeafId leaf : leaves_of_[relief.organisation]) {
      for (const Relief& r : policy::lifts(street_, order_, batch_.compiled.leaves[leaf.index()])) {
        most = std::max(most, r.amount);
      }
    }
    return settle_amount(relief, 1, most);
  }

  void try_penalty() {
    Relief relief;
    relief.kind = Kind::higher_penalty;
    const auto chain = chains_.serve(line_.order);
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
  policy::Chains chains_;
  policy::Loads loads_;
  Trial trial_;
  std::size_t most_;
  std::map<Kind, std::vector<Candidate>> found_;
  std::map<Kind, std::vector<Step>> windows_;
  std::map<OrganisationId, std::vector<LeafId>> leaves_of_;
  std::vector<Relief> works_;
  std::optional<Cost> dearest_;
};

}  // namespace

std::vector<Relief> find_reliefs(const Street& street, const policy::Policy& policy, const Batch& batch,
                                 const UnservedLine& line, std::size_t most) {
  return Search(street, policy, batch, line, most).run();
}

}  // namespace paidan::dispatch
