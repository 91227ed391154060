#include "paidan/core/error.hpp"
#include "paidan/io/problem_io.hpp"
#include "src/io/file_bytes.hpp"
#include "src/io/network.hpp"
#include "src/io/text_scanner.hpp"

namespace paidan::io {
namespace {

constexpr std::size_t problem_limit = 100;

// DIMACS lines begin with a letter, OR-Library's files hold numbers only.
ProblemFormat guessed(std::string_view text) {
  const std::size_t first = text.find_first_not_of(" \t\r\n\v\f");
  if (first == std::string_view::npos) return ProblemFormat::dimacs;
  const char c = text[first];
  return (c >= '0' && c <= '9') || c == '-' || c == '+' || c == '.' ? ProblemFormat::guess : ProblemFormat::dimacs;
}

}  // namespace

ProblemFile parse_problem(std::string_view text, const std::string& name, ProblemFormat format) {
  if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
  Sink sink(problem_limit);
  if (format == ProblemFormat::guess) format = guessed(text);
  if (format == ProblemFormat::dimacs) {
    Network network = read_dimacs(text, name, sink);
    if (sink.failed()) sink.fail();
    return to_problem(std::move(network), ArcPlaces(text, name), sink);
  }
  ProblemFile out = read_orlib(text, name, format, sink);
  if (sink.failed()) sink.fail();
  return out;
}

ProblemFile read_problem(const std::filesystem::path& file, ProblemFormat format) {
  return parse_problem(read_bytes(file).view(), file.string(), format);
}

}  // namespace paidan::io
