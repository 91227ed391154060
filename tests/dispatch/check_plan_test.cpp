// verify: whatever is changed in a written plan or its bundle is found, and a sentence says what.
#include <doctest/doctest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <map>
#include <optional>

#include "paidan/dispatch/check_plan.hpp"
#include "paidan/policy/eligibility.hpp"

namespace fs = std::filesystem;
using namespace paidan;
using FaultKind = dispatch::PlanFault::Kind;

namespace {

fs::path fresh(const std::string& name) {
  const fs::path directory = fs::temp_directory_path() / ("paidan_check_plan_test_" + name);
  fs::remove_all(directory);
  fs::create_directories(directory);
  return directory;
}

// Two barbers of two organisations, a session, money for one paid visit, and orders that do not all fit.
const std::map<std::string, std::string> bundle_files{
    {"street.csv", "street_id,period_start,period_end\nJL,2026-11-23T00:00,2026-11-30T00:00\n"},
    {"communities.csv", "community_id,max_unserved_percent\nC1,25\nC2,\n"},
    {"funds.csv", "fund_id,budget\nF1,100\n"},
    {"menu.csv",
     "item_id,name,category,skills,minutes,unit_price,funds\ncut,\"Haircut, at home\",public_welfare,barber,60,,\n"
     "paid,Paid,public_service,barber,60,80,F1\nclass,Class,culture_education,,,,\n"},
    {"organisations.csv",
     "organisation_id,name,communities,max_units,lon,lat\nO1,Kangle,C1,5,106.51,29.51\nO2,Nuanyang,,9,106.52,29.52\n"},
    {"workers.csv",
     "worker_id,organisation_id,skills,lon,lat\nW1,O1,barber,106.512,29.512\nW2,O2,barber,106.523,29.523\n"},
    {"shifts.csv",
     "worker_id,start,end,units\nW1,2026-11-23T08:00,2026-11-23T16:00,4\nW2,2026-11-24T08:00,2026-11-24T12:00,2\n"},
    {"sessions.csv",
     "session_id,item_id,organisation_id,start,end,seats\nS1,class,O2,2026-11-25T09:00,2026-11-25T10:00,2\n"},
    {"demands.csv",
     "demand_id,resident_id,community_id,item_id,quantity,priority,lon,lat\nD1,R1,C1,cut,2,2,106.50,29.50\n"
     "D2,R2,C1,cut,3,3,106.51,29.50\nD3,R3,C2,cut,1,1,106.52,29.51\nD4,R4,C1,paid,1,3,106.50,29.52\n"
     "D5,R5,C2,paid,1,3,106.53,29.51\nD6,R6,C1,class,2,3,106.50,29.50\nD7,R7,C2,class,1,3,106.55,29.50\n"
     "D8,R8,C2,cut,2,4,106.55,29.53\n"}};

struct Written {
  fs::path bundle, directory;
  io::StreetFile street;
  std::vector<io::NamedContent> files;

  Written() : bundle(fresh("bundle")), directory(fresh("plan")) {
    for (const auto& [name, content] : bundle_files) std::ofstream(bundle / name, std::ios::binary) << content;
    street = io::read_street(bundle);
    const auto batch = dispatch::run_batch(street.street, policy::Policy{});
    io::PlanOrigin origin;
    origin.bundle = bundle.string();
    origin.bundle_digest = street.digest;
    origin.bundle_files = street.files;
    origin.policy = "default";
    origin.algorithm = batch.solution.algorithm;
    files = io::render_plan(street.street, batch.list, batch.plan, origin);
    restore();
  }
  void restore() const {
    for (const auto& f : files) put(f.name, f.content);
  }
  void put(const std::string& name, const std::string& content) const {
    std::ofstream(directory / name, std::ios::binary) << content;
  }
  const std::string& content(const std::string& name) const {
    return std::find_if(files.begin(), files.end(), [&](const auto& f) { return f.name == name; })->content;
  }

  std::vector<dispatch::PlanFault> faults(Language language = Language::en) const {
    return dispatch::check_plan(directory, io::read_plan(directory), street, language).faults;
  }
  // None when plan.json is refused as bad input.
  std::optional<std::vector<dispatch::PlanFault>> faults_or_refusal() const {
    try {
      return faults();
    } catch (const Error&) {
      return std::nullopt;
    }
  }
  std::vector<dispatch::PlanFault> faults_of(const io::PlanFile& file) const {
    return dispatch::check_plan(directory, file, street).faults;
  }
};

}  // namespace

TEST_CASE("a plan that nobody touched holds") {
  const Written plan;
  CHECK(plan.faults().empty());
  CHECK(dispatch::check_bundle(plan.bundle, io::read_plan(plan.directory), Language::en).empty());
  CHECK(plan.content("plan.csv").size() > 200);
  CHECK(plan.content("unserved.csv").size() > 100);
}

