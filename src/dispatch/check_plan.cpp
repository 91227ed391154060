#include "paidan/dispatch/check_plan.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "paidan/dispatch/work_list.hpp"
#include "paidan/policy/eligibility.hpp"
#include "paidan/transport/verify.hpp"
#include "src/dispatch/differences.hpp"

namespace paidan::dispatch {
namespace {

using FaultKind = PlanFault::Kind;

class PlanChecker {
 public:
  PlanChecker(const std::filesystem::path& directory, const io::PlanFile& file, const Street& street,
              const std::string& digest, Language language)
      : directory_(directory), file_(file), street_(street), digest_(digest), language_(language) {}

  PlanCheck run() {
    if (file_.origin.bundle_digest != digest_) {
      fault(FaultKind::bundle,
            {"资料不是派单时用的那一份：摘要不同", "the bundle is not the one that the plan was made from"});
      return std::move(out_);
    }
    make_problem();
    if (check_placements() && check_certificate() && check_rows()) check_files();
    return std::move(out_);
  }

 private:
  static constexpr std::size_t most_faults = 20;

  template <class... Values>
  void fault(FaultKind kind, Words words, const Values&... values) {
    if (out_.faults.size() >= most_faults) return;
    out_.faults.push_back({kind, {}, fmt::format(fmt::runtime(words.in(language_)), values...)});
  }

  std::string code(std::uint32_t order) const {
    return std::string(street_.demands[list().orders[out_.batch.compiled.orders[order]].first].code);
  }
  std::string who(const policy::Leaf& leaf) const {
    return io::leaf_words(street_, leaf.organisation, leaf.worker, leaf.session,
                          leaf.kind == policy::LeafKind::organisation ? std::nullopt : std::optional(leaf.window),
                          language_);
  }
  const WorkList& list() const { return out_.batch.list; }

  void make_problem() {
    Batch& batch = out_.batch;
    policy_ = policy_of(file_.origin);
    batch.list = make_work_list(street_);
    fund(street_, batch.list, policy::servable(street_, batch.list));
    batch.compiled = policy::compile(street_, batch.list, policy_);
    batch.solution.status = transport::Status::optimal;
    batch.solution.leaf_price = file_.leaf_price;
    batch.solution.group_price = file_.group_price;
    batch.solution.order_value = file_.order_value;
  }

  // Each placement's edge. What an order may not do is said in the words of the rules.
  bool check_placements() {
    const auto& compiled = out_.batch.compiled;
    const auto& problem = compiled.problem;
    const PlanPlacement* before = nullptr;
    for (const PlanPlacement& p : file_.placements) {
      if (p.order >= problem.order_count() || p.leaf >= problem.leaf_count()) {
        fault(FaultKind::placement,
              {"plan.json 的 placements 里有第 {} 张工单、第 {} 个去处：没有这样的一对",
               "plan.json places order number {} at place number {}: there is no such pair"},
              p.order, p.leaf);
        continue;
      }
      if (before != nullptr && std::tie(before->order, before->leaf) >= std::tie(p.order, p.leaf)) {
        fault(FaultKind::placement,
              {"plan.json 的 placements 里 {} 出现的次序不对或重复", "plan.json places order {} twice or out of order"},
              code(p.order));
        continue;
      }
      before = &p;
      const transport::OrderId order(p.order);
      if (p.units > problem.demand(order)) {
        fault(FaultKind::placement,
              {"plan.json 给工单 {} 派了 {} 个单量，它只要 {} 个",
               "plan.json places {1} units of order {0}: it wants {2}"},
              code(p.order), p.units, problem.demand(order));
        continue;
      }
      std::size_t edge = problem.first_edge(order);
      while (edge < problem.end_edge(order) && problem.edge_leaf(transport::EdgeId(edge)).value() != p.leaf) ++edge;
      if (edge < problem.end_edge(order)) {
        out_.batch.solution.placements.push_back({transport::EdgeId(edge), p.units});
        continue;
      }
      const policy::Leaf& leaf = compiled.leaves[p.leaf];
      if (leaf.kind == policy::LeafKind::unserved) {
        fault(FaultKind::placement,
              {"plan.json 把工单 {} 记在别的社区的未派单里",
               "plan.json counts order {} as unserved in another community"},
              code(p.order));
      } else {
        fault(FaultKind::placement,
              {"plan.json 把工单 {} 派给 {}，这不合规则：{}",
               "plan.json places order {} with {}, who may not take it: {}"},
              code(p.order), who(leaf), broken_words(compiled.orders[p.order], leaf));
      }
    }
    return out_.faults.empty();
  }

