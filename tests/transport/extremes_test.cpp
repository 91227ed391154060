// Random problems whose costs, prices, demands and places are as far apart as they may be, by both backends: numbers
// that a narrower form cannot hold must not turn into others.
#include <doctest/doctest.h>

#include <algorithm>
#include <array>
#include <vector>

#include "paidan/core/error.hpp"
#include "paidan/core/random.hpp"
#include "paidan/transport/solve.hpp"
#include "paidan/transport/verify.hpp"
#include "rounds.hpp"

using namespace paidan;
using namespace paidan::transport;

namespace {

// Around the ends of what 29, 30, 31 and 32 bits hold, and far beyond.
std::int64_t magnitude(Random& random) {
  constexpr std::array<int, 9> bits{0, 3, 20, 29, 30, 31, 32, 40, 48};
  const std::int64_t power = std::int64_t{1} << bits[random.below(bits.size())];
  return power - static_cast<std::int64_t>(random.below(2));
}

// One that takes all, or several of rising cost, which may pay for coming at first.
std::vector<Segment> segments(Random& random, Units room, std::int64_t apart) {
  if (random.chance(50)) return {{room, Cost(0)}};
  std::vector<Segment> out;
  std::int64_t cost = random.chance(50) ? 0 : random.between(-apart, 0);
  while (room > 0) {
    const Units units = random.chance(40) ? room : random.between(0, room);
    out.push_back({units, Cost(cost)});
    room -= units;
    cost += random.between(0, apart);
  }
  return out;
}

class Maker {
 public:
  explicit Maker(std::uint64_t seed) : random_(seed) {}

  TransportProblem make() {
    const auto orders = random_.below(150);
    const bool one_to_one = random_.chance(20);
    const auto leaves = one_to_one ? std::max<std::size_t>(1, orders) : 1 + random_.below(25);
    const Units most_units = random_.chance(60) ? 1 : random_.chance(70) ? 9 : Units{1} << 33;
    std::vector<Units> demand(orders);
    Units total = 0;
    for (Units& units : demand) total += units = random_.between(1, most_units);
    add_groups(random_.chance(55) ? 0 : 1 + random_.below(6), total);
    const Units room = total * random_.between(20, 200) / 100 / static_cast<Units>(leaves) + 1;
    for (std::size_t j = 0; j < leaves; ++j) {
      const Units own = random_.chance(8)   ? 0
                        : random_.chance(5) ? total
                        : one_to_one        ? random_.between(1, 2)
                                            : random_.between(room / 2, room * 3 / 2);
      problem_.add_leaf(parent(problem_.group_count()), segments(random_, own, apart_));
    }
    const LeafId free = random_.chance(35) ? LeafId{} : free_leaf(total);
    for (const Units units : demand) add_order(units, leaves, free);
    return std::move(problem_);
  }

 private:
  [[nodiscard]] GroupId parent(std::size_t groups) {
    return groups == 0 || random_.chance(35) ? GroupId{} : GroupId(random_.below(groups));
  }
  void add_groups(std::size_t count, Units total) {
    for (std::size_t g = 0; g < count; ++g) {
      const Units room = random_.chance(10) ? 0 : total / 100 * random_.between(10, 150);
      problem_.add_group(parent(g), segments(random_, room, apart_));
    }
  }
  // Takes everybody; some pay for it, or are paid.
  LeafId free_leaf(Units total) {
    if (random_.chance(60)) return problem_.add_leaf(unbounded);
    return problem_.add_leaf(GroupId{}, std::vector<Segment>{{total, Cost(random_.between(-apart_, apart_))}});
  }
  void add_order(Units units, std::size_t leaves, LeafId free) {
    problem_.start_order(units);
    const bool same = !edges_.empty() && random_.chance(20);  // as the one before
    if (!same) {
      edges_.clear();
      const std::int64_t from = random_.between(-offset_, offset_);
      for (std::size_t j = 0; j < leaves; ++j) {
        if (!random_.chance(density_)) continue;
        const std::int64_t above = random_.chance(near_) ? random_.between(0, 100) : random_.between(0, dearest_);
        edges_.push_back({LeafId(j), Cost(from + (equal_ ? 7 : above))});
      }
      if (free.has_value()) edges_.push_back({free, Cost(from + random_.between(0, penalty_))});
    }
    for (const Edge& e : edges_) problem_.add_edge(e.leaf, e.cost);
  }

  Random random_;
  TransportProblem problem_;
  std::vector<Edge> edges_;
  const std::int64_t apart_ = magnitude(random_), penalty_ = magnitude(random_);
  const std::int64_t dearest_ = random_.chance(4) ? std::int64_t{1} << 57 : magnitude(random_);  // too far for many
  const std::int64_t offset_ = random_.chance(30) ? std::int64_t{1} << 59 : magnitude(random_);
  const bool equal_ = random_.chance(20);
  const unsigned near_ = random_.chance(50) ? 0 : 85, density_ = random_.chance(30) ? 100 : 20;
};

bool refuses(const TransportProblem& problem, std::string_view algorithm, Solution& solution) {
  try {
    solution = solve(problem, {.algorithm = algorithm});
    return false;
  } catch (const Error&) {
    return true;
  }
}

}  // namespace

TEST_CASE("numbers of every size: all backends agree, and refuse the same") {
  int optimal = 0, infeasible = 0, refused = 0;
  for (int seed = 0; seed < test_rounds(1'500); ++seed) {
    CAPTURE(seed);
    const TransportProblem problem = Maker(static_cast<std::uint64_t>(seed)).make();
    Solution solution;
    const bool refuse = refuses(problem, "auto", solution);
    for (const std::string_view algorithm : algorithms()) {
      CAPTURE(algorithm);
      Solution other;
      REQUIRE(refuse == refuses(problem, algorithm, other));
      if (refuse) continue;
      REQUIRE(solution.status == other.status);
      CHECK(solution.objective == other.objective);
      const Verdict verdict = verify(problem, other);
      CAPTURE(verdict.faults);
      CHECK(verdict.holds());
    }
    if (refuse) {
      ++refused;
      continue;
    }
    CHECK(verify(problem, solution).holds());
    ++(solution.status == Status::optimal ? optimal : infeasible);
  }
  CHECK(optimal > test_rounds(300));
  CHECK(infeasible > test_rounds(200));
  CHECK(refused > 0);
}
