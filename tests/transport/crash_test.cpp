// A sample of the orders has as much less room.
#include "paidan/transport/detail/crash.hpp"

#include <doctest/doctest.h>

#include <cstdint>
#include <vector>

using namespace paidan;
using namespace paidan::transport;
using detail::Compact;
using detail::Index;

namespace {

using Widths = std::vector<std::vector<Units>>;  // by leaf, of its segments

Widths scaled(const Widths& widths, std::size_t stride) {
  Compact<std::int32_t> c;
  c.leaves = c.nodes = widths.size();
  for (const auto& segments : widths) {
    c.parent.push_back(c.root());
    for (const Units width : segments) c.segments.push_back({0, width});
    c.first_segment.push_back(static_cast<Index>(c.segments.size()));
  }
  detail::scale_room(c, stride);
  Widths out;
  for (std::size_t v = 0; v < c.nodes; ++v) {
    out.emplace_back();
    for (const auto& s : c.segments_of(v)) out.back().push_back(s.width);
  }
  return out;
}

}  // namespace

TEST_CASE("a sample's room: what is left over at a small node comes to the next one, at a large one it is lost") {
  CHECK(scaled({{3}, {3}, {3}, {3}}, 4) == Widths{{0}, {1}, {1}, {1}});
  CHECK(scaled({{3, 3}, {2}}, 4) == Widths{{0, 1}, {1}});
  CHECK(scaled({{3}, {0}, {}, {1}}, 4) == Widths{{0}, {0}, {}, {1}});
  CHECK(scaled({{3}, {4'003}, {4'003}, {1}}, 4) == Widths{{0}, {1'000}, {1'000}, {1}});
  CHECK(scaled({{4'003, 1}}, 4) == Widths{{1'000, 1}});
  CHECK(scaled({}, 4) == Widths{});
}
