#include <fmt/format.h>

#include "paidan/core/blocks.hpp"
#include "paidan/core/decimal.hpp"
#include "paidan/io/plan_io.hpp"
#include "src/io/encoding.hpp"
#include "src/io/pen.hpp"

namespace paidan::io {
namespace {

std::string as_csv(std::string_view text) { return std::string(Pen().csv(text).view()); }
std::string as_json(std::string_view text) { return std::string(Pen().json(text).view()); }

// The codes of a table's rows as they are written again and again; `none` for no row.
template <class Key>
class Codes {
 public:
  template <class Rows, class Write>
  Codes(const Rows& rows, Write write, std::string none) : none_(std::move(none)) {
    written_.reserve(rows.size());
    for (const auto& row : rows) written_.push_back(write(row.code));
  }
  std::string_view operator[](Key id) const { return id.has_value() ? written_[id.index()] : none_; }

 private:
  std::vector<std::string> written_;
  std::string none_;
};

// One notation's codes of everything that a line names.
struct AllCodes {
  template <class Write>
  AllCodes(const Street& s, Write write, const std::string& none)
      : communities(s.communities, write, none),
        grids(s.grids, write, none),
        menu(s.menu, write, none),
        organisations(s.organisations, write, none),
        workers(s.workers, write, none),
        sessions(s.sessions, write, none),
        funds(s.funds, write, none) {}
  Codes<CommunityId> communities;
  Codes<GridId> grids;
  Codes<ItemId> menu;
  Codes<OrganisationId> organisations;
  Codes<WorkerId> workers;
  Codes<SessionId> sessions;
  Codes<FundId> funds;
};

// A file on its way out, and its digest so far.
class Output {
 public:
  Output(std::string_view name, const FileSink& sink) : name_(name), sink_(sink) {}
  void operator<<(std::string_view piece) {
    digest_.add(piece);
    sink_(name_, piece);
  }
  [[nodiscard]] FileDigest digest() const { return {name_, digest_.hex()}; }

 private:
  std::string name_;
  const FileSink& sink_;
  Sha256 digest_;
};

class PlanWriter {
 public:
  PlanWriter(const Street& street, const WorkList& list, const Plan& plan, const PlanOrigin& origin,
             const FileSink& sink, unsigned threads)
      : street_(street),
        list_(list),
        plan_(plan),
        origin_(origin),
        sink_(sink),
        threads_(threads),
        csv_(street, as_csv, ""),
        json_(street, as_json, "null") {}

  FileDigest plan_csv() const {
    Output out("plan.csv", sink_);
    std::string header = "order,demands,item,organisation,worker,session,slot,units,price,fund,cost";
    for (std::string_view term : cost_term_names) header.append(",cost_").append(term);
    out << header.append("\n");
    rows(out, plan_.lines.size(), [&](Pen& pen, std::size_t k) {
      const PlanLine& line = plan_.lines[k];
      order_and_demands(pen, line.order).text(",").text(csv_.menu[item(line.order)]);
      pen.text(",").text(csv_.organisations[line.organisation]).text(",").text(csv_.workers[line.worker]);
      pen.text(",").text(csv_.sessions[line.session]).text(",");
      if (line.slot) slot(pen, *line.slot);
      pen.text(",").number(line.units).text(",").yuan(line.price).text(",").text(csv_.funds[line.fund]);
      costs(pen.text(","), line);
      pen.text("\n");
    });
    return out.digest();
  }

  FileDigest unserved_csv() const {
    Output out("unserved.csv", sink_);
    out << "order,demands,units,priority,reason_code,reason,relief\n";
    rows(out, plan_.unserved.size(), [&](Pen& pen, std::size_t k) {
      const UnservedLine& line = plan_.unserved[k];
      const WorkOrder& order = list_.orders[line.order];
      order_and_demands(pen, line.order).text(",").number(line.units).text(",").text(name_of(order.priority));
      pen.text(",").text(name_of(line.reason)).text(",").csv(reason_words(line, origin_.language));
      pen.text(",").csv(relief_words(street_, order, line.relief, origin_.language)).text("\n");
    });
    return out.digest();
  }

  FileDigest worklist_csv() const {
    Output out("worklist.csv", sink_);
    out << "order,demands,item,community,grid,units,priority,earliest,latest,fund,screened\n";
    rows(out, list_.orders.size(), [&](Pen& pen, std::size_t k) {
      const WorkOrderId id(k);
      const WorkOrder& order = list_.orders[id];
      const Demand& d = street_.demands[order.first];
      order_and_demands(pen, id).text(",").text(csv_.menu[d.item]).text(",").text(csv_.communities[d.community]);
      pen.text(",").text(csv_.grids[d.grid]).text(",").number(order.units).text(",").text(name_of(order.priority));
      pen.text(",").time(street_.zone, order.window.start).text(",").time(street_.zone, order.window.end);
      pen.text(",").text(csv_.funds[order.fund]).text(",");
      if (order.screened) pen.text(name_of(*order.screened));
      pen.text("\n");
    });
    return out.digest();
  }

