#include "src/policy/rule_counts.hpp"

#include <algorithm>

#include "paidan/policy/levers.hpp"

namespace paidan::policy {
namespace {

constexpr std::uint32_t no_leaf = UINT32_MAX;

constexpr std::size_t bit(Reason rule) { return static_cast<std::size_t>(rule); }

// Those that depend on the order's kind and the leaf alone; the first three on its item alone.
constexpr std::array kind_rules{Reason::no_skill, Reason::no_certificate, Reason::organisation_expired,
                                Reason::no_language, Reason::no_gender};
constexpr std::size_t item_rules = 3;

// A visit of an item without a length still needs some time.
Minutes least_visit(const MenuItem& item) { return std::max(item.minutes, Minutes(1)); }

// Windows of leaves, counted by whether an order's window fits them.
class TimeList {
 public:
  explicit TimeList(Minutes visit) : visit_(visit) {}

  void add(const Leaf& leaf, std::uint32_t index) {
    const Entry entry{leaf.window.start, leaf.window.end, index};
    if (leaf.kind == LeafKind::session) {
      sessions_.push_back(entry);
    } else if (leaf.window.length() >= visit_) {
      (leaf.kind == LeafKind::slot ? slots_ : organisations_).push_back(entry);
    } else {
      ++too_short_;
    }
  }
  void sort() {
    const auto by_start = [](const Entry& a, const Entry& b) {
      return std::tie(a.start, a.leaf) < std::tie(b.start, b.leaf);
    };
    std::sort(slots_.begin(), slots_.end(), by_start);
    std::sort(sessions_.begin(), sessions_.end(), by_start);
    ends_.clear();
    for (const Entry& e : slots_) ends_.push_back(e.end);
    std::sort(ends_.begin(), ends_.end());
  }

  [[nodiscard]] std::uint32_t all() const {
    return static_cast<std::uint32_t>(slots_.size() + sessions_.size() + organisations_.size()) + too_short_;
  }
  [[nodiscard]] std::uint32_t fitting(Window window) const {
    std::ptrdiff_t count = 0;
    if (window.length() >= visit_) {
      const Instant last_start = window.end - visit_, first_end = window.start + visit_;
      const auto starts_in_time = [&](const Entry& e) { return e.start <= last_start; };
      count += std::partition_point(slots_.begin(), slots_.end(), starts_in_time) - slots_.begin();
      count -= std::lower_bound(ends_.begin(), ends_.end(), first_end) - ends_.begin();
      count += std::count_if(organisations_.begin(), organisations_.end(),
                             [&](const Entry& e) { return starts_in_time(e) && e.end >= first_end; });
    }
    for (auto at = from(sessions_, window.start); at != sessions_.end() && at->start < window.end; ++at) {
      count += at->end <= window.end;
    }
    return static_cast<std::uint32_t>(count);
  }

  // Calls `see(leaf)` while it answers true: for organisations, for slots that do not begin before `first`, and for
  // sessions the same; each by start.
  template <class See>
  void see_from(Instant first, See&& see) const {
    const auto walk = [&](auto at, auto end) {
      while (at != end && see(at->leaf)) ++at;
    };
    walk(organisations_.begin(), organisations_.end());
    walk(from(slots_, first), slots_.end());
    walk(from(sessions_, first), sessions_.end());
  }

 private:
  struct Entry {
    Instant start, end;
    std::uint32_t leaf;
  };
  static std::vector<Entry>::const_iterator from(const std::vector<Entry>& list, Instant first) {
    return std::partition_point(list.begin(), list.end(), [&](const Entry& e) { return e.start < first; });
  }

  Minutes visit_;
  std::vector<Entry> slots_, sessions_, organisations_;
  std::vector<Instant> ends_;
  std::uint32_t too_short_ = 0;
};

// What leaves break for orders of one kind. All slots of a worker break the same of `kind_rules`, except where days
// count; leaves are asked for in their order, so a worker's slots come together and are judged once.
class KindJudge {
 public:
  KindJudge(const ServingLeaves& all, const WorkOrder& order)
      : all_(all),
        order_(order),
        certified_(!all.street.menu[all.street.demands[order.first].item].certificates.empty()) {}

