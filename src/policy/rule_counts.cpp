#include "src/policy/rule_counts.hpp"

#include <algorithm>

#include "paidan/policy/levers.hpp"

namespace paidan::policy {
namespace {

constexpr std::uint32_t everywhere = UINT32_MAX;  // the community of an organisation that serves all
constexpr std::uint32_t no_leaf = UINT32_MAX;

constexpr std::size_t bit(Reason rule) { return static_cast<std::size_t>(rule); }

// Those that depend on the order's kind and the leaf alone.
constexpr std::array kind_rules{Reason::no_skill, Reason::no_certificate, Reason::no_language, Reason::no_gender,
                                Reason::organisation_expired};

// A visit of an item without a length still needs some time.
Minutes least_visit(const MenuItem& item) { return std::max(item.minutes, Minutes(1)); }

// Windows of leaves by the community they serve, counted by whether an order's window fits them.
class TimeList {
 public:
  explicit TimeList(Minutes visit) : visit_(visit) {}

  void add(std::uint32_t community, const Leaf& leaf, std::uint32_t index) {
    const Entry entry{community, leaf.window.start, leaf.window.end, index};
    if (leaf.kind == LeafKind::session) {
      sessions_.push_back(entry);
    } else if (leaf.window.length() >= visit_) {
      by_start_.push_back(entry);
      ends_.push_back({community, leaf.window.end});
    } else {
      too_short_.push_back(community);
    }
  }
  void sort() {
    const auto by_start = [](const Entry& a, const Entry& b) {
      return std::tie(a.community, a.start, a.leaf) < std::tie(b.community, b.start, b.leaf);
    };
    std::sort(by_start_.begin(), by_start_.end(), by_start);
    std::sort(sessions_.begin(), sessions_.end(), by_start);
    std::sort(ends_.begin(), ends_.end());
    std::sort(too_short_.begin(), too_short_.end());
  }

  [[nodiscard]] std::uint32_t all(std::uint32_t community) const {
    const auto short_ones = std::equal_range(too_short_.begin(), too_short_.end(), community);
    const auto slots = of(by_start_, community), sessions = of(sessions_, community);
    return static_cast<std::uint32_t>((short_ones.second - short_ones.first) + (slots.second - slots.first) +
                                      (sessions.second - sessions.first));
  }
  [[nodiscard]] std::uint32_t fitting(std::uint32_t community, Window window) const {
    std::ptrdiff_t count = 0;
    if (window.length() >= visit_) {
      const auto slots = of(by_start_, community);
      const Instant last_start = window.end - visit_, first_end = window.start + visit_;
      count += std::partition_point(slots.first, slots.second, [&](const Entry& e) { return e.start <= last_start; }) -
               slots.first;
      count -= std::lower_bound(ends_.begin(), ends_.end(), std::pair(community, first_end)) -
               std::lower_bound(ends_.begin(), ends_.end(), std::pair(community, Instant(INT32_MIN)));
    }
    for_sessions_from(community, window.start, [&](const Entry& e) {
      count += e.end <= window.end;
      return e.start < window.end;
    });
    return static_cast<std::uint32_t>(count);
  }

  // Calls `see(leaf)` for slots that do not begin before `from`, and for sessions the same, by start, while it answers
  // true.
  template <class See>
  void from(std::uint32_t community, Instant first, See&& see) const {
    const auto slots = of(by_start_, community);
    auto at = std::partition_point(slots.first, slots.second, [&](const Entry& e) { return e.start < first; });
    while (at != slots.second && see(at->leaf)) ++at;
    for_sessions_from(community, first, [&](const Entry& e) { return see(e.leaf); });
  }

