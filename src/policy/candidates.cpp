#include "paidan/policy/candidates.hpp"

#include <tuple>

#include "paidan/policy/eligibility.hpp"
#include "paidan/policy/travel.hpp"

namespace paidan::policy {

Provider provider_of(const Street& street, const Leaf& leaf) {
  const Organisation& organisation = street.organisations[leaf.organisation];
  Provider p;
  p.kind = leaf.kind;
  p.organisation = leaf.organisation;
  p.worker = leaf.worker;
  p.session = leaf.session;
  p.rating_hundredths = organisation.rating_hundredths.value_or(400);
  p.place = place_of(street, leaf);
  if (leaf.worker.has_value()) {
    const Worker& worker = street.workers[leaf.worker];
    p.gender = worker.gender;
    p.skill_count = static_cast<std::uint32_t>(worker.skills.size());
  }
  return p;
}

Candidates::Candidates(const Street& street) : street_(street), leaves_(make_leaves(street)) {
  add_providers();
  add_entries();
}

void Candidates::add_providers() {
  std::vector<std::optional<Instant>> expires(street_.organisations.size());
  for (std::size_t o = 0; o < expires.size(); ++o) {
    expires[o] = expiry_of(street_, street_.organisations[OrganisationId(o)]);
  }
  const auto by_start = [](const Slot& a, const Slot& b) {
    return std::tie(a.start, a.leaf) < std::tie(b.start, b.leaf);
  };
  const auto by_leaf = [](const Slot& a, const Slot& b) { return a.leaf < b.leaf; };
  const auto same_provider = [](const Leaf& a, const Leaf& b) {
    return a.kind == LeafKind::slot && b.kind == LeafKind::slot && a.worker == b.worker;
  };
  slots_.reserve(leaves_.size());
  for (std::uint32_t l = 0; l < leaves_.size();) {
    const std::uint32_t first_leaf = l;
    Slots slots;
    slots.first = static_cast<std::uint32_t>(slots_.size());
    for (; l < leaves_.size() && (l == first_leaf || same_provider(leaves_[first_leaf], leaves_[l])); ++l) {
      const Leaf& leaf = leaves_[l];
      Slot slot{leaf.window.start, leaf.window.end, date_of(street_.zone.local(leaf.window.start)), l};
      if (const auto& until = expires[leaf.organisation.index()]) {
        if (slot.start >= *until) continue;
        if (leaf.kind == LeafKind::organisation) slot.end = std::min(slot.end, *until);
      }
      slots.longest = std::max(slots.longest, slot.end - slot.start);
      slots_.push_back(slot);
    }
    slots.end = static_cast<std::uint32_t>(slots_.size());
    const auto begin = slots_.begin() + slots.first;
    std::sort(begin, slots_.end(), by_start);
    slots.in_leaf_order = std::is_sorted(begin, slots_.end(), by_leaf);
    slots_of_.push_back(slots);
    providers_.push_back(provider_of(street_, leaves_[first_leaf]));
  }
}

// The last day on which the provider may take the item; none when it may not at all.
std::optional<Date> Candidates::serves(const Provider& provider, ItemId id) const {
  constexpr Date for_ever{INT32_MAX};
  const MenuItem& item = street_.menu[id];
  if (provider.kind != LeafKind::session && item.group_min > 1) return std::nullopt;
  const auto& categories = street_.organisations[provider.organisation].categories;
  if (!categories.empty() && !std::binary_search(categories.begin(), categories.end(), item.category)) {
    return std::nullopt;
  }
  if (provider.kind == LeafKind::session) return for_ever;
  if (provider.kind == LeafKind::organisation) {
    return item.certificates.empty() ? std::optional(for_ever) : std::nullopt;
  }
  const Worker& worker = street_.workers[provider.worker];
  if (!std::includes(worker.skills.begin(), worker.skills.end(), item.skills.begin(), item.skills.end())) {
    return std::nullopt;
  }
  Date until = for_ever;
  for (const TermId need : item.certificates) {
    std::optional<Date> held;
    for (const Certificate& c : worker.certificates) {
      if (c.name == need) held = std::max(held.value_or(Date{INT32_MIN}), c.valid_until.value_or(for_ever));
    }
    if (!held) return std::nullopt;
    until = std::min(until, *held);
  }
  return until;
}

void Candidates::add_entries() {
  struct Pair {
    ItemId item;
    Entry entry;
  };
  std::vector<Pair> pairs;
  for (std::uint32_t p = 0; p < providers_.size(); ++p) {
    const Provider& provider = providers_[p];
    if (slots_of_[p].first == slots_of_[p].end) continue;
    const auto consider = [&](ItemId item) {
      if (const auto until = serves(provider, item)) pairs.push_back({item, {p, *until}});
    };
    if (provider.kind == LeafKind::session) {
      consider(street_.sessions[provider.session].item);
    } else {
      for (std::size_t i = 0; i < street_.menu.size(); ++i) consider(ItemId(i));
    }
  }
  const std::size_t everywhere = street_.communities.size();
  const auto for_each_row = [&](const Pair& pair, auto use) {
    const auto& area = street_.organisations[providers_[pair.entry.provider].organisation].communities;
    const std::size_t row = pair.item.index() * (everywhere + 1);
    if (area.empty()) use(row + everywhere);
    for (const CommunityId c : area) use(row + c.index());
  };
  first_entry_.assign(street_.menu.size() * (everywhere + 1) + 2, 0);
  for (const Pair& pair : pairs) for_each_row(pair, [&](std::size_t row) { ++first_entry_[row + 2]; });
  for (std::size_t k = 1; k < first_entry_.size(); ++k) first_entry_[k] += first_entry_[k - 1];
  entries_.resize(first_entry_.back());
  for (const Pair& pair : pairs) {
    for_each_row(pair, [&](std::size_t row) { entries_[first_entry_[row + 1]++] = pair.entry; });
  }
}

bool Candidates::suits(const Provider& p, const Demand& demand) const {
  const auto languages = street_.terms_of(demand.languages);
  if (p.worker.has_value()) {
    const auto& spoken = street_.workers[p.worker].languages;
    if (!languages.empty() && std::none_of(languages.begin(), languages.end(), [&](TermId t) {
          return std::binary_search(spoken.begin(), spoken.end(), t);
        })) {
      return false;
    }
    if (demand.worker_gender != Gender::any && p.gender != demand.worker_gender) return false;
  } else if (p.kind == LeafKind::organisation && (!languages.empty() || demand.worker_gender != Gender::any)) {
    return false;
  }
  const auto avoided = street_.parties_of(demand.avoid);
  return std::none_of(avoided.begin(), avoided.end(), [&](const Party& party) {
    return (party.organisation.has_value() && party.organisation == p.organisation) ||
           (party.worker.has_value() && party.worker == p.worker);
  });
}

std::uint32_t Candidates::first_slot(const Slots& slots, Instant from) const {
  constexpr std::uint32_t few = 16;
  if (slots.end - slots.first <= few) return slots.first;
  const auto at = std::partition_point(slots_.begin() + slots.first, slots_.begin() + slots.end,
                                       [&](const Slot& s) { return s.start + slots.longest <= from; });
  return static_cast<std::uint32_t>(at - slots_.begin());
}

bool Candidates::any(const WorkOrder& order) const {
  bool found = false;
  visit_all(order, [&](std::uint32_t, std::uint32_t) {
    found = true;
    return false;
  });
  return found;
}

}  // namespace paidan::policy
