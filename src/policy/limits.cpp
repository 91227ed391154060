#include "paidan/policy/levers.hpp"

#include <algorithm>
#include <cassert>

namespace paidan::policy {
namespace {

using LimitKind = Limit::Kind;
using transport::GroupId;
using transport::LeafId;

Units units_of(const Shift& shift) {
  return shift.units.value_or(std::max<Units>(1, (shift.end - shift.start).count() / 60));
}
Units share(Units units, const Leaf& slot, const Shift& shift) {
  const std::int64_t length = (shift.end - shift.start).count();
  return (units * slot.window.length().count() + length - 1) / length;
}

// Leaves lie by organisation, worker, shift: a shift of several slots has one of its neighbours beside it.
bool alone_in_shift(const std::vector<Leaf>& leaves, std::size_t j) {
  const auto same = [&](std::size_t k) {
    return k < leaves.size() && leaves[k].kind == LeafKind::slot && leaves[k].shift == leaves[j].shift;
  };
  return !(j > 0 && same(j - 1)) && !same(j + 1);
}

bool in_shift(const Street& street, const Leaf& leaf, const Relief& relief) {
  if (leaf.kind != LeafKind::slot || leaf.worker != relief.worker) return false;
  const Shift& s = street.shifts[leaf.shift];
  return relief.slot && s.start == relief.slot->start && s.end == relief.slot->end;
}

}  // namespace

std::vector<Limit> limits_of(const Street& street, const Compiled& compiled, LeafId id) {
  const Leaf& leaf = compiled.leaves[id.index()];
  std::vector<Limit> out;
  if (leaf.kind == LeafKind::unserved) return out;
  out.push_back({leaf.kind == LeafKind::slot      ? LimitKind::slot
                 : leaf.kind == LeafKind::session ? LimitKind::session
                                                  : LimitKind::organisation,
                 id,
                 {}});
  GroupId group = compiled.problem.parent(id);
  const auto climb = [&](LimitKind kind) {
    assert(group.has_value());
    out.push_back({kind, {}, group});
    group = compiled.problem.parent(group);
  };
  if (leaf.kind == LeafKind::slot) {
    if (!alone_in_shift(compiled.leaves, id.index())) climb(LimitKind::shift);
    if (street.workers[leaf.worker].max_units) climb(LimitKind::worker);
  }
  if (group.has_value()) {
    assert(group == compiled.organisation_group[leaf.organisation.index()]);
    if (street.organisations[leaf.organisation].max_units) climb(LimitKind::organisation);
  }
  return out;
}

Relief more_at(const Street& street, const Leaf& leaf, Limit::Kind kind, std::int64_t amount) {
  Relief relief;
  relief.amount = amount;
  relief.organisation = leaf.organisation;
  switch (kind) {
    case LimitKind::slot:
    case LimitKind::shift:
      relief.kind = Relief::Kind::more_units_worker;
      relief.worker = leaf.worker;
      relief.slot = Window{street.shifts[leaf.shift].start, street.shifts[leaf.shift].end};
      break;
    case LimitKind::worker:
      relief.kind = Relief::Kind::worker_limit;
      relief.worker = leaf.worker;
      break;
    case LimitKind::session:
      relief.kind = Relief::Kind::more_seats;
      relief.worker = leaf.worker;
      relief.session = leaf.session;
      relief.slot = leaf.window;
      break;
    case LimitKind::organisation:
      relief.kind = Relief::Kind::more_units_organisation;
      break;
  }
  return relief;
}

std::vector<Room> room_of(const Street& street, const Compiled& compiled, const Relief& relief) {
  using enum Relief::Kind;
  std::vector<Room> out;
  const bool worker_too =
      relief.kind == worker_limit || relief.limits == Relief::Limits::worker || relief.limits == Relief::Limits::both;
  const bool organisation_too = relief.kind == more_units_organisation ||
                                relief.limits == Relief::Limits::organisation || relief.limits == Relief::Limits::both;
  const auto add = [&](const Limit& limit, Units more) {
    const bool known = std::any_of(out.begin(), out.end(), [&](const Room& r) {
      return r.limit.leaf == limit.leaf && r.limit.group == limit.group;
    });
    if (!known && more > 0) out.push_back({limit, more});
  };
  for (std::size_t j = 0; j < compiled.leaves.size(); ++j) {
    const Leaf& leaf = compiled.leaves[j];
    if (leaf.kind == LeafKind::unserved || leaf.organisation != relief.organisation) continue;
    for (const Limit& limit : limits_of(street, compiled, LeafId(j))) {
      const bool this_shift = relief.kind == more_units_worker && in_shift(street, leaf, relief);
      if (limit.kind == LimitKind::slot && this_shift) {
        const Shift& shift = street.shifts[leaf.shift];
        const Units now = units_of(shift);
        add(limit, share(now + relief.amount, leaf, shift) - share(now, leaf, shift));
      }
      if (limit.kind == LimitKind::shift && this_shift) add(limit, relief.amount);
      if (limit.kind == LimitKind::worker && worker_too && leaf.worker == relief.worker) add(limit, relief.amount);
      if (limit.kind == LimitKind::session && relief.kind == more_seats && leaf.session == relief.session) {
        add(limit, relief.amount);
      }
      if (limit.kind == LimitKind::organisation && organisation_too) add(limit, relief.amount);
    }
  }
  return out;
}

}  // namespace paidan::policy
