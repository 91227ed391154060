// Whatever bytes stand in a table of a bundle or in a JSON document, the readers either refuse them with `Error` or
// read a street that is sound, and that is the same after it was written and read again, as CSV and as JSON.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <string>
#include <string_view>
#include <vector>

#include "paidan/core/error.hpp"
#include "paidan/model/check.hpp"
#include "src/io/bundle.hpp"
#include "src/io/table.hpp"

using namespace paidan;

namespace {

void check(bool holds) {
  if (!holds) std::abort();
}

io::BundleFile file_of(std::string name, std::string_view content) {
  return {std::move(name), [content] {
            io::FileBytes bytes(content.size());
            if (!content.empty()) std::memcpy(bytes.data(), content.data(), content.size());
            return bytes;
          }};
}

// A street that every table can refer to.
std::vector<std::pair<std::string, std::string>> small_tables() {
  return {{"street.csv", "street_id,period_start,period_end\nJL,2026-11-23T00:00,2026-11-30T00:00\n"},
          {"communities.csv", "community_id,name,lon,lat\nC1,盘龙,106.5,29.5\nC2,九龙,,\n"},
          {"compounds.csv", "compound_id,community_id\nX1,C1\n"},
          {"funds.csv", "fund_id,budget\nF1,100.50\nF2,0\n"},
          {"menu.csv",
           "item_id,name,category,skills,unit_price,funds\ncut,理发,社会公益,barber,20,F1\nwalk,W,environment,,,\n"},
          {"organisations.csv", "organisation_id,name,max_units\nO1,Kangle,\nO2,Yijia,5\n"},
          {"workers.csv", "worker_id,organisation_id,skills\nW1,O1,barber\nW2,O2,\n"},
          {"grids.csv", "grid_id,community_id,grid_worker_id\nG1,C1,W1\n"},
          {"shifts.csv", "worker_id,start,end\nW1,2026-11-23T08:00,2026-11-23T12:00\n"},
          {"sessions.csv",
           "session_id,item_id,organisation_id,start,end,seats\nS1,walk,O2,2026-11-24T08:00,2026-11-24T09:00,5\n"},
          {"demands.csv", "demand_id,community_id,item_id,quantity\nD1,C1,cut,2\n"},
          {"history.csv", "resident_id,organisation_id\nR1,O1\n"}};
}

io::StreetFile read_again(const Street& street) {
  const auto tables = io::render_tables(street);
  std::vector<io::BundleFile> files;
  for (const auto& t : tables) files.push_back(file_of(t.name, t.content));
  return io::read_tables(files);
}

void check_street(const Street& street) {
  check(paidan::check(street).errors.empty());
  const std::string document = io::render_document(street);
  check(io::render_document(read_again(street).street) == document);
  check(io::render_document(io::read_document(file_of("again.json", document)).street) == document);
}

void read_table(std::size_t table, std::string_view content) {
  auto tables = small_tables();
  const std::string name = std::string(io::table_specs()[table].name) + ".csv";
  std::vector<io::BundleFile> files;
  for (const auto& [file, good] : tables) files.push_back(file_of(file, file == name ? content : good));
  try {
    check_street(io::read_tables(files).street);
  } catch (const Error& e) {
    check(!e.problems().empty());
  }
}

}  // namespace

// The first byte says which table the others are, or that they are a document.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  const std::string_view text(reinterpret_cast<const char*>(data) + 1, size - 1);
  const std::size_t kind = (data[0] - std::size_t{'a'}) % (io::table_specs().size() + 1);
  if (kind < io::table_specs().size()) {
    read_table(kind, text);
    return 0;
  }
  try {
    check_street(io::read_document(file_of("fuzz.json", text)).street);
  } catch (const Error& e) {
    check(!e.problems().empty());
  }
  return 0;
}
