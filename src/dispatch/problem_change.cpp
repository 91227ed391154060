#include "src/dispatch/problem_change.hpp"

#include <algorithm>
#include <functional>
#include <optional>

#include "paidan/dispatch/work_list.hpp"
#include "paidan/policy/candidates.hpp"
#include "src/policy/costs.hpp"
#include "src/policy/tree_segments.hpp"

namespace paidan::dispatch {
namespace {

using policy::LeafKind;
using transport::EdgeId;
using transport::LeafId;
using transport::OrderId;
using Kind = Relief::Kind;

template <class T>
bool covers(const std::vector<T>& listed, T value) {
  return listed.empty() || std::binary_search(listed.begin(), listed.end(), value);
}
template <class List>
bool names(const List& list, TermId term) {
  return std::find(list.begin(), list.end(), term) != list.end();
}

class Comparison {
 public:
  Comparison(const Batch& batch, const Changed& changed, WorkOrderId asked, const Relief& relief)
      : batch_(batch), street_(changed.street), policy_(changed.policy), asked_(asked), relief_(relief) {}

  ProblemChange run() {
    make_list();
    find_counterparts();
    std::vector<bool> servable(list_.orders.size());
    for (std::size_t i = 0; i < servable.size(); ++i) servable[i] = is_servable(WorkOrderId(i));
    fund(street_, list_, servable);
    const WorkOrderId asked = find_asked();
    std::size_t old = 0;
    for (std::size_t i = 0; i < list_.orders.size(); ++i) {
      const WorkOrderId id(i);
      const WorkOrder& order = list_.orders[id];
      for (; old < batch_.list.orders.size() && batch_.list.orders[WorkOrderId(old)].first < order.first; ++old) {
        gone(WorkOrderId(old));
      }
      if (counterpart_[i].has_value()) ++old;
      compare(id, asked);
    }
    for (; old < batch_.list.orders.size(); ++old) gone(WorkOrderId(old));
    out_.slack = policy::cap_slack(street_, list_);
    return std::move(out_);
  }

 private:
  // Only a window can change which reports are merged and who is screened out before there is money.
  void make_list() {
    if (relief_.kind == Kind::longer_window || relief_.kind == Kind::earlier_window) {
      list_ = make_work_list(street_);
      return;
    }
    list_ = batch_.list;
    for (WorkOrder& order : list_.orders) {
      order.fund = {};
      if (order.screened == Reason::fund_exhausted) order.screened.reset();
    }
    list_.fund_left.clear();
    for (const Fund& f : street_.funds) list_.fund_left.push_back(f.budget);
  }

  // Both lists are in the order of their first demands, which name the orders.
  void find_counterparts() {
    counterpart_.resize(list_.orders.size());
    concerned_.resize(list_.orders.size());
    std::size_t old = 0;
    for (std::size_t i = 0; i < list_.orders.size(); ++i) {
      const WorkOrder& order = list_.orders[WorkOrderId(i)];
      while (old < batch_.list.orders.size() && batch_.list.orders[WorkOrderId(old)].first < order.first) ++old;
      concerned_[i] = true;
      if (old == batch_.list.orders.size()) continue;
      const WorkOrder& before = batch_.list.orders[WorkOrderId(old)];
      if (before.first != order.first) continue;
      counterpart_[i] = WorkOrderId(old);
      const bool same =
          before.units == order.units && before.priority == order.priority && before.window == order.window;
      concerned_[i] = !same || concerns(order, WorkOrderId(old));
    }
  }

  // May the relief change who may take the order, or at what cost?
  bool concerns(const WorkOrder& order, WorkOrderId before) {
    const Demand& demand = street_.demands[order.first];
    const MenuItem& item = street_.menu[demand.item];
    const DemandId own = batch_.list.orders[asked_].first;
    switch (relief_.kind) {
      case Kind::service_area:
        return demand.community == street_.demands[own].community;
      case Kind::category:
        return item.category == street_.menu[street_.demands[own].item].category;
      case Kind::renewed_validity: {
        const Organisation& o = street_.organisations[relief_.organisation];
        return covers(o.communities, demand.community) && covers(o.categories, item.category);
      }
      case Kind::language:
        return demand.languages.has_value() && names(street_.terms_of(demand.languages), relief_.term);
      case Kind::certificate:
        return names(item.certificates, relief_.term);
      case Kind::skill:  // a skill more is also one more to spare
        return names(item.skills, relief_.term) || may_go_to_worker(before);
      default:
        return order.first == own;
    }
  }

  bool may_go_to_worker(WorkOrderId id) {
    const OrderId order = batch_.compiled.problem_order[id.index()];
    if (!order.has_value()) return true;
    const auto& leaves = batch_.compiled.leaves;
    const auto is_slot_of = [&](const policy::Leaf& l) {
      return l.kind == LeafKind::slot && l.worker == relief_.worker;
    };
    if (!slots_) {  // they lie together
      const auto first = std::find_if(leaves.begin(), leaves.end(), is_slot_of);
      const auto stop = std::find_if_not(first, leaves.end(), is_slot_of);
      slots_.emplace(LeafId(static_cast<std::size_t>(first - leaves.begin())),
                     LeafId(static_cast<std::size_t>(stop - leaves.begin())));
    }
    const auto& problem = batch_.compiled.problem;
    const auto row =
        problem.edge_leaves().subspan(problem.first_edge(order), problem.end_edge(order) - problem.first_edge(order));
    const auto at = std::lower_bound(row.begin(), row.end(), slots_->first);
    return at != row.end() && *at < slots_->second;
  }

