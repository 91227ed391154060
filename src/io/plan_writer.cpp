#include <fmt/format.h>

#include <iterator>

#include "paidan/io/csv_cell.hpp"
#include "paidan/io/plan_io.hpp"
#include "src/io/json_text.hpp"

namespace paidan::io {
namespace {

constexpr auto field = csv_cell;

std::string wide(WideCost value) {
  const bool negative = value < 0;
  std::string digits;
  for (; value != 0 || digits.empty(); value /= 10) {
    digits.insert(digits.begin(), static_cast<char>('0' + static_cast<int>(negative ? -(value % 10) : value % 10)));
  }
  return negative ? "-" + digits : digits;
}

class Renderer {
 public:
  Renderer(const Street& street, const WorkList& list, const Plan& plan, const PlanOrigin& origin)
      : street_(street), list_(list), plan_(plan), origin_(origin) {}

  std::string plan_csv() {
    std::string out = "order,demands,item,organisation,worker,session,slot,units,price,fund,cost";
    for (std::string_view term : cost_term_names) out.append(",cost_").append(term);
    out += '\n';
    for (const PlanLine& line : plan_.lines) {
      put(out, "{},{},{},{},{},{},{},{},{},{},{}", code(line.order), demands(line.order), item(line.order),
          field(street_.organisations[line.organisation].code),
          line.worker.has_value() ? field(street_.workers[line.worker].code) : "",
          line.session.has_value() ? field(street_.sessions[line.session].code) : "", slot(line), line.units,
          yuan(line.price), fund(line.fund), line.terms.total().count());
      for (Cost c : line.terms.of) put(out, ",{}", c.count());
      out += '\n';
    }
    return out;
  }

  std::string unserved_csv() {
    std::string out = "order,demands,units,priority,reason_code,reason,relief\n";
    for (const UnservedLine& line : plan_.unserved) {
      const WorkOrder& order = list_.orders[line.order];
      put(out, "{},{},{},{},{},{},{}\n", code(line.order), demands(line.order), line.units, name_of(order.priority),
          name_of(line.reason), field(reason_words(line, origin_.language)),
          field(relief_words(street_, order, line.relief, origin_.language)));
    }
    return out;
  }

  std::string worklist_csv() {
    std::string out = "order,demands,item,community,grid,units,priority,earliest,latest,fund,screened\n";
    for (std::size_t i = 0; i < list_.orders.size(); ++i) {
      const WorkOrder& order = list_.orders[WorkOrderId(i)];
      const Demand& d = street_.demands[order.first];
      put(out, "{},{},{},{},{},{},{},{},{},{},{}\n", code(WorkOrderId(i)), demands(WorkOrderId(i)),
          item(WorkOrderId(i)), field(street_.communities[d.community].code),
          d.grid.has_value() ? field(street_.grids[d.grid].code) : "", order.units, name_of(order.priority),
          time_words(street_, order.window.start), time_words(street_, order.window.end), fund(order.fund),
          order.screened ? name_of(*order.screened) : "");
    }
    return out;
  }

