// A compiled street as a DIMACS `p min` file, for those who want to solve it with something else.
#pragma once

#include <fmt/format.h>

#include <string>
#include <vector>

#include "paidan/io/plan_io.hpp"
#include "paidan/io/problem_io.hpp"
#include "paidan/policy/compile.hpp"

namespace paidan::cli {

// What each node of the file stands for, one comment a node: orders by their code, leaves by who and when,
// organisations by their code. Workers' and shifts' own nodes in between are not named.
[[nodiscard]] inline std::vector<std::string> node_names(const Street& street, const WorkList& list,
                                                         const policy::Compiled& compiled) {
  std::vector<std::string> out;
  std::size_t node = 0;
  for (WorkOrderId id : compiled.orders) {
    out.push_back(fmt::format("node {} order {}", ++node, street.demands[list.orders[id].first].code));
  }
  const auto organisation = [&](const policy::Leaf& leaf) { return street.organisations[leaf.organisation].code; };
  for (const policy::Leaf& leaf : compiled.leaves) {
    ++node;
    switch (leaf.kind) {
      case policy::LeafKind::slot:
        out.push_back(fmt::format("node {} slot {} {} {}/{}", node, organisation(leaf),
                                  street.workers[leaf.worker].code, io::time_words(street, leaf.window.start),
                                  io::time_words(street, leaf.window.end)));
        break;
      case policy::LeafKind::session:
        out.push_back(
            fmt::format("node {} session {} {}", node, organisation(leaf), street.sessions[leaf.session].code));
        break;
      case policy::LeafKind::organisation:
        out.push_back(fmt::format("node {} organisation {}", node, organisation(leaf)));
        break;
      case policy::LeafKind::unserved:
        out.push_back(leaf.community.has_value()
                          ? fmt::format("node {} unserved in {}", node, street.communities[leaf.community].code)
                          : fmt::format("node {} unserved", node));
    }
  }
  for (std::size_t o = 0; o < compiled.organisation_group.size(); ++o) {
    const transport::GroupId group = compiled.organisation_group[o];
    if (!group.has_value()) continue;
    out.push_back(fmt::format("node {} all of organisation {}", node + 1 + group.index(),
                              street.organisations[OrganisationId(o)].code));
  }
  return out;
}

[[nodiscard]] inline std::string render_problem(const Street& street, const WorkList& list,
                                                const policy::Compiled& compiled) {
  return io::render_dimacs_min(compiled.problem, node_names(street, list, compiled));
}

}  // namespace paidan::cli
