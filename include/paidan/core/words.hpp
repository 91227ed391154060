// The two languages of what residents, operators and community staff see.
#pragma once

#include <string_view>

namespace paidan {

enum class Language { zh, en };

// One message in both languages; `in(language)` picks. Format strings for fmt.
struct Words {
  std::string_view zh, en;
  [[nodiscard]] constexpr std::string_view in(Language language) const noexcept {
    return language == Language::zh ? zh : en;
  }
};

}  // namespace paidan
