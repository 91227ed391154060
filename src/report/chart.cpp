#include "src/report/chart.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>

#include "src/report/svg.hpp"

namespace paidan::report {
namespace {

std::int64_t largest(const std::vector<std::int64_t>& values, std::int64_t at_least) {
  for (const std::int64_t v : values) at_least = std::max(at_least, v);
  return at_least;
}

std::vector<std::int64_t> totals(const BarChart& chart) {
  std::vector<std::int64_t> sums(chart.names.size(), 0);
  for (const Series& s : chart.series) {
    for (std::size_t k = 0; k < sums.size(); ++k) sums[k] += s.values[k];
  }
  return sums;
}

Text tip(const Text& name, const Text& series, const Text& value) {
  const auto joined = [](const std::string& a, const std::string& b, const std::string& c) {
    return a + (b.empty() ? "" : " · " + b) + ": " + c;
  };
  return {joined(name.zh, series.zh, value.zh), joined(name.en, series.en, value.en)};
}

// The names of several series above a chart, in as many rows as they need; returns how high they are. Draws only into
// an `out` that is given.
std::int64_t legend(Svg* out, const std::vector<Series>& series, std::int64_t width) {
  if (series.size() < 2) return 0;
  std::int64_t x = 0, y = 0;
  for (const Series& s : series) {
    const std::int64_t wide = 34 + std::max(text_width(s.name.zh), text_width(s.name.en)) * 13 / 100;
    if (x > 0 && x + wide > width) {
      x = 0;
      y += 20;
    }
    if (out != nullptr) {
      out->rect(x, y + 2, 11, 11, name_of(s.tone));
      out->text(x + 16, y + 12, s.name, "");
    }
    x += wide;
  }
  return y + 22;
}

std::string draw_across(const BarChart& chart, std::int64_t width) {
  const std::int64_t top = legend(nullptr, chart.series, width) + 2, row = 28, left = width * 3 / 10, right = 100;
  const auto sums = totals(chart);
  const std::int64_t most = largest(sums, 1);
  Svg out(width, top + row * static_cast<std::int64_t>(sums.size()) + 4, "bars");
  legend(&out, chart.series, width);
  for (std::size_t k = 0; k < sums.size(); ++k) {
    const std::int64_t y = top + row * static_cast<std::int64_t>(k);
    out.text(left - 10, y + 18, chart.names[k], "end", (left - 10) * 100 / 13);
    std::int64_t before = 0;
    for (const Series& s : chart.series) {
      const std::int64_t x = left + before * (width - left - right) / most;
      before += s.values[k];
      const std::int64_t end = left + before * (width - left - right) / most;
      const std::int64_t wide = std::max<std::int64_t>(end - x, s.values[k] > 0 ? 1 : 0);
      if (wide > 0)
        out.rect(x, y + 4, wide, row - 9, name_of(s.tone),
                 tip(chart.names[k], s.name, written(s.values[k], chart.format)));
    }
    out.text(left + std::max<std::int64_t>(before, 0) * (width - left - right) / most + 8, y + 18,
             written(sums[k], chart.format), "value");
  }
  return out.take();
}

// Horizontal lines with their numbers; returns the topmost value.
std::int64_t grid(Svg& out, const Format& format, std::int64_t high, std::int64_t left, std::int64_t right,
                  std::int64_t top, std::int64_t bottom) {
  const std::int64_t step = round_step(high, 5, format);
  const std::int64_t most = std::max<std::int64_t>(step, (high + step - 1) / step * step);
  for (std::int64_t v = 0; v <= most; v += step) {
    const std::int64_t y = bottom - v * (bottom - top) / most;
    out.line(left, y, right, y, v == 0 ? "axis" : "grid");
    out.text(left - 8, y + 4, tick(v, format), "end faint");
  }
  return most;
}

std::string draw_upright(const BarChart& chart, std::int64_t width) {
  const std::int64_t top = legend(nullptr, chart.series, width) + 12, bottom = top + 220, left = 62;
  const auto sums = totals(chart);
  Svg out(width, bottom + 32, "columns");
  legend(&out, chart.series, width);
  const std::int64_t most = grid(out, chart.format, largest(sums, 1), left, width, top, bottom);
  const auto count = static_cast<std::int64_t>(std::max<std::size_t>(1, sums.size()));
  for (std::size_t k = 0; k < sums.size(); ++k) {
    const std::int64_t x = left + (width - left) * static_cast<std::int64_t>(k) / count;
    const std::int64_t next = left + (width - left) * (static_cast<std::int64_t>(k) + 1) / count;
    const std::int64_t gap = std::max<std::int64_t>(1, (next - x) / 8);
    std::int64_t before = 0;
    for (const Series& s : chart.series) {
      const std::int64_t y = bottom - before * (bottom - top) / most;
      before += s.values[k];
      const std::int64_t high = y - (bottom - before * (bottom - top) / most);
      if (high > 0)
        out.rect(x + gap, y - high, next - x - 2 * gap, high, name_of(s.tone),
                 tip(chart.names[k], s.name, written(s.values[k], chart.format)));
    }
    out.text((x + next) / 2, bottom + 20, chart.names[k], "mid faint", (next - x) * 100 / 12);
  }
  return out.take();
}

std::string draw(const BarChart& chart, std::int64_t width) {
  return chart.direction == BarChart::Direction::across ? draw_across(chart, width) : draw_upright(chart, width);
}

std::string draw(const HeatChart& chart, std::int64_t width) {
  const std::int64_t left = width / 4, top = 26, row = 26;
  const auto columns = static_cast<std::int64_t>(std::max<std::size_t>(1, chart.columns.size()));
  Svg out(width, top + row * static_cast<std::int64_t>(chart.rows.size()) + 2, "heat");
  const auto x_of = [&](std::size_t c) { return left + (width - left) * static_cast<std::int64_t>(c) / columns; };
  for (std::size_t c = 0; c < chart.columns.size(); ++c) {
    out.text((x_of(c) + x_of(c + 1)) / 2, 16, chart.columns[c], "mid faint", (x_of(1) - left) * 100 / 12);
  }
  for (std::size_t r = 0; r < chart.rows.size(); ++r) {
    const std::int64_t y = top + row * static_cast<std::int64_t>(r);
    out.text(left - 10, y + 17, chart.rows[r], "end", (left - 10) * 100 / 13);
    for (std::size_t c = 0; c < chart.columns.size(); ++c) {
      const std::int64_t load = chart.load[r * chart.columns.size() + c],
                         room = chart.room[r * chart.columns.size() + c];
      if (room == 0 && load == 0) continue;
      const std::int64_t fifth = room == 0 ? 5 : std::min<std::int64_t>(5, (load * 5 + room - 1) / room);
      const Text value(grouped(load) + " / " + grouped(room));
      out.rect(x_of(c) + 1, y + 1, x_of(c + 1) - x_of(c) - 2, row - 2, fmt::format("h{}", fifth),
               tip(chart.rows[r], chart.columns[c], value));
      out.text((x_of(c) + x_of(c + 1)) / 2, y + 17, Text(grouped(load)), fifth >= 4 ? "mid onDark" : "mid");
    }
  }
  return out.take();
}

std::string draw(const CurveChart& chart, std::int64_t width) {
  std::vector<Series> names;
  for (const Curve& c : chart.curves) names.push_back({c.name, c.tone, {}});
  const std::int64_t left = 70, top = legend(nullptr, names, width) + 10, bottom = top + 252;
  Svg out(width, bottom + 50, "curves");
  legend(&out, names, width);
  const std::int64_t wide = std::max<std::int64_t>(1, chart.x.high - chart.x.low);
  const std::int64_t high = std::max<std::int64_t>(1, chart.y.high - chart.y.low);
  const auto x_of = [&](std::int64_t x) { return left + (x - chart.x.low) * (width - left - 20) / wide; };
  const auto y_of = [&](std::int64_t y) { return bottom - (y - chart.y.low) * (bottom - top) / high; };
  const auto first = [](std::int64_t low, std::int64_t step) {
    return low >= 0 ? (low + step - 1) / step * step : -(-low / step * step);
  };
  const std::int64_t y_step = round_step(high, 5, chart.y.format), x_step = round_step(wide, 6, chart.x.format);
  for (std::int64_t v = first(chart.y.low, y_step); v <= chart.y.high; v += y_step) {
    out.line(left, y_of(v), width - 20, y_of(v), "grid");
    out.text(left - 8, y_of(v) + 4, tick(v, chart.y.format), "end faint");
  }
  for (std::int64_t v = first(chart.x.low, x_step); v <= chart.x.high; v += x_step) {
    out.text(x_of(v), bottom + 20, tick(v, chart.x.format), "mid faint");
  }
  out.line(left, bottom, width - 20, bottom, "axis");
  out.text((left + width) / 2, bottom + 42, chart.x.title, "mid faint");
  if (chart.guide == CurveChart::Guide::diagonal) out.line(left, bottom, x_of(chart.x.high), top, "guide");
  if (chart.guide == CurveChart::Guide::zero) out.line(x_of(0), top, x_of(0), bottom, "guide");
  for (const Curve& c : chart.curves) {
    out.put("<path class=\"curve {}\" d=\"", name_of(c.tone));
    for (const auto& [x, y] : c.points) out.put("{}{} {}", &x == &c.points.front().first ? "M" : "L", x_of(x), y_of(y));
    out.put("\"/>");
    if (c.points.size() > 25) continue;
    for (const auto& [x, y] : c.points)
      out.put("<circle cx=\"{}\" cy=\"{}\" r=\"3\" class=\"{}\"/>", x_of(x), y_of(y), name_of(c.tone));
  }
  return out.take();
}

std::string draw(const IntervalChart& chart, std::int64_t width) {
  const std::int64_t left = width * 3 / 10, right = 160, row = 30;
  std::int64_t low = INT64_MAX, high = INT64_MIN;
  for (const auto& i : chart.intervals) {
    if (!i) continue;
    low = std::min(low, i->low);
    high = std::max(high, i->high);
  }
  if (low > high) low = high = 0;
  const std::int64_t range = std::max<std::int64_t>(1, high - low);
  const auto x_of = [&](std::int64_t v) { return left + (v - low) * (width - left - right) / range; };
  Svg out(width, row * static_cast<std::int64_t>(chart.names.size()) + 8, "intervals");
  for (std::size_t k = 0; k < chart.names.size(); ++k) {
    const std::int64_t y = row * static_cast<std::int64_t>(k) + 16;
    out.text(left - 14, y + 5, chart.names[k], "end", (left - 14) * 100 / 13);
    out.line(left, y, width - right, y, "grid");
    if (!chart.intervals[k]) {
      out.text(width - right + 14, y + 5, Text("–"), "value");
      continue;
    }
    const auto& i = *chart.intervals[k];
    out.line(x_of(i.low), y, x_of(i.high), y, "whisker");
    out.put("<circle cx=\"{}\" cy=\"{}\" r=\"5\" class=\"served\"/>", x_of(i.mean), y);
    Format bare = chart.format;
    bare.unit = {"", ""};
    const Text mean = written(i.mean, chart.format), from = written(i.low, bare), to = written(i.high, bare);
    out.text(width - right + 14, y + 5,
             {mean.zh + "（" + from.zh + "–" + to.zh + "）", mean.en + " (" + from.en + "–" + to.en + ")"}, "value");
  }
  return out.take();
}

// --- the same as JSON -----------------------------------------------------------------------------------------------

template <class Range, class Write>
std::string list(const Range& range, Write write) {
  std::string out = "[";
  for (const auto& x : range) {
    if (out.size() > 1) out += ',';
    out += write(x);
  }
  return out += ']';
}
const auto number = [](std::int64_t v) { return std::to_string(v); };
const auto words = [](const Text& t) { return json(t); };

std::string data(const BarChart& c) {
  return fmt::format("{{\"kind\":\"{}\",\"format\":{},\"names\":{},\"series\":{}}}",
                     c.direction == BarChart::Direction::across ? "across" : "upright", json(c.format),
                     list(c.names, words), list(c.series, [](const Series& s) {
                       return fmt::format("{{\"name\":{},\"tone\":\"{}\",\"values\":{}}}", json(s.name),
                                          name_of(s.tone), list(s.values, number));
                     }));
}
std::string data(const HeatChart& c) {
  return fmt::format("{{\"kind\":\"heat\",\"rows\":{},\"columns\":{},\"load\":{},\"room\":{}}}", list(c.rows, words),
                     list(c.columns, words), list(c.load, number), list(c.room, number));
}
std::string data(const Axis& a) {
  return fmt::format("{{\"title\":{},\"format\":{},\"low\":{},\"high\":{}}}", json(a.title), json(a.format), a.low,
                     a.high);
}
std::string data(const CurveChart& c) {
  constexpr std::string_view guides[] = {"none", "diagonal", "zero"};
  return fmt::format(
      "{{\"kind\":\"curves\",\"guide\":\"{}\",\"x\":{},\"y\":{},\"curves\":{}}}",
      guides[static_cast<std::size_t>(c.guide)], data(c.x), data(c.y), list(c.curves, [](const Curve& k) {
        return fmt::format("{{\"name\":{},\"tone\":\"{}\",\"points\":{}}}", json(k.name), name_of(k.tone),
                           list(k.points, [](const auto& p) { return fmt::format("[{},{}]", p.first, p.second); }));
      }));
}
std::string data(const IntervalChart& c) {
  return fmt::format("{{\"kind\":\"intervals\",\"format\":{},\"names\":{},\"intervals\":{}}}", json(c.format),
                     list(c.names, words), list(c.intervals, [](const std::optional<IntervalChart::Interval>& i) {
                       return i ? fmt::format("[{},{},{}]", i->mean, i->low, i->high) : std::string("null");
                     }));
}

}  // namespace

std::string_view name_of(Tone tone) {
  constexpr std::string_view names[] = {"served", "unserved", "neutral", "p1", "p2", "p3", "p4", "accent",
                                        "c1",     "c2",       "c3",      "c4", "c5", "c6", "c7", "c8"};
  return names[static_cast<std::size_t>(tone)];
}

std::int64_t round_step(std::int64_t range, int most, const Format& format) {
  if (format.kind == Format::Kind::duration) {
    for (const std::int64_t step : {1, 5, 15, 30, 60, 120, 240, 480, 720, 1440, 2880, 10080, 40320}) {
      if (range <= step * most) return step;
    }
  }
  for (std::int64_t power = 1;; power *= 10) {
    for (const std::int64_t factor : {1, 2, 5}) {
      if (range / (power * factor) <= most || power > INT64_MAX / 100) return power * factor;
    }
  }
}

std::string svg(const Chart& chart, Place place) {
  return std::visit([&](const auto& c) { return draw(c, place == Place::half ? 460 : 720); }, chart);
}
std::string json(const Chart& chart) {
  return std::visit([](const auto& c) { return data(c); }, chart);
}

}  // namespace paidan::report
