// Draws every chart of the page with Apache ECharts from the same values as its SVG. Without ECharts the SVG stays.
(function () {
  "use strict";
  const { data, t, say, format, count, el, onLanguage } = window.paidan;
  if (!window.echarts) return;
  const colours = {};
  const style = getComputedStyle(document.documentElement);
  for (const tone of ["served", "unserved", "neutral", "accent", "p1", "p2", "p3", "p4", "c1", "c2", "c3", "c4", "c5", "c6", "c7", "c8", "ink", "soft", "faint"]) {
    colours[tone] = style.getPropertyValue("--" + tone).trim();
  }
  const font = getComputedStyle(document.body).fontFamily;
  const label = { color: colours.ink, fontFamily: font, fontSize: 13 };
  const faint = { color: colours.faint, fontFamily: font, fontSize: 12 };
  const narrow = () => window.innerWidth < 600;
  const sum = (series, k) => series.reduce((total, s) => total + s.values[k], 0);

  // Tooltips are elements with text in them: nothing from the data is parsed as markup.
  const tip = (title, rows) =>
    el("div", { class: "tip" }, el("div", {}, title), rows.map(([name, value]) => el("div", {}, name ? name + ": " : "", el("b", {}, value))));
  const tooltip = (formatter, extra) => ({ confine: true, borderColor: "#b9c3cd", textStyle: label, formatter, ...extra });
  const legend = (shown) => ({ show: shown, left: 0, top: 0, itemWidth: 13, itemHeight: 11, textStyle: label, icon: "roundRect" });
  // How high a legend gets when it wraps.
  const measure = document.createElement("canvas").getContext("2d");
  measure.font = "13px " + font;
  const legendHeight = (names, width) => {
    if (names.length < 2) return 0;
    let x = 0;
    let rows = 1;
    for (const name of names) {
      const wide = measure.measureText(name).width + 44;
      if (x > 0 && x + wide > width) {
        x = 0;
        rows++;
      }
      x += wide;
    }
    return rows * 24 + 6;
  };
  const base = { animation: false, textStyle: { fontFamily: font } };
  const grid = { left: 8, right: 16, top: 12, bottom: 8, containLabel: true };
  const names = (width) => ({ ...label, width, overflow: "truncate" });
  const tick = (v, f) => {
    let whole = f;
    for (; whole.d > 0 && v % 10 === 0; v /= 10) whole = { ...whole, d: whole.d - 1 };
    return format(v, whole);
  };
  const values = (f, extra) => ({
    type: "value",
    axisLabel: { ...faint, formatter: (v) => tick(v, f), hideOverlap: true },
    splitLine: { lineStyle: { color: "#e7ecf0" } },
    minInterval: 1,
    ...extra,
  });

  const across = (c, width) => {
    const many = c.series.length > 1;
    return {
      height: c.names.length * 28 + 12 + legendHeight(c.series.map((s) => t(s.name)), width),
      option: {
        ...base,
        legend: legend(many),
        grid: { ...grid, top: legendHeight(c.series.map((s) => t(s.name)), width) + 4, right: 86, bottom: 4 },
        xAxis: { type: "value", show: false },
        yAxis: { type: "category", inverse: true, data: c.names.map(t), axisLabel: names(narrow() ? 110 : 180), axisTick: { show: false }, axisLine: { show: false } },
        tooltip: tooltip((p) => tip(p.name, c.series.map((s) => [many ? t(s.name) : "", format(s.values[p.dataIndex], c.format)])), { trigger: "item" }),
        series: c.series.map((s, k) => ({
          type: "bar",
          name: t(s.name),
          stack: "all",
          barWidth: 18,
          itemStyle: { color: colours[s.tone] },
          data: s.values,
          label: { show: k === c.series.length - 1, position: "right", ...label, formatter: (p) => format(sum(c.series, p.dataIndex), c.format) },
        })),
      },
    };
  };
  const upright = (c, width) => {
    const many = c.series.length > 1;
    return {
      height: 260 + legendHeight(c.series.map((s) => t(s.name)), width),
      option: {
        ...base,
        legend: legend(many),
        grid: { ...grid, top: legendHeight(c.series.map((s) => t(s.name)), width) + 14 },
        xAxis: { type: "category", data: c.names.map(t), axisLabel: { ...faint, hideOverlap: true }, axisTick: { show: false }, axisLine: { lineStyle: { color: "#98a5b1" } } },
        yAxis: values(c.format),
        tooltip: tooltip(
          (p) => tip(p[0].name, c.series.map((s) => [many ? t(s.name) : "", format(s.values[p[0].dataIndex], c.format)])),
          { trigger: "axis", axisPointer: { type: "shadow" } },
        ),
        series: c.series.map((s) => ({
          type: "bar",
          name: t(s.name),
          stack: "all",
          barCategoryGap: "24%",
          itemStyle: { color: colours[s.tone], borderColor: "#fff", borderWidth: 0.5 },
          data: s.values,
        })),
      },
    };
  };
  const heat = (c) => {
    const cells = [];
    const columns = c.columns.length;
    for (let at = 0; at < c.load.length; at++) {
      if (c.load[at] === 0 && c.room[at] === 0) continue;
      const share = c.room[at] === 0 ? 1 : c.load[at] / c.room[at];
      const fifth = Math.min(5, Math.ceil(share * 5));
      cells.push({ value: [at % columns, Math.floor(at / columns), fifth], load: c.load[at], room: c.room[at], label: { color: fifth >= 4 ? "#fff" : colours.ink } });
    }
    const shades = ["#f1f4f7", "#e2ecf4", "#c3d9ea", "#93bbd9", "#3f7fb3", "#174a77"];
    return {
      height: c.rows.length * 26 + 40,
      option: {
        ...base,
        grid: { left: 4, right: 4, top: 6, bottom: 4, containLabel: true },
        xAxis: { type: "category", position: "top", data: c.columns.map((x) => (narrow() ? t(x).split(" ")[0] : t(x))), axisLabel: { ...faint, interval: 0, hideOverlap: true }, axisTick: { show: false }, axisLine: { show: false } },
        yAxis: { type: "category", inverse: true, data: c.rows.map(t), axisLabel: names(narrow() ? 96 : 190), axisTick: { show: false }, axisLine: { show: false } },
        visualMap: {
          type: "piecewise",
          show: false,
          dimension: 2,
          pieces: shades.map((color, k) => ({ value: k, color })),
        },
        tooltip: tooltip((p) => tip(t(c.rows[p.value[1]]) + " · " + t(c.columns[p.value[0]]), [["", count(p.data.load) + " / " + count(p.data.room)]]), { trigger: "item" }),
        series: [{ type: "heatmap", data: cells, itemStyle: { borderColor: "#fff", borderWidth: 2 }, label: { show: true, fontFamily: font, fontSize: 12, formatter: (p) => count(p.data.load) } }],
      },
    };
  };
  const curves = (c, width) => ({
    height: 300 + legendHeight(c.curves.map((k) => t(k.name)), width),
    option: {
      ...base,
      legend: { ...legend(c.curves.length > 1), icon: null, itemWidth: 24 },
      grid: { ...grid, top: legendHeight(c.curves.map((k) => t(k.name)), width) + 14, bottom: 28 },
      xAxis: values(c.x.format, { min: c.x.low, max: c.x.high, name: t(c.x.title), nameLocation: "middle", nameGap: 28, nameTextStyle: faint, axisLine: { show: true, onZero: false, lineStyle: { color: "#98a5b1" } } }),
      yAxis: values(c.y.format, { min: c.y.low, max: c.y.high }),
      tooltip: tooltip(
        (p) => tip(t(c.x.title) + ": " + format(p[0].value[0], c.x.format), p.filter((q) => q.seriesIndex < c.curves.length).map((q) => [q.seriesName, format(q.value[1], c.y.format)])),
        { trigger: "axis" },
      ),
      series: [
        ...c.curves.map((k) => ({
          type: "line",
          name: t(k.name),
          data: k.points,
          symbol: "circle",
          symbolSize: 6,
          showSymbol: k.points.length <= 25,
          lineStyle: { color: colours[k.tone], width: 2.5, type: k.tone === "accent" ? [9, 3] : "solid" },
          itemStyle: { color: colours[k.tone] },
        })),
        ...(c.guide === "none" ? [] : [{
          type: "line",
          data: c.guide === "diagonal" ? [[c.x.low, c.y.low], [c.x.high, c.y.high]] : [[0, c.y.low], [0, c.y.high]],
          symbol: "none",
          silent: true,
          tooltip: { show: false },
          lineStyle: { color: "#98a5b1", type: "dashed", width: 1 },
        }]),
      ],
    },
  });
  const intervals = (c) => ({
    height: c.names.length * 30 + 34,
    option: {
      ...base,
      grid: { ...grid, top: 4, right: narrow() ? 24 : 170 },
      xAxis: values(c.format, { scale: true }),
      yAxis: { type: "category", inverse: true, data: c.names.map(t), axisLabel: names(narrow() ? 110 : 190), axisTick: { show: false }, axisLine: { show: false }, splitLine: { show: true, lineStyle: { color: "#eef2f5" } } },
      tooltip: tooltip((p) => tip(p.name, [["", written(c, p.value[0])]]), { trigger: "item" }),
      series: [{
        type: "custom",
        encode: { x: [1, 2, 3], y: 0 },
        data: c.intervals.map((i, k) => (i ? [k, ...i] : null)).filter((x) => x),
        renderItem: (_, api) => {
          const k = api.value(0);
          const [mean, low, high] = [1, 2, 3].map((d) => api.coord([api.value(d), k]));
          const children = [
            { type: "line", shape: { x1: low[0], y1: mean[1], x2: high[0], y2: mean[1] }, style: { stroke: colours.served, lineWidth: 3 } },
            { type: "circle", shape: { cx: mean[0], cy: mean[1], r: 5 }, style: { fill: colours.served } },
          ];
          if (!narrow()) {
            children.push({ type: "text", style: { text: written(c, k), x: api.getWidth() - 160, y: mean[1], verticalAlign: "middle", fill: colours.ink, font: "13px " + font } });
          }
          return { type: "group", children };
        },
      }],
    },
  });
  const written = (c, k) => {
    const [mean, low, high] = c.intervals[k];
    const bare = { ...c.format, u: "" };
    return format(mean, c.format) + " (" + format(low, bare) + "–" + format(high, bare) + ")";
  };

  const makers = { across, upright, heat, curves, intervals };
  const charts = [];
  const draw = (chart) => {
    if (chart.host.offsetParent === null) return; // inside a closed <details>: drawn when it opens
    const { height, option } = makers[chart.spec.chart.kind](chart.spec.chart, chart.host.clientWidth);
    chart.host.style.height = height + "px";
    chart.host.setAttribute("aria-label", t(chart.spec.about));
    if (!chart.view) chart.view = window.echarts.init(chart.host, null, { renderer: "canvas" });
    chart.view.resize();
    chart.view.setOption(option, true);
  };
  for (const figure of document.querySelectorAll("[data-chart]")) {
    const host = el("div", { class: "canvas", role: "img" });
    host.style.height = "200px";
    figure.querySelector(".drawing").append(host);
    figure.classList.add("live");
    const chart = { spec: data.charts[figure.dataset.chart], host, view: null };
    charts.push(chart);
    draw(chart);
  }
  for (const details of document.querySelectorAll("details")) details.addEventListener("toggle", () => charts.forEach(draw));
  onLanguage(() => charts.forEach(draw));
  let width = window.innerWidth;
  window.addEventListener("resize", () => {
    if (window.innerWidth === width) return;
    width = window.innerWidth;
    charts.forEach(draw);
  });
  window.paidan.charts = charts;
})();
