#include "paidan/dispatch/batch.hpp"

#include <algorithm>
#include <stdexcept>

#include "paidan/dispatch/work_list.hpp"
#include "paidan/policy/candidates.hpp"
#include "paidan/transport/solve.hpp"
#include "paidan/transport/verify.hpp"

namespace paidan::dispatch {
namespace {

std::vector<std::string> unenforced(const Street& street) {
  std::vector<std::string> out;
  const auto any = [](const auto& rows, auto test) { return std::any_of(rows.begin(), rows.end(), test); };
  if (any(street.menu, [](const MenuItem& m) { return m.workers_needed > 1; })) {
    out.emplace_back("workers_needed > 1 is not solved yet: such orders stay unserved (workers_short)");
  }
  if (any(street.menu, [](const MenuItem& m) { return m.group_min > 1; })) {
    out.emplace_back("group_min is not applied yet: a session may end below it");
  }
  if (any(street.workers, [](const Worker& w) { return w.max_minutes.has_value(); })) {
    out.emplace_back("max_minutes of workers is not enforced yet");
  }
  return out;
}

}  // namespace

Batch run_batch(const Street& street, const policy::Policy& policy, const BatchOptions& options) {
  const auto phase = [&](Phase p) {
    if (options.on_phase) options.on_phase(p);
  };
  Batch batch;
  batch.warnings = unenforced(street);
  phase(Phase::work_list);
  batch.list = make_work_list(street);
  const policy::Candidates candidates(street);
  fund(street, batch.list, policy::servable(candidates, batch.list, options.threads));
  phase(Phase::compile);
  batch.compiled = policy::compile(candidates, batch.list, policy, options.threads);
  phase(Phase::solve);
  transport::SolveOptions solve_options;
  solve_options.threads = options.threads;
  batch.solution = transport::solve(batch.compiled.problem, solve_options);
  phase(Phase::verify);
  const transport::Verdict verdict = transport::verify(batch.compiled.problem, batch.solution, options.threads);
  if (!verdict.holds()) throw std::logic_error("the certificate does not hold: " + verdict.faults.front());
  phase(Phase::explain);
  batch.plan = policy::make_plan(street, batch.list, policy, batch.compiled, batch.solution, options.threads);
  return batch;
}

}  // namespace paidan::dispatch