  // Names the other files' digests.
  void plan_json(const std::vector<FileDigest>& files) const {
    Output out("plan.json", sink_);
    std::string head = head_json();
    head +=
        "\"line_columns\": [\"order\", \"item\", \"organisation\", \"worker\", \"session\", \"slot\", \"units\", "
        "\"price\", \"fund\", \"cost\"";
    for (std::string_view term : cost_term_names) head.append(", \"cost_").append(term).append("\"");
    out << head.append("],\n\"lines\": [");
    rows(out, plan_.lines.size(), [&](Pen& pen, std::size_t k) {
      const PlanLine& line = plan_.lines[k];
      pen.text(k == 0 ? "\n[" : ",\n[").json(order_code(line.order)).text(",").text(json_.menu[item(line.order)]);
      pen.text(",").text(json_.organisations[line.organisation]).text(",").text(json_.workers[line.worker]);
      pen.text(",").text(json_.sessions[line.session]).text(",");
      if (line.slot) {
        slot(pen.text("\""), *line.slot).text("\"");
      } else {
        pen.text("null");
      }
      pen.text(",").number(line.units).text(",").yuan(line.price).text(",").text(json_.funds[line.fund]);
      costs(pen.text(","), line);
      pen.text("]");
    });
    out << "\n],\n\"unserved\": [";
    rows(out, plan_.unserved.size(), [&](Pen& pen, std::size_t k) {
      const UnservedLine& line = plan_.unserved[k];
      pen.text(k == 0 ? "\n" : ",\n").text("{\"order\": ").json(order_code(line.order));
      pen.text(", \"units\": ").number(line.units).text(", \"reason_code\": \"").text(name_of(line.reason));
      pen.text("\", \"leaves_removed\": {");
      bool first = true;
      for (std::size_t r = 0; r < reason_count; ++r) {
        if (line.removed[r] == 0) continue;
        pen.text(first ? "\"" : ", \"").text(name_of(static_cast<Reason>(r))).text("\": ").number(line.removed[r]);
        first = false;
      }
      pen.text("}}");
    });
    out << "\n],\n";
    out << shortfalls_json();
    certificate(out);
    Pen pen;
    pen.text("\"sha256\": {");
    for (std::size_t k = 0; k < files.size(); ++k) {
      pen.text(k == 0 ? "" : ", ").json(files[k].name).text(": ").json(files[k].sha256);
    }
    out << pen.text("},\n").view();
    const std::string digest = out.digest().sha256;
    out << fmt::format("\"digest\": \"{}\"\n}}\n", digest);
  }

 private:
  // Passes on what `write(pen, k)` writes for each k, in their order; blocks of rows are written by `threads_` threads.
  template <class Write>
  void rows(Output& out, std::size_t count, Write write) const {
    constexpr std::size_t block = 4'096;
    in_blocks<Pen>(
        count, block, threads_,
        [&](std::size_t begin, std::size_t end, Pen& pen) {
          pen.clear();
          for (std::size_t k = begin; k < end; ++k) write(pen, k);
        },
        [&](std::size_t, std::size_t, const Pen& pen) { out << pen.view(); });
  }

  Pen& order_and_demands(Pen& pen, WorkOrderId id) const {
    const auto members = list_.members_of(list_.orders[id]);
    pen.csv(order_code(id)).text(",");
    if (members.size() == 1) return pen.csv(order_code(id));
    std::string all;
    for (const DemandId d : members) all.append(all.empty() ? "" : ";").append(street_.demands[d].code);
    return pen.csv(all);
  }
  Pen& slot(Pen& pen, Window window) const {
    return pen.time(street_.zone, window.start).text("/").time(street_.zone, window.end);
  }
  // The cost of a line and its terms; commas are the same in both notations.
  static void costs(Pen& pen, const PlanLine& line) {
    pen.number(line.terms.total().count());
    for (const Cost c : line.terms.of) pen.text(",").number(c.count());
  }

