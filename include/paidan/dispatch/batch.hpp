// run_batch(): one matching batch from a street to a certified, explained plan.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "paidan/model/plan.hpp"
#include "paidan/model/street.hpp"
#include "paidan/model/work_list.hpp"
#include "paidan/policy/compile.hpp"
#include "paidan/policy/policy.hpp"
#include "paidan/transport/solution.hpp"

namespace paidan::dispatch {

enum class Phase { work_list, compile, solve, verify, explain };

struct BatchOptions {
  unsigned threads = 1;
  std::function<void(Phase)> on_phase{};  // called when a phase begins
};

struct Batch {
  WorkList list;
  policy::Compiled compiled;
  transport::Solution solution;
  Plan plan;
  std::vector<std::string> warnings;  // rules that are not enforced yet and are used by this street, in English
};

// The certificate is checked before this returns; a batch whose certificate fails is an internal fault
// (std::logic_error). Throws `Error` for what `policy::compile` and `transport::solve` refuse.
[[nodiscard]] Batch run_batch(const Street& street, const policy::Policy& policy, const BatchOptions& options = {});

}  // namespace paidan::dispatch