  std::string plan_json(const std::vector<NamedContent>& files) {
    std::string out = "{\n";
    put(out, "\"bundle\": {},\n\"bundle_sha256\": {},\n", json_string(origin_.bundle),
        json_string(origin_.bundle_digest));
    out += "\"bundle_files\": {";
    for (const FileDigest& f : origin_.bundle_files) {
      put(out, "{}{}: \"{}\"", &f == origin_.bundle_files.data() ? "" : ", ", json_string(f.name), f.sha256);
    }
    out += "},\n";
    put(out, "\"policy_file\": {},\n\"policy\": {},\n\"algorithm\": {},\n\"language\": \"{}\",\n",
        json_string(origin_.policy_file), json_string(origin_.policy), json_string(origin_.algorithm),
        origin_.language == Language::zh ? "zh" : "en");
    Units served = 0, unserved = 0;
    for (const PlanLine& line : plan_.lines) served += line.units;
    for (const UnservedLine& line : plan_.unserved) unserved += line.units;
    put(out, "\"counts\": {{\"demands\": {}, \"orders\": {}, \"units_served\": {}, \"units_unserved\": {}}},\n",
        street_.demands.size(), list_.orders.size(), served, unserved);
    put(out, "\"cost\": {},\n\"objective\": \"{}\",\n", plan_.cost.count(), wide(plan_.objective));
    out += "\"lines\": [";
    for (const PlanLine& line : plan_.lines) {
      put(out,
          "{}{{\"order\": {}, \"item\": {}, \"organisation\": {}, \"worker\": {}, \"session\": {}, \"slot\": \"{}\", "
          "\"units\": {}, \"price\": {}, \"fund\": {}, \"cost\": {}",
          comma(&line == plan_.lines.data()), json_string(order_code(line.order)), json_string(item_code(line.order)),
          json_string(street_.organisations[line.organisation].code),
          line.worker.has_value() ? json_string(street_.workers[line.worker].code) : "null",
          line.session.has_value() ? json_string(street_.sessions[line.session].code) : "null", slot(line), line.units,
          yuan(line.price), line.fund.has_value() ? json_string(street_.funds[line.fund].code) : "null",
          line.terms.total().count());
      for (std::size_t t = 0; t < cost_term_count; ++t) {
        put(out, ", \"cost_{}\": {}", cost_term_names[t], line.terms.of[t].count());
      }
      out += '}';
    }
    out += "\n],\n\"unserved\": [";
    for (const UnservedLine& line : plan_.unserved) {
      put(out, "{}{{\"order\": {}, \"units\": {}, \"reason_code\": \"{}\", \"leaves_removed\": {{",
          comma(&line == plan_.unserved.data()), json_string(order_code(line.order)), line.units, name_of(line.reason));
      bool first = true;
      for (std::size_t r = 0; r < reason_count; ++r) {
        if (line.removed[r] == 0) continue;
        put(out, "{}\"{}\": {}", first ? "" : ", ", name_of(static_cast<Reason>(r)), line.removed[r]);
        first = false;
      }
      out += "}}";
    }
    out += "\n],\n\"broken_caps\": [";
    for (const BrokenCap& b : plan_.broken_caps) {
      put(out, "{}{{\"community\": {}, \"allowed\": {}, \"unserved\": {}, \"over\": {}}}",
          comma(&b == plan_.broken_caps.data()), json_string(street_.communities[b.community].code), b.allowed,
          b.unserved, b.unserved - b.allowed);
    }
    out += "],\n\"below_minimum\": [";
    for (const ShortOrganisation& s : plan_.short_organisations) {
      put(out, "{}{{\"organisation\": {}, \"min_units\": {}, \"placed\": {}, \"missing\": {}}}",
          comma(&s == plan_.short_organisations.data()), json_string(street_.organisations[s.organisation].code),
          s.wanted, s.placed, s.wanted - s.placed);
    }
    out += "],\n\"sessions_below_minimum\": [";
    for (const ShortSession& s : plan_.short_sessions) {
      put(out, "{}{{\"session\": {}, \"min_seats\": {}, \"taken\": {}, \"missing\": {}}}",
          comma(&s == plan_.short_sessions.data()), json_string(street_.sessions[s.session].code), s.wanted, s.taken,
          s.wanted - s.taken);
    }
    out += "],\n\"certificate\": {\n\"placements\": [";
    for (const PlanPlacement& p : plan_.placements) {
      put(out, "{}[{},{},{}]", &p == plan_.placements.data() ? "" : ",", p.order, p.leaf, p.units);
    }
    prices(out, "leaf_price", plan_.leaf_price);
    prices(out, "group_price", plan_.group_price);
    prices(out, "order_value", plan_.order_value);
    out += "]\n},\n\"sha256\": {";
    for (const NamedContent& f : files) {
      put(out, "{}\"{}\": \"{}\"", &f == files.data() ? "" : ", ", f.name, sha256(f.content));
    }
    out += "},\n";
    put(out, "\"digest\": \"{}\"\n}}\n", sha256(out));
    return out;
  }

 private:
  template <class... Args>
  static void put(std::string& out, fmt::format_string<Args...> format, Args&&... args) {
    fmt::format_to(std::back_inserter(out), format, std::forward<Args>(args)...);
  }
  static const char* comma(bool first) { return first ? "\n" : ",\n"; }
  static void prices(std::string& out, std::string_view name, const std::vector<Cost>& costs) {
    put(out, "],\n\"{}\": [", name);
    for (std::size_t k = 0; k < costs.size(); ++k) put(out, "{}{}", k == 0 ? "" : ",", costs[k].count());
  }

  std::string_view order_code(WorkOrderId id) const { return street_.demands[list_.orders[id].first].code; }
  std::string_view item_code(WorkOrderId id) const {
    return street_.menu[street_.demands[list_.orders[id].first].item].code;
  }
  std::string code(WorkOrderId id) const { return field(order_code(id)); }
  std::string item(WorkOrderId id) const { return field(item_code(id)); }
  std::string fund(FundId id) const { return id.has_value() ? field(street_.funds[id].code) : std::string(); }
  std::string demands(WorkOrderId id) const {
    std::string out;
    for (DemandId d : list_.members_of(list_.orders[id])) {
      if (!out.empty()) out += ';';
      out += street_.demands[d].code;
    }
    return field(out);
  }
  std::string slot(const PlanLine& line) const {
    if (!line.slot) return {};
    return time_words(street_, line.slot->start) + "/" + time_words(street_, line.slot->end);
  }

  const Street& street_;
  const WorkList& list_;
  const Plan& plan_;
  const PlanOrigin& origin_;
};

}  // namespace

std::vector<NamedContent> render_plan(const Street& street, const WorkList& list, const Plan& plan,
                                      const PlanOrigin& origin) {
  Renderer renderer(street, list, plan, origin);
  std::vector<NamedContent> files{{"plan.csv", renderer.plan_csv()},
                                  {"unserved.csv", renderer.unserved_csv()},
                                  {"worklist.csv", renderer.worklist_csv()}};
  std::string json = renderer.plan_json(files);
  files.push_back({"plan.json", std::move(json)});
  return files;
}

}  // namespace paidan::io
