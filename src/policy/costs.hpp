// Cost terms with the index of the history that many pairs share.
#pragma once

#include <span>
#include <vector>

#include "paidan/policy/compile.hpp"

namespace paidan::policy {

// Past services by resident.
class ContinuityIndex {
 public:
  explicit ContinuityIndex(const Street& street);
  [[nodiscard]] std::span<const std::uint32_t> of(ResidentId resident) const;  // rows of Street::history

 private:
  std::vector<std::uint32_t> first_, rows_;
};

[[nodiscard]] CostTerms cost_terms(const Street& street, const WorkOrder& order, const Leaf& leaf, const Policy& policy,
                                   const ContinuityIndex& continuity);

}  // namespace paidan::policy
