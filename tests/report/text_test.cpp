// Numbers as people read them.
#include "src/report/text.hpp"

#include <doctest/doctest.h>

#include "src/report/svg.hpp"

using namespace paidan;
using namespace paidan::report;

TEST_CASE("thousands are grouped, shares have one decimal, money two") {
  CHECK(grouped(0) == "0");
  CHECK(grouped(999) == "999");
  CHECK(grouped(1'000) == "1,000");
  CHECK(grouped(-1'234'567) == "-1,234,567");
  CHECK(percent(1, 3) == "33.3%");
  CHECK(percent(2, 3) == "66.7%");
  CHECK(percent(5, 0) == "–");
  CHECK(yuan_words(Money(123'456)) == "¥1,234.56");
  CHECK(yuan_words(Money(-500'000)) == "-¥5,000.00");
  CHECK(tick(-500'000, in_fen).en == "-¥5,000");
  CHECK(tick(200, in_tenths_of_percent).zh == "20%");
  CHECK(written(5, Format{.decimals = 3}).en == "0.005");
  CHECK(written(53, Format{.decimals = 1, .unit = {"小时", "hours"}}).zh == "5.3 小时");
}

TEST_CASE("durations take the unit that says most") {
  CHECK(duration(45).en == "45 min");
  CHECK(duration(90).en == "1.5 h");
  CHECK(duration(120).zh == "2 小时");
  CHECK(duration(5 * 1440 + 432).zh == "5.3 天");
}

TEST_CASE("texts carry their language, unless they are the same in both") {
  CHECK(html(Text(Words{"<甲>", "A & B"})) ==
        "<span lang=\"zh-CN\">&lt;甲&gt;</span><span lang=\"en\">A &amp; B</span>");
  CHECK(html(Text("<名>")) == "&lt;名&gt;");
  CHECK(report::json(Text(Words{"甲", "A"})) == "[\"甲\",\"A\"]");
}

TEST_CASE("texts are cut between characters") {
  CHECK(cut("盘龙新城社区", 10'000) == "盘龙新城社区");
  CHECK(cut("盘龙新城社区", 450) == "盘龙新…");
  CHECK(text_width("ab盘") == 56 + 56 + 100);
}
