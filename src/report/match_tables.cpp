#include "src/report/match_tables.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <numeric>

#include "paidan/io/plan_io.hpp"
#include "src/report/map.hpp"
#include "src/report/order_names.hpp"
#include "src/report/vocabulary.hpp"

namespace paidan::report {
namespace {

constexpr GeoPoint nowhere{};

// One row a plan line, one row an unserved order, by order.
class OrdersTable {
 public:
  OrdersTable(const MatchReport& report, const Options& options) : r_(report), options_(options) {}

  DataTable make() {
    const std::size_t unserved = std::min(r_.plan.unserved.size(), options_.row_limit);
    const std::size_t served = std::min(r_.plan.lines.size(), options_.row_limit - unserved);
    std::size_t next_line = 0, next_unserved = 0;
    while (next_line < served || next_unserved < unserved) {
      const bool line = next_unserved == unserved ||
                        (next_line < served && r_.plan.lines[next_line].order <= r_.plan.unserved[next_unserved].order);
      line ? add(r_.plan.lines[next_line++]) : add(r_.plan.unserved[next_unserved++]);
    }
    DataTable table{"orders",
                    Words{"工单", "Orders"},
                    served + unserved,
                    r_.plan.lines.size() + r_.plan.unserved.size() - served - unserved,
                    {}};
    for (Column* c : {&order_, &item_, &outcome_, &organisation_, &worker_, &time_, &community_, &grid_, &priority_,
                      &units_, &cost_, &price_, &relief_}) {
      table.columns.push_back(std::move(*c));
    }
    if (options_.residents == Residents::shown) {
      for (Column* c : {&resident_, &lon_, &lat_}) table.columns.push_back(std::move(*c));
    }
    return table;
  }

 private:
  void add_order(WorkOrderId id, Units units) {
    const Street& s = r_.street;
    const WorkOrder& order = r_.list.orders[id];
    const Demand& d = s.demands[order.first];
    order_.add_code(order_name(s, r_.list, id, options_.residents));
    item_.add(Text(label_of(s.menu[d.item])));
    community_.add(Text(label_of(s.communities[d.community])));
    d.grid.has_value() ? grid_.add(Text(label_of(s.grids[d.grid]))) : grid_.add_blank();
    priority_.add(words_of(order.priority));
    units_.add(units);
    if (options_.residents == Residents::withheld) return;
    std::string residents;
    for (const DemandId member : r_.list.members_of(order)) {
      const ResidentId resident = s.demands[member].resident;
      if (resident.has_value()) residents.append(residents.empty() ? "" : ";").append(s.residents[resident]);
    }
    resident_.add_code(residents);
    d.point == nowhere ? lon_.add_blank() : lon_.add(d.point.lon);
    d.point == nowhere ? lat_.add_blank() : lat_.add(d.point.lat);
  }
  void add(const PlanLine& line) {
    const Street& s = r_.street;
    add_order(line.order, line.units);
    outcome_.add(Words{"已派", "served"});
    organisation_.add(Text(label_of(s.organisations[line.organisation])));
    if (line.worker.has_value()) {
      worker_.add(Text(s.workers[line.worker].code));
    } else if (line.session.has_value()) {
      worker_.add(Text(s.sessions[line.session].code));
    } else {
      worker_.add_blank();
    }
    line.slot ? time_.add(Text(slot_words(s, *line.slot))) : time_.add_blank();
    cost_.add(line.terms.total().count());
    line.price == Money(0) ? price_.add_blank() : price_.add(line.price.count());
    relief_.add_blank();
  }
  void add(const UnservedLine& line) {
    add_order(line.order, line.units);
    const Text reason = words_of(line.reason);
    outcome_.add({"未派：" + reason.zh, "unserved: " + reason.en});
    organisation_.add_blank();
    worker_.add_blank();
    time_.add_blank();
    cost_.add_blank();
    price_.add_blank();
    const WorkOrder& order = r_.list.orders[line.order];
    const Text relief(io::relief_words(r_.street, order, line.relief, Language::zh),
                      io::relief_words(r_.street, order, line.relief, Language::en));
    relief.zh.empty() ? relief_.add_blank() : relief_.add(relief);
  }