 private:
  struct Entry {
    std::uint32_t community;
    Instant start, end;
    std::uint32_t leaf;
  };
  using Range = std::pair<std::vector<Entry>::const_iterator, std::vector<Entry>::const_iterator>;
  static Range of(const std::vector<Entry>& list, std::uint32_t community) {
    return {std::partition_point(list.begin(), list.end(), [&](const Entry& e) { return e.community < community; }),
            std::partition_point(list.begin(), list.end(), [&](const Entry& e) { return e.community <= community; })};
  }
  template <class See>
  void for_sessions_from(std::uint32_t community, Instant first, See&& see) const {
    const auto sessions = of(sessions_, community);
    auto at = std::partition_point(sessions.first, sessions.second, [&](const Entry& e) { return e.start < first; });
    while (at != sessions.second && see(*at)) ++at;
  }

  Minutes visit_;
  std::vector<Entry> by_start_, sessions_;
  std::vector<std::pair<std::uint32_t, Instant>> ends_;
  std::vector<std::uint32_t> too_short_;
};

bool avoids(const Street& street, const WorkOrder& order, const Leaf& leaf) {
  const auto parties = street.parties_of(street.demands[order.first].avoid);
  return std::any_of(parties.begin(), parties.end(), [&](const Party& p) {
    return (p.organisation.has_value() && p.organisation == leaf.organisation) ||
           (p.worker.has_value() && p.worker == leaf.worker);
  });
}

}  // namespace

// The leaves that have to do with one item, for orders of the same wishes, by what they break.
class RuleCounts::Kind {
 public:
  Kind(const Street& street, const std::vector<Leaf>& leaves, const std::vector<std::uint32_t>& special,
       const WorkOrder& order)
      : visit(least_visit(street.menu[street.demands[order.first].item])),
        clean(visit),
        all_clean(visit),
        all(visit),
        by_rule(kind_rules.size(), TimeList(visit)) {
    for (std::uint32_t j = 0; j < leaves.size(); ++j) {
      const Leaf& leaf = leaves[j];
      if (!concerns(street, order, leaf) || std::binary_search(special.begin(), special.end(), j)) continue;
      add(street, leaf, j, broken_rules(street, order, leaf));
    }
    for (TimeList* list : {&clean, &all_clean, &all}) list->sort();
    for (TimeList& list : by_rule) list.sort();
    std::sort(serves.begin(), serves.end());
  }
  [[nodiscard]] std::uint32_t serving(std::uint32_t community) const {
    const auto here = std::equal_range(serves.begin(), serves.end(), community);
    return static_cast<std::uint32_t>(here.second - here.first);
  }

  Minutes visit;
  TimeList clean;                                    // breaking none of `kind_rules`, by community served
  TimeList all_clean, all;                           // under community 0, whatever they serve
  std::vector<TimeList> by_rule;                     // breaking just this one of `kind_rules`, by community served
  std::vector<std::uint32_t> serves;                 // a community for each leaf and community that it serves
  std::array<std::uint32_t, reason_count> broken{};  // leaves that break each of `kind_rules`
  std::uint32_t concerned = 0;

 private:
  void add(const Street& street, const Leaf& leaf, std::uint32_t index, const Broken& rules) {
    ++concerned;
    all.add(0, leaf, index);
    std::size_t count = 0, rule = 0;
    for (std::size_t k = 0; k < kind_rules.size(); ++k) {
      if (!rules.test(bit(kind_rules[k]))) continue;
      ++broken[bit(kind_rules[k])];
      ++count;
      rule = k;
    }
    if (count == 0) all_clean.add(0, leaf, index);
    const auto& area = street.organisations[leaf.organisation].communities;
    const auto add_to = [&](std::uint32_t community) {
      serves.push_back(community);
      if (count == 0) clean.add(community, leaf, index);
      if (count == 1) by_rule[rule].add(community, leaf, index);
    };
    if (area.empty()) add_to(everywhere);
    for (const CommunityId c : area) add_to(c.value());
  }
};

RuleCounts::RuleCounts(const Street& street, const std::vector<Leaf>& leaves)
    : street_(street), leaves_(leaves), of_organisation_(street.organisations.size()) {
  const Date last = date_of(street.zone.local(street.period_end));
  for (std::uint32_t j = 0; j < leaves.size(); ++j) {
    const Leaf& leaf = leaves[j];
    if (leaf.kind == LeafKind::unserved) continue;
    longest_ = std::max(longest_, leaf.window.length());
    of_organisation_[leaf.organisation.index()].push_back(j);
    const auto& until = street.organisations[leaf.organisation].valid_until;
    if (leaf.kind == LeafKind::organisation && until && *until <= last) special_.push_back(j);
  }
}
RuleCounts::~RuleCounts() = default;

const RuleCounts::Kind& RuleCounts::kind_of(const WorkOrder& order) {
  const Demand& demand = street_.demands[order.first];
  auto& kind = kinds_[Key{demand.item, demand.languages, demand.worker_gender}];
  if (!kind) kind = std::make_unique<Kind>(street_, leaves_, special_, order);
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
    for (const std::uint32_t j : of_organisation_[o.index()]) {
      if (std::binary_search(special_.begin(), special_.end(), j) || !avoids(street_, order, leaves_[j])) continue;
      if (concerns(street_, order, leaves_[j])) see(j, broken_rules(street_, order, leaves_[j]));
    }
  }
}

