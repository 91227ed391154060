// Everything in integers; a division rounds down.
#include "src/policy/costs.hpp"

#include <algorithm>

#include "paidan/core/geo.hpp"
#include "paidan/policy/travel.hpp"

namespace paidan::policy {

ContinuityIndex::ContinuityIndex(const Street& street) {
  if (street.history.empty()) return;
  first_.assign(street.residents.size() + 1, 0);
  for (const PastService& p : street.history) ++first_[p.resident.index() + 1];
  for (std::size_t r = 1; r < first_.size(); ++r) first_[r] += first_[r - 1];
  rows_.resize(street.history.size());
  std::vector<std::uint32_t> at(first_.begin(), first_.end() - 1);
  for (std::uint32_t k = 0; k < street.history.size(); ++k) rows_[at[street.history[k].resident.index()]++] = k;
}

std::span<const std::uint32_t> ContinuityIndex::of(ResidentId resident) const {
  if (rows_.empty() || !resident.has_value()) return {};
  return std::span(rows_).subspan(first_[resident.index()], first_[resident.index() + 1] - first_[resident.index()]);
}

Pricing::Pricing(const Street& street, const Policy& policy) : street_(street), policy_(policy), continuity_(street) {}

Pricing::OrderSide Pricing::of(const WorkOrder& order) const {
  const Demand& demand = street_.demands[order.first];
  const MenuItem& item = street_.menu[demand.item];
  OrderSide side;
  side.place = place_of(street_, order);
  side.price = Cost(item.unit_price.count() * policy_.weights.price_per_yuan / 100);
  side.past = continuity_.of(demand.resident);
  side.wishes = street_.parties_of(demand.prefer);
  side.skills_needed = static_cast<std::int64_t>(item.skills.size());
  side.ready = order.window.start;
  return side;
}

CostTerms Pricing::without_wait(const OrderSide& order, const Provider& provider) const {
  const Weights& w = policy_.weights;
  CostTerms terms;
  // From who serves to the resident; to a session the resident travels.
  if (order.place.known() && provider.place.known()) {
    terms[CostTerm::travel] = Cost(distance(provider.place, order.place).count() * w.travel_per_km / 1000);
  }
  terms[CostTerm::price] = order.price;
  // Continuity: the nearest of those who served this resident before.
  if (!order.past.empty()) {
    std::int64_t cost = w.other_organisation;
    for (const std::uint32_t k : order.past) {
      const PastService& p = street_.history[k];
      if (p.organisation != provider.organisation) continue;
      const bool same = !p.worker.has_value() || p.worker == provider.worker;
      cost = std::min(cost, same ? 0 : w.other_worker);
    }
    terms[CostTerm::continuity] = Cost(cost);
  }
  const bool met = std::any_of(order.wishes.begin(), order.wishes.end(), [&](const Party& p) {
    return (p.worker.has_value() && p.worker == provider.worker) ||
           (p.organisation.has_value() && p.organisation == provider.organisation);
  });
  if (!order.wishes.empty() && !met) terms[CostTerm::preference] = Cost(w.unmet_preference);
  terms[CostTerm::rating] = Cost((500 - provider.rating_hundredths) * w.rating_per_star / 100);
  if (provider.kind == LeafKind::slot) {
    const std::int64_t spare = std::int64_t{provider.skill_count} - order.skills_needed;
    terms[CostTerm::spare_skill] = Cost(std::max<std::int64_t>(0, spare) * w.spare_skill);
  }
  return terms;
}

CostTerms Pricing::terms(const WorkOrder& order, const Leaf& leaf) const {
  const OrderSide side = of(order);
  CostTerms terms = without_wait(side, provider_of(street_, leaf));
  terms[CostTerm::wait] = wait(side, leaf.window.start);
  return terms;
}

CostTerms cost_terms(const Street& street, const WorkOrder& order, const Leaf& leaf, const Policy& policy) {
  return Pricing(street, policy).terms(order, leaf);
}

}  // namespace paidan::policy
