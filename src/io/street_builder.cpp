#include "src/io/street_builder.hpp"

#include <algorithm>

#include "paidan/io/street_io.hpp"

namespace paidan::io {

std::vector<TermId> StreetBuilder::terms(std::string_view list) {
  std::vector<TermId> out;
  for_each_item(list, [&](std::string_view item) { out.push_back(street_.terms.intern(item)); });
  std::sort(out.begin(), out.end());
  out.erase(std::unique(out.begin(), out.end()), out.end());
  return out;
}

std::vector<Category> StreetBuilder::categories(RowParser& row, std::size_t column) {
  std::vector<Category> out;
  for_each_item(row.text(column), [&](std::string_view item) {
    if (const auto c = parse<Category>(item)) {
      out.push_back(*c);
    } else {
      row.refuse_part(column, item, "one of " + choices<Category>());
    }
  });
  std::sort(out.begin(), out.end());
  out.erase(std::unique(out.begin(), out.end()), out.end());
  return out;
}

std::vector<CommunityId> StreetBuilder::communities(RowParser& row, std::size_t column) {
  std::vector<CommunityId> out;
  for_each_item(row.text(column), [&](std::string_view item) {
    const CommunityId id = communities_.named(row, column, item, "a community_id of the communities table");
    if (id.has_value()) out.push_back(id);
  });
  std::sort(out.begin(), out.end());
  out.erase(std::unique(out.begin(), out.end()), out.end());
  return out;
}

TermListId StreetBuilder::term_list(std::string_view list) {
  if (list.empty()) return {};
  std::vector<TermId> items = terms(list);
  if (items.empty()) return {};
  const auto [at, is_new] = term_lists_.try_emplace(std::move(items), street_.term_lists.next_id());
  if (is_new) street_.term_lists.push_back(at->first);
  return at->second;
}

PartyListId StreetBuilder::party_list(RowParser& row, std::size_t column) {
  std::vector<Party> parties;
  for_each_item(row.text(column), [&](std::string_view item) {
    Party party{workers_.codes.find(item), {}};
    if (!party.worker.has_value()) party.organisation = organisations_.codes.find(item);
    if (party.worker.has_value() || party.organisation.has_value()) {
      parties.push_back(party);
    } else {
      sink_.warn(row.place(column), fmt::format("\"{}\" is neither a worker nor an organisation and is ignored", item));
    }
  });
  if (parties.empty()) return {};
  const auto [at, is_new] = party_lists_.try_emplace(std::move(parties), street_.party_lists.next_id());
  if (is_new) street_.party_lists.push_back(at->first);
  return at->second;
}

bool StreetBuilder::street_row(RowParser& row) {
  enum { street_id, name, period_start, period_end, time_zone, slot_minutes };
  if (++street_rows_ > 1) {
    row.refuse(street_id, "one row in this table");
    return false;
  }
  street_.code = row.required(street_id);
  street_.name = row.text(name);
  try {
    street_.zone = load_time_zone(row.has(time_zone) ? std::string(row.text(time_zone)) : "Asia/Shanghai");
  } catch (const Error&) {
    row.refuse(time_zone, "a name of the tz database, such as Asia/Shanghai");
    street_.zone = load_time_zone("Asia/Shanghai");
  }
  street_.period_start = row.required_time(period_start, street_.zone);
  street_.period_end = row.required_time(period_end, street_.zone);
  street_.slot_minutes = Minutes(row.whole(slot_minutes, 1).value_or(240));
  return true;
}

bool StreetBuilder::community(RowParser& row) {
  enum { community_id, name, households, lon, lat, max_unserved_percent };
  Community c;
  if (!communities_.add(row, community_id)) return false;
  c.code = row.text(community_id);
  c.name = row.text(name);
  c.households = row.whole(households).value_or(0);
  c.point = row.point(lon, lat);
  if (const auto percent =
          row.decimal(max_unserved_percent, 2, 10'000, "a percentage from 0 to 100 with at most two decimals")) {
    c.max_unserved_basis_points = static_cast<std::int32_t>(*percent);
  }
  street_.communities.push_back(std::move(c));
  return true;
}

bool StreetBuilder::compound(RowParser& row) {
  enum { compound_id, community_id, name, households, lon, lat };
  if (!compounds_.add(row, compound_id)) return false;
  Compound c;
  c.code = row.text(compound_id);
  c.name = row.text(name);
  c.community = communities_.require(row, community_id, "a community_id of the communities table");
  c.households = row.whole(households).value_or(0);
  c.point = row.point(lon, lat);
  street_.compounds.push_back(std::move(c));
  return true;
}

bool StreetBuilder::fund(RowParser& row) {
  enum { fund_id, name, budget, categories_, communities_column };
  if (!funds_.add(row, fund_id)) return false;
  Fund f;
  f.code = row.text(fund_id);
  f.name = row.text(name);
  row.required(budget);
  f.budget = row.money(budget).value_or(Money(0));
  f.categories = categories(row, categories_);
  f.communities = communities(row, communities_column);
  street_.funds.push_back(std::move(f));
  return true;
}

bool StreetBuilder::menu_item(RowParser& row) {
  enum {
    item_id,
    name,
    category,
    client_group,
    skills,
    certificates,
    minutes,
    unit_price,
    funds,
    group_min,
    group_max,
    workers_needed,
    deadline_hours,
    priority,
    merge_reports
  };
  if (!items_.add(row, item_id)) return false;
  MenuItem m;
  m.code = row.text(item_id);
  m.name = row.required(name);
  row.required(category);
  m.category = row.choice<Category>(category).value_or(Category::public_service);
  m.client_group = row.choice<ClientGroup>(client_group).value_or(ClientGroup::general);
  m.skills = terms(row.text(skills));
  m.certificates = terms(row.text(certificates));
  m.minutes = Minutes(row.whole(minutes).value_or(0));
  m.unit_price = row.money(unit_price).value_or(Money(0));
  for_each_item(row.text(funds), [&](std::string_view item) {
    const FundId id = funds_.named(row, funds, item, "a fund_id of the funds table");
    if (id.has_value() && std::ranges::find(m.funds, id) == m.funds.end()) m.funds.push_back(id);
  });
  m.group_min = static_cast<std::int32_t>(row.whole(group_min).value_or(1));
  m.group_max = static_cast<std::int32_t>(row.whole(group_max).value_or(0));
  m.workers_needed = static_cast<std::int32_t>(row.whole(workers_needed, 1).value_or(1));
  if (const auto hours = row.whole(deadline_hours)) m.deadline = Minutes(*hours * 60);
  m.priority = row.choice<Priority>(priority);
  m.merge_reports = row.yes_no(merge_reports);
  street_.menu.push_back(std::move(m));
  return true;
}

bool StreetBuilder::organisation(RowParser& row) {
  enum {
    organisation_id,
    name,
    kind,
    communities_column,
    categories_column,
    min_units,
    max_units,
    lon,
    lat,
    rating,
    valid_until
  };
  if (!organisations_.add(row, organisation_id)) return false;
  Organisation o;
  o.code = row.text(organisation_id);
  o.name = row.required(name);
  o.kind = row.choice<OrganisationKind>(kind).value_or(OrganisationKind::professional);
  o.communities = communities(row, communities_column);
  o.categories = categories(row, categories_column);
  o.min_units = row.whole(min_units).value_or(0);
  o.max_units = row.whole(max_units);
  o.point = row.point(lon, lat);
  o.rating_hundredths = row.rating(rating);
  o.valid_until = row.date(valid_until);
  street_.organisations.push_back(std::move(o));
  return true;
}

bool StreetBuilder::worker(RowParser& row) {
  enum { worker_id, organisation_id, name, skills, certificates, languages, gender, lon, lat, max_units, max_minutes };
  if (!workers_.add(row, worker_id)) return false;
  Worker w;
  w.code = row.text(worker_id);
  if (organisations_.codes.find(w.code).has_value()) row.refuse(worker_id, "an id that no organisation has");
  w.organisation = organisations_.require(row, organisation_id, "an organisation_id of the organisations table");
  w.name = row.text(name);
  w.skills = terms(row.text(skills));
  for_each_item(row.text(certificates), [&](std::string_view item) {
    const std::size_t at = item.find('@');
    Certificate c;
    c.name = street_.terms.intern(trimmed(item.substr(0, at)));
    if (at != std::string_view::npos) {
      c.valid_until = parse_date(trimmed(item.substr(at + 1)));
      if (!c.valid_until || at == 0) row.refuse_part(certificates, item, "name@date such as first_aid@2026-12-31");
    }
    w.certificates.push_back(c);
  });
  w.languages = terms(row.text(languages));
  w.gender = row.choice<Gender>(gender).value_or(Gender::any);
  w.point = row.point(lon, lat);
  w.max_units = row.whole(max_units);
  if (const auto minutes = row.whole(max_minutes)) w.max_minutes = Minutes(*minutes);
  street_.workers.push_back(std::move(w));
  return true;
}

bool StreetBuilder::grid(RowParser& row) {
  enum { grid_id, community_id, name, lon, lat, grid_worker_id };
  if (!grids_.add(row, grid_id)) return false;
  Grid g;
  g.code = row.text(grid_id);
  g.community = communities_.require(row, community_id, "a community_id of the communities table");
  g.name = row.text(name);
  g.point = row.point(lon, lat);
  g.grid_worker = workers_.find(row, grid_worker_id, "a worker_id of the workers table");
  street_.grids.push_back(std::move(g));
  return true;
}

bool StreetBuilder::shift(RowParser& row) {
  enum { worker_id, start, end, units };
  Shift s;
  s.worker = workers_.require(row, worker_id, "a worker_id of the workers table");
  s.start = row.required_time(start, street_.zone);
  s.end = row.required_time(end, street_.zone);
  s.units = row.whole(units);
  if (!row.ok()) return false;  // nothing refers to it, and its times are compared with others
  street_.shifts.push_back(s);
  return true;
}

bool StreetBuilder::session(RowParser& row) {
  enum { session_id, item_id, organisation_id, worker_id, community_id, lon, lat, start, end, seats, min_seats };
  if (!sessions_.add(row, session_id)) return false;
  Session s;
  s.code = row.text(session_id);
  s.item = items_.require(row, item_id, "an item_id of the menu");
  s.organisation = organisations_.require(row, organisation_id, "an organisation_id of the organisations table");
  s.worker = workers_.find(row, worker_id, "a worker_id of the workers table");
  s.community = communities_.find(row, community_id, "a community_id of the communities table");
  s.point = row.point(lon, lat);
  s.start = row.required_time(start, street_.zone);
  s.end = row.required_time(end, street_.zone);
  row.required(seats);
  s.seats = row.whole(seats).value_or(0);
  s.min_seats = row.whole(min_seats).value_or(0);
  if (!row.ok()) return false;
  street_.sessions.push_back(std::move(s));
  return true;
}

bool StreetBuilder::demand(RowParser& row) {
  enum {
    demand_id,
    resident_id,
    community_id,
    grid_id,
    item_id,
    quantity,
    lon,
    lat,
    submitted_at,
    earliest,
    latest,
    priority,
    languages,
    worker_gender,
    prefer,
    avoid,
    channel
  };
  if (row.required(demand_id).empty() || !is_list_item(row, demand_id)) return false;
  Demand d;
  d.code = street_.text->store(row.text(demand_id));
  if (!demand_codes_.add(d.code, [&](std::size_t k) { return street_.demands[DemandId(k)].code; })) {
    row.refuse(demand_id, "an id that no other row has");
    return false;
  }
  if (row.has(resident_id)) d.resident = street_.residents.intern(row.text(resident_id));
  d.community = communities_.require(row, community_id, "a community_id of the communities table");
  d.grid = grids_.find(row, grid_id, "a grid_id of the grids table");
  d.item = items_.require(row, item_id, "an item_id of the menu");
  d.quantity = static_cast<std::uint32_t>(row.whole(quantity, 1).value_or(1));
  d.point = row.point(lon, lat);
  d.set_submitted(row.time(submitted_at, street_.zone));
  d.set_earliest(row.time(earliest, street_.zone));
  d.set_latest(row.time(latest, street_.zone));
  d.set_priority(row.choice<Priority>(priority));
  d.languages = term_list(row.text(languages));
  d.worker_gender = row.choice<Gender>(worker_gender).value_or(Gender::any);
  d.prefer = party_list(row, prefer);
  d.avoid = party_list(row, avoid);
  if (row.has(channel)) d.channel = street_.channels.intern(row.text(channel));
  street_.demands.push_back(d);
  return true;
}

bool StreetBuilder::past_service(RowParser& row) {
  enum { resident_id, organisation_id, worker_id, item_id, served_at, rating };
  PastService p;
  const std::string_view resident = row.required(resident_id);
  if (!resident.empty()) p.resident = street_.residents.intern(resident);
  p.organisation = organisations_.require(row, organisation_id, "an organisation_id of the organisations table");
  p.worker = workers_.find(row, worker_id, "a worker_id of the workers table");
  p.item = items_.find(row, item_id, "an item_id of the menu");
  p.served_at = row.time(served_at, street_.zone);
  p.rating_hundredths = row.rating(rating);
  street_.history.push_back(p);
  return true;
}

void StreetBuilder::read(const TableSpec& spec, TableSource& source) {
  static const std::map<std::string_view, bool (StreetBuilder::*)(RowParser&)> parsers{
      {"street", &StreetBuilder::street_row},  {"communities", &StreetBuilder::community},
      {"compounds", &StreetBuilder::compound}, {"funds", &StreetBuilder::fund},
      {"menu", &StreetBuilder::menu_item},     {"organisations", &StreetBuilder::organisation},
      {"workers", &StreetBuilder::worker},     {"grids", &StreetBuilder::grid},
      {"shifts", &StreetBuilder::shift},       {"sessions", &StreetBuilder::session},
      {"demands", &StreetBuilder::demand},     {"history", &StreetBuilder::past_service}};
  const auto parse_row = parsers.at(spec.name);
  if (spec.name == "demands") {
    street_.demands.reserve(source.rows_at_most());
    demand_codes_.reserve(source.rows_at_most());
  }
  Rows& rows = rows_[spec.name];
  RowParser row(spec, source, sink_);
  while (row.next()) {
    if (!(this->*parse_row)(row)) continue;
    source.keep(row.record());
    if (!row.ok()) rows.refused.push_back(rows.count);
    ++rows.count;
  }
  rows.places = source.take_places();
  if (!source.whole()) mark_partial(spec.name);
  if (spec.name == "street" && street_rows_ == 0 && source.whole()) sink_.error(source.place(), "expected one row");
  if (spec.name == "demands") demand_codes_ = {};
}

void StreetBuilder::miss(const TableSpec& spec) { mark_partial(spec.name); }

void StreetBuilder::leave_out(const TableSpec& spec, std::string what) {
  change_codes(spec.name, [&](auto& codes) { codes.absent = what; });
}

void StreetBuilder::mark_partial(std::string_view table) {
  change_codes(table, [](auto& codes) { codes.whole = false; });
}

void StreetBuilder::finish() {
  // A row that was complained about may hold nonsense: what follows from it is not told as well.
  const CheckResult found = check(street_, [&](const FieldRef& field) -> std::optional<Place> {
    const auto rows = rows_.find(field.table);
    if (rows == rows_.end() || field.row >= rows->second.count) return std::nullopt;
    if (std::ranges::binary_search(rows->second.refused, field.row)) return std::nullopt;
    return rows->second.places->place(field.row, find_column(table_spec(field.table), field.column));
  });
  for (const Problem& p : found.errors) sink_.error(p.place, p.what);
  for (const Problem& p : found.warnings) sink_.warn(p.place, p.what);
}

}  // namespace paidan::io
