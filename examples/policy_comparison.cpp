// A month of Jiulong street under ten ways of dispatching, week by simulated week: what each of them does for the
// residents, and which differences are more than chance. `policy_comparison [WEEKS]`; five are a month, and the fewest
// that allow a verdict.
//
// At the end a rule of the program's own: what an embedder adds is compared like all others.
#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <memory>
#include <thread>

#include "paidan/policy/tree_load.hpp"
#include "paidan/sim/generate.hpp"
#include "paidan/sim/lab.hpp"
#include "paidan/sim/lab_io.hpp"

using namespace paidan;

namespace {

// Every order goes to the emptiest place that may take it: a rule that many offices know as "whoever is free".
class WhoeverIsFree final : public policy::AllocationPolicy {
 public:
  [[nodiscard]] const policy::AllocationInfo& info() const noexcept override { return info_; }

  [[nodiscard]] policy::Allocation allocate(const policy::AllocationInput& in) const override {
    const auto& problem = in.compiled.problem;
    policy::TreeLoad load(problem);
    policy::Allocation out;
    for (std::size_t i = 0; i < problem.order_count(); ++i) {
      const transport::OrderId order(i);
      // The last edge is the unserved one and has room for all: what comes before it is tried by room.
      const transport::EdgeId unserved(problem.end_edge(order) - 1);
      transport::EdgeId best = unserved;
      Units most = problem.demand(order) - 1;  // the whole order or nothing
      for (std::size_t e = problem.first_edge(order); e < unserved.index(); ++e) {
        const Units room = load.room(problem.edge_leaf(transport::EdgeId(e)));
        if (room <= most) continue;
        most = room;
        best = transport::EdgeId(e);
      }
      load.add(problem.edge_leaf(best), problem.demand(order));
      out.placements.push_back({best, problem.demand(order)});
    }
    return out;
  }

 private:
  policy::AllocationInfo info_{.name = "whoever_is_free",
                               .title = {"谁空派谁", "Whoever is free"},
                               .optimises = {"每单派给余量最大的去处", "each order to the place with most room"},
                               .guarantee = {"无", "none"},
                               .source = ""};
};

}  // namespace

int main(int argc, char** argv) {
  sim::CompareOptions options;
  options.days = argc > 1 ? std::max(1, std::atoi(argv[1])) : 5;  // draws of the street's period, a week
  options.threads = std::max(1U, std::thread::hardware_concurrency());

  policy::AllocationRegistry rules = policy::allocation_rules();
  rules.add(std::make_shared<WhoeverIsFree>());
  std::vector<sim::Dispatching> ways;
  for (const char* name :
       {"min_cost", "lookahead", "fcfs@immediate", "nearest_first", "round_robin", "deferred_acceptance",
        "max_min_fair", "load_balanced", "min_cost+replan", "whoever_is_free"}) {
    ways.push_back(sim::parse_dispatching(name, rules));
  }
  const sim::Comparison comparison = sim::compare(sim::generate_street(), policy::Policy{}, ways, options);
  std::fputs(sim::comparison_table(comparison, Language::en).c_str(), stdout);
  for (const sim::ComparedPolicy& p : comparison.policies) {
    std::printf("%-20s %s\n", p.name.c_str(), p.optimises_en.c_str());
  }
}
