// The page's own small library: data, language, numbers, elements. Everything that comes from the data becomes text
// nodes or attributes, never markup.
(function () {
  "use strict";
  const data = JSON.parse(document.getElementById("data").textContent);
  const root = document.documentElement;
  const listeners = [];
  const page = (window.paidan = { data });

  // --- language -----------------------------------------------------------------------------------------------------
  const index = () => (root.lang === "en" ? 1 : 0);
  page.t = (text) => (Array.isArray(text) ? text[index()] : text);
  page.say = (zh, en) => (index() === 0 ? zh : en);
  page.language = () => root.lang;
  page.onLanguage = (listener) => listeners.push(listener);
  const buttons = document.querySelectorAll("[data-language]");
  const choose = (language) => {
    root.lang = language;
    document.title = page.t(data.title);
    for (const b of buttons) b.setAttribute("aria-pressed", String(b.dataset.language === language));
    for (const listener of listeners) listener();
  };
  for (const b of buttons) b.addEventListener("click", () => choose(b.dataset.language));
  document.getElementById("print").addEventListener("click", () => window.print());

  // --- numbers, as text.cpp writes them -------------------------------------------------------------------------------
  const number = (value, decimals) =>
    value.toLocaleString("en-US", { minimumFractionDigits: decimals, maximumFractionDigits: decimals });
  const trimmed = (value) => number(value, Math.round(value * 10) % 10 === 0 ? 0 : 1);
  page.format = (value, format) => {
    if (value === null || value === undefined) return "";
    if (format.k === "duration") {
      if (value < 90) return number(value, 0) + page.say(" 分钟", " min");
      if (value < 2880) return trimmed(value / 60) + page.say(" 小时", " h");
      return trimmed(value / 1440) + page.say(" 天", " d");
    }
    const unit = page.t(format.u);
    const size = format.p + number(Math.abs(value) / 10 ** format.d, format.d);
    return (value < 0 ? "-" : "") + size + (unit === "" || unit === "%" ? "" : " ") + unit;
  };
  page.count = (value) => number(value, 0);
  page.percent = (part, whole) => (whole === 0 ? "–" : number((part * 100) / whole, 1) + "%");

  // --- elements -----------------------------------------------------------------------------------------------------
  page.el = (tag, properties, ...children) => {
    const element = document.createElement(tag);
    for (const [key, value] of Object.entries(properties || {})) {
      if (key.startsWith("on")) element.addEventListener(key.slice(2), value);
      else if (value !== null && value !== undefined && value !== false) element.setAttribute(key, value);
    }
    for (const child of children.flat()) {
      if (child !== null && child !== undefined) element.append(child);
    }
    return element;
  };
  page.save = (name, content, type) => {
    const url = URL.createObjectURL(new Blob([content], { type }));
    const link = page.el("a", { href: url, download: name });
    document.body.append(link);
    link.click();
    link.remove();
    setTimeout(() => URL.revokeObjectURL(url), 1000);
  };
})();
