#include "src/cli/explanation.hpp"

#include <fmt/format.h>

#include "paidan/io/plan_io.hpp"

namespace paidan::cli {
namespace {

using nlohmann::ordered_json;
using transport::LeafId;

std::string window_iso(const Street& street, const Window& w) {
  return io::time_words(street, w.start) + "/" + io::time_words(street, w.end);
}

class Text {
 public:
  Text(const Street& street, const dispatch::Batch& batch, Language language)
      : street_(street), batch_(batch), language_(language) {}

  void print(const dispatch::OrderExplanation& e) {
    header(e.order);
    for (const auto& placed : e.placed) placed_line(placed);
    if (e.unserved) unserved_line(e);
  }

 private:
  template <class... Values>
  void say(Words words, const Values&... values) const {
    fmt::print(fmt::runtime(words.in(language_)), values...);
  }
  std::string_view code(WorkOrderId id) const { return street_.demands[batch_.list.orders[id].first].code; }

  std::string leaf(LeafId id) const {
    const policy::Leaf& l = batch_.compiled.leaves[id.index()];
    if (l.kind == policy::LeafKind::unserved) return std::string(Words{"未派", "unserved"}.in(language_));
    return io::leaf_words(street_, l.organisation, l.worker, l.session,
                          l.kind == policy::LeafKind::organisation ? std::nullopt : std::optional(l.window), language_);
  }

  void header(WorkOrderId id) const {
    const WorkOrder& order = batch_.list.orders[id];
    const Demand& d = street_.demands[order.first];
    const Community& community = street_.communities[d.community];
    const auto priority = static_cast<int>(order.priority);
    say({"工单 {}：{}，{}，优先级 {}，{} 个单量，",
         order.units == 1 ? "Order {}: {}, {}, priority {}, {} unit, " : "Order {}: {}, {}, priority {}, {} units, "},
        code(id), street_.menu[d.item].name, community.name.empty() ? community.code : community.name, priority,
        order.units);
    if (order.window.empty()) {
      say({"没有可用的时间\n", "no time left\n"});
    } else {
      fmt::print("{}\n", io::slot_words(street_, order.window, language_));
    }
    if (order.member_count > 1) say({"  合并了 {} 件报告\n", "  {} reports in one\n"}, order.member_count);
  }

  void terms(const CostTerms& t, std::string_view indent) const {
    std::string out;
    for (std::size_t k = 0; k < cost_term_count; ++k) {
      if (t.of[k] == Cost(0)) continue;
      if (!out.empty()) out += language_ == Language::zh ? "，" : ", ";
      out += fmt::format("{} {}", io::term_words(static_cast<CostTerm>(k), language_), t.of[k].count());
    }
    if (!out.empty()) fmt::print("{}{}\n", indent, out);
  }

  // The asked order's own move is the first; it is said by whoever calls.
  void moves(const policy::Chain& chain) const {
    for (std::size_t k = 1; k < chain.moves.size(); ++k) {
      const policy::Move& m = chain.moves[k];
      say({"      {} 从 {} 改到 {}\n", "      {} moves from {} to {}\n"}, code(m.order), leaf(m.from), leaf(m.to));
    }
  }

  void placed_line(const dispatch::PlacedExplanation& placed) const {
    const PlanLine& line = placed.line;
    say({"\n派 {} 个单量给 {}，代价 {} 分\n",
         line.units == 1 ? "\n{} unit goes to {}, cost {} points\n" : "\n{} units go to {}, cost {} points\n"},
        line.units, io::leaf_words(street_, line.organisation, line.worker, line.session, line.slot, language_),
        line.terms.total().count());
    terms(line.terms, "    ");
    if (!placed.next_best) {
      say({"  没有别人可以接\n", "  nobody else may take it\n"});
      return;
    }
    const dispatch::NextBest& next = *placed.next_best;
    say({"  其次是 {}。改派一个单量的话，整个方案：{}\n",
         "  next best: {}. One unit there instead, and the whole plan: {}\n"},
        leaf(next.leaf), io::change_words(next.chain.change, language_));
    terms(next.terms, "    ");
    moves(next.chain);
  }

