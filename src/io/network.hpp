// A DIMACS file as its lines say it, before anyone asks whether it is a transport problem.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "paidan/io/problem_io.hpp"
#include "src/io/table.hpp"

namespace paidan::io {

struct Network {
  enum class Kind { flow, assignment };  // p min, p asn
  struct Arc {
    FileNode tail = 0, head = 0;
    Units low = 0, capacity = 1;
    std::int64_t cost = 0;
  };

  Kind kind = Kind::flow;
  std::vector<Units> supply;  // by node; [0] is not used. Assignment: 1 for each `n` line
  std::vector<Arc> arcs;
};

// The fields of an `a` line, for places.
enum class ArcField : std::uint8_t { tail = 1, head = 2, low = 3, capacity = 4, cost = 5 };

// Where things stand in the text, found again only when there is something to say about them. O(text) each.
class ArcPlaces {
 public:
  ArcPlaces(std::string_view text, std::string file) : text_(text), file_(std::move(file)) {}
  [[nodiscard]] Place of(std::size_t arc, ArcField field) const;
  [[nodiscard]] const std::string& file() const noexcept { return file_; }

 private:
  std::string_view text_;
  std::string file_;
};

// Reports to the sink what is wrong with single lines and with the counts; the network is whole if nothing was.
[[nodiscard]] Network read_dimacs(std::string_view text, const std::string& file, Sink& sink);

// The transport problem of the network; reports what keeps it from being one and then throws.
[[nodiscard]] ProblemFile to_problem(Network network, const ArcPlaces& places, Sink& sink);

// OR-Library's formats, which are numbers and nothing else.
[[nodiscard]] ProblemFile read_orlib(std::string_view text, const std::string& file, ProblemFormat format, Sink& sink);

}  // namespace paidan::io
