// Shortest paths in the residual network of a solution.
//
// Nodes are the leaves, the groups, the root and the orders; one unit travels. Its arcs and what they mean:
//   order k → leaf b     k takes a unit at b             reduced cost c_kb + p_b − u_k        if k may have more there
//   leaf a → order k     k gives up a unit at a          the same, negated                    if k has one there
//   node v → parent      one unit more below v           s + p_parent − p_v of its next unit  if there is room
//   parent → node v      one unit less below v           the same, negated, of its last unit  if there is one
// All are ≥ 0 by complementary slackness. A cycle's reduced costs sum to its real ones, since the prices cancel.
#include <algorithm>
#include <cassert>
#include <queue>

#include "paidan/policy/explain.hpp"
#include "paidan/policy/loads.hpp"

namespace paidan::policy {
namespace {

using transport::Edge;
using transport::EdgeId;
using transport::GroupId;
using transport::LeafId;
using transport::OrderId;

constexpr std::int64_t unreached = INT64_MAX;

}  // namespace

class Chains::Network {
 public:
  explicit Network(const Context& context)
      : context_(context),
        problem_(context.compiled.problem),
        solution_(context.solution),
        loads_(problem_, solution_),
        leaves_(problem_.leaf_count()),
        groups_(problem_.group_count()) {
    index_placements();
    index_children();
  }

  [[nodiscard]] std::optional<OrderId> in_problem(WorkOrderId id) const {
    const OrderId order = context_.compiled.problem_order[id.index()];
    return order.has_value() ? std::optional(order) : std::nullopt;
  }
  [[nodiscard]] bool serves(LeafId leaf) const {
    return context_.compiled.leaves[leaf.index()].kind != LeafKind::unserved;
  }
  // Every order's edge to its unserved leaf.
  [[nodiscard]] EdgeId unserved_edge(OrderId order) const {
    std::size_t e = problem_.first_edge(order);
    while (serves(problem_.edge_leaf(EdgeId(e)))) ++e;
    assert(e < problem_.end_edge(order));
    return EdgeId(e);
  }
  [[nodiscard]] EdgeId edge_to(OrderId order, LeafId leaf) const {
    std::size_t e = problem_.first_edge(order);
    while (problem_.edge_leaf(EdgeId(e)) != leaf) ++e;
    assert(e < problem_.end_edge(order));
    return EdgeId(e);
  }
  // Those that serve it and could take a unit more, without the one to `but`.
  [[nodiscard]] std::vector<Edge> own_edges(OrderId order, LeafId but) const {
    std::vector<Edge> out;
    for (std::size_t e = problem_.first_edge(order); e < problem_.end_edge(order); ++e) {
      const LeafId leaf = problem_.edge_leaf(EdgeId(e));
      if (!serves(leaf) || leaf == but || units_on(order, EdgeId(e)) >= problem_.edge_bound(EdgeId(e))) continue;
      out.push_back({leaf, problem_.edge_cost(EdgeId(e))});
    }
    return out;
  }

  // The cheapest cycle: a unit of `order` leaves `from` on its edge `back` for one of `first`, and all that follows.
  [[nodiscard]] std::optional<Chain> cheapest(OrderId order, EdgeId back, std::span<const Edge> first) const {
    if (units_on(order, back) == 0) return std::nullopt;
    const LeafId target = problem_.edge_leaf(back);
    Search search(size(), node(target));
    for (const Edge& e : first) search.reach(node(e.leaf), reduced(order, e), node(order));
    run(search, order);
    const std::int64_t length = search.distance[node(target)];
    if (length == unreached) return std::nullopt;
    Chain chain;
    chain.points = Cost(length - reduced(order, {target, problem_.edge_cost(back)}));
    walk(search, order, target, chain);
    chain.change = change_of(chain.moves, order, first);
    return chain;
  }

