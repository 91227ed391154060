#include <fmt/format.h>

#include <algorithm>
#include <string>
#include <vector>

#include "src/io/bundle.hpp"
#include "src/io/csv_source.hpp"
#include "src/io/encoding.hpp"
#include "src/io/json_source.hpp"
#include "src/io/street_builder.hpp"

namespace paidan::io {
namespace {

namespace fs = std::filesystem;

// Windows and Excel write Menu.csv and MENU.CSV for menu.csv.
std::string in_lower_case(std::string text) {
  for (char& c : text) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  return text;
}

// The files of a bundle's tables, by table; null where there is none. Others are warned of.
std::vector<const BundleFile*> table_files(std::span<const BundleFile> files, Sink& sink) {
  std::vector<const BundleFile*> out(table_specs().size(), nullptr);
  for (const BundleFile& file : files) {
    const std::size_t table = find_table(in_lower_case(fs::path(file.name).stem().string()));
    if (table == out.size()) {
      sink.warn({file.name}, "no table has this name: the file is ignored");
    } else if (out[table] != nullptr) {
      sink.error({file.name}, fmt::format("expected this table once, it is already in {}", out[table]->name));
    } else {
      out[table] = &file;
    }
  }
  return out;
}

// The bundle's digest is that of a line a file.
StreetFile finished(StreetBuilder& builder, Sink& sink, std::vector<FileDigest> files) {
  builder.finish();
  if (sink.failed()) sink.fail();
  std::string lines;
  for (const FileDigest& f : files) lines += fmt::format("{} {}\n", f.name, f.sha256);
  return StreetFile{builder.take(), sink.take_warnings(), sha256(lines), std::move(files)};
}

}  // namespace

StreetFile read_tables(std::span<const BundleFile> files, const ReadOptions& options) {
  Sink sink(options.problem_limit);
  StreetBuilder builder(sink);
  std::vector<FileDigest> digests;
  const auto tables = table_files(files, sink);
  for (std::size_t t = 0; t < tables.size(); ++t) {
    const TableSpec& spec = table_specs()[t];
    if (tables[t] == nullptr) {
      if (!spec.required) {
        builder.leave_out(spec, fmt::format("{}.csv", spec.name));
        continue;
      }
      sink.error({fmt::format("{}.csv", spec.name)},
                 fmt::format("this table is missing: expected {}.csv or {}.csv", spec.name, spec.alias));
      builder.miss(spec);
      continue;
    }
    const std::string& name = tables[t]->name;
    FileBytes bytes = tables[t]->load();
    digests.push_back({name, sha256(bytes.view())});
    const auto text = utf8_text(bytes, name, TextForm::csv, sink);
    if (!text) {
      builder.miss(spec);
      continue;
    }
    CsvSource source(spec, name, *text, sink, [&](const char* position) { bytes.release_before(position); });
    builder.read(spec, source);
  }
  return finished(builder, sink, std::move(digests));
}

StreetFile read_document(const BundleFile& file, const ReadOptions& options) {
  Sink sink(options.problem_limit);
  FileBytes bytes = file.load();
  std::vector<FileDigest> digest{{file.name, sha256(bytes.view())}};
  const auto text = utf8_text(bytes, file.name, TextForm::json, sink);
  if (!text) sink.fail();
  const JsonDocument document(file.name, *text, sink);
  if (!document.usable()) sink.fail();
  StreetBuilder builder(sink);
  for (std::size_t t = 0; t < table_specs().size(); ++t) {
    const TableSpec& spec = table_specs()[t];
    if (document.table(t) != 0) {
      JsonSource source(document, t, sink);
      builder.read(spec, source);
    } else if (spec.required) {
      sink.error({file.name},
                 fmt::format("table \"{}\" is missing: expected {} or {}", spec.name, spec.name, spec.alias));
      builder.miss(spec);
    } else {
      builder.leave_out(spec, fmt::format("table \"{}\"", spec.name));
    }
  }
  return finished(builder, sink, std::move(digest));
}

void expect_bundle(const fs::path& bundle) {
  constexpr std::string_view expected = "expected a directory of CSV tables or a .json document";
  std::error_code failed;
  if (fs::is_directory(bundle, failed)) return;
  if (!fs::exists(bundle, failed)) throw Error(Place{bundle.string()}, fmt::format("not found: {}", expected));
  if (bundle.extension() == ".json") return;
  throw Error(Place{bundle.string()}, bundle.extension() == ".csv"
                                          ? "one table is no bundle: expected the directory that holds it"
                                          : std::string(expected));
}

StreetFile read_street(const fs::path& bundle, const ReadOptions& options) {
  expect_bundle(bundle);
  std::error_code failed;
  const auto file_of = [](const fs::path& path) {
    return BundleFile{path.filename().string(), [path] { return read_bytes(path); }};
  };
  if (fs::is_directory(bundle, failed)) {
    std::vector<BundleFile> files;
    const fs::directory_iterator entries(bundle, failed);
    if (failed) throw Error(Place{bundle.string()}, fmt::format("cannot read this directory: {}", failed.message()));
    for (const auto& entry : entries) {
      if (in_lower_case(entry.path().extension().string()) == ".csv") files.push_back(file_of(entry.path()));
    }
    std::ranges::sort(files, {}, &BundleFile::name);
    return read_tables(files, options);
  }
  return read_document(file_of(bundle), options);
}

}  // namespace paidan::io
