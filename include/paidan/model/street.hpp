// Street: the whole bundle, everything that one matching batch sees. The vocabulary of the project as types.
//
// Rows refer to each other by strong index ids; what a file calls a row (`community_id`, …) is its `code`. A `Street`
// is a value: copies share the immutable text of the demands, nothing else. The io layer fills one from files
// (`io::read_street`); a program may fill one by hand. `check(street)` (check.hpp) finds what does not fit together.
//
// Memory: about 80 bytes a demand plus its own code and its resident's.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "paidan/core/geo.hpp"
#include "paidan/core/ids.hpp"
#include "paidan/core/interner.hpp"
#include "paidan/core/quantities.hpp"
#include "paidan/core/time.hpp"
#include "paidan/model/terms.hpp"

namespace paidan {

using CommunityId = Id<struct CommunityTag>;
using CompoundId = Id<struct CompoundTag>;
using GridId = Id<struct GridTag>;
using ItemId = Id<struct ItemTag>;
using DemandId = Id<struct DemandTag>;
using ResidentId = Id<struct ResidentTag>;
using OrganisationId = Id<struct OrganisationTag>;
using WorkerId = Id<struct WorkerTag>;
using SessionId = Id<struct SessionTag>;
using FundId = Id<struct FundTag>;
using TermId = Id<struct TermTag>;          // a skill, a certificate's name or a language
using TermListId = Id<struct TermListTag>;  // an interned list of terms; none = empty
using PartyListId = Id<struct PartyListTag>;
using ChannelId = Id<struct ChannelTag>;

struct Community {
  std::string code, name;
  std::int64_t households = 0;
  GeoPoint point;
  std::optional<std::int32_t> max_unserved_basis_points;  // 12.5 % = 1250; none = no cap
};

struct Compound {  // 小区: part of a community; households live here, nothing refers to it
  std::string code, name;
  CommunityId community;
  std::int64_t households = 0;
  GeoPoint point;
};

struct Grid {
  std::string code, name;
  CommunityId community;
  GeoPoint point;
  WorkerId grid_worker;  // or none
};

struct MenuItem {
  std::string code, name;
  Category category{};
  ClientGroup client_group = ClientGroup::general;
  std::vector<TermId> skills, certificates;  // all of them are needed
  Minutes minutes{0};                        // of one unit; 0 = any overlap will do
  Money unit_price{0};
  std::vector<FundId> funds;                  // preferred first; a priced item names at least one
  std::int32_t group_min = 1, group_max = 0;  // group_min > 1: in sessions only; group_max 0 = no bound
  std::int32_t workers_needed = 1;
  std::optional<Minutes> deadline;  // after submission
  std::optional<Priority> priority;
  bool merge_reports = false;
};

// A worker or an organisation that a resident prefers or avoids.
struct Party {
  WorkerId worker;  // one of the two is set
  OrganisationId organisation;
  friend auto operator<=>(const Party&, const Party&) noexcept = default;
};

struct Demand {
  std::string_view code;  // its characters lie in `Street::text`
  ResidentId resident;    // or none
  CommunityId community;
  GridId grid;  // or none
  ItemId item;
  std::uint32_t quantity = 1;
  GeoPoint point;  // or unknown
  // Instants as written; missing ones are none. `window_of` (window.hpp) turns them into the window that counts.
  std::optional<Instant> submitted() const { return get(submitted_); }
  std::optional<Instant> earliest() const { return get(earliest_); }
  std::optional<Instant> latest() const { return get(latest_); }
  void set_submitted(std::optional<Instant> t) { submitted_ = put(t); }
  void set_earliest(std::optional<Instant> t) { earliest_ = put(t); }
  void set_latest(std::optional<Instant> t) { latest_ = put(t); }
  TermListId languages;  // any one of them; none = no wish
  PartyListId prefer, avoid;
  ChannelId channel;
  std::optional<Priority> priority() const {
    return priority_ == 0 ? std::nullopt : std::optional(static_cast<Priority>(priority_));
  }
  void set_priority(std::optional<Priority> p) { priority_ = p ? static_cast<std::uint8_t>(*p) : std::uint8_t{0}; }
  Gender worker_gender = Gender::any;