  // Right for `kind_rules`; what else is set may be another slot's.
  [[nodiscard]] Broken of(std::uint32_t index) {
    const Leaf& leaf = all_.leaves[index];
    if (leaf.kind == LeafKind::slot && leaf.worker == worker_) return rules_;
    rules_ = broken_rules(all_.street, order_, leaf);
    const auto& until = all_.street.organisations[leaf.organisation].valid_until;
    const bool expires = until && std::int64_t{until->day} * 1440 < all_.last_end.minutes();
    worker_ = leaf.kind == LeafKind::slot && !certified_ && !expires ? leaf.worker : WorkerId{};
    return rules_;
  }

 private:
  const ServingLeaves& all_;
  const WorkOrder& order_;
  bool certified_;
  WorkerId worker_;  // whose slots break what `rules_` says
  Broken rules_;
};

bool avoids(const Street& street, const WorkOrder& order, const Leaf& leaf) {
  const auto parties = street.parties_of(street.demands[order.first].avoid);
  return std::any_of(parties.begin(), parties.end(), [&](const Party& p) {
    return (p.organisation.has_value() && p.organisation == leaf.organisation) ||
           (p.worker.has_value() && p.worker == leaf.worker);
  });
}

}  // namespace

// What orders of one item share, whatever their wishes.
struct RuleCounts::Item {
  std::vector<std::uint32_t> able;  // leaves that have to do with it and break none of its rules, but special ones

  // Only when `any` is asked for.
  bool counted = false;
  std::vector<std::uint32_t> concerned;  // leaves, but special ones
  std::vector<std::uint32_t> serving;    // of them, by community; the last is everywhere
  LeafCounts broken{};
  std::optional<TimeList> all;
};

// What orders of one item and the same wishes share.
class RuleCounts::Kind {
 public:
  explicit Kind(Minutes visit) : clean(visit) {}

  // Leaves that serve in one community (or everywhere), by what they break of `kind_rules`.
  struct Place {
    explicit Place(Minutes visit) : clean(visit), by_rule(kind_rules.size(), TimeList(visit)) {}
    TimeList clean;                 // nothing
    std::vector<TimeList> by_rule;  // just this one
  };