TEST_CASE("every changed byte of every file of a plan is found, with its place") {
  const Written plan;
  std::size_t refused = 0, differing = 0;
  for (const auto& file : plan.files) {
    for (std::size_t at = 0; at < file.content.size(); ++at) {
      std::string changed = file.content;
      const char c = changed[at];
      changed[at] = c >= '0' && c < '9' ? static_cast<char>(c + 1) : c == '9' ? '0' : c == 'x' ? 'y' : 'x';
      plan.put(file.name, changed);
      INFO(file.name, " at byte ", at);
      const auto faults = plan.faults_or_refusal();
      if (!faults) {  // no longer the JSON of a plan, or a policy that nobody knows
        CHECK(file.name == "plan.json");
        ++refused;
        continue;
      }
      REQUIRE(!faults->empty());
      CHECK(!faults->front().what.empty());
      ++differing;
      if (faults->front().kind != FaultKind::file) continue;
      // What nothing else determines (the solver's name, a price that proves the plan as well) is held by the digest.
      const auto line_of = [&](std::size_t byte) {
        return std::count(file.content.begin(), file.content.begin() + static_cast<std::ptrdiff_t>(byte), '\n') + 1;
      };
      const auto line = faults->front().place.line;
      CHECK(faults->front().place.file == file.name);
      CHECK((line == line_of(at) || (file.name == "plan.json" && line == line_of(file.content.rfind("\"digest\"")))));
      CHECK(faults->front().place.column > 0);
    }
    plan.put(file.name, file.content);
  }
  CHECK(differing > 1000);
  CHECK(refused > 100);
  CHECK(plan.faults().empty());
}

TEST_CASE("a file that is cut, grown or gone is found") {
  const Written plan;
  for (const auto& file : plan.files) {
    if (file.name == "plan.json") continue;
    INFO(file.name);
    plan.put(file.name, file.content.substr(0, file.content.size() - 1));
    CHECK(plan.faults().size() == 1);
    plan.put(file.name, file.content + "D9,D9,1,3,no_skill,,\n");
    CHECK(plan.faults().size() == 1);
    fs::remove(plan.directory / file.name);
    REQUIRE(plan.faults().size() == 1);
    CHECK(plan.faults()[0].text() == file.name + " is missing");
    plan.restore();
  }
}

TEST_CASE("a fault of a file names the field, what stands there and what should") {
  const Written plan;
  std::string changed = plan.content("plan.csv");
  const std::size_t row = changed.find('\n') + 1, units = changed.find(",2,", row);
  REQUIRE(units != std::string::npos);
  changed[units + 1] = '7';
  plan.put("plan.csv", changed);
  const auto faults = plan.faults();
  REQUIRE(faults.size() == 1);
  CHECK(faults[0].text().find("units \"7\": expected \"2\"; the file was changed") != std::string::npos);
  CHECK(plan.faults(Language::zh)[0].what.find("应为 \"2\"") != std::string::npos);
}

TEST_CASE("every changed price, and every unit that goes elsewhere, breaks the certificate") {
  const Written plan;
  const io::PlanFile good = io::read_plan(plan.directory);
  REQUIRE(plan.faults_of(good).empty());
  const auto expect = [&](const io::PlanFile& bad, std::initializer_list<FaultKind> kinds) {
    const auto faults = plan.faults_of(bad);
    REQUIRE(!faults.empty());
    CHECK(std::find(kinds.begin(), kinds.end(), faults.front().kind) != kinds.end());
    CHECK(faults.front().what.size() > 20);
  };
  for (std::vector<Cost> io::PlanFile::*prices :
       {&io::PlanFile::leaf_price, &io::PlanFile::group_price, &io::PlanFile::order_value}) {
    for (std::size_t k = 0; k < (good.*prices).size(); ++k) {
      for (const std::int64_t by : {-1'000'000'000'000'000LL, -1LL, 1LL, 1'000'000'000'000'000LL}) {
        io::PlanFile bad = good;
        (bad.*prices)[k] += Cost(by);
        // A price within the range that still proves the plan is no fault of the certificate: then the file differs.
        expect(bad, {FaultKind::certificate, FaultKind::file});
      }
    }
    io::PlanFile bad = good;
    if ((bad.*prices).empty()) continue;
    (bad.*prices).pop_back();
    expect(bad, {FaultKind::certificate});
  }
  const auto compiled = dispatch::run_batch(plan.street.street, policy::Policy{}).compiled;
  for (std::size_t p = 0; p < good.placements.size(); ++p) {
    for (std::uint32_t leaf = 0; leaf <= compiled.leaves.size(); ++leaf) {
      if (leaf == good.placements[p].leaf) continue;
      io::PlanFile bad = good;
      bad.placements[p].leaf = leaf;
      expect(bad, {FaultKind::placement, FaultKind::certificate, FaultKind::file});
    }
    for (const Units units : {Units{1}, Units{2}, Units{3}, Units{1'000'000}}) {
      if (units == good.placements[p].units) continue;
      io::PlanFile bad = good;
      bad.placements[p].units = units;
      expect(bad, {FaultKind::placement, FaultKind::certificate});
    }
    io::PlanFile bad = good;
    bad.placements.erase(bad.placements.begin() + static_cast<std::ptrdiff_t>(p));
    expect(bad, {FaultKind::certificate});
    bad = good;
    bad.placements.insert(bad.placements.begin(), bad.placements[p]);
    expect(bad, {FaultKind::placement});
  }
}