  void unserved_line(const dispatch::OrderExplanation& e) const {
    const UnservedLine& line = *e.unserved;
    say({"\n未派 {} 个单量。原因：{} ({})\n",
         line.units == 1 ? "\n{} unit stays unserved: {} ({})\n" : "\n{} units stay unserved: {} ({})\n"},
        line.units, io::reason_words(line, language_), name_of(line.reason));
    for (std::size_t r = 0; r < reason_count; ++r) {
      if (line.removed[r] == 0) continue;
      say({"    {} 个去处只因此不行：{}\n",
           line.removed[r] == 1 ? "    {} place fails by this alone: {}\n" : "    {} places fail by this alone: {}\n"},
          line.removed[r],
          language_ == Language::zh ? chinese_name_of(static_cast<Reason>(r)) : name_of(static_cast<Reason>(r)));
    }
    if (e.chain) {
      say({"  若要硬派一个单量，最省的办法是 {}。整个方案：{}\n",
           "  To serve one unit all the same, the cheapest way is {}. The whole plan: {}\n"},
          leaf(e.chain->moves.front().to), io::change_words(e.chain->change, language_));
      moves(*e.chain);
    }
    if (e.reliefs.empty()) {
      say({"  没有找到能让它派上的单项改变。\n", "  No single change was found that gets it served.\n"});
      return;
    }
    say({"  下面任何一项改变都能让它派上（已逐项重新求解验证）：\n",
         "  Any one of these gets it served (each was tried by solving again):\n"});
    for (std::size_t k = 0; k < e.reliefs.size(); ++k) {
      fmt::print("  {}. {}\n", k + 1, io::relief_words(street_, batch_.list.orders[e.order], e.reliefs[k], language_));
      say({"     整个方案：{}\n", "     the whole plan: {}\n"}, io::change_words(*e.reliefs[k].change, language_));
    }
  }

  const Street& street_;
  const dispatch::Batch& batch_;
  Language language_;
};

class Json {
 public:
  Json(const Street& street, const dispatch::Batch& batch, Language language)
      : street_(street), batch_(batch), language_(language) {}

  ordered_json of(const dispatch::OrderExplanation& e) const {
    const WorkOrder& order = batch_.list.orders[e.order];
    const Demand& d = street_.demands[order.first];
    ordered_json out;
    out["order"] = code(e.order);
    out["demands"] = ordered_json::array();
    for (const DemandId m : batch_.list.members_of(order)) out["demands"].push_back(street_.demands[m].code);
    out["item"] = street_.menu[d.item].code;
    out["community"] = street_.communities[d.community].code;
    out["units"] = order.units;
    out["priority"] = static_cast<int>(order.priority);
    out["earliest"] = io::time_words(street_, order.window.start);
    out["latest"] = io::time_words(street_, order.window.end);
    out["screened"] = order.screened ? ordered_json(name_of(*order.screened)) : ordered_json();
    out["placed"] = ordered_json::array();
    for (const auto& p : e.placed) out["placed"].push_back(placed(p));
    out["unserved"] = e.unserved ? unserved(e) : ordered_json();
    return out;
  }

 private:
  std::string_view code(WorkOrderId id) const { return street_.demands[batch_.list.orders[id].first].code; }

