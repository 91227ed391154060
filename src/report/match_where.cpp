#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <numeric>

#include "src/report/map.hpp"
#include "src/report/match_sections.hpp"
#include "src/report/plain_table.hpp"

namespace paidan::report {
namespace {

constexpr std::size_t most_communities = 14;

// Most unserved first.
std::string communities(const Match& m) {
  const auto& tallies = m.figures.by_community;
  std::vector<std::size_t> order(tallies.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(order.begin(), order.end(),
                   [&](std::size_t a, std::size_t b) { return tallies[a].unserved() > tallies[b].unserved(); });
  PlainTable table;
  table.words(Words{"社区", "Community"}).number(Words{"点单", "Ordered"}).number(Words{"未派", "Unserved"});
  table.words(Words{"服务率", "Served share"});
  for (std::size_t k = 0; k < std::min(order.size(), most_communities); ++k) {
    const Tally& tally = tallies[order[k]];
    table.row({html(label_of(m.report.street.communities[CommunityId(order[k])])), grouped(tally.ordered),
               grouped(tally.unserved()), meter(tally.served, tally.ordered)});
  }
  std::string out = table.html();
  if (order.size() > most_communities) {
    out += "<p class=\"note\">" +
           html(filled({"另有 {} 个社区，见明细。", "{} more communities are in the rows below."},
                       grouped(static_cast<std::int64_t>(order.size() - most_communities)))) +
           "</p>";
  }
  return out;
}

std::string legend(Language language) {
  constexpr Words steps[] = {{"全部已派", "all served"}, {"未派 ≤ 5%", "≤ 5% unserved"},
                             {"≤ 10%", "≤ 10%"},         {"≤ 20%", "≤ 20%"},
                             {"≤ 40%", "≤ 40%"},         {"> 40%", "> 40%"}};
  std::string out = "<ul class=\"legend\" aria-label=\"" + attribute(Words{"图例", "Legend"}, language) + "\">";
  for (std::size_t k = 0; k < std::size(steps); ++k) {
    out += fmt::format("<li><i class=\"u{}\"></i>{}</li>", k, html(steps[k]));
  }
  return out + "<li><i class=\"u-none\"></i>" + html(Words{"没有点单", "no orders"}) + "</li></ul>";
}

}  // namespace

void add_where(Page& page, const Match& m) {
  page.open_section("where", Words{"在哪里", "Where"});
  const auto map = street_map(m.report, m.figures, m.options.residents);
  if (!map) {
    page.add("<div class=\"card\"><p class=\"note\">" +
             html(Words{"社区和网格没有坐标，画不出示意图。",
                        "Communities and grids have no coordinates: no map can be drawn."}) +
             "</p>" + communities(m) + "</div>");
    page.close_section();
    return;
  }
  const Text about =
      map->of_grids
          ? Text(Words{"每块是一个网格，颜色越深，未派的越多；方块是服务组织。点一个社区或组织，看谁在服务。",
                       "Each patch is a grid: the darker, the more stays unserved. Squares are organisations. Choose a "
                       "community or an organisation to see who serves."})
          : Text(Words{"每块是一个社区，颜色越深，未派的越多；方块是服务组织。点一个社区或组织，看谁在服务。",
                       "Each patch is a community: the darker, the more stays unserved. Squares are organisations. "
                       "Choose a community or an organisation to see who serves."});
  page.add(
      "<div class=\"columns wide-left\"><figure class=\"card\" id=\"map\"><figcaption><h3>" +
      html(Words{"示意图", "Schematic map"}) + "</h3><p class=\"about\">" + html(about) +
      "</p></figcaption><div class=\"drawing\">" + map->svg + "</div>" + legend(m.options.language) +
      "<p class=\"note\">" +
      html(Words{"按坐标画的示意图，边界不是行政边界。", "Drawn from coordinates; the borders are not real ones."}));
  if (map->places_left_out > 0) {
    page.add(" " + html(filled({"{} 处没有坐标，未画出。", "{} places have no coordinates and are not drawn."},
                               grouped(static_cast<std::int64_t>(map->places_left_out)))));
  }
  page.add("</p></figure><div class=\"card\" id=\"map-panel\">" + communities(m) + "</div></div>");
  page.map_data(map->json);
  page.close_section();
}

}  // namespace paidan::report
