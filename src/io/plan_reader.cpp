// plan.json back into a certificate: strict, with the place of whatever is not as `match` writes it.
#include <fmt/format.h>
#include <simdjson.h>

#include <algorithm>

#include "paidan/core/error.hpp"
#include "paidan/io/plan_io.hpp"

namespace paidan::io {
namespace {

namespace json = simdjson::ondemand;

class PlanReader {
 public:
  PlanReader(std::string file, const simdjson::padded_string& text) : file_(std::move(file)), text_(text) {}

  PlanFile read() {
    json::parser parser;
    json::document document;
    if (const auto code = parser.iterate(text_).get(document); code != simdjson::SUCCESS) {
      if (code == simdjson::UTF8_ERROR) throw Error(Place{file_}, "not the JSON of a plan: expected UTF-8");
      refuse(text_.data() + text_.size(), code);  // what is open is still open at its end
    }
    try {
      read_root(document.get_object());
    } catch (const simdjson::simdjson_error& e) {
      const char* at = nullptr;
      if (document.current_location().get(at) != simdjson::SUCCESS) at = text_.data() + text_.size();
      refuse(at, e.error());
    }
    for (const std::string_view key : {"bundle", "bundle_sha256", "bundle_files", "policy_file", "policy", "algorithm",
                                       "language", "placements", "leaf_price", "group_price", "order_value"}) {
      if (std::find(seen_.begin(), seen_.end(), key) == seen_.end()) {
        throw Error(Place{file_}, fmt::format("\"{}\" is missing: expected a plan as `paidan match` writes it", key));
      }
    }
    return std::move(out_);
  }

 private:
  // simdjson's token ends where the next one starts; shown without the blanks between.
  static std::string_view shown(std::string_view token) {
    const std::size_t stop = std::min(token.find_last_not_of(" \t\r\n") + 1, std::size_t{40});
    return token.substr(0, stop);
  }
  [[nodiscard]] Place place_of(const char* at) const {
    const std::string_view before(text_.data(), static_cast<std::size_t>(at - text_.data()));
    const auto line = std::count(before.begin(), before.end(), '\n') + 1;
    const std::size_t start = before.rfind('\n') + 1;  // npos + 1 = 0
    return {file_, static_cast<std::uint32_t>(line), static_cast<std::uint32_t>(before.size() - start + 1)};
  }
  [[noreturn]] void refuse(const char* at, simdjson::error_code code) const {
    throw Error(place_of(at), fmt::format("not the JSON of a plan: {}", simdjson::error_message(code)));
  }
  [[noreturn]] void refuse(json::value value, std::string_view name, std::string_view expected) const {
    const std::string_view token = value.raw_json_token();
    throw Error(place_of(token.data()), fmt::format("{} {}: expected {}", name, shown(token), expected));
  }

  std::int64_t integer(json::value value, std::string_view name, std::int64_t low, std::int64_t high) const {
    std::int64_t out = 0;
    if (value.get_int64().get(out) != simdjson::SUCCESS || out < low || out > high) {
      refuse(value, name,
             low == INT64_MIN ? std::string("a whole number") : fmt::format("a whole number from {} to {}", low, high));
    }
    return out;
  }
  std::string text(json::value value, std::string_view name) const {
    std::string_view out;
    if (value.get_string().get(out) != simdjson::SUCCESS) refuse(value, name, "a text");
    return std::string(out);
  }
  json::array array(json::value value, std::string_view name) const {
    json::array out;
    if (value.get_array().get(out) != simdjson::SUCCESS) refuse(value, name, "a list");
    return out;
  }

  void read_root(json::object root) {
    for (auto field : root) {
      const std::string_view key = field.unescaped_key();
      json::value value = field.value();
      if (key == "bundle") {
        out_.origin.bundle = text(value, key);
      } else if (key == "bundle_sha256") {
        out_.origin.bundle_digest = text(value, key);
      } else if (key == "bundle_files") {
        read_files(value);
      } else if (key == "policy_file") {
        out_.origin.policy_file = text(value, key);
      } else if (key == "policy") {
        out_.origin.policy = text(value, key);
      } else if (key == "algorithm") {
        out_.origin.algorithm = text(value, key);
      } else if (key == "language") {
        const std::string language = text(value, key);
        if (language != "zh" && language != "en") refuse(value, key, "\"zh\" or \"en\"");
        out_.origin.language = language == "en" ? Language::en : Language::zh;
      } else if (key == "certificate") {
        read_certificate(value);
        continue;
      }
      seen_.emplace_back(key);
    }
  }
  void read_files(json::value value) {
    json::object files;
    if (value.get_object().get(files) != simdjson::SUCCESS) refuse(value, "bundle_files", "names with their digests");
    for (auto field : files) {
      std::string name(std::string_view(field.unescaped_key()));
      out_.origin.bundle_files.push_back({std::move(name), text(field.value(), "a file's digest")});
    }
  }
  void read_certificate(json::value value) {
    json::object certificate;
    if (value.get_object().get(certificate) != simdjson::SUCCESS) refuse(value, "certificate", "placements and prices");
    for (auto field : certificate) {
      const std::string_view key = field.unescaped_key();
      json::value list = field.value();
      if (key == "placements") {
        for (auto entry : array(list, key)) read_placement(entry.value());
      } else if (key == "leaf_price") {
        read_prices(list, key, out_.leaf_price);
      } else if (key == "group_price") {
        read_prices(list, key, out_.group_price);
      } else if (key == "order_value") {
        read_prices(list, key, out_.order_value);
      }
      seen_.emplace_back(key);
    }
  }
  void read_placement(json::value entry) {
    constexpr std::int64_t most_id = Id<void>::none - 1;
    std::int64_t row[3]{};
    std::size_t k = 0;
    for (auto number : array(entry, "a placement")) {
      if (k == 3) refuse(number.value(), "a placement's fourth entry", "order, leaf and units only");
      row[k] = integer(number.value(),
                       k == 0   ? "order"
                       : k == 1 ? "leaf"
                                : "units",
                       k == 2 ? 1 : 0, k == 2 ? most_units : most_id);
      ++k;
    }
    if (k != 3) refuse(entry, "a placement of", "order, leaf and units");
    out_.placements.push_back({static_cast<std::uint32_t>(row[0]), static_cast<std::uint32_t>(row[1]), row[2]});
  }
  void read_prices(json::value list, std::string_view name, std::vector<Cost>& out) {
    for (auto price : array(list, name)) out.emplace_back(integer(price.value(), name, INT64_MIN, INT64_MAX));
  }

  static constexpr Units most_units = 1'000'000;  // of one order: the largest quantity of a demand

  std::string file_;
  const simdjson::padded_string& text_;
  PlanFile out_;
  std::vector<std::string> seen_;
};

}  // namespace

PlanFile read_plan(const std::filesystem::path& directory) {
  const std::string file = (directory / "plan.json").string();
  simdjson::padded_string text;
  if (simdjson::padded_string::load(file).get(text) != simdjson::SUCCESS) {
    throw Error(Place{file}, "cannot read this file: expected a plan as `paidan match` writes it");
  }
  return PlanReader(file, text).read();
}

std::vector<std::string> changed_files(const std::filesystem::path& bundle, const std::vector<FileDigest>& files) {
  std::vector<std::string> out;
  for (const FileDigest& f : files) {
    std::error_code failed;
    const auto path = std::filesystem::is_directory(bundle, failed) ? bundle / f.name : bundle;
    if (!std::filesystem::exists(path, failed) || sha256(read_file(path)) != f.sha256) out.push_back(f.name);
  }
  return out;
}

}  // namespace paidan::io