  // Is there a cycle of length 0 on which the order gives up a served unit and stays unserved with it instead?
  [[nodiscard]] bool may_lose(OrderId order) const {
    const EdgeId edge = unserved_edge(order);
    const LeafId unserved = problem_.edge_leaf(edge);
    if (reduced(order, {unserved, problem_.edge_cost(edge)}) != 0) return false;
    Search search(size(), none);
    search.limit = 0;
    search.reach(node(unserved), 0, node(order));
    run(search, order);
    for (const auto& p : placements_of(order)) {
      const LeafId leaf = problem_.edge_leaf(p.edge);
      const bool tight = reduced(order, {leaf, problem_.edge_cost(p.edge)}) == 0;
      if (serves(leaf) && tight && search.distance[node(leaf)] == 0) return true;
    }
    return false;
  }

 private:
  static constexpr std::uint32_t none = UINT32_MAX;

  // Dijkstra's method with lazy deletion; stops at `target` or beyond `limit`.
  struct Search {
    Search(std::size_t nodes, std::uint32_t to) : distance(nodes, unreached), before(nodes, none), target(to) {}
    void reach(std::uint32_t v, std::int64_t d, std::uint32_t from) {
      if (d >= distance[v] || d > limit) return;
      distance[v] = d;
      before[v] = from;
      queue.emplace(d, v);
    }
    using Entry = std::pair<std::int64_t, std::uint32_t>;
    std::vector<std::int64_t> distance;
    std::vector<std::uint32_t> before;
    std::priority_queue<Entry, std::vector<Entry>, std::greater<>> queue;
    std::uint32_t target;
    std::int64_t limit = unreached - 1;
  };

  // Nodes: leaves, groups, the root, orders.
  std::size_t size() const { return leaves_ + groups_ + 1 + problem_.order_count(); }
  std::uint32_t node(LeafId leaf) const { return leaf.value(); }
  std::uint32_t node(GroupId group) const {
    return static_cast<std::uint32_t>(leaves_ + (group.has_value() ? group.index() : groups_));
  }
  std::uint32_t node(OrderId order) const { return static_cast<std::uint32_t>(leaves_ + groups_ + 1 + order.index()); }

  std::int64_t price(LeafId leaf) const { return solution_.leaf_price[leaf.index()].count(); }
  std::int64_t price(GroupId group) const {
    return group.has_value() ? solution_.group_price[group.index()].count() : 0;
  }
  std::int64_t reduced(OrderId order, const Edge& e) const {
    return e.cost.count() + price(e.leaf) - solution_.order_value[order.index()].count();
  }
  std::int64_t reduced(OrderId order, EdgeId e) const {
    return reduced(order, {problem_.edge_leaf(e), problem_.edge_cost(e)});
  }

  std::span<const transport::Placement> placements_of(OrderId order) const {
    const auto first = first_of_order_[order.index()], stop = first_of_order_[order.index() + 1];
    return std::span(solution_.placements).subspan(first, stop - first);
  }
  Units units_on(OrderId order, EdgeId edge) const {
    for (const auto& p : placements_of(order)) {
      if (p.edge == edge) return p.units;
    }
    return 0;
  }

  // Placements by order (they are sorted by edge) and, as indexes, by leaf.
  void index_placements() {
    const auto& all = solution_.placements;
    first_of_order_.assign(problem_.order_count() + 1, 0);
    std::size_t at = 0;
    for (std::size_t i = 0; i < problem_.order_count(); ++i) {
      first_of_order_[i] = at;
      while (at < all.size() && all[at].edge.index() < problem_.end_edge(OrderId(i))) ++at;
    }
    first_of_order_.back() = at;
    first_of_leaf_.assign(leaves_ + 1, 0);
    for (const auto& p : all) ++first_of_leaf_[problem_.edge_leaf(p.edge).index() + 1];
    for (std::size_t j = 0; j < leaves_; ++j) first_of_leaf_[j + 1] += first_of_leaf_[j];
    at_leaf_.resize(all.size());
    std::vector<std::size_t> next(first_of_leaf_.begin(), first_of_leaf_.end() - 1);
    for (std::size_t i = 0; i < problem_.order_count(); ++i) {
      for (std::size_t p = first_of_order_[i]; p < first_of_order_[i + 1]; ++p) {
        at_leaf_[next[problem_.edge_leaf(all[p].edge).index()]++] = {OrderId(i), all[p].edge};
      }
    }
  }
  // Children of every group and of the root: leaves first, then groups, as node numbers.
  void index_children() {
    first_child_.assign(groups_ + 2, 0);
    const auto slot = [&](GroupId parent) { return node(parent) - leaves_; };
    for (std::size_t j = 0; j < leaves_; ++j) ++first_child_[slot(problem_.parent(LeafId(j))) + 1];
    for (std::size_t g = 0; g < groups_; ++g) ++first_child_[slot(problem_.parent(GroupId(g))) + 1];
    for (std::size_t k = 0; k + 1 < first_child_.size(); ++k) first_child_[k + 1] += first_child_[k];
    children_.resize(leaves_ + groups_);
    std::vector<std::size_t> next(first_child_.begin(), first_child_.end() - 1);
    for (std::size_t j = 0; j < leaves_; ++j) children_[next[slot(problem_.parent(LeafId(j)))]++] = node(LeafId(j));
    for (std::size_t g = 0; g < groups_; ++g) children_[next[slot(problem_.parent(GroupId(g)))]++] = node(GroupId(g));
  }

