#include "paidan/sim/arrivals.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <optional>

namespace paidan::sim {
namespace {

constexpr Minutes hour{60};

std::int64_t day_of(const Street& street, Instant t) {
  return date_of(street.zone.local(t)).day - date_of(street.zone.local(street.period_start)).day;
}
std::size_t hour_of(const Street& street, Instant t) {
  const LocalTime local = street.zone.local(t);
  return static_cast<std::size_t>((local - midnight_of(date_of(local))).count() / 60);
}
std::size_t category_of(const Street& street, const Demand& d) {
  return static_cast<std::size_t>(street.menu[d.item].category);
}
bool known_before(const Street& street, const Demand& d) {
  return !d.submitted() || *d.submitted() < street.period_start;
}

// Reports in each hour of the period.
std::vector<ArrivalModel::Burst> find_bursts(const Street& street) {
  const auto hours = static_cast<std::size_t>((street.period_end - street.period_start).count() + 59) / 60;
  std::vector<std::vector<DemandId>> reports(hours);
  for (std::size_t i = 0; i < street.demands.size(); ++i) {
    const Demand& d = street.demands[DemandId(i)];
    if (!street.menu[d.item].merge_reports || known_before(street, d) || *d.submitted() >= street.period_end) continue;
    reports[static_cast<std::size_t>((*d.submitted() - street.period_start).count()) / 60].push_back(DemandId(i));
  }
  std::vector<std::size_t> counts;
  for (const auto& r : reports) counts.push_back(r.size());
  std::nth_element(counts.begin(), counts.begin() + static_cast<std::ptrdiff_t>(hours / 2), counts.end());
  const std::size_t median = hours == 0 ? 0 : counts[hours / 2];

  std::vector<ArrivalModel::Burst> bursts;
  bool open = false;
  for (std::size_t h = 0; h < hours; ++h) {
    const bool piled = reports[h].size() >= burst_least && reports[h].size() > 4 * median;
    const Instant start = street.period_start + hour * static_cast<std::int64_t>(h);
    if (piled && !open) bursts.push_back({start, start, {}});
    open = piled;
    if (!piled) continue;
    bursts.back().end = start + hour;
    bursts.back().reports.insert(bursts.back().reports.end(), reports[h].begin(), reports[h].end());
  }
  return bursts;
}

// A demand of the draw, before it has a code.
struct Drawn {
  Demand demand;
  Instant at;
};

class Drawing {
 public:
  Drawing(const Street& street, const ArrivalModel& model, Random& random, std::uint32_t load_percent)
      : street_(street), model_(model), random_(random), load_(load_percent) {}

  void known() {
    for (const DemandId id : model_.known) {
      const Demand& d = street_.demands[id];
      drawn_.push_back({d, d.submitted().value_or(street_.period_start)});
    }
  }
  void steady() {
    for (const DemandId id : model_.steady) {
      const Demand& d = street_.demands[id];
      for (std::uint32_t copies = draw_poisson(random_, load_); copies > 0; --copies) {
        add(d, steady_time(category_of(street_, d)).value_or(*d.submitted()));
      }
    }
  }
  void bursts() {
    for (const ArrivalModel::Burst& burst : model_.bursts) {
      const auto size = static_cast<std::uint32_t>(random_.between(50, 150));
      const Minutes offset(random_.between(-60, 60));
      for (const DemandId id : burst.reports) {
        const Demand& d = street_.demands[id];
        std::uint32_t copies = draw_poisson(random_, size * load_ / 100);
        for (std::uint32_t k = 0; k < copies; ++k) {
          const Minutes jitter(random_.between(-10, 10));
          Demand& report = add(d, *d.submitted() + offset + jitter);
          if (report.point.known()) {
            report.point.lon += static_cast<std::int32_t>(random_.between(-1'500, 1'500));  // some 15 m
            report.point.lat += static_cast<std::int32_t>(random_.between(-1'500, 1'500));
          }
          if (k > 0) report.resident = {};  // somebody else
        }
      }
    }
  }
  std::vector<Drawn> take() && {
    std::stable_sort(drawn_.begin(), drawn_.end(), [](const Drawn& a, const Drawn& b) { return a.at < b.at; });
    return std::move(drawn_);
  }

