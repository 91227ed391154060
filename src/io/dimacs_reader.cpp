#include <algorithm>

#include "paidan/core/decimal.hpp"
#include "src/io/network.hpp"
#include "src/io/text_scanner.hpp"

namespace paidan::io {
namespace {

constexpr Units most_units = Units{1} << 60;
constexpr std::int64_t most_nodes = (std::int64_t{1} << 31) - 2;

class DimacsReader {
 public:
  DimacsReader(std::string_view text, const std::string& file, Sink& sink)
      : scanner_(text, file, sink), sink_(sink), text_size_(static_cast<std::int64_t>(text.size())) {}

  Network read() {
    for (bool more = true; more && usable_; more = scanner_.next_line()) {
      const std::string_view type = scanner_.word();
      if (type.empty() || type.front() == 'c') continue;
      if (type == "p") {
        problem_line();
      } else if (type != "n" && type != "a") {
        scanner_.error(fmt::format("line type {}: expected c, p, n or a", quoted(type)));
      } else if (!described_) {
        scanner_.error("a line before the problem line: expected `p min NODES ARCS` or `p asn NODES ARCS` first");
        usable_ = false;
      } else if (type == "n") {
        node_line();
      } else {
        arc_line();
      }
    }
    if (described_) {
      check_totals();
    } else if (usable_) {
      scanner_.error("the problem line is missing: expected `p min NODES ARCS` or `p asn NODES ARCS`");
    }
    return std::move(network_);
  }

 private:
  void problem_line() {
    if (described_) return scanner_.error("a second problem line: expected one");
    const std::string_view kind = scanner_.word();
    if (kind == "asn") {
      network_.kind = Network::Kind::assignment;
    } else if (kind != "min") {
      scanner_.error(fmt::format("problem type {}: expected min or asn", quoted(kind)));
      usable_ = false;
      return;
    }
    // A node takes a line to be of any use, so a file cannot have more of them than bytes.
    usable_ = scanner_.number("nodes", 0, std::min(most_nodes, std::max<std::int64_t>(text_size_, 1)), nodes_);
    nodes_place_ = scanner_.place();
    usable_ = scanner_.number("arcs", 0, most_nodes, stated_arcs_) && usable_;
    arcs_place_ = scanner_.place();
    scanner_.end_of_line();
    if (!usable_) return;
    described_ = true;
    network_.supply.assign(static_cast<std::size_t>(nodes_) + 1, 0);
    seen_.assign(network_.supply.size(), false);
    network_.arcs.reserve(static_cast<std::size_t>(std::min(stated_arcs_, text_size_ / 8)));
  }

  void node_line() {
    std::int64_t node = 0, supply = 1;
    if (!scanner_.number("node", 1, nodes_, node)) return;
    const Place place = scanner_.place();
    if (is_flow() && !scanner_.number("supply", -most_units, most_units, supply)) return;
    scanner_.end_of_line();
    if (seen_[static_cast<std::size_t>(node)]) {
      return sink_.error(place, fmt::format("node {}: expected one n line for each node, this is the second", node));
    }
    seen_[static_cast<std::size_t>(node)] = true;
    network_.supply[static_cast<std::size_t>(node)] = supply;
  }

  void arc_line() {
    std::int64_t tail = 0, head = 0;
    Network::Arc arc;
    bool good = scanner_.number("tail", 1, nodes_, tail);
    good = scanner_.number("head", 1, nodes_, head) && good;
    if (is_flow()) {
      good = scanner_.number("lower bound", 0, largest_number, arc.low) && good;
      const bool bounded = scanner_.number("capacity", 0, largest_number, arc.capacity);
      if (good && bounded && arc.capacity < arc.low) {
        scanner_.error(fmt::format("capacity {}: expected at least the lower bound, {}", arc.capacity, arc.low));
      }
      good = bounded && good;
    }
    good = scanner_.number("cost", -largest_number, largest_number, arc.cost) && good;
    scanner_.end_of_line();
    ++arc_lines_;
    arc.tail = static_cast<FileNode>(tail);
    arc.head = static_cast<FileNode>(head);
    if (good) network_.arcs.push_back(arc);
  }

  void check_totals() {
    if (arc_lines_ != stated_arcs_) {
      sink_.error(arcs_place_,
                  fmt::format("arcs \"{}\": expected {}, as many as there are a lines", stated_arcs_, arc_lines_));
    }
    WideCost supplied = 0, balance = 0;
    for (Units s : network_.supply) {
      supplied += std::max<Units>(s, 0);
      balance += s;
    }
    if (supplied > most_units) {
      sink_.error(nodes_place_, fmt::format("the supplies add up to {}: expected at most 2^60", decimal(supplied)));
    } else if (is_flow() && balance != 0 && !sink_.failed()) {
      sink_.error(nodes_place_,
                  fmt::format("the supplies and demands of all nodes add up to {}: expected 0", decimal(balance)));
    }
  }

  [[nodiscard]] bool is_flow() const noexcept { return network_.kind == Network::Kind::flow; }

  TextScanner scanner_;
  Sink& sink_;
  std::int64_t text_size_;
  Network network_;
  bool described_ = false, usable_ = true;
  std::int64_t nodes_ = 0, stated_arcs_ = 0, arc_lines_ = 0;
  Place nodes_place_, arcs_place_;
  std::vector<bool> seen_;
};

}  // namespace

Network read_dimacs(std::string_view text, const std::string& file, Sink& sink) {
  return DimacsReader(text, file, sink).read();
}

Place ArcPlaces::of(std::size_t arc, ArcField field) const {
  Sink nowhere(0);
  TextScanner scanner(text_, file_, nowhere);
  do {
    if (scanner.word() != "a") continue;
    if (arc-- != 0) continue;
    for (int f = 0; f < static_cast<int>(field); ++f) scanner.word();
    return scanner.place();
  } while (scanner.next_line());
  return Place{file_};
}

}  // namespace paidan::io
