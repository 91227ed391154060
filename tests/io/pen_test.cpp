// Text written digit by digit is what fmt writes.
#include "src/io/pen.hpp"

#include <doctest/doctest.h>
#include <fmt/format.h>

#include "paidan/core/random.hpp"
#include "paidan/io/plan_io.hpp"

using namespace paidan;
using io::Pen;

namespace {

template <class Write>
std::string written(Write write) {
  Pen pen;
  write(pen);
  return std::string(pen.view());
}

}  // namespace

TEST_CASE("numbers and money") {
  Random random(1);
  for (int k = 0; k < 20'000; ++k) {
    const auto value = static_cast<std::int64_t>(random()) >> random.below(64);
    CHECK(written([&](Pen& pen) { pen.number(value); }) == fmt::format("{}", value));
    const Money money(random.between(0, 1'000'000'000'000));
    CHECK(written([&](Pen& pen) { pen.yuan(money); }) == io::yuan(money));
  }
  CHECK(written([](Pen& pen) { pen.number(INT64_MIN).text(" ").number(INT64_MAX); }) ==
        "-9223372036854775808 9223372036854775807");
  CHECK(written([](Pen& pen) { pen.yuan(Money(-5)); }) == "-0.05");
}

TEST_CASE("times, also where the clocks change, and more days than are kept") {
  Street street;
  street.zone = TimeZone("x", Minutes(480), {{Instant(0), Minutes(-210)}, {Instant(5'000'000), Minutes(60)}});
  Random random(2);
  Pen pen;
  for (int k = 0; k < 20'000; ++k) {
    const Instant time(random.between(-400'000'000, 900'000'000) / (k % 2 == 0 ? 1 : 100'000));
    pen.clear();
    pen.time(street.zone, time);
    CHECK(pen.view() == io::time_words(street, time));
  }
}

TEST_CASE("a field is quoted only when it must be, and JSON escapes what it must") {
  const auto csv = [](std::string_view text) { return written([&](Pen& pen) { pen.csv(text); }); };
  CHECK(csv("盘龙 1") == "盘龙 1");
  CHECK(csv("a,b") == "\"a,b\"");
  CHECK(csv("say \"hi\"") == "\"say \"\"hi\"\"\"");
  CHECK(csv("a\nb") == "\"a\nb\"");
  CHECK(csv("") == "");
  const auto json = [](std::string_view text) { return written([&](Pen& pen) { pen.json(text); }); };
  CHECK(json("盘龙") == "\"盘龙\"");
  CHECK(json("a\"b\\c") == "\"a\\\"b\\\\c\"");
  CHECK(json(std::string_view("\x1f\n\0", 3)) == "\"\\u001f\\u000a\\u0000\"");
}
