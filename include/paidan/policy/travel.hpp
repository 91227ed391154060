// Travel: between which points, and how far. Policies' costs, nearest-first dispatch and simulations read it here.
#pragma once

#include <optional>

#include "paidan/core/geo.hpp"
#include "paidan/model/street.hpp"
#include "paidan/model/work_list.hpp"
#include "paidan/policy/leaf.hpp"

namespace paidan::policy {

// Where an order is served: its own point, else its grid's, else its community's; may be unknown.
[[nodiscard]] GeoPoint place_of(const Street& street, const WorkOrder& order);
// Where a leaf starts from: the session's place, else the worker's home, else the organisation's; may be unknown.
[[nodiscard]] GeoPoint place_of(const Street& street, const Leaf& leaf);
// Metres between the two; none when one is unknown. To a session it is the resident who travels.
[[nodiscard]] std::optional<Metres> travel(const Street& street, const WorkOrder& order, const Leaf& leaf);

}  // namespace paidan::policy