  std::string broken_words(WorkOrderId id, const policy::Leaf& leaf) const {
    const WorkOrder& order = list().orders[id];
    if (!policy::concerns(street_, order, leaf)) {
      return std::string(Words{"与所点的项目无关", "it has nothing to do with the item"}.in(language_));
    }
    const policy::Broken broken = policy::broken_rules(street_, order, leaf);
    std::string out;
    for (std::size_t r = 0; r < reason_count; ++r) {
      if (broken.test(r)) out.append(out.empty() ? "" : ", ").append(name_of(static_cast<Reason>(r)));
    }
    return out;
  }

  bool check_certificate() {
    state_objective();
    for (const std::string& what : transport::verify(out_.batch.compiled.problem, out_.batch.solution).faults) {
      fault(FaultKind::certificate, {"plan.json 的证书不成立：{}", "the certificate in plan.json does not hold: {}"},
            what);
    }
    return out_.faults.empty();
  }

  // Σ edge costs + Σ tree costs of the placements. Loads that do not fit are transport::verify's to report.
  void state_objective() {
    const auto& problem = out_.batch.compiled.problem;
    auto& solution = out_.batch.solution;
    std::vector<Units> leaf_load(problem.leaf_count(), 0), group_load(problem.group_count(), 0);
    for (const auto& p : solution.placements) {
      solution.objective += static_cast<WideCost>(problem.edge_cost(p.edge).count()) * p.units;
      const auto leaf = problem.edge_leaf(p.edge);
      leaf_load[leaf.index()] += p.units;
      for (auto g = problem.parent(leaf); g.has_value(); g = problem.parent(g)) group_load[g.index()] += p.units;
    }
    const auto tree_cost = [&](std::span<const transport::Segment> segments, Units load) {
      for (const auto& s : segments) {
        const Units here = std::min(load, s.units);
        solution.objective += static_cast<WideCost>(s.unit_cost.count()) * here;
        load -= here;
      }
    };
    for (std::size_t j = 0; j < leaf_load.size(); ++j) tree_cost(problem.segments(transport::LeafId(j)), leaf_load[j]);
    for (std::size_t g = 0; g < group_load.size(); ++g)
      tree_cost(problem.segments(transport::GroupId(g)), group_load[g]);
  }

