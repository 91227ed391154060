// Candidates: the leaves that could take an order, found by item, community and time instead of by trying all.
#pragma once

#include <algorithm>
#include <vector>

#include "paidan/policy/eligibility.hpp"
#include "paidan/policy/leaf.hpp"

namespace paidan::policy {

class Candidates {
 public:
  // `leaves` must outlive the index. O(items × leaves) time once, memory O(eligible item-leaf-community triples).
  Candidates(const Street& street, const std::vector<Leaf>& leaves)
      : street_(street), leaves_(leaves), items_(street.menu.size()) {
    for (const Leaf& leaf : leaves) longest_ = std::max(longest_, leaf.window.length());
  }

  // Calls `take(leaf index)` for every eligible leaf, in the order of the leaves.
  template <class Take>
  void for_each(const WorkOrder& order, Take&& take) {
    const Demand& demand = street_.demands[order.first];
    const PerItem& item = prepared(demand.item);
    found_.clear();
    scan(item.everywhere, order);
    scan(item.by_community[demand.community.index()], order);
    std::sort(found_.begin(), found_.end());
    for (const std::uint32_t leaf : found_) take(leaf);
  }

 private:
  struct PerItem {
    bool ready = false;
    std::vector<std::uint32_t> everywhere;                 // by start of the window
    std::vector<std::vector<std::uint32_t>> by_community;  // the same
  };

  void scan(const std::vector<std::uint32_t>& list, const WorkOrder& order) {
    const Instant first = order.window.start - longest_;
    auto at = std::lower_bound(list.begin(), list.end(), first,
                               [&](std::uint32_t leaf, Instant t) { return leaves_[leaf].window.start < t; });
    for (; at != list.end() && leaves_[*at].window.start < order.window.end; ++at) {
      if (broken_rules(street_, order, leaves_[*at]).none()) found_.push_back(*at);
    }
  }

  // Leaves that have to do with the item at all, whose people have the skills, by the communities they serve.
  const PerItem& prepared(ItemId id) {
    PerItem& lists = items_[id.index()];
    if (lists.ready) return lists;
    lists.ready = true;
    lists.by_community.resize(street_.communities.size());
    const MenuItem& item = street_.menu[id];
    for (std::uint32_t l = 0; l < leaves_.size(); ++l) {
      const Leaf& leaf = leaves_[l];
      if (leaf.kind == LeafKind::session ? street_.sessions[leaf.session].item != id : item.group_min > 1) continue;
      const Organisation& organisation = street_.organisations[leaf.organisation];
      if (!organisation.categories.empty() &&
          !std::binary_search(organisation.categories.begin(), organisation.categories.end(), item.category)) {
        continue;
      }
      if (leaf.kind == LeafKind::slot) {
        const auto& skills = street_.workers[leaf.worker].skills;
        if (!std::includes(skills.begin(), skills.end(), item.skills.begin(), item.skills.end())) continue;
      }
      if (organisation.communities.empty()) lists.everywhere.push_back(l);
      for (CommunityId c : organisation.communities) lists.by_community[c.index()].push_back(l);
    }
    const auto by_start = [&](std::uint32_t a, std::uint32_t b) {
      return std::tie(leaves_[a].window.start, a) < std::tie(leaves_[b].window.start, b);
    };
    std::sort(lists.everywhere.begin(), lists.everywhere.end(), by_start);
    for (auto& list : lists.by_community) std::sort(list.begin(), list.end(), by_start);
    return lists;
  }

  const Street& street_;
  const std::vector<Leaf>& leaves_;
  std::vector<PerItem> items_;
  Minutes longest_{0};
  std::vector<std::uint32_t> found_;
};

}  // namespace paidan::policy
