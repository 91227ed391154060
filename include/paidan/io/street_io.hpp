// Reading and writing street bundles: a directory of CSV tables, or one JSON document with the same tables as arrays
// (docs/street.schema.json documents every table and column).
//
// All problems are collected (up to a limit) with file:line:column, the value and what was expected; if there is one,
// `read_street` throws and nothing is returned. Warnings (unknown columns, windows outside the period) come back
// beside the street. Free text (`note`) is checked and then dropped: it is never in memory that a report could reach.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "paidan/core/error.hpp"
#include "paidan/io/files.hpp"
#include "paidan/model/street.hpp"

namespace paidan::io {

struct ReadOptions {
  std::size_t problem_limit = 100;  // more problems than that are counted, not listed
};

struct StreetFile {
  Street street;
  Problems warnings;
  std::string digest;             // SHA-256 over the names and bytes of the bundle's files, in hex
  std::vector<FileDigest> files;  // each file's own
};

// A directory, or a file that ends in .json. Throws `Error`. O(bytes) time; memory: the street, and what is still to be
// read of the table at hand (JSON: the document), some 1.2 × the size of CSV files and 1.5 × that of a document.
[[nodiscard]] StreetFile read_street(const std::filesystem::path& bundle, const ReadOptions& options = {});

// Throws `Error` that says what is wrong unless it is a directory or a file that ends in .json.
void expect_bundle(const std::filesystem::path& bundle);

// A street as a CSV bundle (directory, made if missing) or as one JSON file; each file whole or not at all. `note` is
// written empty. Reading it back gives an equal street.
void write_street_csv(const Street& street, const std::filesystem::path& directory);
void write_street_json(const Street& street, const std::filesystem::path& file);

// A zone of the system's tz database by its IANA name; throws `Error` for an unknown one.
[[nodiscard]] TimeZone load_time_zone(const std::string& name);

}  // namespace paidan::io
