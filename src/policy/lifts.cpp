#include <algorithm>
#include <utility>

#include "paidan/policy/eligibility.hpp"
#include "paidan/policy/levers.hpp"

namespace paidan::policy {
namespace {

using Kind = Relief::Kind;

// A visit of an item without a length still needs some time.
Minutes least_visit(const Street& street, const WorkOrder& order) {
  return std::max(street.menu[street.demands[order.first].item].minutes, Minutes(1));
}

std::vector<TermId> missing_skills(const Worker& worker, const MenuItem& item) {
  std::vector<TermId> out;
  std::set_difference(item.skills.begin(), item.skills.end(), worker.skills.begin(), worker.skills.end(),
                      std::back_inserter(out));
  return out;
}

std::vector<TermId> missing_certificates(const Worker& worker, const MenuItem& item, Date day) {
  std::vector<TermId> out;
  for (const TermId need : item.certificates) {
    const bool held = std::any_of(worker.certificates.begin(), worker.certificates.end(), [&](const Certificate& c) {
      return c.name == need && (!c.valid_until || *c.valid_until >= day);
    });
    if (!held) out.push_back(need);
  }
  std::sort(out.begin(), out.end());
  out.erase(std::unique(out.begin(), out.end()), out.end());
  return out;
}

// The day to whose end the organisation has to be valid for the order to be served at the leaf.
Date day_needed(const Street& street, const WorkOrder& order, const Leaf& leaf) {
  Instant last = leaf.window.start;
  if (leaf.kind == LeafKind::organisation) {
    last = std::max(leaf.window.start, order.window.start) + least_visit(street, order) - Minutes(1);
  }
  return date_of(street.zone.local(last));
}

// The entries of the avoid list that keep this leaf away, each once.
std::vector<Party> avoided_at(const Street& street, const WorkOrder& order, const Leaf& leaf) {
  std::vector<Party> out;
  for (const Party& p : street.parties_of(street.demands[order.first].avoid)) {
    const bool hits = (p.worker.has_value() && p.worker == leaf.worker) ||
                      (p.organisation.has_value() && p.organisation == leaf.organisation);
    if (hits && std::find(out.begin(), out.end(), p) == out.end()) out.push_back(p);
  }
  return out;
}

}  // namespace

std::optional<Minutes> later_needed(const Street& street, const WorkOrder& order, const Leaf& leaf) {
  const Window& w = order.window;
  Instant end = leaf.window.end;  // a session is visited whole
  if (leaf.kind == LeafKind::session) {
    if (leaf.window.start < w.start) return std::nullopt;
  } else {
    end = std::max(leaf.window.start, w.start) + least_visit(street, order);
    if (end > leaf.window.end) return std::nullopt;
  }
  if (end <= w.end || end > street.period_end) return std::nullopt;
  return end - w.end;
}

std::optional<Minutes> earlier_needed(const Street& street, const WorkOrder& order, const Leaf& leaf) {
  const Demand& demand = street.demands[order.first];
  const Window& w = order.window;
  if (order.member_count > 1 || !demand.earliest()) return std::nullopt;
  Instant start = leaf.window.start;
  if (leaf.kind == LeafKind::session) {
    if (leaf.window.end > w.end) return std::nullopt;
  } else {
    start = std::min(leaf.window.end, w.end) - least_visit(street, order);
    if (start < leaf.window.start) return std::nullopt;
  }
  const Instant floor = std::max(street.period_start, demand.submitted().value_or(street.period_start));
  if (start >= w.start || start < floor) return std::nullopt;
  return w.start - start;
}

std::vector<Relief> lifts(const Street& street, const WorkOrder& order, const Leaf& leaf) {
  const Demand& demand = street.demands[order.first];
  const MenuItem& item = street.menu[demand.item];
  const Broken broken = broken_rules(street, order, leaf);
  std::vector<Relief> out;
  if (broken.count() != 1) return out;
  Relief base;
  base.organisation = leaf.organisation;
  base.worker = leaf.worker;
  base.session = leaf.session;
  if (leaf.kind != LeafKind::organisation) base.slot = leaf.window;
  const auto add = [&](Kind kind, std::int64_t amount = 1, TermId term = {}) {
    base.kind = kind;
    base.amount = amount;
    base.term = term;
    out.push_back(base);
  };
  const auto is = [&](Reason r) { return broken.test(static_cast<std::size_t>(r)); };
  if (is(Reason::no_skill)) {
    const auto& does = street.organisations[leaf.organisation].categories;
    const bool other_work = !does.empty() && !std::binary_search(does.begin(), does.end(), item.category);
    const auto missing =
        leaf.kind == LeafKind::slot ? missing_skills(street.workers[leaf.worker], item) : std::vector<TermId>{};
    if (other_work && missing.empty()) add(Kind::category);
    if (!other_work && missing.size() == 1) add(Kind::skill, 1, missing.front());
  } else if (is(Reason::no_certificate)) {
    if (leaf.kind != LeafKind::slot) return out;  // an organisation that serves as itself cannot hold one
    const Date day = date_of(street.zone.local(leaf.window.start));
    const auto missing = missing_certificates(street.workers[leaf.worker], item, day);
    if (missing.size() == 1) add(Kind::certificate, 1, missing.front());
  } else if (is(Reason::no_language)) {
    if (leaf.worker.has_value()) add(Kind::language, 1, street.terms_of(demand.languages).front());
  } else if (is(Reason::no_gender)) {
    add(Kind::other_gender);
  } else if (is(Reason::organisation_expired)) {
    const Date until = *street.organisations[leaf.organisation].valid_until;
    add(Kind::renewed_validity, day_needed(street, order, leaf).day - until.day);
  } else if (is(Reason::outside_service_area)) {
    add(Kind::service_area);
  } else if (is(Reason::outside_hours)) {
    if (const auto later = later_needed(street, order, leaf)) add(Kind::longer_window, later->count());
    if (const auto earlier = earlier_needed(street, order, leaf)) add(Kind::earlier_window, earlier->count());
  } else if (is(Reason::avoided)) {
    const auto entries = avoided_at(street, order, leaf);
    if (entries.size() != 1) return out;
    base.worker = entries.front().worker;
    if (!base.worker.has_value()) base.organisation = entries.front().organisation;
    base.session = {};
    add(Kind::avoid_dropped);
  }
  return out;
}

}  // namespace paidan::policy
