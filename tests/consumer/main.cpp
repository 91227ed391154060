#include <array>
#include <iostream>
#include <paidan/transport.hpp>

int main() {
  using namespace paidan::transport;
  TransportProblem problem;
  const LeafId worker = problem.add_leaf(1), unserved = problem.add_leaf(unbounded);
  for (int cost : {10, 30}) {
    problem.add_order(1, std::array{Edge{worker, paidan::Cost(cost)}, Edge{unserved, paidan::Cost(100)}});
  }
  const Solution solution = solve(problem);
  std::cout << "objective " << static_cast<long long>(solution.objective) << '\n';
  return solution.objective == 110 && verify(problem, solution).holds() ? 0 : 1;
}
