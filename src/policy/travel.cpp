#include "paidan/policy/travel.hpp"

namespace paidan::policy {

GeoPoint place_of(const Street& street, const WorkOrder& order) {
  const Demand& demand = street.demands[order.first];
  if (demand.point.known()) return demand.point;
  if (demand.grid.has_value() && street.grids[demand.grid].point.known()) return street.grids[demand.grid].point;
  return street.communities[demand.community].point;
}

GeoPoint place_of(const Street& street, const Leaf& leaf) {
  GeoPoint from;
  if (leaf.session.has_value()) {
    const Session& session = street.sessions[leaf.session];
    from = session.point;
    if (!from.known() && session.community.has_value()) from = street.communities[session.community].point;
  } else if (leaf.worker.has_value()) {
    from = street.workers[leaf.worker].point;
  }
  return from.known() ? from : street.organisations[leaf.organisation].point;
}

std::optional<Metres> travel(const Street& street, const WorkOrder& order, const Leaf& leaf) {
  const GeoPoint from = place_of(street, leaf), to = place_of(street, order);
  if (!from.known() || !to.known()) return std::nullopt;
  return distance(from, to);
}

}  // namespace paidan::policy