  std::string head_json() const {
    Pen pen;
    pen.text("{\n\"bundle\": ")
        .json(name_as_text(origin_.bundle))
        .text(",\n\"bundle_sha256\": ")
        .json(origin_.bundle_digest);
    pen.text(",\n\"bundle_files\": {");
    for (const FileDigest& f : origin_.bundle_files) {
      pen.text(&f == origin_.bundle_files.data() ? "" : ", ").json(name_as_text(f.name)).text(": ").json(f.sha256);
    }
    pen.text("},\n\"policy_file\": ")
        .json(name_as_text(origin_.policy_file))
        .text(",\n\"policy\": ")
        .json(origin_.policy);
    pen.text(",\n\"algorithm\": ").json(origin_.algorithm).text(",\n\"language\": ");
    pen.json(origin_.language == Language::zh ? "zh" : "en");
    Units served = 0, unserved = 0;
    for (const PlanLine& line : plan_.lines) served += line.units;
    for (const UnservedLine& line : plan_.unserved) unserved += line.units;
    pen.text(",\n\"counts\": {\"demands\": ").number(static_cast<std::int64_t>(street_.demands.size()));
    pen.text(", \"orders\": ").number(static_cast<std::int64_t>(list_.orders.size()));
    pen.text(", \"units_served\": ").number(served).text(", \"units_unserved\": ").number(unserved);
    pen.text("},\n\"cost\": ").number(plan_.cost.count()).text(",\n\"objective\": \"").text(decimal(plan_.objective));
    return std::string(pen.text("\",\n").view());
  }

  std::string shortfalls_json() const {
    Pen pen;
    pen.text("\"broken_caps\": [");
    for (const BrokenCap& b : plan_.broken_caps) {
      pen.text(&b == plan_.broken_caps.data() ? "\n" : ",\n");
      pen.text("{\"community\": ").text(json_.communities[b.community]).text(", \"allowed\": ").number(b.allowed);
      pen.text(", \"unserved\": ").number(b.unserved).text(", \"over\": ").number(b.unserved - b.allowed).text("}");
    }
    const auto short_of = [&](Units wanted, std::string_view got_name, Units got) {
      pen.number(wanted).text(got_name).number(got).text(", \"missing\": ").number(wanted - got).text("}");
    };
    pen.text("],\n\"below_minimum\": [");
    for (const ShortOrganisation& s : plan_.short_organisations) {
      pen.text(&s == plan_.short_organisations.data() ? "\n" : ",\n");
      pen.text("{\"organisation\": ").text(json_.organisations[s.organisation]).text(", \"min_units\": ");
      short_of(s.wanted, ", \"placed\": ", s.placed);
    }
    pen.text("],\n\"sessions_below_minimum\": [");
    for (const ShortSession& s : plan_.short_sessions) {
      pen.text(&s == plan_.short_sessions.data() ? "\n" : ",\n");
      pen.text("{\"session\": ").text(json_.sessions[s.session]).text(", \"min_seats\": ");
      short_of(s.wanted, ", \"taken\": ", s.taken);
    }
    return std::string(pen.text("],\n").view());
  }

  void certificate(Output& out) const {
    out << "\"certificate\": {\n\"placements\": [";
    rows(out, plan_.placements.size(), [&](Pen& pen, std::size_t k) {
      const PlanPlacement& p = plan_.placements[k];
      pen.text(k == 0 ? "[" : ",[").number(p.order).text(",").number(p.leaf).text(",").number(p.units).text("]");
    });
    const auto prices = [&](std::string_view name, const std::vector<Cost>& values) {
      out << fmt::format("],\n\"{}\": [", name);
      rows(out, values.size(), [&](Pen& pen, std::size_t k) { pen.text(k == 0 ? "" : ",").number(values[k].count()); });
    };
    prices("leaf_price", plan_.leaf_price);
    prices("group_price", plan_.group_price);
    prices("order_value", plan_.order_value);
    out << "]\n},\n";
  }

  std::string_view order_code(WorkOrderId id) const { return street_.demands[list_.orders[id].first].code; }
  ItemId item(WorkOrderId id) const { return street_.demands[list_.orders[id].first].item; }

  const Street& street_;
  const WorkList& list_;
  const Plan& plan_;
  const PlanOrigin& origin_;
  const FileSink& sink_;
  unsigned threads_;
  AllCodes csv_, json_;
};

}  // namespace

void write_plan(const Street& street, const WorkList& list, const Plan& plan, const PlanOrigin& origin,
                const FileSink& sink, unsigned threads) {
  const PlanWriter writer(street, list, plan, origin, sink, threads);
  std::vector<FileDigest> digests;
  digests.push_back(writer.plan_csv());
  digests.push_back(writer.unserved_csv());
  digests.push_back(writer.worklist_csv());
  writer.plan_json(digests);
}

std::vector<NamedContent> render_plan(const Street& street, const WorkList& list, const Plan& plan,
                                      const PlanOrigin& origin, unsigned threads) {
  std::vector<NamedContent> files;
  const auto keep = [&](std::string_view file, std::string_view piece) {
    if (files.empty() || files.back().name != file) files.push_back({std::string(file), {}});
    files.back().content.append(piece);
  };
  write_plan(street, list, plan, origin, keep, threads);
  return files;
}

}  // namespace paidan::io
