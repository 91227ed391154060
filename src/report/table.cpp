#include "src/report/table.hpp"

#include <fmt/format.h>

#include "paidan/report/markup.hpp"

namespace paidan::report {

void Column::next() {
  if (!values_.empty()) values_ += ',';
}

void Column::add(const Text& words) {
  next();
  std::string written = report::json(words);
  const auto [at, fresh] = numbers_.try_emplace(std::move(written), numbers_.size());
  if (fresh) words_.append(words_.empty() ? "" : ",").append(at->first);
  values_ += std::to_string(at->second);
}

void Column::add_code(std::string_view code) {
  next();
  values_ += report::json(code);
}

void Column::add(std::int64_t number) {
  next();
  values_ += std::to_string(number);
}

void Column::add_blank() {
  next();
  values_ += kind_ == Kind::words ? "-1" : kind_ == Kind::codes ? "\"\"" : "null";
}

std::string Column::json() const {
  constexpr std::string_view kinds[] = {"words", "codes", "numbers"};
  std::string out = fmt::format("{{\"key\":{},\"title\":{},\"kind\":\"{}\"", report::json(key_), report::json(title_),
                                kinds[static_cast<std::size_t>(kind_)]);
  if (filter_ == Filter::offered) out += ",\"filter\":true";
  if (kind_ == Kind::words) out += ",\"words\":[" + words_ + "]";
  if (kind_ == Kind::numbers) out += ",\"format\":" + report::json(format_);
  return out + ",\"values\":[" + values_ + "]}";
}

std::string DataTable::json() const {
  std::string out = fmt::format("{{\"id\":{},\"title\":{},\"rows\":{},\"omitted\":{},\"columns\":[", report::json(id),
                                report::json(title), rows, omitted);
  for (std::size_t c = 0; c < columns.size(); ++c) out.append(c == 0 ? "" : ",").append(columns[c].json());
  return out + "]}";
}

}  // namespace paidan::report