  const MatchReport& r_;
  const Options& options_;
  Column order_ = Column::of_codes("order", Words{"工单", "Order"});
  Column item_ = Column::of_words("item", Words{"事项", "Item"});
  Column outcome_ = Column::of_words("outcome", Words{"结果", "Outcome"}, Filter::offered);
  Column organisation_ = Column::of_words("organisation", Words{"组织", "Organisation"});
  Column worker_ = Column::of_words("who", Words{"人员/场次", "Worker or session"});
  Column time_ = Column::of_words("time", Words{"时间", "Time"});
  Column community_ = Column::of_words("community", Words{"社区", "Community"}, Filter::offered);
  Column grid_ = Column::of_words("grid", Words{"网格", "Grid"});
  Column priority_ = Column::of_words("priority", Words{"紧急程度", "Priority"}, Filter::offered);
  Column units_ = Column::of_numbers("units", Words{"单量", "Units"}, counted);
  Column cost_ = Column::of_numbers("cost", Words{"代价", "Cost"}, counted);
  Column price_ = Column::of_numbers("price", Words{"金额", "Price"}, in_fen);
  Column relief_ = Column::of_words("relief", Words{"先看哪里（未试）", "First place to look (untried)"});
  Column resident_ = Column::of_codes("resident", Words{"居民", "Resident"});
  Column lon_ = Column::of_numbers("lon", Words{"经度", "Longitude"}, Format{.decimals = 7});
  Column lat_ = Column::of_numbers("lat", Words{"纬度", "Latitude"}, Format{.decimals = 7});
};

DataTable organisations_table(const MatchReport& r, const Figures& f) {
  Column name = Column::of_words("organisation", Words{"组织", "Organisation"});
  Column kind = Column::of_words("kind", Words{"类别", "Kind"}, Filter::offered);
  Column units = Column::of_numbers("units", Words{"单量", "Units"}, counted);
  Column room = Column::of_numbers("room", Words{"可接单量", "Room"}, counted);
  Column used = Column::of_numbers("used", Words{"用去", "Used"}, in_tenths_of_percent);
  Column least = Column::of_numbers("least", Words{"最少单量", "Minimum"}, counted);
  Column cost = Column::of_numbers("cost", Words{"代价", "Cost"}, counted);
  Column price = Column::of_numbers("price", Words{"金额", "Price"}, in_fen);
  std::vector<std::size_t> order(r.street.organisations.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(order.begin(), order.end(),
                   [&](std::size_t a, std::size_t b) { return f.organisations[a].units > f.organisations[b].units; });
  for (const std::size_t o : order) {
    const Organisation& organisation = r.street.organisations[OrganisationId(o)];
    const OrganisationFigures& figures = f.organisations[o];
    Units most = std::accumulate(figures.room.begin(), figures.room.end(), Units{0});
    if (organisation.max_units) most = std::min(most, *organisation.max_units);
    name.add(Text(label_of(organisation)));
    kind.add(words_of(organisation.kind));
    units.add(figures.units);
    room.add(most);
    most == 0 ? used.add_blank() : used.add((figures.units * 1000 + most / 2) / most);
    organisation.min_units == 0 ? least.add_blank() : least.add(organisation.min_units);
    cost.add(figures.cost.count());
    price.add(figures.price.count());
  }
  DataTable table{"organisations", Words{"组织", "Organisations"}, order.size(), 0, {}};
  for (Column* c : {&name, &kind, &units, &room, &used, &least, &cost, &price}) table.columns.push_back(std::move(*c));
  return table;
}

DataTable sessions_table(const MatchReport& r, const Figures& f) {
  Column code = Column::of_codes("session", Words{"场次", "Session"});
  Column item = Column::of_words("item", Words{"事项", "Item"}, Filter::offered);
  Column organisation = Column::of_words("organisation", Words{"组织", "Organisation"});
  Column community = Column::of_words("community", Words{"社区", "Community"}, Filter::offered);
  Column time = Column::of_words("time", Words{"时间", "Time"});
  Column seats = Column::of_numbers("seats", Words{"名额", "Seats"}, counted);
  Column taken = Column::of_numbers("taken", Words{"已派", "Taken"}, counted);
  Column least = Column::of_numbers("least", Words{"最少人数", "Minimum"}, counted);
  Column missing = Column::of_numbers("missing", Words{"还差", "Missing"}, counted);
  const Street& s = r.street;
  for (std::size_t k = 0; k < s.sessions.size(); ++k) {
    const Session& session = s.sessions[SessionId(k)];
    code.add_code(session.code);
    item.add(Text(label_of(s.menu[session.item])));
    organisation.add(Text(label_of(s.organisations[session.organisation])));
    session.community.has_value() ? community.add(Text(label_of(s.communities[session.community])))
                                  : community.add_blank();
    time.add(Text(slot_words(s, {session.start, session.end})));
    seats.add(session.seats);
    taken.add(f.seats_taken[k]);
    least.add(session.min_seats);
    const Units lacking = session.min_seats - f.seats_taken[k];
    lacking <= 0 ? missing.add_blank() : missing.add(lacking);
  }
  DataTable table{"sessions", Words{"场次", "Sessions"}, s.sessions.size(), 0, {}};
  for (Column* c : {&code, &item, &organisation, &community, &time, &seats, &taken, &least, &missing}) {
    table.columns.push_back(std::move(*c));
  }
  return table;
}

DataTable communities_table(const MatchReport& r, const Figures& f) {
  Column name = Column::of_words("community", Words{"社区", "Community"});
  Column households = Column::of_numbers("households", Words{"户数", "Households"}, counted);
  Column ordered = Column::of_numbers("ordered", Words{"点单", "Ordered"}, counted);
  Column served = Column::of_numbers("served", Words{"已派", "Served"}, counted);
  Column unserved = Column::of_numbers("unserved", Words{"未派", "Unserved"}, counted);
  Column share = Column::of_numbers("share", Words{"服务率", "Served share"}, in_tenths_of_percent);
  for (std::size_t c = 0; c < f.by_community.size(); ++c) {
    const Community& community = r.street.communities[CommunityId(c)];
    const Tally& tally = f.by_community[c];
    name.add(Text(label_of(community)));
    community.households == 0 ? households.add_blank() : households.add(community.households);
    ordered.add(tally.ordered);
    served.add(tally.served);
    unserved.add(tally.unserved());
    tally.ordered == 0 ? share.add_blank() : share.add((tally.served * 1000 + tally.ordered / 2) / tally.ordered);
  }
  DataTable table{"communities", Words{"社区", "Communities"}, f.by_community.size(), 0, {}};
  for (Column* c : {&name, &households, &ordered, &served, &unserved, &share}) table.columns.push_back(std::move(*c));
  return table;
}

}  // namespace

std::string slot_words(const Street& street, Window slot) {
  std::string start = io::time_words(street, slot.start), end = io::time_words(street, slot.end);
  start[10] = ' ';
  end[10] = ' ';
  return start + "–" + (start.compare(0, 10, end, 0, 10) == 0 ? end.substr(11) : end.substr(5));
}

std::vector<DataTable> match_tables(const MatchReport& report, const Figures& figures, const Options& options) {
  std::vector<DataTable> tables;
  tables.push_back(OrdersTable(report, options).make());
  tables.push_back(organisations_table(report, figures));
  if (!report.street.sessions.empty()) tables.push_back(sessions_table(report, figures));
  tables.push_back(communities_table(report, figures));
  return tables;
}

}  // namespace paidan::report
