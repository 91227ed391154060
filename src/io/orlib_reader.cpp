#include <algorithm>

#include "paidan/core/decimal.hpp"
#include "paidan/core/error.hpp"
#include "src/io/network.hpp"
#include "src/io/text_scanner.hpp"

namespace paidan::io {
namespace {

using transport::LeafId;

constexpr std::int64_t most_rows = (std::int64_t{1} << 31) - 2;
constexpr auto anywhere = TextScanner::Reach::text;

std::size_t count_words(std::string_view text) {
  std::size_t words = 0;
  bool inside = false;
  for (char c : text) {
    const bool blank = c == ' ' || (c >= '\t' && c <= '\r');
    words += !blank && !inside ? 1 : 0;
    inside = !blank;
  }
  return words;
}

class OrlibReader {
 public:
  OrlibReader(std::string_view text, const std::string& file, Sink& sink)
      : scanner_(text, file, sink), sink_(sink), words_(static_cast<WideCost>(count_words(text))) {}

  ProblemFile read(ProblemFormat format) {
    if (!scanner_.number("n", 1, most_rows, first_, anywhere)) return std::move(out_);
    const Place place = scanner_.place();
    const WideCost square = 1 + WideCost{first_} * first_;
    if (format == ProblemFormat::orlib || (format == ProblemFormat::guess && words_ == square)) {
      if (words_ == square) {
        read_assignment();
      } else {
        sink_.error(place, fmt::format("{} numbers in the file: expected {}, n and n² costs of an assignment of n = {}",
                                       decimal(words_), decimal(square), first_));
      }
    } else {
      read_gap(place);
    }
    return std::move(out_);
  }

 private:
  void name_nodes(std::size_t orders, std::size_t leaves) {
    for (std::size_t i = 0; i < orders; ++i) out_.order_node.push_back(static_cast<FileNode>(i + 1));
    for (std::size_t j = 0; j < leaves; ++j) out_.leaf_node.push_back(static_cast<FileNode>(orders + j + 1));
  }
  std::int64_t cost() {
    std::int64_t value = 0;
    scanner_.number("cost", -largest_number, largest_number, value, anywhere);
    return value;
  }

  void read_assignment() {
    const auto n = static_cast<std::size_t>(first_);
    name_nodes(n, n);
    out_.problem.reserve(n, n * n);
    for (std::size_t j = 0; j < n; ++j) out_.problem.add_leaf(1);
    for (std::size_t i = 0; i < n; ++i) {
      out_.problem.start_order(1);
      for (std::size_t j = 0; j < n; ++j) out_.problem.add_edge(LeafId(j), Cost(cost()));
    }
  }

  [[nodiscard]] static WideCost gap_words(std::int64_t agents, std::int64_t jobs) {
    return 2 + 2 * WideCost{agents} * jobs + agents;
  }

  // m and n, with or without a 1 in front (OR-Library's "number of problem sets").
  bool read_gap_size(const Place& place, std::int64_t& agents, std::int64_t& jobs) {
    agents = first_;
    if (!scanner_.number("jobs", 1, most_rows, jobs, anywhere)) return false;
    if (words_ == gap_words(agents, jobs)) return true;
    const WideCost expected = gap_words(agents, jobs);
    if (first_ == 1 && words_ > 3) {
      agents = jobs;
      if (!scanner_.number("jobs", 1, most_rows, jobs, anywhere)) return false;
      if (words_ == 1 + gap_words(agents, jobs)) return true;
    }
    sink_.error(place, fmt::format("{} numbers in the file: expected {} (an assignment: n, n² costs) or {} (one GAP: "
                                   "m, n, m × n costs, m × n resources, m capacities)",
                                   decimal(words_), decimal(1 + WideCost{first_} * first_), decimal(expected)));
    return false;
  }

  void read_gap(const Place& place) {
    std::int64_t agents = 0, jobs = 0;
    if (!read_gap_size(place, agents, jobs)) return;
    const auto m = static_cast<std::size_t>(agents), n = static_cast<std::size_t>(jobs);
    std::vector<std::int64_t> costs(m * n);
    for (std::int64_t& c : costs) c = cost();
    std::vector<std::int64_t> use(m, 0);
    for (std::size_t i = 0; i < m; ++i) {
      bool told = false;
      for (std::size_t j = 0; j < n; ++j) {
        std::int64_t value = 0;
        if (!scanner_.number("resource", 0, largest_number, value, anywhere)) continue;
        if (j == 0) use[i] = value;
        if (value == use[i] || told) continue;
        told = true;
        scanner_.error(
            fmt::format("agent {} uses {} for job {} and {} for job 1: expected the same for every job, "
                        "else this is no transport problem",
                        i + 1, value, j + 1, use[i]));
      }
    }
    name_nodes(n, m);
    out_.problem.reserve(n, m * n);
    for (std::size_t i = 0; i < m; ++i) {
      std::int64_t capacity = 0;
      scanner_.number("capacity", 0, largest_number, capacity, anywhere);
      out_.problem.add_leaf(use[i] == 0 ? jobs : capacity / use[i]);
    }
    for (std::size_t j = 0; j < n; ++j) {
      out_.problem.start_order(1);
      for (std::size_t i = 0; i < m; ++i) out_.problem.add_edge(LeafId(i), Cost(costs[i * n + j]));
    }
  }

  TextScanner scanner_;
  Sink& sink_;
  WideCost words_;
  std::int64_t first_ = 0;
  ProblemFile out_;
};

}  // namespace

ProblemFile read_orlib(std::string_view text, const std::string& file, ProblemFormat format, Sink& sink) {
  return OrlibReader(text, file, sink).read(format);
}

}  // namespace paidan::io
