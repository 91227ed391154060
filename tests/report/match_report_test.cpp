// The page of a matching batch: whole, deterministic, escaped, and silent about residents.
#include <doctest/doctest.h>

#include <nlohmann/json.hpp>
#include <string>

#include "paidan/dispatch/batch.hpp"
#include "paidan/io/files.hpp"
#include "paidan/report/report.hpp"
#include "paidan/report/scarce.hpp"
#include "paidan/sim/generate.hpp"
#include "report/report_page.hpp"

using namespace paidan;
using nlohmann::json;

namespace {

std::string page_of(const Street& street, const report::Options& options = {}) {
  const dispatch::Batch batch = dispatch::run_batch(street, policy::Policy{});
  const auto scarce = report::scarce_places(batch.compiled, batch.plan);
  return report::render(report::MatchReport{street, batch.list, batch.plan, scarce, "default", "0123"}, options);
}

const json& column(const json& data, std::string_view table, std::string_view key) {
  for (const json& t : data["tables"]) {
    if (t["id"] != table) continue;
    for (const json& c : t["columns"]) {
      if (c["key"] == key) return c;
    }
  }
  FAIL("no such column: ", key);
  return data;
}
std::size_t count(const std::string& text, std::string_view what) {
  std::size_t n = 0;
  for (std::size_t at = text.find(what); at != std::string::npos; at = text.find(what, at + 1)) ++n;
  return n;
}

Street small_street() { return sim::generate_street({.seed = 1, .scale_thousandths = 100}); }

}  // namespace

TEST_CASE("the same plan gives the same bytes") {
  const Street street = small_street();
  CHECK(page_of(street) == page_of(street));
}

TEST_CASE("the page stands alone: no address but its own, and only its own scripts may run") {
  const std::string page = page_of(small_street());
  const std::string text = written(page);
  CHECK(text.find("default-src 'none'") != std::string::npos);
  for (const std::string_view outside : {"src=", "href=", "@import", "url(", "javascript:"})
    CHECK(count(text, outside) == 0);
  CHECK(text.find("'unsafe-inline'") == text.find("style-src") + 10);
  CHECK(count(text, "'unsafe-inline'") == 1);
  // Each script is named in the policy by its digest, and there is no other.
  std::size_t scripts = 0;
  for (std::size_t at = page.find("<script>"); at != std::string::npos; at = page.find("<script>", at + 1)) ++scripts;
  CHECK(count(text, "'sha256-") == scripts);
  CHECK(count(page, "<script") == scripts + 1);
  CHECK(count(page, "</script") == scripts + 1);
}

TEST_CASE("a digest in the policy is the one a browser computes") {
  // SHA-256 and Base64 of the last script, done the long way.
  const std::string page = page_of(small_street());
  const std::size_t from = page.rfind("<script>") + 8, to = page.rfind("</script>");
  const std::string hex = io::sha256(page.substr(from, to - from));
  std::string bits;
  for (const char c : hex) {
    const int nibble = c <= '9' ? c - '0' : c - 'a' + 10;
    for (int b = 3; b >= 0; --b) bits += (nibble >> b & 1) != 0 ? '1' : '0';
  }
  while (bits.size() % 6 != 0) bits += '0';
  std::string base64;
  for (std::size_t k = 0; k < bits.size(); k += 6) {
    base64 +=
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"[std::stoi(bits.substr(k, 6), nullptr, 2)];
  }
  CHECK(page.find("'sha256-" + base64 + "='") != std::string::npos);
}

