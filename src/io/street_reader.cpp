#include <fmt/format.h>

#include <algorithm>
#include <vector>

#include "paidan/io/files.hpp"
#include "paidan/io/street_io.hpp"
#include "src/io/csv_source.hpp"
#include "src/io/encoding.hpp"
#include "src/io/json_source.hpp"
#include "src/io/street_builder.hpp"

namespace paidan::io {
namespace {

namespace fs = std::filesystem;

// The files of a bundle's tables, by table; empty where there is none. Others that look like tables are warned of.
std::vector<fs::path> table_files(const fs::path& bundle, Sink& sink) {
  std::vector<fs::path> files(table_specs().size());
  std::vector<fs::path> found;
  for (const auto& entry : fs::directory_iterator(bundle)) {
    if (entry.path().extension() == ".csv") found.push_back(entry.path().filename());
  }
  std::ranges::sort(found);
  for (const fs::path& name : found) {
    const std::size_t table = find_table(name.stem().string());
    if (table == files.size()) {
      sink.warn({name.string()}, "no table has this name: the file is ignored");
    } else if (!files[table].empty()) {
      sink.error({name.string()},
                 fmt::format("expected this table once, it is already in {}", files[table].filename().string()));
    } else {
      files[table] = bundle / name;
    }
  }
  return files;
}

// Reads all tables; the files with their digests.
std::vector<FileDigest> read_csv_tables(const fs::path& bundle, StreetBuilder& builder, Sink& sink) {
  const std::vector<fs::path> files = table_files(bundle, sink);
  std::vector<FileDigest> digests;
  for (std::size_t t = 0; t < files.size(); ++t) {
    const TableSpec& spec = table_specs()[t];
    if (files[t].empty()) {
      if (!spec.required) continue;
      sink.error({fmt::format("{}.csv", spec.name)},
                 fmt::format("this table is missing: expected {}.csv or {}.csv", spec.name, spec.alias));
      builder.miss(spec);
      continue;
    }
    const std::string name = files[t].filename().string();
    FileBytes bytes = read_bytes(files[t]);
    digests.push_back({name, sha256(bytes.view())});
    const auto text = utf8_text(bytes, name, TextForm::csv, sink);
    if (!text) {
      builder.miss(spec);
      continue;
    }
    CsvSource source(spec, name, *text, sink, [&](const char* position) { bytes.release_before(position); });
    builder.read(spec, source);
  }
  return digests;
}

// The same from one JSON document.
void read_json_tables(const JsonDocument& document, StreetBuilder& builder, Sink& sink) {
  for (std::size_t t = 0; t < table_specs().size(); ++t) {
    const TableSpec& spec = table_specs()[t];
    if (document.table(t) != 0) {
      JsonSource source(document, t, sink);
      builder.read(spec, source);
    } else if (spec.required) {
      sink.error({document.file()},
                 fmt::format("table \"{}\" is missing: expected {} or {}", spec.name, spec.name, spec.alias));
      builder.miss(spec);
    }
  }
}

StreetFile read_directory(const fs::path& bundle, Sink& sink) {
  StreetBuilder builder(sink);
  std::vector<FileDigest> files = read_csv_tables(bundle, builder, sink);
  builder.finish();
  if (sink.failed()) sink.fail();
  std::string digests;
  for (const FileDigest& f : files) digests += fmt::format("{} {}\n", f.name, f.sha256);
  return StreetFile{builder.take(), sink.take_warnings(), sha256(digests), std::move(files)};
}

StreetFile read_document(const fs::path& file, Sink& sink) {
  const std::string name = file.filename().string();
  FileBytes bytes = read_bytes(file);
  std::vector<FileDigest> files{{name, sha256(bytes.view())}};
  const std::string digest = sha256(fmt::format("{} {}\n", name, files[0].sha256));
  const auto text = utf8_text(bytes, name, TextForm::json, sink);
  if (!text) sink.fail();
  const JsonDocument document(name, *text, sink);
  if (!document.usable()) sink.fail();
  StreetBuilder builder(sink);
  read_json_tables(document, builder, sink);
  builder.finish();
  if (sink.failed()) sink.fail();
  return StreetFile{builder.take(), sink.take_warnings(), digest, std::move(files)};
}

}  // namespace

StreetFile read_street(const fs::path& bundle, const ReadOptions& options) {
  constexpr std::string_view expected = "expected a directory of CSV tables or a .json document";
  Sink sink(options.problem_limit);
  const auto status = fs::status(bundle);
  if (fs::is_directory(status)) return read_directory(bundle, sink);
  if (!fs::exists(status)) throw Error(Place{bundle.string()}, fmt::format("not found: {}", expected));
  if (bundle.extension() == ".json") return read_document(bundle, sink);
  const bool table = bundle.extension() == ".csv";
  throw Error(Place{bundle.string()},
              table ? "one table is no bundle: expected the directory that holds it" : std::string(expected));
}

}  // namespace paidan::io
