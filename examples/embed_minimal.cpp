// A problem built by hand, solved, proven and explained: no file, no street, only the header-only core.
#include <cstdio>

#include "paidan/transport.hpp"

int main() {
  using namespace paidan;
  using namespace paidan::transport;

  // Two workers of one organisation that takes at most three visits; Ms. Li can do two, Mr. Wang two.
  TransportProblem problem;
  const GroupId kangle = problem.add_group(GroupId{}, Units{3});
  const LeafId li = problem.add_leaf(kangle, Units{2});
  const LeafId wang = problem.add_leaf(kangle, Units{2});
  const LeafId unserved = problem.add_leaf(unbounded);

  // Four residents: cost of a visit by either, and the penalty of staying unserved.
  const long costs[4][2] = {{10, 30}, {12, 15}, {11, 40}, {50, 20}};
  for (const auto& c : costs) {
    problem.start_order(1);
    problem.add_edge(li, Cost(c[0]));
    problem.add_edge(wang, Cost(c[1]));
    problem.add_edge(unserved, Cost(1000));
  }

  const Solution solution = solve(problem);
  if (!verify(problem, solution).holds()) return 1;

  const char* names[] = {"Li", "Wang", "nobody"};
  for (const Placement& p : solution.placements) {
    const LeafId leaf = problem.edge_leaf(p.edge);
    std::printf("visit by %-6s cost %ld\n", names[leaf.index()], static_cast<long>(problem.edge_cost(p.edge).count()));
  }
  std::printf("total %ld, proven optimal\n", static_cast<long>(solution.objective));
  std::printf("one more visit of the organisation is worth %ld points\n",
              static_cast<long>(solution.group_price[kangle.index()].count()));
}
