// Ways of dispatching, as people write them: min_cost@60m, fcfs@immediate, lookahead@4h, min_cost@hindsight.
#include <fmt/format.h>

#include <charconv>

#include "paidan/core/error.hpp"
#include "paidan/sim/simulate.hpp"

namespace paidan::sim {
namespace {

[[noreturn]] void refuse(std::string_view text, std::string_view expected) {
  throw Error(fmt::format("policy \"{}\": expected {}", text, expected));
}

}  // namespace

std::optional<Minutes> parse_length(std::string_view text) {
  std::int64_t count = 0;
  const char* end = text.data() + text.size();
  const auto [stop, error] = std::from_chars(text.data(), end, count);
  const std::string_view unit(stop, static_cast<std::size_t>(end - stop));
  const std::int64_t minutes = unit == "m" ? 1 : unit == "h" ? 60 : unit == "d" ? 1'440 : 0;
  if (error != std::errc{} || minutes == 0 || count < 1 || count > 366 * 1'440 / minutes) return std::nullopt;
  return Minutes(count * minutes);
}

Dispatching parse_dispatching(std::string_view text, const policy::AllocationRegistry& rules, Minutes every) {
  Dispatching out;
  out.name = text;
  out.every = every;
  std::string_view rest = text;
  constexpr std::string_view replan = "+replan";
  if (rest.ends_with(replan)) {
    rest.remove_suffix(replan.size());
    out.planned = Dispatching::Planned::replan;
  }
  const std::size_t at = rest.find('@');
  const std::string_view name = rest.substr(0, at);
  for (const auto& rule : rules.rules()) {
    if (rule->info().name == name) out.rule = rule;
  }
  if (!out.rule) {
    std::string names;
    for (const auto& rule : rules.rules()) names.append(names.empty() ? "" : ", ").append(rule->info().name);
    refuse(text, fmt::format("one of {}, with @immediate, @hindsight or @30m after it if you like", names));
  }
  if (at != std::string_view::npos) {
    const std::string_view when = rest.substr(at + 1);
    if (when == "immediate") {
      out.timing = Dispatching::Timing::immediate;
    } else if (when == "hindsight") {
      out.timing = Dispatching::Timing::hindsight;
    } else {
      const auto length = parse_length(when);
      if (!length) refuse(text, "immediate, hindsight, or a length like 30m, 4h or 1d after @");
      out.every = *length;
    }
  }
  if (out.planned == Dispatching::Planned::replan && out.timing != Dispatching::Timing::batches) {
    refuse(text, "+replan with batches only");
  }
  return out;
}

}  // namespace paidan::sim
