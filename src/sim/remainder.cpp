#include "src/sim/remainder.hpp"

#include <algorithm>

namespace paidan::sim {

std::vector<transport::Segment> rest_of(std::span<const transport::Segment> segments, Units load, Units most) {
  std::vector<transport::Segment> out;
  for (const transport::Segment& s : segments) {
    const Units used = std::min(load, s.units);
    load -= used;
    const Units units = s.units == transport::unbounded ? s.units : s.units - used;
    const Units left = std::min(units, most);
    if (left > 0) out.push_back({left, s.unit_cost});
    most -= left;
  }
  return out;
}

}  // namespace paidan::sim
