// A bundle by its files, wherever they are: what `read_street` and the writers are made of.
#pragma once

#include <functional>
#include <span>
#include <string>
#include <vector>

#include "paidan/io/files.hpp"
#include "paidan/io/street_io.hpp"
#include "src/io/file_bytes.hpp"

namespace paidan::io {

struct BundleFile {
  std::string name;  // "demands.csv"
  std::function<FileBytes()> load;
};

// From CSV tables, and from one JSON document. Throw `Error`.
[[nodiscard]] StreetFile read_tables(std::span<const BundleFile> files, const ReadOptions& options = {});
[[nodiscard]] StreetFile read_document(const BundleFile& file, const ReadOptions& options = {});

[[nodiscard]] std::vector<NamedContent> render_tables(const Street& street);
[[nodiscard]] std::string render_document(const Street& street);

}  // namespace paidan::io