 private:
  // A minute of a day and an hour of the category's profile, inside the period; nothing where the profile has no hour
  // of the drawn day.
  std::optional<Instant> steady_time(std::size_t category) {
    const auto day = static_cast<std::int64_t>(random_.weighted(model_.day_profile[category]));
    const std::uint64_t minute = random_.below(60);
    const Date date{date_of(street_.zone.local(street_.period_start)).day + static_cast<std::int32_t>(day)};
    ArrivalModel::Hours hours = model_.hour_profile[category];
    for (std::size_t h = 0; h < hours.size(); ++h) {
      if (!inside(date, h, 0) && !inside(date, h, 59)) hours[h] = 0;
    }
    if (std::all_of(hours.begin(), hours.end(), [](std::uint32_t w) { return w == 0; })) return std::nullopt;
    return inside(date, random_.weighted(hours), static_cast<std::int64_t>(minute));
  }
  std::optional<Instant> inside(Date date, std::size_t h, std::int64_t minute) const {
    const auto t = street_.zone.instant(midnight_of(date) + Minutes(static_cast<std::int64_t>(h) * 60 + minute));
    if (!t || *t < street_.period_start || *t >= street_.period_end) return std::nullopt;
    return t;
  }

  // The demand at another time: earliest and latest keep their distance from the submission.
  Demand& add(const Demand& d, Instant at) {
    at = std::clamp(at, street_.period_start, street_.period_end - Minutes(1));
    const Minutes shift = at - *d.submitted();
    drawn_.push_back({d, at});
    Demand& copy = drawn_.back().demand;
    copy.set_submitted(at);
    if (d.earliest()) copy.set_earliest(*d.earliest() + shift);
    if (d.latest()) copy.set_latest(*d.latest() + shift);
    return copy;
  }

  const Street& street_;
  const ArrivalModel& model_;
  Random& random_;
  std::uint32_t load_;
  std::vector<Drawn> drawn_;
};

}  // namespace

ArrivalModel fit_arrivals(const Street& street) {
  ArrivalModel model;
  model.bursts = find_bursts(street);
  std::vector<bool> in_burst(street.demands.size(), false);
  for (const auto& burst : model.bursts) {
    for (const DemandId id : burst.reports) in_burst[id.index()] = true;
  }
  const auto days = static_cast<std::size_t>(day_of(street, street.period_end - Minutes(1)) + 1);
  for (auto& profile : model.day_profile) profile.assign(days, 0);
  for (std::size_t i = 0; i < street.demands.size(); ++i) {
    const Demand& d = street.demands[DemandId(i)];
    if (in_burst[i]) continue;
    if (known_before(street, d)) {
      model.known.push_back(DemandId(i));
    } else if (*d.submitted() < street.period_end) {
      model.steady.push_back(DemandId(i));
      ++model.day_profile[category_of(street, d)][static_cast<std::size_t>(day_of(street, *d.submitted()))];
      ++model.hour_profile[category_of(street, d)][hour_of(street, *d.submitted())];
    }
  }
  return model;
}

std::uint32_t draw_poisson(Random& random, std::uint32_t percent) {
  // 2³² × the distribution function of Poisson(1).
  constexpr std::array<std::uint32_t, 13> below{
      1'580'030'168, 3'160'060'337, 3'950'075'421, 4'213'413'783, 4'279'248'373, 4'292'415'291, 4'294'609'777,
      4'294'923'276, 4'294'962'463, 4'294'966'817, 4'294'967'252, 4'294'967'292, 4'294'967'295};
  const auto one = [&] {
    const auto draw = static_cast<std::uint32_t>(random() >> 32);
    std::uint32_t k = 0;
    while (k < below.size() && draw >= below[k]) ++k;
    return k;
  };
  std::uint32_t sum = 0;
  for (; percent >= 100; percent -= 100) sum += one();
  if (percent == 0) return sum;
  for (std::uint32_t k = one(); k > 0; --k) sum += random.chance(percent) ? 1 : 0;  // thinned
  return sum;
}

Street draw_arrivals(const Street& street, const ArrivalModel& model, Random& random, std::uint32_t load_percent) {
  Drawing drawing(street, model, random, load_percent);
  drawing.known();
  drawing.steady();
  drawing.bursts();
  const std::vector<Drawn> drawn = std::move(drawing).take();

  Street out = street;
  out.demands.clear();
  out.text = std::make_shared<TextArena>();  // of the new codes; the other texts stay where they are
  out.demands.reserve(drawn.size());
  for (const Drawn& d : drawn) {
    Demand demand = d.demand;
    demand.code = out.text->store(fmt::format("X{:06}", out.demands.size() + 1));
    out.demands.push_back(demand);
  }
  return out;
}

}  // namespace paidan::sim