RuleCount RuleCounts::of(const WorkOrder& order) {
  const Kind& kind = kind_of(order);
  const std::uint32_t community = street_.demands[order.first].community.value();
  const Window w = order.window;
  RuleCount out;
  const auto here = [&](const TimeList& list) { return list.fitting(everywhere, w) + list.fitting(community, w); };
  out.any = kind.broken;
  for (std::size_t k = 0; k < kind_rules.size(); ++k) out.alone[bit(kind_rules[k])] = here(kind.by_rule[k]);
  const std::uint32_t clean = here(kind.clean);
  out.alone[bit(Reason::outside_hours)] = kind.clean.all(everywhere) + kind.clean.all(community) - clean;
  out.any[bit(Reason::outside_hours)] = kind.concerned - kind.all.fitting(0, w);
  out.alone[bit(Reason::outside_service_area)] = kind.all_clean.fitting(0, w) - clean;
  out.any[bit(Reason::outside_service_area)] = kind.concerned - kind.serving(everywhere) - kind.serving(community);

  for_each_avoided(order, [&](std::uint32_t, Broken rules) {
    ++out.any[bit(Reason::avoided)];
    rules.reset(bit(Reason::avoided));
    if (rules.none()) ++out.alone[bit(Reason::avoided)];
    for (std::size_t r = 0; r < reason_count; ++r) out.alone[r] -= rules.count() == 1 && rules.test(r);
  });
  for (const std::uint32_t j : special_) {
    if (!concerns(street_, order, leaves_[j])) continue;
    const Broken rules = broken_rules(street_, order, leaves_[j]);
    for (std::size_t r = 0; r < reason_count; ++r) {
      out.any[r] += rules.test(r);
      out.alone[r] += rules.test(r) && rules.count() == 1;
    }
  }
  return out;
}

std::uint32_t RuleCounts::example(const WorkOrder& order, Reason rule) {
  const Kind& kind = kind_of(order);
  const CommunityId community = street_.demands[order.first].community;
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
  for (const std::uint32_t j : special_) {
    if (concerns(street_, order, leaves_[j])) judge(j);
  }
  if (rule == Reason::avoided) {
    for_each_avoided(order, [&](std::uint32_t j, const Broken&) { judge(j); });
    return best;
  }
  const auto search = [&](const TimeList& list, std::uint32_t key) {
    // The first that will do is the best of a list by start; for time, the first later one and all before it.
    list.from(key, order.window.start - longest_, [&](std::uint32_t j) {
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
    search(kind.all_clean, 0);
  } else if (rule == Reason::outside_hours) {
    search(kind.clean, everywhere);
    search(kind.clean, community.value());
  } else if (at != kind_rules.end()) {
    const TimeList& list = kind.by_rule[static_cast<std::size_t>(at - kind_rules.begin())];
    search(list, everywhere);
    search(list, community.value());
  }
  return best;
}

}  // namespace paidan::policy
