// Transport problems in the text formats of the field: DIMACS `p asn` and `p min`, OR-Library assignment and GAP.
//
// A `p min` file is a transport problem when every arc starts at a supply node (an *order*, supply > 0) or climbs a
// tree: order → leaf → … → sink, a sink being a node of negative supply. Tree arcs have capacities and lower bounds,
// parallel ones are a convex cost; arcs order → sink and several sinks (the bipartite case: each leaf a sink that
// takes exactly so much) are fine. An order's arc of a capacity below its supply is an edge with a bound. Anything else
// is refused with the arc and the reason.
//
// `p asn`: the nodes of `n` lines are the orders, each other node takes one of them at most; costs are minimised.
// OR-Library assignment: n, then n² costs; row i is node i, column j is node n + j. OR-Library GAP: m agents, n jobs,
// m × n costs, m × n resources, m capacities; a transport problem only when each agent uses the same resource for every
// job; job j is node j, agent i is node n + i; costs are minimised.
//
// Sources: DIMACS, "The first DIMACS international algorithm implementation challenge: problem definitions and
// specifications", 1991; Beasley, "OR-Library: distributing test problems by electronic mail", J. Opl. Res. Soc. 41
// (1990).
#pragma once

#include <cstdint>
#include <filesystem>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "paidan/core/quantities.hpp"
#include "paidan/transport/problem.hpp"
#include "paidan/transport/solution.hpp"

namespace paidan::io {

enum class ProblemFormat { guess, dimacs, orlib, gap };

// A node as the file numbers it, from 1.
using FileNode = std::uint32_t;

// An arc of a `p min` file that climbs the capacity tree.
struct TreeArc {
  FileNode tail = 0, head = 0;
  Units low = 0, capacity = 0;
  Cost cost{0};
  std::uint32_t climb = 0;  // row of ProblemFile::climbs
};

// A node that climbs: the leaf or group of the problem whose load its tree arcs share.
struct Climb {
  transport::LeafId leaf;
  transport::GroupId group;  // when it is not a leaf
};

// The problem of a file, and the way back to the file's nodes and arcs.
struct ProblemFile {
  transport::TransportProblem problem;
  std::vector<FileNode> order_node;  // by OrderId
  std::vector<FileNode> leaf_node;   // by LeafId

  // `p min` only, empty otherwise: every arc in the order of the file, by its edge; none = the next of `tree_arcs`.
  std::vector<transport::EdgeId> arcs;
  std::vector<TreeArc> tree_arcs;
  std::vector<Climb> climbs;
  WideCost offset = 0;  // objective of the file − objective of the problem (what penalties for lower bounds add)
};

// The whole text; `name` stands in front of messages. Throws `Error` with every problem's line and column (character),
// up to a limit. O(text) time, 48 bytes an arc beside the problem while it reads.
[[nodiscard]] ProblemFile parse_problem(std::string_view text, const std::string& name,
                                        ProblemFormat format = ProblemFormat::guess);
[[nodiscard]] ProblemFile read_problem(const std::filesystem::path& file, ProblemFormat format = ProblemFormat::guess);

struct ArcFlow {
  FileNode tail = 0, head = 0;
  Units units = 0;
  friend bool operator==(const ArcFlow&, const ArcFlow&) = default;
};

// A node whose tree arcs must carry more than can reach it.
struct ShortNode {
  FileNode node = 0, parent = 0;
  Units wanted = 0, carried = 0;
};

// A solution in the words of the file.
struct ProblemAnswer {
  transport::Status status = transport::Status::infeasible;
  WideCost objective = 0;
  std::vector<ArcFlow> flows;     // `p min`: every arc, in the order of the file; else the arcs that carry something
  std::vector<FileNode> witness;  // infeasible: orders that want more than can be taken, …
  std::vector<ShortNode> short_nodes;  // … or the lower bounds that miss their sum by as little as can be
};

// `solution` is a verified solution of `file.problem`. O(arcs). Infeasible when the solution is, or when it is optimal
// and leaves a lower bound unmet.
[[nodiscard]] ProblemAnswer answer_of(const ProblemFile& file, const transport::Solution& solution);

// `s <objective>`, then a line `f <tail> <head> <units>` for each of the flows. Of a feasible answer.
[[nodiscard]] std::string render_answer(const ProblemAnswer& answer);

// The problem as a DIMACS `p min` file that reads back to the same optimum: orders are the nodes 1 … n, then leaves,
// then groups, then the sink. `comments` become `c` lines. Throws `Error` when the total demand exceeds 2^60.
[[nodiscard]] std::string render_dimacs_min(const transport::TransportProblem& problem,
                                            std::span<const std::string> comments = {});

}  // namespace paidan::io