  template <class NodeId>
  void climb(Search& s, NodeId v) const {
    if (const auto cost = loads_.next_unit(v)) {
      const GroupId parent = problem_.parent(v);
      s.reach(node(parent), s.distance[node(v)] + cost->count() + price(parent) - price(v), node(v));
    }
  }
  template <class NodeId>
  void descend(Search& s, GroupId parent, NodeId v) const {
    if (const auto cost = loads_.last_unit(v)) {
      s.reach(node(v), s.distance[node(parent)] - (cost->count() + price(parent) - price(v)), node(parent));
    }
  }
  void descend_all(Search& s, GroupId parent) const {
    const std::size_t k = node(parent) - leaves_;
    for (std::size_t c = first_child_[k]; c < first_child_[k + 1]; ++c) {
      if (children_[c] < leaves_) {
        descend(s, parent, LeafId(children_[c]));
      } else {
        descend(s, parent, GroupId(children_[c] - leaves_));
      }
    }
  }

  // `source` is where the unit came from: its node is never entered again.
  void run(Search& s, OrderId source) const {
    while (!s.queue.empty()) {
      const auto [d, v] = s.queue.top();
      s.queue.pop();
      if (d != s.distance[v]) continue;
      if (v == s.target) return;
      if (v < leaves_) {
        const LeafId leaf(v);
        climb(s, leaf);
        for (std::size_t p = first_of_leaf_[v]; p < first_of_leaf_[v + 1]; ++p) {
          const auto& [order, edge] = at_leaf_[p];
          if (order != source) s.reach(node(order), d - reduced(order, edge), v);
        }
      } else if (v <= leaves_ + groups_) {
        const GroupId group = v == leaves_ + groups_ ? GroupId{} : GroupId(v - leaves_);
        if (group.has_value()) climb(s, group);
        descend_all(s, group);
      } else {
        const OrderId order(v - leaves_ - groups_ - 1);
        for (std::size_t e = problem_.first_edge(order); e < problem_.end_edge(order); ++e) {
          if (problem_.has_edge_bounds() && units_on(order, EdgeId(e)) >= problem_.edge_bound(EdgeId(e))) continue;
          s.reach(node(problem_.edge_leaf(EdgeId(e))), d + reduced(order, EdgeId(e)), v);
        }
      }
    }
  }

  // The moves of the orders on the way found, first to last.
  void walk(const Search& s, OrderId order, LeafId target, Chain& chain) const {
    const std::uint32_t orders = static_cast<std::uint32_t>(leaves_ + groups_ + 1);
    std::uint32_t to = node(target);
    for (std::uint32_t v = node(target); v != node(order); v = s.before[v]) {
      if (v < orders) {
        to = v;  // the leaf that an order before it moved to
        continue;
      }
      const OrderId mover(v - orders);
      chain.moves.push_back({context_.compiled.orders[mover.index()], LeafId(s.before[v]), LeafId(to)});
    }
    chain.moves.push_back({context_.compiled.orders[order.index()], target, LeafId(to)});
    std::reverse(chain.moves.begin(), chain.moves.end());
  }

