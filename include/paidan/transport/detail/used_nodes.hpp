// The leaves that some order can go to and the groups above them, numbered: leaves, then groups, parents before
// children. On a morning's problem, most slots of the week are not among them.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "paidan/transport/detail/check_problem.hpp"
#include "paidan/transport/problem.hpp"

namespace paidan::transport::detail {

class UsedNodes {
 public:
  static constexpr std::uint32_t unused = UINT32_MAX;

  // O(leaves + groups).
  UsedNodes(const TransportProblem& problem, const ProblemBounds& bounds)
      : leaf_(problem.leaf_count(), unused), group_(problem.group_count(), unused) {
    for (std::size_t j = 0; j < leaf_.size(); ++j) {
      if (bounds.leaf_demand[j] == 0) continue;
      leaf_[j] = count_++;
      for (GroupId g = problem.parent(LeafId(j)); g.has_value() && group_[g.index()] == unused; g = problem.parent(g)) {
        group_[g.index()] = 0;  // its number follows
      }
    }
    leaves_ = count_;
    for (std::uint32_t& number : group_) {
      if (number != unused) number = count_++;
    }
  }

  [[nodiscard]] std::size_t leaves() const noexcept { return leaves_; }
  [[nodiscard]] std::size_t count() const noexcept { return count_; }
  [[nodiscard]] std::uint32_t number(LeafId leaf) const { return leaf_[leaf.index()]; }
  [[nodiscard]] std::uint32_t number(GroupId group) const { return group_[group.index()]; }

 private:
  std::vector<std::uint32_t> leaf_, group_;
  std::uint32_t leaves_ = 0, count_ = 0;
};

}  // namespace paidan::transport::detail
