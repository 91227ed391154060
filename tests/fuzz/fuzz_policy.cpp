// Whatever bytes stand in a policy file, it is refused with `Error` or read as a policy within its bounds.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>

#include "paidan/core/error.hpp"
#include "paidan/policy/policy.hpp"

using namespace paidan;

namespace {

void check(bool holds) {
  if (!holds) std::abort();
}

void read(const std::string& text, const std::string& file) {
  try {
    const policy::Policy policy = policy::parse_policy(text, file);
    for (const policy::WeightInfo& w : policy::weight_infos()) {
      check(policy.weights.*(w.weight) >= 0 && policy.weights.*(w.weight) <= 1'000'000);
    }
    if (!policy.plain_penalties) return;
    for (const Cost c : *policy.plain_penalties) check(c >= Cost(0) && c <= Cost(1'000'000'000));
  } catch (const Error& e) {
    check(!e.problems().empty());
    for (const Problem& p : e.problems()) check(p.place.file == file);
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string text(reinterpret_cast<const char*>(data), size);
  read(text, "fuzz.toml");
  read(text, "fuzz.json");
  return 0;
}
