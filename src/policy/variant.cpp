#include "src/policy/variant.hpp"

#include <algorithm>
#include <stdexcept>

#include "paidan/transport/solve.hpp"

namespace paidan::policy {
namespace {

using transport::EdgeId;
using transport::GroupId;
using transport::LeafId;
using transport::OrderId;
using transport::Segment;
using transport::TransportProblem;

Segments copied(std::span<const Segment> segments) { return Segments(segments.begin(), segments.end()); }

// Groups of the new tree by the old ones, with the worker's group that goes between where one is asked for.
class TreeCopy {
 public:
  TreeCopy(const AllocationInput& in, const VariantSpec& spec, TransportProblem& out)
      : in_(in), spec_(spec), out_(out), old_(in.compiled.problem), group_(old_.group_count()) {
    if (spec.worker) find_workers();
  }

  void copy() {
    for (std::size_t g = 0; g < old_.group_count(); ++g) {
      const GroupId group(g);
      group_[g] = out_.add_group(parent(old_.parent(group), worker_below_.empty() ? WorkerId{} : worker_below_[g]),
                                 segments(old_.segments(group)));
    }
    for (std::size_t j = 0; j < in_.compiled.leaves.size(); ++j) {
      const Leaf& leaf = in_.compiled.leaves[j];
      if (leaf.kind == LeafKind::unserved) break;  // they come last
      const WorkerId worker = spec_.worker && leaf.kind == LeafKind::slot ? leaf.worker : WorkerId{};
      out_.add_leaf(parent(old_.parent(LeafId(j)), worker), segments(old_.segments(LeafId(j))));
    }
  }

  [[nodiscard]] Segments segments(std::span<const Segment> old) const {
    return spec_.tree ? spec_.tree(old) : copied(old);
  }

 private:
  // Groups that hold slots of one worker only belong to the worker: everything below the organisation's group.
  void find_workers() {
    worker_below_.resize(old_.group_count());
    capacity_.assign(in_.street.workers.size(), 0);
    worker_group_.resize(in_.street.workers.size());
    for (std::size_t j = 0; j < in_.compiled.leaves.size(); ++j) {
      const Leaf& leaf = in_.compiled.leaves[j];
      if (leaf.kind != LeafKind::slot) continue;
      capacity_[leaf.worker.index()] += leaf.units;
      const GroupId top = in_.compiled.organisation_group[leaf.organisation.index()];
      for (GroupId g = old_.parent(LeafId(j)); g.has_value() && g != top; g = old_.parent(g)) {
        worker_below_[g.index()] = leaf.worker;
      }
    }
  }

  GroupId parent(GroupId old, WorkerId worker) {
    if (worker.has_value() && (!old.has_value() || !worker_below_[old.index()].has_value())) {
      GroupId& own = worker_group_[worker.index()];
      if (!own.has_value()) {
        own = out_.add_group(old.has_value() ? group_[old.index()] : GroupId{},
                             spec_.worker(worker, capacity_[worker.index()]));
      }
      return own;
    }
    return old.has_value() ? group_[old.index()] : GroupId{};
  }

  const AllocationInput& in_;
  const VariantSpec& spec_;
  TransportProblem& out_;
  const TransportProblem& old_;
  std::vector<GroupId> group_, worker_group_;
  std::vector<WorkerId> worker_below_;
  std::vector<Units> capacity_;
};

}  // namespace

TransportProblem make_variant(const AllocationInput& in, const VariantSpec& spec) {
  const TransportProblem& old = in.compiled.problem;
  TransportProblem out;
  TreeCopy tree(in, spec, out);
  tree.copy();
  const std::size_t serving = out.leaf_count();
  if (spec.unserved_leaf) {
    for (std::size_t c = 0; c < in.street.communities.size(); ++c) {
      out.add_leaf(GroupId{}, spec.unserved_leaf(CommunityId(c)));
    }
  } else {
    for (std::size_t j = serving; j < old.leaf_count(); ++j) {
      out.add_leaf(GroupId{}, tree.segments(old.segments(LeafId(j))));
    }
  }
  out.reserve(old.order_count(), old.edge_count());
  for (std::size_t i = 0; i < old.order_count(); ++i) {
    const OrderId order(i);
    const std::size_t last = old.end_edge(order) - 1;
    out.start_order(old.demand(order));
    for (std::size_t e = old.first_edge(order); e < last; ++e) {
      out.add_edge(old.edge_leaf(EdgeId(e)), spec.serving_cost ? spec.serving_cost(EdgeId(e)) : old.edge_costs()[e]);
    }
    const LeafId unserved =
        spec.unserved_leaf ? LeafId(serving + community_of(in, order).index()) : old.edge_leaf(EdgeId(last));
    out.add_edge(unserved, spec.unserved_cost ? spec.unserved_cost(order) : old.edge_costs()[last]);
  }
  if (old.has_edge_bounds()) {
    for (std::size_t e = 0; e < old.edge_count(); ++e) out.bound_edge(EdgeId(e), old.edge_bound(EdgeId(e)));
  }
  return out;
}

Segments capacity_only(std::span<const Segment> segments) {
  Units units = 0;
  for (const Segment& s : segments) units += std::min(s.units, transport::unbounded - units);
  return {{units, Cost(0)}};
}

std::int64_t capped_leaves(const AllocationInput& in) {
  return std::count_if(in.compiled.leaves.begin(), in.compiled.leaves.end(),
                       [](const Leaf& leaf) { return leaf.kind == LeafKind::unserved && leaf.community.has_value(); });
}

TierNumbers tier_numbers(const AllocationInput& in, std::int64_t dearer, std::int64_t capped) {
  const TransportProblem& problem = in.compiled.problem;
  TierNumbers n;
  bool first = true;
  for (std::size_t i = 0; i < problem.order_count(); ++i) {
    for (std::size_t e = problem.first_edge(OrderId(i)); e + 1 < problem.end_edge(OrderId(i)); ++e) {
      const std::int64_t cost = problem.edge_costs()[e].count();
      n.cheapest = first ? cost : std::min(n.cheapest, cost);
      n.dearest = first ? cost : std::max(n.dearest, cost);
      first = false;
    }
  }
  n.dearest += dearer;
  n.leaves = static_cast<std::int64_t>(problem.leaf_count()) + capped;
  n.capped = capped;
  for (const Organisation& o : in.street.organisations) n.minimums += o.min_units > 0 ? 1 : 0;
  return n;
}

Segments with_penalties(std::span<const Segment> segments, const Penalties& compiled, const Penalties& penalties) {
  Segments out = copied(segments);
  for (Segment& s : out) {
    if (s.unit_cost == -compiled.below_minimum) {
      s.unit_cost = -penalties.below_minimum;
    } else if (s.unit_cost == compiled.cap_broken) {
      s.unit_cost = penalties.cap_broken;
    }
  }
  return out;
}

CommunityId community_of(const AllocationInput& in, OrderId order) {
  return in.street.demands[in.list.orders[in.compiled.orders[order.index()]].first].community;
}

Priority priority_of(const AllocationInput& in, OrderId order) {
  return in.list.orders[in.compiled.orders[order.index()]].priority;
}

transport::Solution solve_variant(const TransportProblem& problem) {
  transport::Solution solution = transport::solve(problem);
  if (solution.status != transport::Status::optimal) {
    throw std::logic_error("an allocation with unserved leaves cannot be infeasible");
  }
  return solution;
}

}  // namespace paidan::policy
