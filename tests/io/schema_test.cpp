// docs/street.schema.json says what the JSON reader does: the same tables and columns, the same verdict on every
// sample. schema_test.py holds the samples against the schema itself.
#include <doctest/doctest.h>

#include <filesystem>
#include <map>
#include <nlohmann/json.hpp>
#include <set>
#include <string>

#include "paidan/io/files.hpp"
#include "paidan/io/street_io.hpp"
#include "paidan/model/terms.hpp"
#include "src/io/table.hpp"

namespace fs = std::filesystem;
using namespace paidan;
using nlohmann::json;

namespace {

json load(const std::string& name) { return json::parse(io::read_file(fs::path(PAIDAN_SOURCE_DIR) / name)); }

// What the reader says of a document; empty when it reads it.
std::string document_complaint(const json& document) {
  const fs::path directory = fs::temp_directory_path() / "paidan_schema_test";
  io::write_files(directory, {{"street.json", document.dump()}});
  try {
    (void)io::read_street(directory / "street.json");
  } catch (const Error& e) {
    return e.what();
  }
  return "";
}

// Definitions of the schema that a cell of each kind may be.
const std::map<io::CellKind, std::set<std::string>> definitions{
    {io::CellKind::text, {"id", "reference", "required_reference", "text", "required_text"}},
    {io::CellKind::whole, {"count", "positive_count", "required_count"}},
    {io::CellKind::decimal, {"money", "required_money", "percent", "rating", "longitude", "latitude"}},
    {io::CellKind::date, {"date"}},
    {io::CellKind::time, {"time", "required_time"}},
    {io::CellKind::choice, {"category", "client_group", "kind", "gender", "priority"}},
    {io::CellKind::list, {"list", "categories"}},
    {io::CellKind::yes_no, {"yes_no"}}};

// {"anyOf": [{"required": [name]}, {"required": [alias]}]}
json either(std::string_view name, std::string_view alias) {
  return {{"anyOf", {{{"required", {name}}}, {{"required", {alias}}}}}};
}
bool asks_for(const json& all_of, std::string_view name, std::string_view alias) {
  return std::find(all_of.begin(), all_of.end(), either(name, alias)) != all_of.end();
}

template <class E>
void check_list(const json& listed) {
  std::set<std::string> expected, found;
  for (const TermName& n : TermNames<E>::names) {
    expected.emplace(n.code);
    expected.emplace(n.chinese);
  }
  for (const json& term : listed) {
    if (term.is_string() && term != "") found.insert(term.get<std::string>());
  }
  CHECK(found == expected);
}

}  // namespace

TEST_CASE("the schema has the reader's tables and columns, in both languages and documented") {
  const json schema = load("docs/street.schema.json");
  std::set<std::string> tables{"$schema"}, found;
  for (const io::TableSpec& spec : io::table_specs()) {
    const std::string name(spec.name), reference = "#/$defs/" + name;
    CAPTURE(name);
    tables.insert({name, std::string(spec.alias)});
    CHECK(schema["properties"][name]["$ref"] == reference);
    CHECK(schema["properties"][std::string(spec.alias)]["$ref"] == reference);
    CHECK(asks_for(schema["allOf"], spec.name, spec.alias) == spec.required);
    const json& table = schema["$defs"][name];
    CHECK(table["title"].get<std::string>().ends_with(" " + std::string(spec.alias)));
    CHECK(!table["description"].get<std::string>().empty());

    const json& properties = table["items"]["properties"];
    CHECK(properties.size() == 2 * spec.columns.size());
    for (const io::Column& c : spec.columns) {
      const std::string column(c.name);
      CAPTURE(column);
      const json& documented = properties.at(column);
      const std::string definition = documented["$ref"].get<std::string>().substr(8);
      CHECK(documented["title"].get<std::string>().ends_with(" " + std::string(c.alias)));
      CHECK(definitions.at(c.kind).contains(definition));
      CHECK(!schema["$defs"].at(definition)["description"].get<std::string>().empty());
      CHECK(properties.at(std::string(c.alias))["$ref"] == reference + "/items/properties/" + column);
      CHECK(asks_for(table["items"]["allOf"], c.name, c.alias) == c.required);
    }
  }
  for (const auto& [name, ignored] : schema["properties"].items()) found.insert(name);
  CHECK(found == tables);
}

TEST_CASE("the schema has the vocabulary's closed lists") {
  const json schema = load("docs/street.schema.json")["$defs"];
  check_list<Category>(schema["category"]["enum"]);
  check_list<Category>(schema["categories"]["anyOf"][0]["items"]["enum"]);
  check_list<ClientGroup>(schema["client_group"]["enum"]);
  check_list<OrganisationKind>(schema["kind"]["enum"]);
  check_list<Gender>(schema["gender"]["enum"]);
  check_list<Priority>(schema["priority"]["enum"]);
}

TEST_CASE("the reader takes every good sample and refuses every bad one with the words that help") {
  const json samples = load("tests/io/street_samples.json");
  for (const json& sample : samples["good"]) {
    CAPTURE(sample["name"]);
    CHECK(document_complaint(samples["street"].patch(sample["patch"])).empty());
  }
  for (const json& sample : samples["bad"]) {
    CAPTURE(sample["name"]);
    const std::string said = document_complaint(samples["street"].patch(sample["patch"]));
    CAPTURE(said);
    CHECK(said.find(": " + sample["error"].get<std::string>()) != std::string::npos);
  }
}
