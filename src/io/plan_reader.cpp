#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "paidan/core/error.hpp"
#include "paidan/io/plan_io.hpp"

namespace paidan::io {

PlanFile read_plan(const std::filesystem::path& directory) {
  const std::string file = (directory / "plan.json").string();
  PlanFile out;
  try {
    const auto root = nlohmann::json::parse(read_file(file));
    out.origin.bundle = root.at("bundle").get<std::string>();
    out.origin.bundle_digest = root.at("bundle_sha256").get<std::string>();
    out.origin.policy_file = root.at("policy_file").get<std::string>();
    out.origin.policy = root.at("policy").get<std::string>();
    out.origin.algorithm = root.at("algorithm").get<std::string>();
    out.origin.language = root.at("language") == "en" ? Language::en : Language::zh;
    const auto& certificate = root.at("certificate");
    for (const auto& p : certificate.at("placements")) {
      out.placements.push_back({p.at(0).get<std::uint32_t>(), p.at(1).get<std::uint32_t>(), p.at(2).get<Units>()});
    }
    const auto prices = [&](const char* name, std::vector<Cost>& costs) {
      for (const auto& c : certificate.at(name)) costs.emplace_back(c.get<std::int64_t>());
    };
    prices("leaf_price", out.leaf_price);
    prices("group_price", out.group_price);
    prices("order_value", out.order_value);
  } catch (const nlohmann::json::exception& e) {
    throw Error(Place{file}, fmt::format("expected a plan as `paidan match` writes it: {}", e.what()));
  }
  return out;
}

}  // namespace paidan::io
