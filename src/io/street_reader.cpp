#include <fmt/format.h>

#include "paidan/io/files.hpp"
#include "paidan/io/street_io.hpp"
#include "src/io/csv_source.hpp"
#include "src/io/street_builder.hpp"

namespace paidan::io {
namespace {

namespace fs = std::filesystem;

// A table's file by its English or Chinese name; empty when there is none.
fs::path table_file(const fs::path& bundle, const TableSpec& spec) {
  for (const std::string_view name : {spec.name, spec.alias}) {
    fs::path file = bundle / fs::path(std::string(name) + ".csv");
    if (fs::exists(file)) return file;
  }
  return {};
}

}  // namespace

StreetFile read_street(const fs::path& bundle, const ReadOptions& options) {
  if (!fs::is_directory(bundle)) {
    throw Error(Place{bundle.string()}, "expected a directory of CSV tables");
  }
  Sink sink(options.problem_limit);
  StreetBuilder builder(sink);
  std::string digests;
  for (const TableSpec& spec : table_specs()) {
    const fs::path file = table_file(bundle, spec);
    const std::string shown = file.filename().string();
    if (file.empty()) {
      if (spec.required) sink.error({fmt::format("{}.csv", spec.name)}, "this table is missing: expected the file");
      continue;
    }
    std::string content = read_file(file);
    digests += fmt::format("{} {}\n", shown, sha256(content));
    if (!to_utf8(content, shown, sink)) continue;
    CsvSource source(spec, shown, content, sink);
    builder.read(spec, source);
  }
  builder.finish();
  if (sink.failed()) sink.fail();
  return StreetFile{builder.take(), sink.take_warnings(), sha256(digests)};
}

}  // namespace paidan::io
