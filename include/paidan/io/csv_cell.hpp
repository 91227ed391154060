// One cell of a CSV file that this project writes.
#pragma once

#include <string>
#include <string_view>

namespace paidan::io {

// RFC 4180: quoted when the text holds a comma, a quote or a line's end.
[[nodiscard]] inline std::string csv_cell(std::string_view text) {
  if (text.find_first_of(",\"\r\n") == std::string_view::npos) return std::string(text);
  std::string out = "\"";
  for (char c : text) out.append(c == '"' ? 2 : 1, c);
  return out.append(1, '"');
}

// A cell of text in a file that people open in a spreadsheet: one that would be taken for a formula (it begins with
// = + - @, a tab or a carriage return) gets an apostrophe in front and stays text (OWASP, "CSV injection").
[[nodiscard]] inline std::string csv_text_cell(std::string_view text) {
  if (text.empty() || std::string_view("=+-@\t\r").find(text.front()) == std::string_view::npos) return csv_cell(text);
  return csv_cell("'" + std::string(text));
}

}  // namespace paidan::io
