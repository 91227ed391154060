// The bar on a terminal, and what is left of it when a command is done; seconds and memory by phase.
#include "src/cli/progress.hpp"

#include <doctest/doctest.h>

#include <array>
#include <nlohmann/json.hpp>

#include "cli/run_paidan.hpp"

using namespace paidan;
using namespace paidan::test;
using cli::Progress;
using cli::Screen;

namespace {

constexpr std::array<cli::Phase, 2> phases{{{"read", {"读取", "reading"}}, {"solve", {"求解", "solving"}}}};

// What a command of two phases draws.
std::string drawn(bool terminal, std::chrono::milliseconds after, Language language) {
  const Scratch scratch;
  std::FILE* file = std::fopen(scratch.path("screen").c_str(), "w");
  {
    Screen screen;
    screen.file = file;
    screen.terminal = terminal;
    screen.after = after;
    screen.every = std::chrono::milliseconds(1);
    Progress progress(phases, language, screen);
    progress.begin("read");
    std::this_thread::sleep_for(std::chrono::milliseconds(60));
    progress.begin("solve");
    std::this_thread::sleep_for(std::chrono::milliseconds(60));
    progress.say("a warning");
  }
  std::fclose(file);
  return scratch.read("screen");
}

}  // namespace

TEST_CASE("a terminal sees which phase runs, in its language, and a clean line at the end") {
  const std::string zh = drawn(true, std::chrono::milliseconds(0), Language::zh);
  CHECK(zh.find("1/2 读取") != std::string::npos);
  CHECK(zh.find("2/2 求解") != std::string::npos);
  CHECK(zh.find("\r\x1b[Ka warning\n") != std::string::npos);
  const std::string end = "\r\x1b[K";
  CHECK((zh.ends_with("\n") || zh.ends_with(end)));
  CHECK(drawn(true, std::chrono::milliseconds(0), Language::en).find("2/2 solving") != std::string::npos);
}

TEST_CASE("what is quick draws nothing, and neither does what is not a terminal") {
  CHECK(drawn(true, std::chrono::hours(1), Language::en) == "a warning\n");
  CHECK(drawn(false, std::chrono::milliseconds(0), Language::en) == "a warning\n");
}

TEST_CASE("match --stats: seconds and memory by phase as JSON, and as a table on stderr in the language asked for") {
  const Scratch scratch;
  REQUIRE(run_paidan({"generate", "storm", "-o", scratch.path("bundle")}).exit_code == 0);
  const Run run = run_paidan({"match", scratch.path("bundle"), "-o", scratch.path("plan"), "--stats",
                              scratch.path("stats.json"), "--lang", "en"});
  REQUIRE(run.exit_code == 0);
  const auto stats = nlohmann::json::parse(scratch.read("stats.json"));
  for (const char* phase : {"read", "work_list", "compile", "solve", "verify", "explain", "write"}) {
    CHECK(stats.at("seconds").at(phase) >= 0);
    CHECK(stats.at("cpu_seconds").at(phase) >= 0);
    CHECK(stats.at("memory_bytes").at(phase) > 1'000'000);
    CHECK(stats.at("phase_peak_bytes").at(phase) >= stats.at("memory_bytes").at(phase));
    CHECK(stats.at("peak_rss_bytes") >= stats.at("phase_peak_bytes").at(phase));
  }
  CHECK(stats.at("orders") > 0);
  CHECK(run.err.find("MB peak") != std::string::npos);
  CHECK(run.err.find("compiling") != std::string::npos);
  CHECK(run.err.find("\x1b") == std::string::npos);
  const Run quiet = run_paidan({"match", scratch.path("bundle"), "-o", scratch.path("plan")});
  CHECK(quiet.err.find("MB") == std::string::npos);
}

TEST_CASE("match writes the same bytes with one thread and with two") {
  const Scratch scratch;
  REQUIRE(run_paidan({"generate", "city", "--scale", "0.006", "-o", scratch.path("bundle")}).exit_code == 0);
  for (const std::string threads : {"1", "2"}) {
    REQUIRE(
        run_paidan({"match", scratch.path("bundle"), "-o", scratch.path(threads), "--threads", threads}).exit_code ==
        0);
  }
  for (const std::string file : {"plan.csv", "unserved.csv", "worklist.csv", "plan.json"}) {
    CHECK(!scratch.read("1/" + file).empty());
    CHECK(scratch.read("1/" + file) == scratch.read("2/" + file));
  }
  CHECK(run_paidan({"verify", scratch.path("2")}).exit_code == 0);
}