  template <class Rows, class Id>
  static ordered_json code_or_null(const Rows& rows, Id id) {
    return id.has_value() ? ordered_json(rows[id].code) : ordered_json();
  }
  ordered_json place(OrganisationId organisation, WorkerId worker, SessionId session,
                     const std::optional<Window>& slot) const {
    ordered_json out;
    out["organisation"] = code_or_null(street_.organisations, organisation);
    out["worker"] = code_or_null(street_.workers, worker);
    out["session"] = code_or_null(street_.sessions, session);
    out["slot"] = slot ? ordered_json(window_iso(street_, *slot)) : ordered_json();
    return out;
  }
  ordered_json place(LeafId id) const {
    const policy::Leaf& l = batch_.compiled.leaves[id.index()];
    if (l.kind == policy::LeafKind::unserved) return nullptr;
    return place(l.organisation, l.worker, l.session,
                 l.kind == policy::LeafKind::organisation ? std::nullopt : std::optional(l.window));
  }
  static ordered_json terms(const CostTerms& t) {
    ordered_json out;
    for (std::size_t k = 0; k < cost_term_count; ++k) out[std::string(cost_term_names[k])] = t.of[k].count();
    return out;
  }
  static ordered_json change(const Goals& g) {
    ordered_json out;
    for (std::size_t k = 0; k < 4; ++k) out["served"][std::to_string(k + 1)] = g.served[k];
    out["over_caps"] = g.over_caps;
    out["below_minimum"] = g.below_minimum;
    out["cost"] = g.cost.count();
    return out;
  }
  ordered_json moves(const policy::Chain& chain) const {
    ordered_json out = ordered_json::array();
    for (const policy::Move& m : chain.moves) {
      out.push_back({{"order", code(m.order)}, {"from", place(m.from)}, {"to", place(m.to)}});
    }
    return out;
  }

  ordered_json placed(const dispatch::PlacedExplanation& p) const {
    ordered_json out = place(p.line.organisation, p.line.worker, p.line.session, p.line.slot);
    out["units"] = p.line.units;
    out["cost"] = p.line.terms.total().count();
    out["terms"] = terms(p.line.terms);
    out["next_best"] = nullptr;
    if (p.next_best) {
      ordered_json next = place(p.next_best->leaf);
      next["terms"] = terms(p.next_best->terms);
      next["change"] = change(p.next_best->chain.change);
      next["moves"] = moves(p.next_best->chain);
      out["next_best"] = std::move(next);
    }
    return out;
  }

  ordered_json unserved(const dispatch::OrderExplanation& e) const {
    const UnservedLine& line = *e.unserved;
    ordered_json out;
    out["units"] = line.units;
    out["reason_code"] = name_of(line.reason);
    out["reason"] = io::reason_words(line, language_);
    out["leaves_removed"] = ordered_json::object();
    for (std::size_t r = 0; r < reason_count; ++r) {
      if (line.removed[r] != 0) out["leaves_removed"][std::string(name_of(static_cast<Reason>(r)))] = line.removed[r];
    }
    out["short_by"] = line.reason == Reason::too_dear ? ordered_json(line.short_by.count()) : ordered_json();
    out["cheapest_chain"] = nullptr;
    if (e.chain) out["cheapest_chain"] = {{"change", change(e.chain->change)}, {"moves", moves(*e.chain)}};
    out["reliefs"] = ordered_json::array();
    for (const Relief& r : e.reliefs) out["reliefs"].push_back(relief(e.order, r));
    return out;
  }

  ordered_json relief(WorkOrderId id, const Relief& r) const {
    constexpr std::array<std::string_view, 4> limits{"none", "worker", "organisation", "both"};
    ordered_json out;
    out["kind"] = name_of(r.kind);
    out.update(place(r.organisation, r.worker, r.session, r.slot));
    out["fund"] = code_or_null(street_.funds, r.fund);
    out["term"] = r.term.has_value() ? ordered_json(street_.terms[r.term]) : ordered_json();
    out["amount"] = r.amount;
    out["limits"] = limits[static_cast<std::size_t>(r.limits)];
    out["words"] = io::relief_words(street_, batch_.list.orders[id], r, language_);
    out["change"] = change(*r.change);
    return out;
  }

  const Street& street_;
  const dispatch::Batch& batch_;
  Language language_;
};

}  // namespace

void print_explanation(const Street& street, const dispatch::Batch& batch, const dispatch::OrderExplanation& e,
                       Language language) {
  Text(street, batch, language).print(e);
}

ordered_json explanation_json(const Street& street, const dispatch::Batch& batch, const dispatch::OrderExplanation& e,
                              Language language) {
  return Json(street, batch, language).of(e);
}

}  // namespace paidan::cli