  // The street's own rows, read plainly: nothing here comes from the compiled problem but which leaf is meant.
  bool check_rows() {
    std::map<std::uint32_t, Units> shifts;
    std::vector<Units> workers(street_.workers.size(), 0), organisations(street_.organisations.size(), 0);
    std::vector<Units> sessions(street_.sessions.size(), 0);
    std::vector<Money> spent(street_.funds.size());
    for (const WorkOrder& order : list().orders) {
      if (order.fund.has_value()) {
        spent[order.fund.index()] += street_.menu[street_.demands[order.first].item].unit_price * order.units;
      }
    }
    for (const PlanPlacement& p : file_.placements) {
      const policy::Leaf& leaf = out_.batch.compiled.leaves[p.leaf];
      if (leaf.kind == policy::LeafKind::unserved) continue;
      const WorkOrder& order = list().orders[out_.batch.compiled.orders[p.order]];
      if (!policy::concerns(street_, order, leaf) || policy::broken_rules(street_, order, leaf).any()) {
        fault(FaultKind::placement, {"工单 {} 派给 {} 不合规则：{}", "order {} may not go to {}: {}"}, code(p.order),
              who(leaf), broken_words(out_.batch.compiled.orders[p.order], leaf));
      }
      organisations[leaf.organisation.index()] += p.units;
      if (leaf.kind == policy::LeafKind::session) sessions[leaf.session.index()] += p.units;
      if (leaf.kind != policy::LeafKind::slot) continue;
      workers[leaf.worker.index()] += p.units;
      shifts[leaf.shift] += p.units;
    }
    const auto at_most = [&](std::int64_t load, std::int64_t most, const std::string& row) {
      if (load > most) {
        fault(FaultKind::capacity, {"{} 派了 {}，最多 {}", "{} takes {}: at most {} is allowed"}, row, load, most);
      }
    };
    for (const auto& [row, load] : shifts) {
      const Shift& s = street_.shifts[row];
      const Units hours = std::max<Units>(1, (s.end - s.start).count() / 60);
      at_most(
          load, s.units.value_or(hours),
          fmt::format("{} {}", street_.workers[s.worker].code, io::slot_words(street_, {s.start, s.end}, language_)));
    }
    for (std::size_t w = 0; w < workers.size(); ++w) {
      const Worker& worker = street_.workers[WorkerId(w)];
      if (worker.max_units) at_most(workers[w], *worker.max_units, worker.code);
    }
    for (std::size_t o = 0; o < organisations.size(); ++o) {
      const Organisation& organisation = street_.organisations[OrganisationId(o)];
      if (organisation.max_units) at_most(organisations[o], *organisation.max_units, organisation.code);
    }
    for (std::size_t s = 0; s < sessions.size(); ++s) {
      at_most(sessions[s], street_.sessions[SessionId(s)].seats, street_.sessions[SessionId(s)].code);
    }
    for (std::size_t f = 0; f < spent.size(); ++f) {
      at_most(spent[f].count(), street_.funds[FundId(f)].budget.count(), street_.funds[FundId(f)].code);
    }
    return out_.faults.empty();
  }

  void check_files() {
    Batch& batch = out_.batch;
    batch.plan = policy::make_plan(street_, batch.list, policy_, batch.compiled, batch.solution);
    for (const io::NamedContent& expected : io::render_plan(street_, batch.list, batch.plan, file_.origin)) {
      std::error_code failed;
      if (!std::filesystem::exists(directory_ / expected.name, failed)) {
        fault(FaultKind::file, {"缺少文件 {}", "{} is missing"}, expected.name);
        continue;
      }
      const auto difference =
          first_difference(expected.name, io::read_file(directory_ / expected.name), expected.content);
      if (!difference) continue;
      const std::string column = difference->column.empty() ? "" : difference->column + " ";
      fault(FaultKind::file, {"{}\"{}\"：应为 \"{}\"，文件改过了", "{}\"{}\": expected \"{}\"; the file was changed"},
            column, difference->found, difference->expected);
      out_.faults.back().place = difference->place;
    }
  }

  const std::filesystem::path& directory_;
  const io::PlanFile& file_;
  const Street& street_;
  const std::string& digest_;
  Language language_;
  policy::Policy policy_;
  PlanCheck out_;
};

}  // namespace

std::string_view name_of(PlanFault::Kind kind) noexcept {
  switch (kind) {
    case FaultKind::bundle:
      return "bundle";
    case FaultKind::placement:
      return "placement";
    case FaultKind::certificate:
      return "certificate";
    case FaultKind::capacity:
      return "capacity";
    case FaultKind::file:
      return "file";
  }
  return {};
}

policy::Policy policy_of(const io::PlanOrigin& origin) {
  if (!origin.policy_file.empty()) return policy::parse_policy(origin.policy, origin.policy_file);
  if (const auto named = policy::policy_named(origin.policy)) return *named;
  throw Error(fmt::format("policy \"{}\": expected one that this program knows", origin.policy));
}

std::vector<PlanFault> check_bundle(const std::filesystem::path& bundle, const io::PlanFile& file, Language language) {
  constexpr Words words{"{} 在派单之后改过，或者已经不在", "{} was changed since the plan was made, or is gone"};
  std::vector<PlanFault> out;
  for (const std::string& name : io::changed_files(bundle, file.origin.bundle_files)) {
    out.push_back({FaultKind::bundle, {}, fmt::format(fmt::runtime(words.in(language)), name)});
  }
  return out;
}

PlanCheck check_plan(const std::filesystem::path& directory, const io::PlanFile& file, const io::StreetFile& street,
                     Language language) {
  return PlanChecker(directory, file, street.street, street.digest, language).run();
}

}  // namespace paidan::dispatch
