// Writing and reading plans: plan.csv, unserved.csv, worklist.csv and plan.json, as interface.md describes them.
//
// `relief` in unserved.csv is the first place to look, read off the prices and untried; `explain` gives the tried ones.
//
// `write_plan` is a function of its arguments alone, so `verify` can render a plan anew and compare it byte by byte
// with what lies on the disk.
#pragma once

#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "paidan/core/words.hpp"
#include "paidan/io/files.hpp"
#include "paidan/model/plan.hpp"
#include "paidan/model/street.hpp"
#include "paidan/model/work_list.hpp"

namespace paidan::io {

// What plan.json says beside the plan: where it came from and how it was made. No times of day, no durations.
struct PlanOrigin {
  std::string bundle;                    // the path as it was given; in plan.json U+FFFD for a byte that is not UTF-8
  std::string bundle_digest;             // StreetFile::digest
  std::vector<FileDigest> bundle_files;  // StreetFile::files
  std::string policy_file;               // its name, or empty for a named policy
  std::string policy;  // the policy file's text or the policy's name, so that verify can make it again
  std::string algorithm;
  Language language = Language::zh;
};

// Takes the next piece of a file. A file's pieces come one after the other, even of an empty one at least one.
using FileSink = std::function<void(std::string_view file, std::string_view piece)>;

// The four files, one after the other. O(lines + orders), and memory for a few blocks of lines; the bytes do not depend
// on `threads`. In plan.json a line is a row of values whose names are in "line_columns": half the size of an object a
// line, and what data frames read. What `sink` throws comes out here.
void write_plan(const Street& street, const WorkList& list, const Plan& plan, const PlanOrigin& origin,
                const FileSink& sink, unsigned threads = 1);
// The same in memory.
[[nodiscard]] std::vector<NamedContent> render_plan(const Street& street, const WorkList& list, const Plan& plan,
                                                    const PlanOrigin& origin, unsigned threads = 1);

// What plan.json holds of a certificate, and where the plan came from.
struct PlanFile {
  PlanOrigin origin;
  std::vector<PlanPlacement> placements;
  std::vector<Cost> leaf_price, group_price, order_value;
};

// Throws `Error` for a directory that holds no plan and for a plan.json that is not what `write_plan` writes, with the
// line and character of what is wrong. Numbers are read strictly; whether they are right is for `dispatch::check_plan`.
[[nodiscard]] PlanFile read_plan(const std::filesystem::path& directory);

// The files of a bundle (a directory, or one file) that are missing or no longer have these digests.
[[nodiscard]] std::vector<std::string> changed_files(const std::filesystem::path& bundle,
                                                     const std::vector<FileDigest>& files);

// Why an order is unserved and what would help, in words for people.
[[nodiscard]] std::string reason_words(Reason reason, Language language);
[[nodiscard]] std::string reason_words(const UnservedLine& line, Language language);  // with what the line knows
[[nodiscard]] std::string relief_words(const Street& street, const WorkOrder& order, const Relief& relief,
                                       Language language);
// What a change does to the plan: `多服务 1 个单量（优先级 2），代价多 35`.
[[nodiscard]] std::string change_words(const Goals& change, Language language);
[[nodiscard]] std::string_view term_words(CostTerm term, Language language);
// `康乐 (P01) W006 李静，11月24日周二 08:00–12:00`: whoever and whenever is given.
[[nodiscard]] std::string leaf_words(const Street& street, OrganisationId organisation, WorkerId worker,
                                     SessionId session, const std::optional<Window>& slot, Language language);
// `11月24日周二 08:00–12:00`, local.
[[nodiscard]] std::string slot_words(const Street& street, Window window, Language language);
// `1 小时 30 分钟`.
[[nodiscard]] std::string duration_words(Minutes minutes, Language language);
// `2026-11-23T08:30`, local.
[[nodiscard]] std::string time_words(const Street& street, Instant time);
// `12.50`, yuan.
[[nodiscard]] std::string yuan(Money money);

}  // namespace paidan::io
