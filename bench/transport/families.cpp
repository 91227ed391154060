#include "bench/transport/families.hpp"

#include <array>

#include "bench/transport/shapes.hpp"

namespace paidan::bench {

std::span<const Family> families() noexcept {
  using enum Family::Kind;
  constexpr double third = 1.0 / 3;
  static constexpr std::array list{
      Family{"storm", "120 × 50, 15 each", typical, 5, 10, make_storm},
      Family{"street", "2,000 × 237, 24 each", typical, 5, 10, make_street},
      Family{"bulk", "20,000 × 1,000, 20 each, demand 1 … 200", typical, 8, 15, make_bulk},
      Family{"district", "100,000 × 2,000, 16 each", typical, 25, 60, make_district, 100},
      Family{"scarce", "200,000 × 2,000, 16 each, places for 70%, three tiers", typical, 15, 30, make_scarce},
      Family{"ties", "200,000 × 1,000, 16 each at random, costs 0 … 2", typical, 15, 30, make_ties},
      Family{"tree", "200,000 × 4,000 slots ⊂ 800 workers ⊂ 40 organisations, 16 each", typical, 15, 30, make_tree},
      Family{"city", "1,000,000 × 20,000, 12 each", typical, 25, 60, make_city, 100},
      Family{"components", "500 streets together 1,000,000 × 20,000, 12 each", typical, 30, 60, make_components, 30},
      Family{"wide", "1,000,000 × 50, complete", typical, 60, 200, make_wide},
      Family{"classes", "1,000,000 copies of 3,000 × 500, 20 each", typical, 100, 500, make_classes},
      Family{"square2000", "2,000 × 2,000, complete, one to one, costs 1 … 100,000", typical, 5, 10, make_square2000},
      Family{"square5000", "5,000 × 5,000, complete, one to one, costs 1 … 100,000", typical, 5, 10, make_square5000},
      Family{"machol", "1,000 × 1,000, complete, one to one, cost i · j", typical, 3, 5, make_machol},
      Family{"geometric", "20,000 × 20,000, 10 each, one to one", typical, 3, 5, make_geometric},
      Family{"priorities",
             "120,000 × 32,000 slots ⊂ 16,000 workers, 20 each, four priorities, caps, some of 2 … 4 units", typical, 1,
             1, make_priorities},
      Family{"city10", "100,000 × 2,000, 12 each: a tenth of city", growth, 1, 1, make_city10},
      Family{"equal-costs", "100,000 × 1,000, 12 each at random, every cost 7", adversarial, third, 1,
             make_equal_costs},
      Family{"one-leaf", "100,000 × 1,000, 12 each, one leaf has all places", adversarial, third, 1, make_one_leaf},
      Family{"huge-costs", "1,000 × 50, 10 each, costs near 2^62: solved or refused", adversarial, third, 1,
             make_huge_costs},
      Family{"empty", "nothing", adversarial, third, 1, make_empty},
      Family{"identical", "1,000,000 identical orders × 500, 20 each", adversarial, third, 1, make_identical},
      Family{"product-wide", "200,000 × 50, complete, cost i · j", adversarial, third, 1, make_product_wide},
      Family{"infeasible", "100,000 × 1,000, 12 each, places for 95%, none may stay unserved", adversarial, third, 1,
             make_infeasible},
      Family{"chain", "200,000 × 20,000 in a row, neighbours only, all slack at the far end", adversarial, third, 1,
             make_chain},
  };
  return list;
}

const Family* find_family(std::string_view name) noexcept {
  for (const Family& family : families()) {
    if (family.name == name) return &family;
  }
  return nullptr;
}

}  // namespace paidan::bench
