// Text from outside stays text, in HTML and in the JSON inside it.
#include "paidan/report/markup.hpp"

#include <doctest/doctest.h>

#include <nlohmann/json.hpp>

#include "paidan/core/random.hpp"

using namespace paidan;

TEST_CASE("markup in a name becomes entities") {
  CHECK(report::html("<img src=x onerror=alert(1)>") == "&lt;img src=x onerror=alert(1)&gt;");
  CHECK(report::html("\" onload='x' &amp;") == "&quot; onload=&#39;x&#39; &amp;amp;");
  CHECK(report::html("理发 5 < 6") == "理发 5 &lt; 6");
  CHECK(report::html(std::string_view("a\0b\x1b", 4)) ==
        "a\xEF\xBF\xBD"
        "b\xEF\xBF\xBD");
}

TEST_CASE("a JSON string cannot end its script element and reads back as it was") {
  for (const std::string text : {"</script><script>alert(1)</script>", "<!-- ", "a\xE2\x80\xA8z\xE2\x80\xA9",
                                 "\"\\\n\t\x01", "=HYPERLINK(\"x\")", "&amp; 中文"}) {
    const std::string json = report::json(text);
    CAPTURE(json);
    CHECK(json.find('<') == std::string::npos);
    CHECK(json.find('>') == std::string::npos);
    CHECK(json.find('&') == std::string::npos);
    CHECK(json.find("\xE2\x80\xA8") == std::string::npos);
    CHECK(json.find("\xE2\x80\xA9") == std::string::npos);
    CHECK(nlohmann::json::parse(json).get<std::string>() == text);
  }
}

TEST_CASE("random texts of dangerous pieces stay texts") {
  const std::uint64_t seed = 20261123;
  CAPTURE(seed);
  Random random(seed);
  constexpr std::string_view pieces[] = {
      "<", ">", "&", "\"", "'", "/", "script", "!--", "\\", "\xE2\x80\xA8", "\xE2\x80", "名", "u003c", "\n"};
  for (int round = 0; round < 2000; ++round) {
    std::string text;
    for (std::uint64_t k = random.below(12); k > 0; --k) text += pieces[random.below(std::size(pieces))];
    const std::string html = report::html(text), json = report::json(text);
    CAPTURE(text);
    CHECK(html.find_first_of("<>\"'") == std::string::npos);
    CHECK(json.find_first_of("<>&") == std::string::npos);
    const auto read = nlohmann::json::parse(json, nullptr, false);
    if (!read.is_discarded()) CHECK(read.get<std::string>() == text);  // discarded: cut-off UTF-8
  }
}
