// The map: choose a community or an organisation and see who serves whom.
(function () {
  "use strict";
  const { data, t, say, count, percent, el, onLanguage, showRows } = window.paidan;
  const map = data.map;
  const figure = document.getElementById("map");
  if (!map || !figure) return;
  const svg = figure.querySelector("svg");
  const panel = document.getElementById("map-panel");
  const overview = [...panel.children]; // the table of communities, in both languages
  const flows = svg.querySelector(".flows");
  const squares = svg.querySelector(".organisations");
  let chosen = { kind: "street", at: -1 };

  const bars = (rows, kind) => {
    const most = Math.max(1, ...rows.filter((r) => !r.rest).map((r) => r[1]));
    return el("ul", { class: "bar-list " + kind }, rows.map((row) => {
      const fill = el("i", {});
      fill.style.width = (row[1] * 100) / most + "%";
      return el("li", {}, el("span", { title: row[0] }, row[0]), row.rest ? el("span", {}) : el("span", { class: "track" }, fill), el("b", {}, count(row[1])));
    }));
  };
  const top = (rows, limit) => {
    const sorted = [...rows].sort((a, b) => b[1] - a[1]);
    if (sorted.length <= limit) return sorted;
    const rest = [say(`其余 ${count(sorted.length - limit)} 个`, `${count(sorted.length - limit)} others`), sorted.slice(limit).reduce((total, r) => total + r[1], 0)];
    rest.rest = true;
    return [...sorted.slice(0, limit), rest];
  };
  const drawFlows = (links) => {
    const most = Math.max(1, ...links.map((l) => l.units));
    flows.replaceChildren(...links.filter((l) => l.from && l.to).map((l) => {
      const path = document.createElementNS("http://www.w3.org/2000/svg", "path");
      const bend = [(l.from[0] + l.to[0]) / 2 + (l.to[1] - l.from[1]) / 8, (l.from[1] + l.to[1]) / 2 - (l.to[0] - l.from[0]) / 8];
      path.setAttribute("d", `M${l.from[0]} ${l.from[1]}Q${bend[0]} ${bend[1]} ${l.to[0]} ${l.to[1]}`);
      path.setAttribute("stroke-width", String(1 + (l.units * 9) / most));
      return path;
    }));
  };
  const chooser = () => {
    const select = el("select", { "aria-label": say("社区或组织", "Community or organisation"), onchange: (e) => {
      const [kind, at] = e.target.value.split(":");
      choose(kind, Number(at));
    } }, el("option", { value: "street:-1" }, say("全部", "Everything")));
    const group = (title, kind, rows) => select.append(el("optgroup", { label: title }, rows.map(([name, at]) => el("option", { value: kind + ":" + at }, name))));
    group(say("社区", "Communities"), "community", map.communities.map((c, k) => [c.name, k]));
    group(say("组织", "Organisations"), "organisation", map.organisations.map((o, k) => [o.name, k, o.units]).filter((o) => o[2] > 0).sort((a, b) => b[2] - a[2]));
    select.value = chosen.kind + ":" + chosen.at;
    const back = el("button", { type: "button", onclick: () => choose("street", -1) }, say("回到全部", "Back to everything"));
    back.hidden = chosen.kind === "street";
    return el("div", { class: "choose" }, select, back);
  };
  const reasonName = (r) => t(map.reasons[r]);
  const draw = () => {
    for (const g of svg.querySelectorAll("[data-community]")) g.classList.toggle("chosen", chosen.kind === "community" && Number(g.dataset.community) === chosen.at);
    const parts = [chooser()];
    const lit = new Set();
    let links = [];
    if (chosen.kind === "community") {
      const c = map.communities[chosen.at];
      links = c.flows.map(([o, units]) => ({ from: map.organisations[o].at, to: c.at, units }));
      c.flows.forEach(([o]) => lit.add(o));
      parts.push(el("h3", {}, c.name), el("p", { class: "about" }, say(
        `点单 ${count(c.ordered)}，已派 ${count(c.served)}（${percent(c.served, c.ordered)}），未派 ${count(c.ordered - c.served)}`,
        `${count(c.ordered)} ordered, ${count(c.served)} served (${percent(c.served, c.ordered)}), ${count(c.ordered - c.served)} unserved`)));
      parts.push(el("h3", {}, say("谁在服务", "Who serves")), bars(top(c.flows.map(([o, units]) => [map.organisations[o].name, units]), 8), "who"));
      if (c.reasons.length > 0) parts.push(el("h3", {}, say("未派的原因", "Why not served")), bars(c.reasons.map(([r, units]) => [reasonName(r), units]), "reasons"));
      parts.push(el("button", { type: "button", onclick: () => showRows("orders", "community", c.name) }, say("看这个社区的工单", "Show its orders")));
    } else if (chosen.kind === "organisation") {
      const o = map.organisations[chosen.at];
      const served = [];
      map.communities.forEach((c) => c.flows.forEach(([k, units]) => { if (k === chosen.at) served.push([c.name, units, c.at]); }));
      links = served.map(([, units, at]) => ({ from: o.at, to: at, units }));
      lit.add(chosen.at);
      parts.push(el("h3", {}, o.name), el("p", { class: "about" }, say(`共服务 ${count(o.units)} 单量`, `${count(o.units)} units served`)));
      parts.push(el("h3", {}, say("服务哪些社区", "Where it serves")), bars(top(served, 12), "who"));
      if (!o.at) parts.push(el("p", { class: "note" }, say("没有坐标，或在图外。", "Without coordinates, or outside the map.")));
    } else {
      const totals = map.organisations.map((o) => [o.name, o.units]).filter((o) => o[1] > 0);
      parts.push(...overview, el("h3", {}, say("服务最多的组织", "Those who serve most")), bars(top(totals, 8), "who"));
    }
    squares.classList.toggle("dim", chosen.kind !== "street");
    for (const rect of squares.children) rect.classList.toggle("chosen", lit.has(Number(rect.dataset.organisation)));
    drawFlows(links);
    panel.replaceChildren(...parts);
  };
  const choose = (kind, at) => {
    chosen = chosen.kind === kind && chosen.at === at ? { kind: "street", at: -1 } : { kind, at };
    draw();
  };
  for (const g of svg.querySelectorAll("[data-community]")) {
    const at = Number(g.dataset.community);
    g.setAttribute("tabindex", "0");
    g.setAttribute("role", "button");
    g.setAttribute("aria-label", map.communities[at].name);
    g.addEventListener("click", () => choose("community", at));
    g.addEventListener("keydown", (e) => {
      if (e.key !== "Enter" && e.key !== " ") return;
      e.preventDefault();
      choose("community", at);
    });
  }
  for (const rect of squares.children) rect.addEventListener("click", () => choose("organisation", Number(rect.dataset.organisation)));
  onLanguage(draw);
  draw();
})();
