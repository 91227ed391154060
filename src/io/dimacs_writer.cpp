#include <fmt/format.h>

#include <algorithm>
#include <iterator>

#include "paidan/core/error.hpp"
#include "paidan/io/problem_io.hpp"

namespace paidan::io {
namespace {

using transport::EdgeId;
using transport::GroupId;
using transport::LeafId;
using transport::OrderId;
using transport::Segment;

class DimacsWriter {
 public:
  explicit DimacsWriter(const transport::TransportProblem& problem) : problem_(problem) {}

  std::string render(std::span<const std::string> comments) {
    const std::size_t n = problem_.order_count(), m = problem_.leaf_count(), g = problem_.group_count();
    sink_ = n + m + g + 1;
    WideCost total = 0;
    for (Units d : problem_.demands()) total += d;
    if (total > WideCost{1} << 60) throw Error("the demands add up to more than 2^60: expected less");
    total_ = static_cast<Units>(total);

    std::size_t arcs = problem_.edge_count();
    for (std::size_t j = 0; j < m; ++j) arcs += problem_.segments(LeafId(j)).size();
    for (std::size_t v = 0; v < g; ++v) arcs += problem_.segments(GroupId(v)).size();
    put("c a transport problem with a capacity tree: {} orders are nodes 1 to {}, {} leaves follow, then {} groups;\n"
        "c node {} is the sink\n",
        n, n, m, g, sink_);
    for (const std::string& comment : comments) put("c {}\n", one_line(comment));
    put("p min {} {}\n", sink_, arcs);
    for (std::size_t i = 0; i < n; ++i) put("n {} {}\n", i + 1, problem_.demand(OrderId(i)));
    if (total_ > 0) put("n {} {}\n", sink_, -total_);
    for (std::size_t i = 0; i < n; ++i) {
      const Units demand = problem_.demand(OrderId(i));
      for (std::size_t e = problem_.first_edge(OrderId(i)); e < problem_.end_edge(OrderId(i)); ++e) {
        put("a {} {} 0 {} {}\n", i + 1, node(problem_.edge_leaf(EdgeId(e))),
            std::min(problem_.edge_bound(EdgeId(e)), demand), problem_.edge_cost(EdgeId(e)).count());
      }
    }
    for (std::size_t j = 0; j < m; ++j) climb(LeafId(j));
    for (std::size_t v = 0; v < g; ++v) climb(GroupId(v));
    return std::move(out_);
  }

 private:
  template <class... Values>
  void put(fmt::format_string<Values...> text, Values&&... values) {
    fmt::format_to(std::back_inserter(out_), text, std::forward<Values>(values)...);
  }
  static std::string one_line(std::string text) {
    std::replace_if(
        text.begin(), text.end(), [](char c) { return c == '\n' || c == '\r'; }, ' ');
    return text;
  }

  [[nodiscard]] std::size_t node(LeafId leaf) const { return problem_.order_count() + 1 + leaf.index(); }
  [[nodiscard]] std::size_t node(GroupId group) const {
    return group.has_value() ? problem_.order_count() + problem_.leaf_count() + 1 + group.index() : sink_;
  }

  // No load exceeds the total demand: wider segments say no more than that.
  template <class NodeId>
  void climb(NodeId id) {
    for (const Segment& s : problem_.segments(id)) {
      put("a {} {} 0 {} {}\n", node(id), node(problem_.parent(id)), std::min(s.units, total_), s.unit_cost.count());
    }
  }

  const transport::TransportProblem& problem_;
  std::size_t sink_ = 0;
  Units total_ = 0;
  std::string out_;
};

}  // namespace

std::string render_dimacs_min(const transport::TransportProblem& problem, std::span<const std::string> comments) {
  return DimacsWriter(problem).render(comments);
}

}  // namespace paidan::io