  TimeList clean;  // nothing, wherever they serve
  std::map<std::size_t, Place> places;
  std::optional<LeafCounts> broken;  // of the wishes; only when `any` is asked for
};

ServingLeaves::ServingLeaves(const Street& s, const std::vector<Leaf>& all)
    : street(s), leaves(all), of_organisation(s.organisations.size()), serving(s.communities.size() + 1) {
  const Date last = date_of(street.zone.local(street.period_end));
  for (std::uint32_t j = 0; j < leaves.size(); ++j) {
    const Leaf& leaf = leaves[j];
    if (leaf.kind == LeafKind::unserved) continue;
    if (leaf.kind != LeafKind::organisation) {
      longest = std::max(longest, leaf.window.length());
      last_end = std::max(last_end, leaf.window.end);
    }
    of_organisation[leaf.organisation.index()].push_back(j);
    const auto& until = street.organisations[leaf.organisation].valid_until;
    if (leaf.kind == LeafKind::organisation && until && *until <= last) special.push_back(j);
  }
  for (std::size_t o = 0; o < street.organisations.size(); ++o) {
    const auto& area = street.organisations[OrganisationId(o)].communities;
    if (area.empty()) serving.back().push_back(OrganisationId(o));
    for (const CommunityId c : area) serving[c.index()].push_back(OrganisationId(o));
  }
}

RuleCounts::RuleCounts(const ServingLeaves& serving)
    : all_(serving), street_(serving.street), leaves_(serving.leaves) {}
RuleCounts::~RuleCounts() = default;

RuleCounts::Item& RuleCounts::item_of(const WorkOrder& order) {
  auto& item = items_[street_.demands[order.first].item];
  if (item) return *item;
  item = std::make_unique<Item>();
  KindJudge judge(all_, order);
  for (std::uint32_t j = 0; j < leaves_.size(); ++j) {
    if (!concerns(street_, order, leaves_[j])) continue;
    if (std::binary_search(all_.special.begin(), all_.special.end(), j)) continue;
    const Broken rules = judge.of(j);
    const auto breaks = [&](Reason rule) { return rules.test(bit(rule)); };
    if (std::none_of(kind_rules.begin(), kind_rules.begin() + item_rules, breaks)) item->able.push_back(j);
  }
  return *item;
}

RuleCounts::Kind& RuleCounts::kind_of(const WorkOrder& order) {
  const Demand& demand = street_.demands[order.first];
  const Minutes visit = least_visit(street_.menu[demand.item]);
  auto& kind = kinds_[Key{demand.item, demand.languages, demand.worker_gender}];
  if (!kind) {
    kind = std::make_unique<Kind>(visit);
    KindJudge judge(all_, order);
    for (const std::uint32_t j : item_of(order).able) {
      const Broken rules = judge.of(j);
      const auto breaks = [&](Reason rule) { return rules.test(bit(rule)); };
      if (std::none_of(kind_rules.begin(), kind_rules.end(), breaks)) kind->clean.add(leaves_[j], j);
    }
    kind->clean.sort();
  }
  for (const std::size_t place : {demand.community.index(), street_.communities.size()}) {
    const auto [at, is_new] = kind->places.try_emplace(place, visit);
    if (!is_new) continue;
    KindJudge judge(all_, order);
    for (const OrganisationId o : all_.serving[place]) {
      for (const std::uint32_t j : all_.of_organisation[o.index()]) {
        if (!concerns(street_, order, leaves_[j])) continue;
        if (std::binary_search(all_.special.begin(), all_.special.end(), j)) continue;
        const Broken rules = judge.of(j);
        std::size_t count = 0, rule = 0;
        for (std::size_t k = 0; k < kind_rules.size(); ++k) {
          if (!rules.test(bit(kind_rules[k]))) continue;
          ++count;
          rule = k;
        }
        if (count == 0) at->second.clean.add(leaves_[j], j);
        if (count == 1) at->second.by_rule[rule].add(leaves_[j], j);
      }
    }
    at->second.clean.sort();
    for (TimeList& list : at->second.by_rule) list.sort();
  }
  return *kind;
}

// The leaves of avoided parties that concern the order, with all that they break.
template <class See>
void RuleCounts::for_each_avoided(const WorkOrder& order, See&& see) const {
  std::vector<OrganisationId> organisations;
  for (const Party& p : street_.parties_of(street_.demands[order.first].avoid)) {
    organisations.push_back(p.organisation.has_value() ? p.organisation : street_.workers[p.worker].organisation);
  }
  std::sort(organisations.begin(), organisations.end());
  organisations.erase(std::unique(organisations.begin(), organisations.end()), organisations.end());
  for (const OrganisationId o : organisations) {
    for (const std::uint32_t j : all_.of_organisation[o.index()]) {
      if (std::binary_search(all_.special.begin(), all_.special.end(), j) || !avoids(street_, order, leaves_[j]))
        continue;
      if (concerns(street_, order, leaves_[j])) see(j, broken_rules(street_, order, leaves_[j]));
    }
  }
}

LeafCounts RuleCounts::alone(const WorkOrder& order) {
  const Kind& kind = kind_of(order);
  const Kind::Place& here = kind.places.at(street_.demands[order.first].community.index());
  const Kind::Place& everywhere = kind.places.at(street_.communities.size());
  const Window w = order.window;
  LeafCounts out{};
  for (std::size_t k = 0; k < kind_rules.size(); ++k) {
    out[bit(kind_rules[k])] = here.by_rule[k].fitting(w) + everywhere.by_rule[k].fitting(w);
  }
  const std::uint32_t clean = here.clean.fitting(w) + everywhere.clean.fitting(w);
  out[bit(Reason::outside_hours)] = here.clean.all() + everywhere.clean.all() - clean;
  out[bit(Reason::outside_service_area)] = kind.clean.fitting(w) - clean;
  for_each_avoided(order, [&](std::uint32_t, Broken rules) {
    rules.reset(bit(Reason::avoided));
    if (rules.none()) ++out[bit(Reason::avoided)];
    for (std::size_t r = 0; r < reason_count; ++r) out[r] -= rules.count() == 1 && rules.test(r);
  });
  for (const std::uint32_t j : all_.special) {
    if (!concerns(street_, order, leaves_[j])) continue;
    const Broken rules = broken_rules(street_, order, leaves_[j]);
    for (std::size_t r = 0; r < reason_count; ++r) out[r] += rules.test(r) && rules.count() == 1;
  }
  return out;
}

void RuleCounts::count_any(const WorkOrder& order, Item& item) const {
  item.counted = true;
  item.serving.assign(all_.serving.size(), 0);
  item.all.emplace(least_visit(street_.menu[street_.demands[order.first].item]));
  for (std::uint32_t j = 0; j < leaves_.size(); ++j) {
    const Leaf& leaf = leaves_[j];
    if (!concerns(street_, order, leaf) || std::binary_search(all_.special.begin(), all_.special.end(), j)) continue;
    item.concerned.push_back(j);
    item.all->add(leaf, j);
    const Broken rules = broken_rules(street_, order, leaf);
    for (std::size_t k = 0; k < item_rules; ++k) item.broken[bit(kind_rules[k])] += rules.test(bit(kind_rules[k]));
    const auto& area = street_.organisations[leaf.organisation].communities;
    if (area.empty()) ++item.serving.back();
    for (const CommunityId c : area) ++item.serving[c.index()];
  }
  item.all->sort();
}

LeafCounts RuleCounts::any(const WorkOrder& order) {
  Kind& kind = kind_of(order);
  Item& item = item_of(order);
  if (!item.counted) count_any(order, item);
  if (!kind.broken) {
    kind.broken.emplace();
    for (const std::uint32_t j : item.concerned) {
      const Broken rules = broken_rules(street_, order, leaves_[j]);
      for (std::size_t k = item_rules; k < kind_rules.size(); ++k) {
        (*kind.broken)[bit(kind_rules[k])] += rules.test(bit(kind_rules[k]));
      }
    }
  }
  LeafCounts out = item.broken;
  for (std::size_t k = item_rules; k < kind_rules.size(); ++k) {
    out[bit(kind_rules[k])] = (*kind.broken)[bit(kind_rules[k])];
  }
  const auto concerned = static_cast<std::uint32_t>(item.concerned.size());
  out[bit(Reason::outside_hours)] = concerned - item.all->fitting(order.window);
  out[bit(Reason::outside_service_area)] =
      concerned - item.serving.back() - item.serving[street_.demands[order.first].community.index()];
  for_each_avoided(order, [&](std::uint32_t, const Broken&) { ++out[bit(Reason::avoided)]; });
  for (const std::uint32_t j : all_.special) {
    if (!concerns(street_, order, leaves_[j])) continue;
    const Broken rules = broken_rules(street_, order, leaves_[j]);
    for (std::size_t r = 0; r < reason_count; ++r) out[r] += rules.test(r);
  }
  return out;
}

std::uint32_t RuleCounts::example(const WorkOrder& order, Reason rule) {
  const Kind& kind = kind_of(order);
  const Kind::Place& here = kind.places.at(street_.demands[order.first].community.index());
  const Kind::Place& everywhere = kind.places.at(street_.communities.size());
  std::uint32_t best = no_leaf;
  std::pair<std::int64_t, std::uint32_t> best_rank;
  // Judges a leaf by the plain rules; by how much the window misses it, or by its start.
  const auto judge = [&](std::uint32_t j) {
    const Leaf& leaf = leaves_[j];
    const Broken rules = broken_rules(street_, order, leaf);
    if (rules.count() != 1 || !rules.test(bit(rule))) return false;
    std::int64_t rank = leaf.window.start.minutes();
    if (rule == Reason::outside_hours) {
      const auto later = later_needed(street_, order, leaf), earlier = earlier_needed(street_, order, leaf);
      if (!later && !earlier) return false;
      rank = std::min(later.value_or(Minutes(INT64_MAX)), earlier.value_or(Minutes(INT64_MAX))).count();
    }
    if (best != no_leaf && best_rank <= std::pair(rank, j)) return true;
    best = j;
    best_rank = {rank, j};
    return true;
  };
  for (const std::uint32_t j : all_.special) {
    if (concerns(street_, order, leaves_[j])) judge(j);
  }
  if (rule == Reason::avoided) {
    for_each_avoided(order, [&](std::uint32_t j, const Broken&) { judge(j); });
    return best;
  }
  const auto search = [&](const TimeList& list) {
    // The first that will do is the best of a list by start; for time, the first later one and all before it.
    list.see_from(order.window.start - all_.longest, [&](std::uint32_t j) {
      if (rule == Reason::outside_hours) {
        judge(j);
        return leaves_[j].window.start <= order.window.end + Minutes(best == no_leaf ? INT32_MAX / 4 : best_rank.first);
      }
      if (leaves_[j].window.start >= order.window.end) return false;
      return !judge(j);
    });
  };
  const auto at = std::find(kind_rules.begin(), kind_rules.end(), rule);
  if (rule == Reason::outside_service_area) {
    search(kind.clean);
  } else if (rule == Reason::outside_hours) {
    search(everywhere.clean);
    search(here.clean);
  } else if (at != kind_rules.end()) {
    const auto k = static_cast<std::size_t>(at - kind_rules.begin());
    search(everywhere.by_rule[k]);
    search(here.by_rule[k]);
  }
  return best;
}

}  // namespace paidan::policy
