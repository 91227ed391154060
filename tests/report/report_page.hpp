// A rendered report, taken apart: what stands on the page, and the data that its script reads.
#pragma once

#include <doctest/doctest.h>

#include <nlohmann/json.hpp>
#include <string>
#include <string_view>

namespace paidan {

inline constexpr std::string_view data_island = "<script type=\"application/json\" id=\"data\">";

// Everything but the scripts, which are the same for every street.
inline std::string written(const std::string& page) {
  const std::size_t data = page.find(data_island);
  REQUIRE(data != std::string::npos);
  return page.substr(0, page.find("</script>", data));
}

inline nlohmann::json data_of(const std::string& page) {
  const std::string part = written(page);
  return nlohmann::json::parse(part.substr(part.find(data_island) + data_island.size()));
}

}  // namespace paidan
