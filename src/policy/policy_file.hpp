// A policy file as the list of its settings with their places, whether it is TOML or JSON.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "paidan/core/error.hpp"

namespace paidan::policy {

struct Setting {
  enum class Kind : std::uint8_t { number, text, table, other };

  std::string section, key;  // section: of the table it stands in, empty at the top
  std::string value;         // a number in plain decimals, a text without quotes, else as it stands
  Kind kind = Kind::other;
  Place key_place, place;  // place: of the value

  [[nodiscard]] std::string name() const { return section.empty() ? key : section + "." + key; }
};

// Tables of tables are not stepped into. Throws `Error` for a text that is not in the form at all.
[[nodiscard]] std::vector<Setting> toml_settings(const std::string& text, const std::string& file);
[[nodiscard]] std::vector<Setting> json_settings(const std::string& text, const std::string& file);

}  // namespace paidan::policy