 private:
  static constexpr std::int32_t missing = INT32_MIN;
  static std::optional<Instant> get(std::int32_t t) { return t == missing ? std::nullopt : std::optional(Instant(t)); }
  static std::int32_t put(std::optional<Instant> t) { return t ? static_cast<std::int32_t>(t->minutes()) : missing; }
  std::int32_t submitted_ = missing, earliest_ = missing, latest_ = missing;
  std::uint8_t priority_ = 0;
};

struct Organisation {
  std::string code, name;
  OrganisationKind kind = OrganisationKind::professional;
  std::vector<CommunityId> communities;  // service area, sorted; empty = all
  std::vector<Category> categories;      // sorted; empty = all
  Units min_units = 0;
  std::optional<Units> max_units;
  GeoPoint point;
  std::optional<std::int32_t> rating_hundredths;  // 4.25 = 425
  std::optional<Date> valid_until;                // to the end of that local day
};

struct Certificate {
  TermId name;
  std::optional<Date> valid_until;  // to the end of that local day; none = for ever
};

struct Worker {
  std::string code, name;
  OrganisationId organisation;
  std::vector<TermId> skills;  // sorted
  std::vector<Certificate> certificates;
  std::vector<TermId> languages;  // sorted
  Gender gender = Gender::any;
  GeoPoint point;
  std::optional<Units> max_units;
  std::optional<Minutes> max_minutes;
};

struct Shift {
  WorkerId worker;
  Instant start, end;
  std::optional<Units> units;  // none: one for each full hour, at least 1
};

struct Session {
  std::string code;
  ItemId item;
  OrganisationId organisation;
  WorkerId worker;        // or none
  CommunityId community;  // its place; or none
  GeoPoint point;
  Instant start, end;
  Units seats = 0;
  Units min_seats = 0;
};

struct Fund {
  std::string code, name;
  Money budget{0};
  std::vector<Category> categories;      // sorted; empty = all
  std::vector<CommunityId> communities;  // sorted; empty = all
};

// A service that a resident had before: continuity.
struct PastService {
  ResidentId resident;
  OrganisationId organisation;
  WorkerId worker;  // or none
  ItemId item;      // or none
  std::optional<Instant> served_at;
  std::optional<std::int32_t> rating_hundredths;
};

struct Street {
  std::string code, name;
  TimeZone zone;
  Instant period_start, period_end;  // the end is exclusive
  Minutes slot_minutes{240};

  Table<Community, CommunityId> communities;
  std::vector<Compound> compounds;
  Table<Grid, GridId> grids;
  Table<MenuItem, ItemId> menu;
  Table<Demand, DemandId> demands;
  Table<Organisation, OrganisationId> organisations;
  Table<Worker, WorkerId> workers;
  std::vector<Shift> shifts;
  Table<Session, SessionId> sessions;
  Table<Fund, FundId> funds;
  std::vector<PastService> history;

  std::shared_ptr<TextArena> text = std::make_shared<TextArena>();
  Interner<TermId> terms{text};
  Interner<ChannelId> channels{text};
  Interner<ResidentId> residents{text};
  Table<std::vector<TermId>, TermListId> term_lists;   // each sorted, no two equal
  Table<std::vector<Party>, PartyListId> party_lists;  // in the order written

  // The lists behind a demand's ids; an id that is none is an empty list.
  [[nodiscard]] std::span<const TermId> terms_of(TermListId id) const {
    return id.has_value() ? std::span<const TermId>(term_lists[id]) : std::span<const TermId>{};
  }
  [[nodiscard]] std::span<const Party> parties_of(PartyListId id) const {
    return id.has_value() ? std::span<const Party>(party_lists[id]) : std::span<const Party>{};
  }
};

}  // namespace paidan
