// A small bundle that is good, to be spoilt in one place; written to a directory of its own and read.
#pragma once

#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <map>
#include <string>

#include "paidan/io/street_io.hpp"

namespace paidan::test {

using Files = std::map<std::string, std::string>;

inline Files small_bundle() {
  return {{"street.csv", "street_id,name,period_start,period_end\nJL,Jiulong,2026-11-23T00:00,2026-11-30T00:00\n"},
          {"communities.csv", "community_id,name,lon,lat,max_unserved_percent\nC1,盘龙,106.5,29.5,12.5\n"},
          {"funds.csv", "fund_id,name,budget\nF1,resident_autonomy,100.50\n"},
          {"menu.csv",
           "item_id,name,category,skills,minutes,unit_price,funds\nhaircut,理发,社会公益,barber,60,20,F1\nwalk,Walk,"
           "environment,,,,\n"},
          {"organisations.csv", "organisation_id,name,max_units\nO1,Kangle,\nO2,Yijia,5\n"},
          {"workers.csv",
           "worker_id,organisation_id,name,skills,certificates\nW1,O1,Li,barber;cook,first_aid@2026-12-31\n"},
          {"shifts.csv", "worker_id,start,end,units\nW1,2026-11-23T08:00,2026-11-23T12:00,4\n"},
          {"demands.csv",
           "demand_id,resident_id,community_id,item_id,quantity,latest,note\nD1,R1,C1,haircut,2,,\"a \"\"b\"\"\nc\"\n"
           "D2,R2,C1,walk,,2026-11-24T10:00,\n"}};
}

inline Files with(const std::string& name, const std::string& content) {
  Files files = small_bundle();
  files[name] = content;
  return files;
}

// An empty directory of this process.
inline std::filesystem::path fresh_directory() {
  const auto directory = std::filesystem::temp_directory_path() / ("paidan_bundle_" + std::to_string(::getpid()));
  std::filesystem::remove_all(directory);
  std::filesystem::create_directories(directory);
  return directory;
}

inline std::filesystem::path write(const Files& files) {
  const auto directory = fresh_directory();
  for (const auto& [name, content] : files) std::ofstream(directory / name, std::ios::binary) << content;
  return directory;
}

// All that the reader says of a bundle, a line a problem; empty when it reads it.
inline std::string complaint(const std::filesystem::path& bundle) {
  try {
    (void)io::read_street(bundle);
  } catch (const Error& e) {
    return e.what();
  }
  return "";
}
inline std::string complaint(const Files& files) { return complaint(write(files)); }

// The warnings of a bundle that is read, a line each.
inline std::string warnings(const std::filesystem::path& bundle) {
  std::string out;
  for (const Problem& p : io::read_street(bundle).warnings) out.append(out.empty() ? "" : "\n").append(p.text());
  return out;
}
inline std::string warnings(const Files& files) { return warnings(write(files)); }

}  // namespace paidan::test
