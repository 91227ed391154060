#include <date/tz.h>
#include <fmt/format.h>

#include "paidan/io/street_io.hpp"

namespace paidan::io {

TimeZone load_time_zone(const std::string& name) {
  try {
    using Minute = std::chrono::minutes;
    const date::time_zone* zone = date::locate_zone(name);
    const auto last = date::sys_days{date::year{2100} / 1 / 1};
    auto info = zone->get_info(date::sys_days{date::year{1970} / 1 / 1});
    const Minutes before(std::chrono::floor<Minute>(info.offset).count());
    std::vector<TimeZone::Transition> transitions;
    while (info.end < last) {
      const auto begin = info.end;
      info = zone->get_info(begin);
      transitions.push_back({Instant(std::chrono::floor<Minute>(begin).time_since_epoch().count()),
                             Minutes(std::chrono::floor<Minute>(info.offset).count())});
      if (info.end <= begin) break;
    }
    return TimeZone(name, before, std::move(transitions));
  } catch (const std::exception&) {
    throw Error(fmt::format("time_zone \"{}\": expected a name of the tz database, such as Asia/Shanghai", name));
  }
}

}  // namespace paidan::io