TEST_CASE("an order that is placed against the rules is named with the rule") {
  const Written plan;
  io::PlanFile bad = io::read_plan(plan.directory);
  const auto batch = dispatch::run_batch(plan.street.street, policy::Policy{});
  for (auto& p : bad.placements) {
    if (batch.list.orders[batch.compiled.orders[p.order]].first != DemandId(2)) continue;  // D3 lives in C2
    for (std::uint32_t leaf = 0; leaf < batch.compiled.leaves.size(); ++leaf) {
      if (batch.compiled.leaves[leaf].organisation == OrganisationId(0)) p.leaf = leaf;  // O1 serves C1 only
    }
  }
  const auto faults = plan.faults_of(bad);
  REQUIRE(!faults.empty());
  CHECK(faults[0].what.find("D3") != std::string::npos);
  CHECK(faults[0].what.find("outside_service_area") != std::string::npos);
}

TEST_CASE("every changed file of the bundle is found without reading it") {
  const Written plan;
  const io::PlanFile file = io::read_plan(plan.directory);
  REQUIRE(file.origin.bundle_files.size() == bundle_files.size());
  for (const auto& [name, content] : bundle_files) {
    std::string changed = content;
    changed.back() = ' ';  // not even a table any more, perhaps
    std::ofstream(plan.bundle / name, std::ios::binary) << changed;
    const auto faults = dispatch::check_bundle(plan.bundle, file, Language::en);
    REQUIRE(faults.size() == 1);
    CHECK(faults[0].text() == name + " was changed since the plan was made, or is gone");
    fs::remove(plan.bundle / name);
    CHECK(dispatch::check_bundle(plan.bundle, file, Language::en).size() == 1);
    std::ofstream(plan.bundle / name, std::ios::binary) << content;
  }
  // A table that came later changes the digest of the whole.
  std::ofstream(plan.bundle / "history.csv") << "resident_id,organisation_id\nR1,O1\n";
  CHECK(dispatch::check_bundle(plan.bundle, file, Language::en).empty());
  const auto faults = dispatch::check_plan(plan.directory, file, io::read_street(plan.bundle)).faults;
  REQUIRE(faults.size() == 1);
  CHECK(faults[0].kind == FaultKind::bundle);
}

TEST_CASE("a plan.json that is not one is refused with its line and character") {
  const Written plan;
  const std::string& good = plan.content("plan.json");
  const auto complaint = [&](const std::string& content) {
    plan.put("plan.json", content);
    try {
      (void)io::read_plan(plan.directory);
    } catch (const Error& e) {
      const std::string text = e.what();
      return text.substr(text.find("plan.json"));
    }
    return std::string("accepted");
  };
  const auto replaced = [&](const std::string& what, const std::string& by) {
    std::string out = good;
    const auto at = out.find(what);
    REQUIRE(at != std::string::npos);
    return out.replace(at, what.size(), by);
  };
  CHECK(complaint(replaced("\"leaf_price\": [", "\"leaf_price\": [1.5,"))
            .find(": leaf_price 1.5: expected a whole number") != std::string::npos);
  CHECK(complaint(replaced("\"placements\": [[0,", "\"placements\": [[-1,"))
            .find(": order -1: expected a whole number from 0") != std::string::npos);
  CHECK(complaint(replaced("\"placements\": [[0,", "\"placements\": [[0,0,99999999999999999999,"))
            .find(": units 99999999999999999999: expected a whole number from 1") != std::string::npos);
  CHECK(complaint(replaced("\"language\": \"zh\"", "\"language\": \"fr\"")).find(": language \"fr\": expected") !=
        std::string::npos);
  CHECK(complaint(replaced("\"order_value\"", "\"order_worth\"")).find("\"order_value\" is missing") !=
        std::string::npos);
  CHECK(complaint(replaced("\"certificate\": {", "\"certificate\": [{")).starts_with("plan.json:"));
  CHECK(complaint("").starts_with("plan.json:1:1"));
  CHECK(complaint("[]").starts_with("plan.json:1:1"));
  CHECK(complaint("{\n\"bundle\": \"").starts_with("plan.json:2:12"));
  CHECK(complaint("\xFF\xFE") == "plan.json: not the JSON of a plan: expected UTF-8");
  // Cut anywhere: refused, or (past the certificate) a file that differs.
  for (std::size_t size = 0; size < good.size(); size += 7) {
    plan.put("plan.json", good.substr(0, size));
    INFO(size);
    const auto faults = plan.faults_or_refusal();
    CHECK((!faults || !faults->empty()));
  }
}
