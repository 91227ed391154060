#include "paidan/policy/compile.hpp"

#include <algorithm>

#include "paidan/core/blocks.hpp"
#include "paidan/core/prefetch.hpp"
#include "paidan/policy/candidates.hpp"
#include "src/policy/costs.hpp"
#include "src/policy/tiers.hpp"
#include "src/policy/tree_segments.hpp"

namespace paidan::policy {
namespace {

using transport::EdgeId;
using transport::GroupId;
using transport::LeafId;
using transport::OrderId;

void add_serving_leaves(const Street& street, Compiled& out) {
  out.organisation_group.resize(street.organisations.size());
  for (std::size_t o = 0; o < street.organisations.size(); ++o) {
    const Organisation& organisation = street.organisations[OrganisationId(o)];
    if (organisation.min_units == 0 && !organisation.max_units) continue;
    out.organisation_group[o] =
        out.problem.add_group({}, organisation_segments(organisation, out.penalties.below_minimum));
  }
  std::vector<std::uint32_t> slots_of(street.shifts.size(), 0);
  for (const Leaf& leaf : out.leaves) {
    if (leaf.kind == LeafKind::slot) ++slots_of[leaf.shift];
  }
  GroupId worker_group, shift_group;
  const Leaf* before = nullptr;
  for (const Leaf& leaf : out.leaves) {
    const GroupId organisation = out.organisation_group[leaf.organisation.index()];
    if (leaf.kind != LeafKind::slot) {
      out.problem.add_leaf(organisation, leaf.units);
      continue;
    }
    const bool same_worker = before != nullptr && before->worker == leaf.worker;
    if (!same_worker) {
      const auto& most = street.workers[leaf.worker].max_units;
      worker_group = most ? out.problem.add_group(organisation, *most) : organisation;
    }
    if (!same_worker || before->shift != leaf.shift) {
      const Shift& shift = street.shifts[leaf.shift];
      const Units units = shift.units.value_or(std::max<Units>(1, (shift.end - shift.start).count() / 60));
      shift_group = slots_of[leaf.shift] > 1 ? out.problem.add_group(worker_group, units) : worker_group;
    }
    out.problem.add_leaf(shift_group, leaf.units);
    before = &leaf;
  }
}

// Blocks large enough that a community's orders meet again, and enough of them for all threads.
std::size_t orders_a_block(std::size_t orders, unsigned threads) {
  return std::clamp<std::size_t>(orders / (4 * std::max<std::size_t>(threads, 1)), 1'024, std::size_t{1} << 16);
}

// Goes through orders [begin, end) that are not screened out community by community: neighbours share their providers,
// which then are in the cache.
class ByCommunity {
 public:
  template <class Use>
  void for_each(const Street& street, const WorkList& list, std::size_t begin, std::size_t end, Use&& use) {
    sort(street, list, begin, end);
    constexpr std::size_t ahead = 8;  // orders and demands of one community lie far apart: fetch them in time
    for (std::size_t k = 0; k < orders_.size(); ++k) {
      if (k + 2 * ahead < orders_.size()) prefetch(&list.orders[WorkOrderId(orders_[k + 2 * ahead])]);
      if (k + ahead < orders_.size()) {
        const auto* demand =
            reinterpret_cast<const char*>(&street.demands[list.orders[WorkOrderId(orders_[k + ahead])].first]);
        prefetch(demand);
        prefetch(demand + 64);
      }
      use(orders_[k]);
    }
  }

 private:
  void sort(const Street& street, const WorkList& list, std::size_t begin, std::size_t end) {
    first_.assign(street.communities.size() + 1, 0);
    community_.assign(end - begin, screened);
    std::size_t count = 0;
    for (std::size_t i = begin; i < end; ++i) {
      const WorkOrder& order = list.orders[WorkOrderId(i)];
      if (order.screened) continue;
      const std::uint32_t community = street.demands[order.first].community.value();
      community_[i - begin] = community;
      ++first_[community + 1];
      ++count;
    }
    for (std::size_t c = 1; c < first_.size(); ++c) first_[c] += first_[c - 1];
    orders_.resize(count);
    for (std::size_t i = begin; i < end; ++i) {
      if (community_[i - begin] == screened) continue;
      orders_[first_[community_[i - begin]]++] = static_cast<std::uint32_t>(i);
    }
  }

  static constexpr std::uint32_t screened = UINT32_MAX;
  std::vector<std::uint32_t> first_, community_, orders_;
};

// The edges of some orders, with the range of their costs.
struct Rows {
  ByCommunity by_community;
  std::vector<transport::Edge> edges;  // the serving ones, then one to the unserved leaf, whose cost is not known yet
  std::vector<std::pair<std::uint32_t, std::uint32_t>> row;  // by order of the block: first edge and end
  std::int64_t cheapest = INT64_MAX, dearest = INT64_MIN;
};

class Compiler {
 public:
  Compiler(const Candidates& candidates, const WorkList& list, const Policy& policy, unsigned threads)
      : street_(candidates.street()),
        candidates_(candidates),
        list_(list),
        policy_(policy),
        threads_(threads),
        pricing_(street_, policy) {
    out_.leaves = candidates.leaves();
    const std::size_t serving = out_.leaves.size();
    for (std::size_t c = 0; c < street_.communities.size(); ++c) {
      if (street_.communities[CommunityId(c)].max_unserved_basis_points) capped_.push_back(CommunityId(c));
    }
    unserved_leaf_.assign(street_.communities.size(), LeafId(serving + capped_.size()));
    for (std::size_t k = 0; k < capped_.size(); ++k) unserved_leaf_[capped_[k].index()] = LeafId(serving + k);
  }

  Compiled run() {
    add_orders();  // first, since the penalties follow from what edges cost
    const std::size_t leaves = out_.leaves.size() + capped_.size() + 1;
    out_.penalties = tiers(tier_numbers(street_, leaves, cheapest_, dearest_), policy_);
    for (std::size_t i = 0; i < out_.orders.size(); ++i) {
      const Priority priority = list_.orders[out_.orders[i]].priority;
      out_.problem.set_edge_cost(EdgeId(out_.problem.end_edge(OrderId(i)) - 1),
                                 out_.penalties.unserved[static_cast<std::size_t>(priority) - 1]);
    }
    add_serving_leaves(street_, out_);
    add_unserved_leaves();
    return std::move(out_);
  }

 private:
  void make_rows(std::size_t begin, std::size_t end, Rows& rows) const {
    rows.edges.clear();
    rows.row.resize(end - begin);
    rows.by_community.for_each(street_, list_, begin, end, [&](std::uint32_t i) {
      const WorkOrder& order = list_.orders[WorkOrderId(i)];
      rows.row[i - begin].first = static_cast<std::uint32_t>(rows.edges.size());
      for_each_edge(candidates_, pricing_, order, [&](std::uint32_t leaf, Cost cost) {
        rows.cheapest = std::min(rows.cheapest, cost.count());
        rows.dearest = std::max(rows.dearest, cost.count());
        rows.edges.push_back({LeafId(leaf), cost});
      });
      rows.edges.push_back({unserved_leaf_[street_.demands[order.first].community.index()], Cost(0)});
      rows.row[i - begin].second = static_cast<std::uint32_t>(rows.edges.size());
    });
  }

  void take_rows(std::size_t begin, std::size_t end, const Rows& rows) {
    for (std::size_t i = begin; i < end; ++i) {
      const WorkOrder& order = list_.orders[WorkOrderId(i)];
      if (order.screened) continue;
      const auto [first, last] = rows.row[i - begin];
      out_.problem_order[i] = out_.problem.add_order(order.units, std::span(rows.edges).subspan(first, last - first));
      out_.orders.push_back(WorkOrderId(i));
    }
    cheapest_ = std::min(cheapest_, rows.cheapest);
    dearest_ = std::max(dearest_, rows.dearest);
    // Growing by doubling would copy the edges and hold them twice: guess their number from the first tenth.
    if (!reserved_ && end * 10 >= list_.orders.size()) {
      reserved_ = true;
      const double share = static_cast<double>(list_.orders.size()) / static_cast<double>(end);
      out_.problem.reserve(list_.orders.size(),
                           static_cast<std::size_t>(static_cast<double>(out_.problem.edge_count()) * share * 1.02));
    }
  }

  void add_orders() {
    out_.problem_order.resize(list_.orders.size());
    out_.orders.reserve(list_.orders.size());
    in_blocks<Rows>(
        list_.orders.size(), orders_a_block(list_.orders.size(), threads_), threads_,
        [&](std::size_t begin, std::size_t end, Rows& rows) { make_rows(begin, end, rows); },
        [&](std::size_t begin, std::size_t end, Rows& rows) { take_rows(begin, end, rows); });
  }

  void add_unserved_leaves() {
    const auto slack = cap_slack(street_, list_);
    const auto add = [&](CommunityId community) {
      Leaf leaf;
      leaf.kind = LeafKind::unserved;
      leaf.community = community;
      leaf.units = transport::unbounded;
      out_.leaves.push_back(leaf);
    };
    for (const CommunityId c : capped_) {
      out_.problem.add_leaf({}, cap_segments(slack[c.index()], out_.penalties.cap_broken));
      add(c);
    }
    out_.problem.add_leaf(transport::unbounded);
    add({});
  }

  const Street& street_;
  const Candidates& candidates_;
  const WorkList& list_;
  const Policy& policy_;
  unsigned threads_;
  Pricing pricing_;
  std::vector<CommunityId> capped_;
  std::vector<LeafId> unserved_leaf_;  // by community
  std::int64_t cheapest_ = INT64_MAX, dearest_ = INT64_MIN;
  bool reserved_ = false;
  Compiled out_;
};

}  // namespace

std::vector<bool> servable(const Candidates& candidates, const WorkList& list, unsigned threads) {
  std::vector<bool> out(list.orders.size(), false);
  struct Found {
    ByCommunity by_community;
    std::vector<char> any;
  };
  in_blocks<Found>(
      list.orders.size(), orders_a_block(list.orders.size(), threads), threads,
      [&](std::size_t begin, std::size_t end, Found& found) {
        found.any.assign(end - begin, 0);
        found.by_community.for_each(candidates.street(), list, begin, end, [&](std::uint32_t i) {
          found.any[i - begin] = candidates.any(list.orders[WorkOrderId(i)]) ? 1 : 0;
        });
      },
      [&](std::size_t begin, std::size_t, const Found& found) {
        for (std::size_t k = 0; k < found.any.size(); ++k) out[begin + k] = found.any[k] != 0;
      });
  return out;
}

std::vector<bool> servable(const Street& street, const WorkList& list) { return servable(Candidates(street), list); }

Compiled compile(const Candidates& candidates, const WorkList& list, const Policy& policy, unsigned threads) {
  return Compiler(candidates, list, policy, threads).run();
}

Compiled compile(const Street& street, const WorkList& list, const Policy& policy, unsigned threads) {
  return compile(Candidates(street), list, policy, threads);
}

}  // namespace paidan::policy
