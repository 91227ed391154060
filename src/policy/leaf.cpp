#include "paidan/policy/leaf.hpp"

#include <algorithm>

namespace paidan::policy {
namespace {

Units shift_units(const Shift& shift) {
  if (shift.units) return *shift.units;
  return std::max<Units>(1, (shift.end - shift.start).count() / 60);
}

// What the sorted, disjoint `taken` windows leave of a shift.
std::vector<Window> rests(Window shift, const std::vector<Window>& taken) {
  std::vector<Window> out;
  for (const Window& t : taken) {
    const Window cut = intersection(shift, t);
    if (cut.empty()) continue;
    if (shift.start < cut.start) out.push_back({shift.start, cut.start});
    shift.start = cut.end;
  }
  if (!shift.empty()) out.push_back(shift);
  return out;
}

}  // namespace

std::vector<Leaf> make_leaves(const Street& street) {
  std::vector<std::vector<Window>> sessions_of(street.workers.size());
  std::vector<bool> has_worker(street.organisations.size(), false);
  for (const Worker& w : street.workers) has_worker[w.organisation.index()] = true;
  for (const Session& s : street.sessions) {
    if (s.worker.has_value()) sessions_of[s.worker.index()].push_back({s.start, s.end});
  }
  for (auto& taken : sessions_of) {
    std::sort(taken.begin(), taken.end(), [](const Window& a, const Window& b) { return a.start < b.start; });
  }

  std::vector<Leaf> leaves;
  const Window period{street.period_start, street.period_end};
  for (std::uint32_t s = 0; s < street.shifts.size(); ++s) {
    const Shift& shift = street.shifts[s];
    const Units units = shift_units(shift);
    const std::int64_t length = (shift.end - shift.start).count();
    for (const Window& rest : rests({shift.start, shift.end}, sessions_of[shift.worker.index()])) {
      for (Instant start = rest.start; start < rest.end; start = start + street.slot_minutes) {
        const Window slot{start, std::min(rest.end, start + street.slot_minutes)};
        if (intersection(slot, period).empty()) continue;
        const Units share = (units * slot.length().count() + length - 1) / length;
        leaves.push_back(Leaf{.kind = LeafKind::slot,
                              .organisation = street.workers[shift.worker].organisation,
                              .worker = shift.worker,
                              .session = {},
                              .community = {},
                              .shift = s,
                              .window = slot,
                              .units = share});
      }
    }
  }
  std::sort(leaves.begin(), leaves.end(), [](const Leaf& a, const Leaf& b) {
    return std::tie(a.organisation, a.worker, a.shift, a.window.start) <
           std::tie(b.organisation, b.worker, b.shift, b.window.start);
  });
  for (std::size_t s = 0; s < street.sessions.size(); ++s) {
    const Session& session = street.sessions[SessionId(s)];
    leaves.push_back(Leaf{.kind = LeafKind::session,
                          .organisation = session.organisation,
                          .worker = session.worker,
                          .session = SessionId(s),
                          .community = {},
                          .shift = 0,
                          .window = {session.start, session.end},
                          .units = session.seats});
  }
  for (std::size_t o = 0; o < street.organisations.size(); ++o) {
    if (has_worker[o]) continue;
    leaves.push_back(Leaf{.kind = LeafKind::organisation,
                          .organisation = OrganisationId(o),
                          .worker = {},
                          .session = {},
                          .community = {},
                          .shift = 0,
                          .window = period,
                          .units = street.organisations[OrganisationId(o)].max_units.value_or(0)});
  }
  return leaves;
}

}  // namespace paidan::policy
