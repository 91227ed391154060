// The one error type: a list of problems, each with its place, the value found and what was expected.
//
// Data that is wrong throws `Error` with every problem found (up to a limit), so a person mends a file once and not
// line by line. Code that is wrong meets an assertion. Nothing is clamped in silence.
#pragma once

#include <cstdint>
#include <exception>
#include <string>
#include <utility>
#include <vector>

namespace paidan {

// Where in the input: `file` alone, or with a 1-based physical line and field (CSV) or character (JSON); 0 = no such
// part.
struct Place {
  std::string file;
  std::uint32_t line = 0;
  std::uint32_t column = 0;
  friend bool operator==(const Place&, const Place&) = default;
};

// One thing that is wrong: `quantity "3x": expected a whole number from 1 to 1,000,000`.
struct Problem {
  Place place;
  std::string what;

  // `demands.csv:17:6: quantity "3x": expected …`; parts of the place that are not known are left out.
  [[nodiscard]] std::string text() const {
    std::string out = place.file;
    if (place.line != 0) out.append(1, ':').append(std::to_string(place.line));
    if (place.line != 0 && place.column != 0) out.append(1, ':').append(std::to_string(place.column));
    if (!out.empty()) out.append(": ");
    return out.append(what);
  }
};

using Problems = std::vector<Problem>;

class Error : public std::exception {
 public:
  // What a program should make of it; the command line's exit codes follow from it.
  enum class Kind {
    input,     // the caller's data is wrong (exit 2)
    resource,  // memory, disk, a file that cannot be written (exit 3)
  };

  explicit Error(Problems problems, Kind kind = Kind::input) : kind_(kind), problems_(std::move(problems)) {
    for (const Problem& p : problems_) {
      if (!message_.empty()) message_.append(1, '\n');
      message_.append(p.text());
    }
  }
  Error(Place place, std::string what, Kind kind = Kind::input)
      : Error(Problems(1, Problem{std::move(place), std::move(what)}), kind) {}
  explicit Error(std::string what, Kind kind = Kind::input) : Error(Place{}, std::move(what), kind) {}

  [[nodiscard]] const char* what() const noexcept override { return message_.c_str(); }
  [[nodiscard]] const Problems& problems() const noexcept { return problems_; }
  [[nodiscard]] Kind kind() const noexcept { return kind_; }

 private:
  Kind kind_;
  Problems problems_;
  std::string message_;
};

}  // namespace paidan