  bool is_servable(WorkOrderId id) {
    const WorkOrder& order = list_.orders[id];
    if (order.screened) return false;
    if (concerned_[id.index()]) return candidates().any(order);
    const WorkOrderId before = counterpart_[id.index()];
    const OrderId in_problem = batch_.compiled.problem_order[before.index()];
    if (!in_problem.has_value()) return true;  // nobody but the funds refused it
    return batch_.compiled.problem.end_edge(in_problem) - batch_.compiled.problem.first_edge(in_problem) > 1;
  }

  WorkOrderId find_asked() const {
    const DemandId own = batch_.list.orders[asked_].first;
    for (std::size_t i = 0; i < list_.orders.size(); ++i) {
      const auto members = list_.members_of(list_.orders[WorkOrderId(i)]);
      if (std::find(members.begin(), members.end(), own) != members.end()) return WorkOrderId(i);
    }
    return {};
  }

  void gone(WorkOrderId old) {
    const OrderId before = batch_.compiled.problem_order[old.index()];
    if (before.has_value()) out_.orders.push_back({before, false, false, 0, {}, {}});
  }

  void compare(WorkOrderId id, WorkOrderId asked) {
    const WorkOrder& order = list_.orders[id];
    const WorkOrderId old = counterpart_[id.index()];
    OrderId before = old.has_value() ? batch_.compiled.problem_order[old.index()] : OrderId{};
    const bool after = !order.screened;
    if (!concerned_[id.index()] && before.has_value() == after) {
      if (id == asked) out_.asked = before;
      return;
    }
    if (before.has_value() && after) {
      const WorkOrder& was = batch_.list.orders[old];
      if (was.units != order.units || was.priority != order.priority) {  // another order in its place
        gone(old);
        before = {};
      }
    }
    if (!before.has_value() && !after) return;
    ProblemChange::Order& row = out_.orders.emplace_back();
    row.before = before;
    row.after = after;
    row.asked = id == asked;
    row.units = order.units;
    row.priority = order.priority;
    if (!after) return;
    policy::for_each_edge(candidates(), *pricing_, order, [&](std::uint32_t leaf, Cost cost) {
      row.row.push_back({LeafId(leaf), cost});
    });
    row.row.push_back({unserved_leaf(street_.demands[order.first].community), Cost(0)});
  }

  LeafId unserved_leaf(CommunityId community) const {
    const auto& leaves = batch_.compiled.leaves;
    std::size_t j = leaves.size() - 1;  // everybody else's
    if (!street_.communities[community].max_unserved_basis_points) return LeafId(j);
    while (leaves[j].kind != LeafKind::unserved || leaves[j].community != community) --j;
    return LeafId(j);
  }

  const policy::Candidates& candidates() {
    if (!candidates_) {
      candidates_.emplace(street_);
      pricing_.emplace(street_, policy_);
    }
    return *candidates_;
  }

  const Batch& batch_;
  const Street& street_;
  const policy::Policy& policy_;
  const WorkOrderId asked_;
  const Relief& relief_;
  WorkList list_;
  std::vector<WorkOrderId> counterpart_;  // in the plan's list, by WorkOrderId of the new one; or none
  std::vector<bool> concerned_;
  std::optional<std::pair<LeafId, LeafId>> slots_;  // of the relief's worker
  std::optional<policy::Candidates> candidates_;
  std::optional<policy::Pricing> pricing_;
  ProblemChange out_;
};

void include_edges(const policy::Compiled& compiled, OrderId order, CostBounds& bounds) {
  const auto& problem = compiled.problem;
  for (std::size_t e = problem.first_edge(order); e + 1 < problem.end_edge(order); ++e) {
    bounds.include(problem.edge_cost(EdgeId(e)));
  }
}

}  // namespace

ProblemChange change_of(const Batch& batch, const Changed& changed, WorkOrderId asked, const Relief& relief) {
  return Comparison(batch, changed, asked, relief).run();
}

CostBounds bounds_of(const policy::Compiled& compiled) { return bounds_after(compiled, {}); }

CostBounds bounds_after(const policy::Compiled& compiled, const ProblemChange& change) {
  CostBounds out;
  std::vector<bool> other(compiled.problem.order_count(), false);
  for (const auto& o : change.orders) {
    if (o.before.has_value()) other[o.before.index()] = true;
    if (!o.after) continue;
    for (const auto& e : std::span(o.row).first(o.row.size() - 1)) out.include(e.cost);
  }
  for (std::size_t i = 0; i < other.size(); ++i) {
    if (!other[i]) include_edges(compiled, OrderId(i), out);
  }
  return out;
}

}  // namespace paidan::dispatch
