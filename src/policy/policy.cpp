#include "paidan/policy/policy.hpp"

#include <fmt/format.h>

#define TOML_EXCEPTIONS 1
#include <toml++/toml.h>

#include <map>
#include <nlohmann/json.hpp>

#include "paidan/core/error.hpp"
#include "paidan/io/files.hpp"

namespace paidan::policy {
namespace {

constexpr NamedPolicy named[] = {{"default", "priorities, caps and minimum loads first, then the least cost",
                                  "先保优先级、社区上限和最少单量，再求代价最小"}};

// One number of a policy file.
struct Setting {
  std::string key;
  std::int64_t value = 0;
  Place place;
};

constexpr std::int64_t largest_weight = 1'000'000;

void apply_settings(const std::vector<Setting>& settings, Policy& policy) {
  const std::map<std::string_view, std::int64_t Weights::*> weights{
      {"travel_per_km", &Weights::travel_per_km},           {"price_per_yuan", &Weights::price_per_yuan},
      {"wait_per_hour", &Weights::wait_per_hour},           {"other_worker", &Weights::other_worker},
      {"other_organisation", &Weights::other_organisation}, {"unmet_preference", &Weights::unmet_preference},
      {"rating_per_star", &Weights::rating_per_star},       {"spare_skill", &Weights::spare_skill}};
  Problems problems;
  const auto refuse = [&](const Setting& s, std::string what) {
    problems.push_back(Problem{s.place, std::move(what)});
  };
  std::array<std::optional<Cost>, 4> penalties;
  std::optional<Place> penalty_place;
  for (const Setting& s : settings) {
    const bool penalty =
        s.key.starts_with("penalties.priority_") && s.key.size() == 20 && s.key.back() >= '1' && s.key.back() <= '4';
    const std::int64_t most = penalty ? 1'000'000'000 : largest_weight;
    if (s.value < 0 || s.value > most) {
      refuse(s, fmt::format("{} \"{}\": expected a whole number from 0 to {}", s.key, s.value, most));
    } else if (penalty) {
      penalties[static_cast<std::size_t>(s.key.back() - '1')] = Cost(s.value);
      penalty_place = s.place;
    } else if (const auto at =
                   s.key.starts_with("weights.") ? weights.find(std::string_view(s.key).substr(8)) : weights.end();
               at != weights.end()) {
      policy.weights.*(at->second) = s.value;
    } else {
      refuse(s, fmt::format("\"{}\": expected weights.<term> or penalties.priority_1 … priority_4", s.key));
    }
  }
  if (penalty_place) {
    std::array<Cost, 4> all;
    for (std::size_t k = 0; k < 4; ++k) {
      if (!penalties[k]) {
        problems.push_back(
            Problem{*penalty_place, fmt::format("penalties.priority_{} is missing: expected all four", k + 1)});
      } else {
        all[k] = *penalties[k];
      }
    }
    policy.plain_penalties = all;
  }
  if (!problems.empty()) throw Error(std::move(problems));
}

std::vector<Setting> toml_settings(const std::string& text, const std::string& file, Policy& policy) {
  std::vector<Setting> out;
  toml::table root;
  try {
    root = toml::parse(text, file);
  } catch (const toml::parse_error& e) {
    throw Error(Place{file, e.source().begin.line, e.source().begin.column},
                fmt::format("{}: expected TOML", e.description()));
  }
  const auto place = [&](const toml::node& n) { return Place{file, n.source().begin.line, n.source().begin.column}; };
  for (auto&& [key, node] : root) {
    if (key.str() == "name" && node.is_string()) {
      policy.name = node.value_or(std::string());
      continue;
    }
    if (!node.is_table())
      throw Error(place(node), fmt::format("\"{}\": expected name, [weights] or [penalties]", key.str()));
    for (auto&& [inner, value] : *node.as_table()) {
      const std::string full = fmt::format("{}.{}", key.str(), inner.str());
      if (!value.is_integer()) throw Error(place(value), fmt::format("{}: expected a whole number", full));
      out.push_back({full, value.value_or(std::int64_t{0}), place(value)});
    }
  }
  return out;
}

std::vector<Setting> json_settings(const std::string& text, const std::string& file, Policy& policy) {
  std::vector<Setting> out;
  nlohmann::json root;
  try {
    root = nlohmann::json::parse(text);
  } catch (const nlohmann::json::parse_error& e) {
    std::uint32_t line = 1, column = 1;
    for (std::size_t i = 0; i + 1 < e.byte && i < text.size(); ++i) {
      column = text[i] == '\n' ? 1 : column + 1;
      line += text[i] == '\n';
    }
    throw Error(Place{file, line, column}, "expected JSON");
  }
  if (!root.is_object()) throw Error(Place{file, 1, 1}, "expected an object with name, weights and penalties");
  for (const auto& [key, node] : root.items()) {
    if (key == "name" && node.is_string()) {
      policy.name = node.get<std::string>();
      continue;
    }
    if (!node.is_object()) throw Error(Place{file}, fmt::format("\"{}\": expected name, weights or penalties", key));
    for (const auto& [inner, value] : node.items()) {
      if (!value.is_number_integer())
        throw Error(Place{file}, fmt::format("{}.{}: expected a whole number", key, inner));
      out.push_back({key + "." + inner, value.get<std::int64_t>(), Place{file}});
    }
  }
  return out;
}

}  // namespace

std::span<const NamedPolicy> policies() noexcept { return named; }

std::optional<Policy> policy_named(std::string_view name) {
  if (name == "default") return Policy{};
  return std::nullopt;
}

Policy parse_policy(const std::string& text, const std::string& file) {
  Policy policy;
  policy.name = std::filesystem::path(file).stem().string();
  apply_settings(file.ends_with(".toml") ? toml_settings(text, file, policy) : json_settings(text, file, policy),
                 policy);
  return policy;
}

Policy read_policy(const std::filesystem::path& file) { return parse_policy(io::read_file(file), file.string()); }

}  // namespace paidan::policy
