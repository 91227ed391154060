// Leaves of a street's problem: who can take an order, and when.
//
// `make_leaves` cuts shifts into slots (what sessions leave of them), adds the seats of sessions and the organisations
// that serve as themselves. The capacity tree above them is slot ⊂ shift ⊂ worker ⊂ organisation.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "paidan/model/street.hpp"
#include "paidan/model/work_list.hpp"
#include "paidan/transport/problem.hpp"

namespace paidan::policy {

enum class LeafKind : std::uint8_t {
  slot,          // of a worker's shift
  session,       // its seats
  organisation,  // without workers: serves as itself
  unserved,      // of one community (with a cap), or of all others
};

struct Leaf {
  LeafKind kind{};
  OrganisationId organisation;
  WorkerId worker;
  SessionId session;
  CommunityId community;    // of a capped unserved leaf
  std::uint32_t shift = 0;  // row of Street::shifts, for slots
  Window window;            // the slot, the session; for an organisation the period
  Units units = 0;          // what it takes at most
};

// All leaves that can serve, in a fixed order: by organisation, worker, shift, start; then sessions; then
// organisations.
[[nodiscard]] std::vector<Leaf> make_leaves(const Street& street);

}  // namespace paidan::policy
