// The named terms of a cost. Everything in integers; a division rounds down.
#include <algorithm>

#include "paidan/policy/travel.hpp"
#include "src/policy/costs.hpp"

namespace paidan::policy {

ContinuityIndex::ContinuityIndex(const Street& street) : first_(street.residents.size() + 1, 0) {
  for (const PastService& p : street.history) ++first_[p.resident.index() + 1];
  for (std::size_t r = 1; r < first_.size(); ++r) first_[r] += first_[r - 1];
  rows_.resize(street.history.size());
  std::vector<std::uint32_t> at(first_.begin(), first_.end() - 1);
  for (std::uint32_t k = 0; k < street.history.size(); ++k) rows_[at[street.history[k].resident.index()]++] = k;
}

std::span<const std::uint32_t> ContinuityIndex::of(ResidentId resident) const {
  if (!resident.has_value()) return {};
  return std::span(rows_).subspan(first_[resident.index()], first_[resident.index() + 1] - first_[resident.index()]);
}

CostTerms cost_terms(const Street& street, const WorkOrder& order, const Leaf& leaf, const Policy& policy,
                     const ContinuityIndex& continuity) {
  const Demand& demand = street.demands[order.first];
  const MenuItem& item = street.menu[demand.item];
  const Organisation& organisation = street.organisations[leaf.organisation];
  const Worker* worker = leaf.worker.has_value() ? &street.workers[leaf.worker] : nullptr;
  const Weights& w = policy.weights;
  CostTerms terms;

  // From who serves to the resident; to a session the resident travels.
  if (const auto metres = travel(street, order, leaf)) {
    terms[CostTerm::travel] = Cost(metres->count() * w.travel_per_km / 1000);
  }
  terms[CostTerm::price] = Cost(item.unit_price.count() * w.price_per_yuan / 100);
  const std::int64_t waited = std::max<std::int64_t>(0, (leaf.window.start - order.window.start).count());
  terms[CostTerm::wait] = Cost(waited * w.wait_per_hour / 60);

  // Continuity: the nearest of those who served this resident before.
  const auto past = continuity.of(demand.resident);
  if (!past.empty()) {
    std::int64_t cost = w.other_organisation;
    for (const std::uint32_t k : past) {
      const PastService& p = street.history[k];
      if (p.organisation != leaf.organisation) continue;
      const bool same = !p.worker.has_value() || p.worker == leaf.worker;
      cost = std::min(cost, same ? 0 : w.other_worker);
    }
    terms[CostTerm::continuity] = Cost(cost);
  }
  const auto wishes = street.parties_of(demand.prefer);
  const bool met = std::any_of(wishes.begin(), wishes.end(), [&](const Party& p) {
    return (p.worker.has_value() && p.worker == leaf.worker) ||
           (p.organisation.has_value() && p.organisation == leaf.organisation);
  });
  if (!wishes.empty() && !met) terms[CostTerm::preference] = Cost(w.unmet_preference);
  const std::int64_t rating = organisation.rating_hundredths.value_or(400);  // unknown counts as a good four
  terms[CostTerm::rating] = Cost((500 - rating) * w.rating_per_star / 100);
  if (leaf.kind == LeafKind::slot) {
    const auto spare = static_cast<std::int64_t>(worker->skills.size()) - static_cast<std::int64_t>(item.skills.size());
    terms[CostTerm::spare_skill] = Cost(std::max<std::int64_t>(0, spare) * w.spare_skill);
  }
  return terms;
}

CostTerms cost_terms(const Street& street, const WorkOrder& order, const Leaf& leaf, const Policy& policy) {
  return cost_terms(street, order, leaf, policy, ContinuityIndex(street));
}

}  // namespace paidan::policy
