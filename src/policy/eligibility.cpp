#include "paidan/policy/eligibility.hpp"

#include <algorithm>

namespace paidan::policy {
namespace {

bool includes(const std::vector<TermId>& have, std::span<const TermId> need) {
  return std::includes(have.begin(), have.end(), need.begin(), need.end());
}

bool meets(const std::vector<TermId>& have, std::span<const TermId> any_of) {
  return std::any_of(any_of.begin(), any_of.end(),
                     [&](TermId t) { return std::binary_search(have.begin(), have.end(), t); });
}

// The first instant after the local day.
Instant end_of(Date date, const TimeZone& zone) {
  for (LocalTime t = midnight_of(Date{date.day + 1});; t = t + Minutes(1)) {  // a midnight may be skipped
    if (const auto instant = zone.instant(t)) return *instant;
  }
}

}  // namespace

std::optional<Instant> expiry_of(const Street& street, const Organisation& organisation) {
  constexpr Date last{INT32_MAX / 1440 - 2};  // 9999-12-31 and whatever else an Instant does not reach is for ever
  if (!organisation.valid_until || *organisation.valid_until > last) return std::nullopt;
  return end_of(*organisation.valid_until, street.zone);
}

bool concerns(const Street& street, const WorkOrder& order, const Leaf& leaf) {
  const Demand& demand = street.demands[order.first];
  switch (leaf.kind) {
    case LeafKind::session:
      return street.sessions[leaf.session].item == demand.item;
    case LeafKind::slot:
    case LeafKind::organisation:
      return street.menu[demand.item].group_min <= 1;
    case LeafKind::unserved:
      return false;
  }
  return false;
}

Broken broken_rules(const Street& street, const WorkOrder& order, const Leaf& leaf) {
  const Demand& demand = street.demands[order.first];
  const MenuItem& item = street.menu[demand.item];
  const Organisation& organisation = street.organisations[leaf.organisation];
  const Worker* worker = leaf.worker.has_value() ? &street.workers[leaf.worker] : nullptr;
  Broken broken;
  const auto breaks = [&](Reason rule) { broken.set(static_cast<std::size_t>(rule)); };

  // The organisation: area, category, validity.
  const auto& area = organisation.communities;
  if (!area.empty() && !std::binary_search(area.begin(), area.end(), demand.community)) {
    breaks(Reason::outside_service_area);
  }
  const auto& categories = organisation.categories;
  if (!categories.empty() && !std::binary_search(categories.begin(), categories.end(), item.category)) {
    breaks(Reason::no_skill);  // it does not do this kind of work
  }
  // A zone's day ends within a day of UTC's, so a date beyond the leaf's need not be looked up.
  const bool may_expire =
      organisation.valid_until && std::int64_t{organisation.valid_until->day} * 1440 < leaf.window.end.minutes();
  const std::optional<Instant> expires = may_expire ? expiry_of(street, organisation) : std::nullopt;

  // Time.
  Window usable = leaf.window;
  if (leaf.kind == LeafKind::session) {
    if (leaf.window.start < order.window.start || leaf.window.end > order.window.end) breaks(Reason::outside_hours);
    if (expires && leaf.window.start >= *expires) breaks(Reason::organisation_expired);
  } else {
    usable = intersection(usable, order.window);
    const auto fits = [&](Window w) { return !w.empty() && w.length() >= item.minutes; };
    if (!fits(usable)) breaks(Reason::outside_hours);
    if (leaf.kind == LeafKind::slot) {
      if (expires && leaf.window.start >= *expires) breaks(Reason::organisation_expired);
    } else if (expires && *expires < usable.end && !fits({usable.start, *expires})) {
      breaks(Reason::organisation_expired);  // what its validity leaves of the time is too short
    }
  }

  // The person. An organisation that serves as itself vouches for skills but not for certificates and wishes.
  const auto languages = street.terms_of(demand.languages);
  if (leaf.kind == LeafKind::slot) {
    if (!includes(worker->skills, item.skills)) breaks(Reason::no_skill);
    for (TermId need : item.certificates) {
      const Date day = date_of(street.zone.local(leaf.window.start));
      const bool held = std::any_of(
          worker->certificates.begin(), worker->certificates.end(),
          [&](const Certificate& c) { return c.name == need && (!c.valid_until || *c.valid_until >= day); });
      if (!held) breaks(Reason::no_certificate);
    }
  } else if (leaf.kind == LeafKind::organisation) {
    if (!item.certificates.empty()) breaks(Reason::no_certificate);
    if (!languages.empty()) breaks(Reason::no_language);
    if (demand.worker_gender != Gender::any) breaks(Reason::no_gender);
  }
  if (worker != nullptr) {
    if (!languages.empty() && !meets(worker->languages, languages)) breaks(Reason::no_language);
    if (demand.worker_gender != Gender::any && worker->gender != demand.worker_gender) breaks(Reason::no_gender);
  }
  for (const Party& party : street.parties_of(demand.avoid)) {
    if (party.organisation.has_value() && party.organisation == leaf.organisation) breaks(Reason::avoided);
    if (party.worker.has_value() && party.worker == leaf.worker) breaks(Reason::avoided);
  }
  return broken;
}

}  // namespace paidan::policy