TEST_CASE("no resident's id and no demand's exact point is in the page unless asked for") {
  Street street = small_street();
  // Ids and points that nothing else in a page could look like.
  street.residents = Interner<ResidentId>(street.text);
  for (std::size_t d = 0; d < street.demands.size(); ++d) {
    Demand& demand = street.demands[DemandId(d)];
    demand.resident = street.residents.intern("person-" + std::to_string(d));
    demand.point = {1'063'000'007 + static_cast<std::int32_t>(d), 295'000'003};
  }
  const std::string text = written(page_of(street));
  CHECK(text.find("person-") == std::string::npos);
  CHECK(text.find("295000003") == std::string::npos);
  CHECK(text.find("29.5000003") == std::string::npos);
  CHECK(text.find("1063000") == std::string::npos);
  CHECK(text.find("class=\"demands") == std::string::npos);

  const std::string shown = written(page_of(street, {.residents = report::Residents::shown}));
  CHECK(shown.find("person-7\"") != std::string::npos);
  CHECK(shown.find("295000003") != std::string::npos);
  CHECK(shown.find("class=\"demands") != std::string::npos);
  CHECK(shown.find("personal data") != std::string::npos);
}

TEST_CASE("an order whose code is made of its resident's id is shown by its number") {
  Street street = small_street();
  for (std::size_t d = 0; d < 3; ++d) {
    Demand& demand = street.demands[DemandId(d)];
    demand.resident = street.residents.intern("id510" + std::to_string(d));
    demand.code = street.text->store("2026-id510" + std::to_string(d));
  }
  street.demands[DemandId(3)].code = street.text->store("id5100");  // another resident's id
  const std::string text = written(page_of(street));
  CHECK(text.find("id510") == std::string::npos);
  const json data = data_of(page_of(street));
  const auto codes = column(data, "orders", "order")["values"].get<std::vector<std::string>>();
  CHECK(std::count(codes.begin(), codes.end(), "#1") == 1);
  CHECK(std::count(codes.begin(), codes.end(), "#4") == 1);
  CHECK(written(page_of(street, {.residents = report::Residents::shown})).find("2026-id5101") != std::string::npos);
}

TEST_CASE("without points of their own, places stand at a rounded mean of ten demands or nowhere") {
  Street street = small_street();
  for (Community& c : street.communities.rows()) c.point = {};
  for (Grid& g : street.grids.rows()) g.point = {};
  const std::string some = written(page_of(street));
  CHECK(some.find("class=\"cell") != std::string::npos);
  CHECK(some.find("places have no coordinates") != std::string::npos);
  for (Demand& d : street.demands.rows()) d.point = {};
  const std::string none = written(page_of(street));
  CHECK(none.find("class=\"cell") == std::string::npos);
  CHECK(none.find("no map can be drawn") != std::string::npos);
}

TEST_CASE("names from the bundle stay text everywhere") {
  Street street = small_street();
  const std::string evil = "<img src=x onerror=alert(1)></script>\"'&\xE2\x80\xA8";
  street.name = evil;
  for (MenuItem& m : street.menu.rows()) m.name = evil + m.code;
  for (Community& c : street.communities.rows()) c.name = evil + c.code;
  for (Grid& g : street.grids.rows()) g.name = evil + g.code;
  for (Organisation& o : street.organisations.rows()) o.name = evil + o.code;
  for (Fund& f : street.funds.rows()) f.name = evil + f.code;
  const std::string page = page_of(street);
  CHECK(page.find("<img") == std::string::npos);
  CHECK(written(page).find("onerror=alert(1)>") == std::string::npos);
  const json data = data_of(page);
  CHECK(column(data, "orders", "item")["words"][0].get<std::string>().starts_with(evil));
  CHECK(data["title"][1] == evil + ": dispatch report");
}

TEST_CASE("the table of orders has a row for each line and each unserved order, unserved first when it must be cut") {
  const Street street = sim::generate_street({.seed = 2, .scale_thousandths = 1000});
  const dispatch::Batch batch = dispatch::run_batch(street, policy::Policy{});
  REQUIRE(batch.plan.unserved.size() > 10);
  const report::MatchReport input{street, batch.list, batch.plan, {}, "default", ""};
  const json all = data_of(report::render(input));
  CHECK(all["tables"][0]["rows"] == batch.plan.lines.size() + batch.plan.unserved.size());
  CHECK(all["tables"][0]["omitted"] == 0);
  for (const json& c : all["tables"][0]["columns"]) CHECK(c["values"].size() == all["tables"][0]["rows"]);

  const json cut = data_of(report::render(input, {.row_limit = batch.plan.unserved.size() + 5}));
  CHECK(cut["tables"][0]["rows"] == batch.plan.unserved.size() + 5);
  CHECK(cut["tables"][0]["omitted"] == batch.plan.lines.size() - 5);
  std::int64_t unserved = 0;
  const json& outcome = column(cut, "orders", "outcome");
  for (const json& v : outcome["values"]) unserved += outcome["words"][v.get<std::size_t>()][1] != "served" ? 1 : 0;
  CHECK(unserved == static_cast<std::int64_t>(batch.plan.unserved.size()));
}

TEST_CASE("both languages are in every page; the asked one comes first") {
  const Street street = small_street();
  const std::string zh = page_of(street), en = page_of(street, {.language = Language::en});
  CHECK(zh.find("<html lang=\"zh-CN\">") != std::string::npos);
  CHECK(en.find("<html lang=\"en\">") != std::string::npos);
  for (const std::string* page : {&zh, &en}) {
    CHECK(page->find("方案代价") != std::string::npos);
    CHECK(page->find("Cost of the plan") != std::string::npos);
  }
  CHECK(data_of(zh) == data_of(en));
}

TEST_CASE("a build without ECharts says so, and every page has its charts as SVG") {
  const std::string text = page_of(small_street());
  CHECK((text.find("charts of this page are static") == std::string::npos) == report::has_interactive_charts());
  for (const std::string_view id : {"load", "waiting", "lorenz", "terms"}) {
    const std::size_t at = text.find("data-chart=\"" + std::string(id) + "\"");
    REQUIRE(at != std::string::npos);
    CHECK(text.find("<svg", at) < text.find("</figure>", at));
  }
}

TEST_CASE("a street where nothing was ordered, and one where everything is served, have their page") {
  Street street = small_street();
  street.demands.clear();
  street.history.clear();
  const std::string nothing = page_of(street);
  CHECK(nothing.ends_with("</html>\n"));
  CHECK(nothing.find("nothing was ordered") != std::string::npos);
  CHECK(nothing.find("everything is dispatched") == std::string::npos);
  Street one = small_street();
  one.demands.resize(1);
  CHECK(page_of(one).find("everything is dispatched") != std::string::npos);
  CHECK(page_of(small_street()).find("everything is dispatched") == std::string::npos);
  Street rich = sim::generate_street({.seed = 1, .scale_thousandths = 10});
  for (Shift& s : rich.shifts) s.units = 1000;
  CHECK(page_of(rich).ends_with("</html>\n"));
}
