// Candidates: the leaves that could take an order, found by item, community and time instead of by trying all of them.
//
// Whatever does not depend on the order is decided once: area, category, skills, certificates by day, validity. What is
// left for each order are its wishes and its window. `for_each` gives exactly the leaves for which `broken_rules`
// (eligibility.hpp) finds nothing, all of them, so a certificate of the compiled problem is one for the complete
// problem.
//
// Immutable once built: any number of threads may ask. O(providers × items) time to build, memory O(leaves + eligible
// provider-item-community triples); a question takes O(providers that serve the item in the community + answers).
#pragma once

#include <algorithm>
#include <cstdint>
#include <span>
#include <vector>

#include "paidan/model/street.hpp"
#include "paidan/model/work_list.hpp"
#include "paidan/policy/leaf.hpp"

namespace paidan::policy {

// Who serves: a worker with all their slots, a session, or an organisation that serves as itself. What a provider's
// leaves have in common.
struct Provider {
  LeafKind kind{};
  Gender gender = Gender::any;
  OrganisationId organisation;
  WorkerId worker;
  SessionId session;
  std::uint32_t skill_count = 0;       // of the worker
  std::int32_t rating_hundredths = 0;  // of the organisation; unknown counts as a good four
  GeoPoint place;                      // where travel starts; may be unknown
};
[[nodiscard]] Provider provider_of(const Street& street, const Leaf& leaf);

class Candidates {
 public:
  // `street` must outlive the index.
  explicit Candidates(const Street& street);

  [[nodiscard]] const Street& street() const noexcept { return street_; }
  [[nodiscard]] const std::vector<Leaf>& leaves() const noexcept { return leaves_; }  // as `make_leaves` orders them

  // Calls `take(provider, leaf index, start of the leaf's window)` for every eligible leaf, in the order of the leaves.
  template <class Take>
  void for_each(const WorkOrder& order, Take&& take) const;
  [[nodiscard]] bool any(const WorkOrder& order) const;

 private:
  // The time of a leaf that has not expired before it starts. A provider's stand together, by start.
  struct Slot {
    Instant start, end;
    Date day;  // local, of the start
    std::uint32_t leaf = 0;
  };
  struct Slots {
    std::uint32_t first = 0, end = 0;
    Minutes longest{0};
    bool in_leaf_order = true;  // a file may list a worker's shifts in any order
  };
  // A provider that serves an item in a community; its certificates hold up to and on the day `until`.
  struct Entry {
    std::uint32_t provider = 0;
    Date until;
  };

  void add_providers();
  void add_entries();
  [[nodiscard]] std::optional<Date> serves(const Provider& provider, ItemId item) const;
  [[nodiscard]] bool suits(const Provider& provider, const Demand& demand) const;
  // The first slot that can reach into [from, …).
  [[nodiscard]] std::uint32_t first_slot(const Slots& slots, Instant from) const;
  [[nodiscard]] std::span<const Entry> entries(ItemId item, std::size_t place) const {
    const std::size_t row = item.index() * (street_.communities.size() + 1) + place;
    return std::span(entries_).subspan(first_entry_[row], first_entry_[row + 1] - first_entry_[row]);
  }
  // Calls `take(index of the leaf's slot)`; it returns false to stop.
  template <class Take>
  bool visit(const Entry& entry, const WorkOrder& order, Minutes minutes, Take&& take) const;
  template <class Take>
  void visit_all(const WorkOrder& order, Take&& take) const;

  const Street& street_;
  std::vector<Leaf> leaves_;
  std::vector<Provider> providers_;
  std::vector<Slots> slots_of_;  // by provider
  std::vector<Slot> slots_;
  std::vector<std::size_t> first_entry_;  // by item and community; the last "community" of an item is everywhere
  std::vector<Entry> entries_;            // each list by provider
};

template <class Take>
bool Candidates::visit(const Entry& entry, const WorkOrder& order, Minutes minutes, Take&& take) const {
  const Slots& slots = slots_of_[entry.provider];
  const Window window = order.window;
  const bool session = providers_[entry.provider].kind == LeafKind::session;
  for (std::uint32_t k = first_slot(slots, window.start); k < slots.end && slots_[k].start < window.end; ++k) {
    const Slot& slot = slots_[k];
    if (session) {
      if (slot.start < window.start || slot.end > window.end) continue;
    } else {
      const Instant start = std::max(slot.start, window.start), end = std::min(slot.end, window.end);
      if (start >= end || end - start < minutes || slot.day > entry.until) continue;
    }
    if (!take(k)) return false;
  }
  return true;
}

template <class Take>
void Candidates::visit_all(const WorkOrder& order, Take&& take) const {
  const Demand& demand = street_.demands[order.first];
  const Minutes minutes = street_.menu[demand.item].minutes;
  const bool wishes = demand.languages.has_value() || demand.avoid.has_value() || demand.worker_gender != Gender::any;
  // Those who serve the community and those who serve everywhere, merged.
  const auto here = entries(demand.item, demand.community.index());
  const auto everywhere = entries(demand.item, street_.communities.size());
  auto a = here.begin(), b = everywhere.begin();
  while (a != here.end() || b != everywhere.end()) {
    const bool first = b == everywhere.end() || (a != here.end() && a->provider < b->provider);
    const Entry& entry = first ? *a++ : *b++;
    if (wishes && !suits(providers_[entry.provider], demand)) continue;
    if (!visit(entry, order, minutes, [&](std::uint32_t slot) { return take(entry.provider, slot); })) return;
  }
}

template <class Take>
void Candidates::for_each(const WorkOrder& order, Take&& take) const {
  std::vector<std::uint32_t> unordered;
  std::uint32_t provider_before = UINT32_MAX;
  const auto flush = [&] {
    if (unordered.empty()) return;
    std::sort(unordered.begin(), unordered.end(),
              [&](std::uint32_t x, std::uint32_t y) { return slots_[x].leaf < slots_[y].leaf; });
    for (const std::uint32_t s : unordered) take(providers_[provider_before], slots_[s].leaf, slots_[s].start);
    unordered.clear();
  };
  visit_all(order, [&](std::uint32_t provider, std::uint32_t slot) {
    if (provider != provider_before) flush();
    provider_before = provider;
    if (slots_of_[provider].in_leaf_order) {
      take(providers_[provider], slots_[slot].leaf, slots_[slot].start);
    } else {
      unordered.push_back(slot);
    }
    return true;
  });
  flush();
}

}  // namespace paidan::policy
