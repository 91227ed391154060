// Tables: search, filters, sorting, pages, export of what is visible. Columns come as arrays (table.hpp); a row is its
// number.
(function () {
  "use strict";
  const { data, t, say, format, count, el, save, onLanguage, language } = window.paidan;
  const host = document.getElementById("tables");
  if (!host) return;
  const page_size = 50;

  const cell = (column, row) => {
    const value = column.values[row];
    if (column.kind === "numbers") return format(value, column.format);
    if (column.kind === "codes") return value;
    return value < 0 ? "" : t(column.words[value]);
  };

  // A cell for spreadsheets: numbers plain, texts quoted. A text that a spreadsheet would take for a formula gets an
  // apostrophe in front (OWASP, "CSV Injection").
  const exported = (column, row) => {
    const value = column.values[row];
    if (column.kind === "numbers") {
      if (value === null) return "";
      return column.format.k === "duration" ? String(value) : (value / 10 ** column.format.d).toFixed(column.format.d);
    }
    const text = cell(column, row);
    const safe = /^[=+\-@\t\r\n\uFF1D\uFF0B\uFF0D\uFF20]/.test(text) ? "'" + text : text;
    return /[",\r\n]/.test(safe) ? '"' + safe.replaceAll('"', '""') + '"' : safe;
  };
  const quoted = (text) => (/[",\r\n]/.test(text) ? '"' + text.replaceAll('"', '""') + '"' : text);

  const tables = data.tables.map((spec) => ({ spec, query: "", filters: new Map(), sort: null, page: 0, visible: null }));
  let current = tables[0];

  const matching = (table) => {
    const columns = table.spec.columns;
    const words = table.query.toLowerCase().split(/\s+/).filter((w) => w);
    const wanted = [...table.filters].filter(([, value]) => value >= 0).map(([key, value]) => [columns.find((c) => c.key === key).values, value]);
    // Each word is looked for once in a column's list of words, not in every row.
    const looks = words.map((word) =>
      columns.filter((c) => c.kind !== "numbers").map((c) => ({
        values: c.values,
        hits: c.kind === "words" ? c.words.map((w) => t(w).toLowerCase().includes(word)) : null,
        word,
      })));
    const rows = [];
    for (let row = 0; row < table.spec.rows; row++) {
      if (!wanted.every(([values, value]) => values[row] === value)) continue;
      if (!looks.every((columns) => columns.some((c) => (c.hits ? c.values[row] >= 0 && c.hits[c.values[row]] : c.values[row].toLowerCase().includes(c.word))))) continue;
      rows.push(row);
    }
    return rows;
  };
  const sorted = (table, rows) => {
    if (!table.sort) return rows;
    const column = table.spec.columns.find((c) => c.key === table.sort.key);
    const collator = new Intl.Collator(language(), { numeric: true });
    let rank = (row) => column.values[row];
    if (column.kind === "words") {
      const order = column.words.map((w, k) => [t(w), k]).sort((a, b) => collator.compare(a[0], b[0]));
      const place = new Array(order.length);
      order.forEach(([, k], at) => (place[k] = at));
      rank = (row) => (column.values[row] < 0 ? null : place[column.values[row]]);
    }
    const way = table.sort.down ? -1 : 1;
    const blank = (v) => v === null || v === "";
    const compare = column.kind === "codes" ? (a, b) => collator.compare(a, b) : (a, b) => a - b;
    return rows.sort((x, y) => {
      const a = rank(x), b = rank(y);
      if (blank(a) || blank(b)) return blank(a) - blank(b) || x - y; // blanks last either way
      return way * compare(a, b) || x - y;
    });
  };

  const tabs = el("div", { class: "tabs", role: "tablist" });
  const filters = el("div", { class: "filters" });
  const line = el("p", { class: "count-line", role: "status" });
  const body = el("div", { class: "scroll", tabindex: "0", role: "region" });
  const pager = el("div", { class: "pager" });
  host.append(tabs, filters, line, body, pager);

  const refresh = () => {
    current.visible = sorted(current, matching(current));
    current.page = 0;
    drawRows();
  };
  const drawTabs = () => {
    tabs.replaceChildren(
      ...tables.map((table) =>
        el("button", {
          type: "button", role: "tab", "aria-selected": String(table === current), "data-table": table.spec.id,
          onclick: () => show(table),
        }, t(table.spec.title) + " " + count(table.spec.rows))));
    tabs.hidden = tables.length < 2;
  };
  const drawFilters = () => {
    let wait = 0;
    const table = current;
    const search = el("input", {
      type: "search", placeholder: say("查找：编号、事项、组织……", "Search: code, item, organisation …"), "aria-label": say("查找", "Search"),
      oninput: (event) => {
        clearTimeout(wait);
        const query = event.target.value;
        wait = setTimeout(() => { table.query = query; refresh(); }, 150);
      },
    });
    search.value = table.query;
    const selects = table.spec.columns.filter((c) => c.filter && c.words.length > 1).map((c) => {
      const select = el("select", {
        "aria-label": t(c.title), "data-filter": c.key,
        onchange: (event) => { table.filters.set(c.key, Number(event.target.value)); refresh(); },
      }, el("option", { value: "-1" }, t(c.title) + say("：全部", ": all")),
        c.words.map((w, k) => [t(w), k]).sort((a, b) => a[0].localeCompare(b[0], language(), { numeric: true }))
          .map(([word, k]) => el("option", { value: String(k) }, word)));
      select.value = String(table.filters.has(c.key) ? table.filters.get(c.key) : -1);
      return select;
    });
    const csv = el("button", { type: "button", class: "export", onclick: () => exportCsv(table) }, say("导出 CSV", "Export CSV"));
    filters.replaceChildren(search, ...selects, csv);
  };
  const csvOf = (table) => {
    const columns = table.spec.columns;
    const lines = [columns.map((c) => quoted(t(c.title))).join(",")];
    for (const row of table.visible) lines.push(columns.map((c) => exported(c, row)).join(","));
    return "\uFEFF" + lines.join("\r\n") + "\r\n";
  };
  const exportCsv = (table) => {
    const name = (data.file + "-" + table.spec.id + ".csv").replace(/[^\p{L}\p{N}._-]/gu, "_");
    save(name, csvOf(table), "text/csv;charset=utf-8");
  };
  const shownColumns = (table) => table.spec.columns.filter((c) => c.kind !== "words" || c.words.length > 0);
  const drawRows = () => {
    const { spec, visible, sort } = current;
    const columns = shownColumns(current);
    const pages = Math.max(1, Math.ceil(visible.length / page_size));
    current.page = Math.min(current.page, pages - 1);
    const from = current.page * page_size;
    const rows = visible.slice(from, from + page_size);
    const range = visible.length === 0 ? say("没有符合的行", "No rows match")
      : say(`第 ${count(from + 1)}–${count(from + rows.length)} 行，共 ${count(visible.length)} 行`, `Rows ${count(from + 1)}–${count(from + rows.length)} of ${count(visible.length)}`);
    const omitted = spec.omitted === 0 ? "" : say(`；另有 ${count(spec.omitted)} 行只在 ${data.elsewhere} 里`, `; ${count(spec.omitted)} more rows are only in ${data.elsewhere}`);
    line.textContent = range + omitted;
    const head = el("tr", {}, columns.map((c) =>
      el("th", {
        scope: "col", class: c.kind === "numbers" ? "number" : null,
        "aria-sort": sort && sort.key === c.key ? (sort.down ? "descending" : "ascending") : "none",
      }, el("button", { type: "button", "data-sort": c.key, onclick: () => sortBy(c.key) }, t(c.title)))));
    const outcome = columns.find((c) => c.key === "outcome");
    const lines = rows.map((row) =>
      el("tr", { class: outcome && outcome.values[row] >= 0 && !/^(已派|served)$/.test(t(outcome.words[outcome.values[row]])) ? "unserved" : null },
        columns.map((c) => {
          const text = cell(c, row);
          return el("td", { class: c.kind === "numbers" ? "number" : text.length > 28 ? "long" : c.key === "time" || c.kind === "codes" ? "keep" : null }, text);
        })));
    body.setAttribute("aria-label", t(spec.title));
    body.replaceChildren(el("table", { class: "rows" }, el("thead", {}, head), el("tbody", {}, lines)));
    const step = (by) => () => { current.page += by; drawRows(); body.scrollTop = 0; };
    const previous = el("button", { type: "button", onclick: step(-1) }, say("上一页", "Previous"));
    const next = el("button", { type: "button", onclick: step(1) }, say("下一页", "Next"));
    previous.disabled = current.page === 0;
    next.disabled = current.page + 1 >= pages;
    pager.replaceChildren(el("span", {}, `${count(current.page + 1)} / ${count(pages)}`), previous, next);
    pager.hidden = pages < 2;
  };
  const sortBy = (key) => {
    const down = current.sort !== null && current.sort.key === key && !current.sort.down;
    current.sort = { key, down };
    refresh();
    const button = body.querySelector(`[data-sort="${key}"]`);
    if (button) button.focus();
  };
  const show = (table) => {
    const focused = tabs.contains(document.activeElement);
    current = table;
    drawTabs();
    drawFilters();
    table.visible ? drawRows() : refresh();
    if (focused) tabs.querySelector("[aria-selected=true]").focus();
  };
  tabs.addEventListener("keydown", (event) => {
    const by = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (by) show(tables[(tables.indexOf(current) + by + tables.length) % tables.length]);
  });
  onLanguage(() => {
    for (const table of tables) table.visible = null;
    show(current);
  });

  // For the map: the rows of one community.
  window.paidan.showRows = (id, key, word) => {
    const table = tables.find((x) => x.spec.id === id);
    const column = table.spec.columns.find((c) => c.key === key);
    table.filters.clear();
    table.filters.set(key, column.words.findIndex((w) => t(w) === word));
    table.query = "";
    table.visible = null;
    show(table);
    host.scrollIntoView();
  };
  window.paidan.csv = () => csvOf(current);
  show(current);
})();