  // What the moves change, goal by goal.
  Goals change_of(const std::vector<Move>& moves, OrderId asked, std::span<const Edge> first) const {
    Goals out;
    const auto& leaves = context_.compiled.leaves;
    std::vector<std::pair<LeafId, Units>> unserved;        // net change by unserved leaf
    std::vector<std::pair<OrganisationId, Units>> placed;  // by organisation
    const auto add = [](auto& list, auto key, Units n) {
      for (auto& [k, sum] : list) {
        if (k == key) return void(sum += n);
      }
      list.emplace_back(key, n);
    };
    for (const Move& m : moves) {
      const OrderId order = context_.compiled.problem_order[m.order.index()];
      const auto priority = static_cast<std::size_t>(context_.list.orders[m.order].priority) - 1;
      const auto side = [&](LeafId leaf, Units sign) {
        if (!serves(leaf)) return add(unserved, leaf, sign);
        out.served[priority] += sign;
        out.cost += cost_of(order, leaf, order == asked ? first : std::span<const Edge>{}) * sign;
        add(placed, leaves[leaf.index()].organisation, sign);
      };
      side(m.from, -1);
      side(m.to, 1);
    }
    for (const auto& [leaf, n] : unserved) {
      const auto segments = problem_.segments(leaf);
      if (segments.size() < 2) continue;  // no cap
      const auto over = [&](Units load) { return std::max<Units>(0, load - segments.front().units); };
      out.over_caps += over(loads_.of(leaf) + n) - over(loads_.of(leaf));
    }
    for (const auto& [organisation, n] : placed) {
      const GroupId group = context_.compiled.organisation_group[organisation.index()];
      const Units least = context_.street.organisations[organisation].min_units;
      if (least == 0 || !group.has_value()) continue;
      const auto lacking = [&](Units load) { return std::max<Units>(0, least - load); };
      out.below_minimum += lacking(loads_.of(group) + n) - lacking(loads_.of(group));
    }
    return out;
  }
  Cost cost_of(OrderId order, LeafId leaf, std::span<const Edge> given) const {
    for (const Edge& e : given) {
      if (e.leaf == leaf) return e.cost;
    }
    for (std::size_t e = problem_.first_edge(order); e < problem_.end_edge(order); ++e) {
      if (problem_.edge_leaf(EdgeId(e)) == leaf) return problem_.edge_cost(EdgeId(e));
    }
    assert(false);
    return {};
  }

  struct Placed {
    OrderId order;
    EdgeId edge;
  };

  const Context context_;
  const transport::TransportProblem& problem_;
  const transport::Solution& solution_;
  Loads loads_;
  std::size_t leaves_, groups_;
  std::vector<std::size_t> first_of_order_, first_of_leaf_, first_child_;
  std::vector<Placed> at_leaf_;
  std::vector<std::uint32_t> children_;
};

Chains::Chains(const Context& context) : network_(std::make_unique<Network>(context)) {}
Chains::~Chains() = default;

std::optional<Chain> Chains::serve(WorkOrderId id, std::span<const Edge> edges) const {
  const auto order = network_->in_problem(id);
  if (!order) return std::nullopt;
  return network_->cheapest(*order, network_->unserved_edge(*order), edges);
}

std::optional<Chain> Chains::serve(WorkOrderId id) const {
  const auto order = network_->in_problem(id);
  if (!order) return std::nullopt;
  return serve(id, network_->own_edges(*order, LeafId{}));
}

std::optional<Chain> Chains::next_best(WorkOrderId id, LeafId now) const {
  const auto order = network_->in_problem(id);
  if (!order) return std::nullopt;
  return network_->cheapest(*order, network_->edge_to(*order, now), network_->own_edges(*order, now));
}

bool Chains::may_stay_unserved(WorkOrderId id) const {
  const auto order = network_->in_problem(id);
  return !order || network_->may_lose(*order);
}

}  // namespace paidan::policy
