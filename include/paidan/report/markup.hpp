// Text from outside in HTML and in JSON that stands inside HTML. Whatever a name, an item or a code contains, it stays
// text.
#pragma once

#include <string>
#include <string_view>

namespace paidan::report {

// For element content and for attribute values in either kind of quotes: & < > " ' are written as entities, control
// characters that HTML forbids as U+FFFD. O(length).
[[nodiscard]] std::string html(std::string_view text);

// A JSON string (RFC 8259, section 7), quotes included, that cannot end a <script> element nor open a comment in it:
// < > & and the line separators U+2028 and U+2029 are written as \uXXXX. Any JSON parser reads the same text back.
[[nodiscard]] std::string json(std::string_view text);

}  // namespace paidan::report
