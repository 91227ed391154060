#include "paidan/policy/policy.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <tuple>

#include "paidan/core/error.hpp"
#include "paidan/io/files.hpp"
#include "src/io/hints.hpp"
#include "src/io/values.hpp"
#include "src/policy/policy_file.hpp"

namespace paidan::policy {
namespace {

constexpr NamedPolicy named[] = {{"default", "priorities, caps and minimum loads first, then the least cost",
                                  "先保优先级、社区上限和最少单量，再求代价最小"}};

constexpr WeightInfo weights[] = {
    {"travel_per_km", &Weights::travel_per_km, "for each kilometre between worker and order, or resident and session",
     "社工到服务地点（或居民到活动地点）每公里"},
    {"price_per_yuan", &Weights::price_per_yuan, "for each yuan that the fund pays", "资金每支出一元"},
    {"wait_per_hour", &Weights::wait_per_hour, "for each hour from the start of the order's window to its slot",
     "从可服务时间开始到所派时段，每等一小时"},
    {"other_worker", &Weights::other_worker, "when another worker of the organisation served the resident before",
     "居民以前由同一组织的另一位社工服务过"},
    {"other_organisation", &Weights::other_organisation, "when another organisation served the resident before",
     "居民以前由另一家组织服务过"},
    {"unmet_preference", &Weights::unmet_preference, "when the resident prefers others", "没有派给居民希望的人或组织"},
    {"rating_per_star", &Weights::rating_per_star, "for each star that the organisation's rating is below five",
     "组织评分比五星每少一星"},
    {"spare_skill", &Weights::spare_skill, "for each skill of the worker that the item does not need",
     "社工每有一项用不上的技能"}};

constexpr std::int64_t largest_weight = 1'000'000, largest_penalty = 1'000'000'000;
constexpr std::array<std::string_view, 3> sections{"name", "weights", "penalties"};
constexpr std::array<std::string_view, 4> priorities{"priority_1", "priority_2", "priority_3", "priority_4"};

template <class Names>
std::string meant(std::string_view name, const Names& names) {
  return io::name_hint(io::nearest_name(name, names));
}

class Applied {
 public:
  explicit Applied(Policy& policy) : policy_(policy) {}

  void all(const std::vector<Setting>& settings) {
    for (const Setting& s : settings) {
      if (s.section.empty()) {
        top(s);
      } else if (s.section == "weights") {
        weight(s);
      } else if (s.section == "penalties") {
        penalty(s);
      }
    }
    if (penalties_place_) set_penalties();
    if (problems_.empty()) return;
    std::ranges::stable_sort(problems_, {}, [](const Problem& p) { return std::tie(p.place.line, p.place.column); });
    throw Error(std::move(problems_));
  }

 private:
  void refuse(const Place& place, std::string what) { problems_.push_back(Problem{place, std::move(what)}); }

  void top(const Setting& s) {
    const bool table = s.kind == Setting::Kind::table;
    if (s.key == "name") {
      if (s.kind != Setting::Kind::text)
        refuse(s.place, fmt::format("name \"{}\": expected a text", io::shown(s.value)));
      policy_.name = s.value;
    } else if (s.key != "weights" && s.key != "penalties") {
      refuse(s.key_place,
             fmt::format("\"{}\": expected name, weights or penalties{}", io::shown(s.key), meant(s.key, sections)));
    } else if (!table) {
      refuse(s.place, fmt::format("{} \"{}\": expected a table of numbers", s.key, io::shown(s.value)));
    } else if (s.key == "penalties") {
      penalties_place_ = s.key_place;
    }
  }

  std::optional<std::int64_t> number(const Setting& s, std::int64_t most) {
    std::int64_t value = 0;
    const auto [end, failed] = std::from_chars(s.value.data(), s.value.data() + s.value.size(), value);
    const bool whole =
        s.kind == Setting::Kind::number && failed == std::errc{} && end == s.value.data() + s.value.size();
    if (whole && value >= 0 && value <= most) return value;
    refuse(s.place, fmt::format("{} \"{}\": expected a whole number from 0 to {}", s.name(), io::shown(s.value),
                                io::grouped(most)));
    return std::nullopt;
  }

  void weight(const Setting& s) {
    const auto at = std::ranges::find(weights, s.key, &WeightInfo::name);
    if (at != std::end(weights)) {
      policy_.weights.*(at->weight) = number(s, largest_weight).value_or(0);
      return;
    }
    std::vector<std::string_view> names;
    for (const WeightInfo& w : weights) names.push_back(w.name);
    refuse(s.key_place, fmt::format("weights.{}: expected one of {}{}", io::shown(s.key), fmt::join(names, ", "),
                                    meant(s.key, names)));
  }

  void penalty(const Setting& s) {
    const auto at = std::ranges::find(priorities, s.key);
    if (at == priorities.end()) {
      refuse(s.key_place, fmt::format("penalties.{}: expected one of {}{}", io::shown(s.key),
                                      fmt::join(priorities, ", "), meant(s.key, priorities)));
    } else if (const auto value = number(s, largest_penalty)) {
      penalties_[static_cast<std::size_t>(at - priorities.begin())] = Cost(*value);
    } else {
      penalties_[static_cast<std::size_t>(at - priorities.begin())] = Cost(0);
    }
  }

  void set_penalties() {
    std::array<Cost, 4> all;
    for (std::size_t k = 0; k < all.size(); ++k) {
      if (!penalties_[k]) {
        refuse(*penalties_place_, fmt::format("penalties.{} is missing: expected all four", priorities[k]));
      }
      all[k] = penalties_[k].value_or(Cost(0));
    }
    policy_.plain_penalties = all;
  }

  Policy& policy_;
  std::array<std::optional<Cost>, 4> penalties_;
  std::optional<Place> penalties_place_;
  Problems problems_;
};

}  // namespace

std::span<const NamedPolicy> policies() noexcept { return named; }

std::span<const WeightInfo> weight_infos() noexcept { return weights; }

std::optional<Policy> policy_named(std::string_view name) {
  if (name == "default") return Policy{};
  return std::nullopt;
}

Policy parse_policy(const std::string& text, const std::string& file) {
  Policy policy;
  policy.name = std::filesystem::path(file).stem().string();
  Applied(policy).all(file.ends_with(".toml") ? toml_settings(text, file) : json_settings(text, file));
  return policy;
}

Policy read_policy(const std::filesystem::path& file) { return parse_policy(io::read_file(file), file.string()); }

}  // namespace paidan::policy
