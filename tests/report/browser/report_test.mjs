// node report_test.mjs PAIDAN CHROMIUM DIRECTORY: writes reports with the command line and looks at them as people do.
import { execFileSync } from "node:child_process";
import { readFileSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { Browser } from "./chromium.mjs";

const [paidan, chromium, work] = process.argv.slice(2);
const run = (...args) => execFileSync(paidan, args, { stdio: ["ignore", "pipe", "ignore"] });
let failures = 0;
let checks = 0;
const check = (what, holds, detail = "") => {
  checks++;
  if (holds) return;
  failures++;
  console.error(`FAILED: ${what}${detail === "" ? "" : ": " + JSON.stringify(detail)}`);
};
const later = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));

// --- reports ----------------------------------------------------------------------------------------------------------

const evil = '<img src=x onerror=alert(1)>';
const formula = '=HYPERLINK("http://x";"y")';
const bundle = (scale) => {
  const directory = join(work, "bundle-" + scale);
  run("generate", "street", "-o", directory, "--scale", String(scale));
  return directory;
};
const report = (from, name, ...options) => {
  const file = join(work, name + ".html");
  run("match", from, "-o", join(work, name), "--report", file, ...options);
  return pathToFileURL(file).href;
};
// Every second item is named like markup, the others like a formula; communities and organisations like markup too.
const spoil = (directory) => {
  const rename = (file, column, name) => {
    const path = join(directory, file);
    const [head, ...rows] = readFileSync(path, "utf8").trimEnd().split("\n");
    const at = head.trim().split(",").indexOf(column);
    const lines = rows.map((row, k) => {
      const cells = row.split(","); // generated names need no quotes
      cells[at] = '"' + (name(k) + " " + k).replaceAll('"', '""') + '"';
      return cells.join(",");
    });
    writeFileSync(path, [head, ...lines].join("\n") + "\n");
  };
  rename("menu.csv", "name", (k) => (k % 2 === 0 ? evil : formula));
  rename("communities.csv", "name", () => evil);
  rename("organisations.csv", "name", (k) => (k % 2 === 0 ? "@SUM(1)" : evil));
  return directory;
};

// --- what holds for every report --------------------------------------------------------------------------------------

const visibleCharts = `[...document.querySelectorAll("[data-chart]")].filter((figure) => figure.offsetParent !== null).map((figure) => {
  const canvas = figure.querySelector("canvas");
  if (!canvas) return { id: figure.id, svg: figure.querySelector("svg").getBoundingClientRect().height > 20 };
  const copy = document.createElement("canvas");
  [copy.width, copy.height] = [canvas.width, canvas.height];
  const context = copy.getContext("2d", { willReadFrequently: true });
  context.drawImage(canvas, 0, 0);
  const pixels = context.getImageData(0, 0, copy.width, copy.height).data;
  const colours = new Set();
  for (let k = 0; k < pixels.length; k += 4) if (pixels[k + 3] > 0) colours.add((pixels[k] << 16) | (pixels[k + 1] << 8) | pixels[k + 2]);
  return { id: figure.id, colours: colours.size };
})`;

const looksRight = async (browser, url, what, { width, mobile }) => {
  const page = await browser.open(url, { width, height: 900, mobile });
  const drawn = await page.evaluate(visibleCharts);
  check(what + ": it has charts", drawn.length > 0);
  const interactive = await page.evaluate("Boolean(window.echarts)");
  for (const c of drawn) {
    check(`${what}: chart ${c.id} is drawn`, interactive ? c.colours > 5 : c.svg, c);
  }
  if (!interactive) check(what + ": it says that its charts are static", await page.evaluate("document.querySelector('footer').textContent.includes('Apache ECharts')"));
  check(what + ": nothing sticks out sideways", await page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"),
    await page.evaluate("[document.documentElement.scrollWidth, window.innerWidth]"));

  // Both languages, and none of the other.
  const text = () => page.evaluate("document.body.innerText");
  const chinese = /[\u4e00-\u9fff]/;
  const heading = () => page.evaluate("document.querySelector('h1').innerText");
  check(what + ": opens in Chinese", (await page.evaluate("document.documentElement.lang")) === "zh-CN" && chinese.test(await heading()));
  await page.evaluate("document.querySelector('[data-language=en]').click()");
  check(what + ": switches to English", (await page.evaluate("document.documentElement.lang")) === "en");
  const headings = await page.evaluate("[...document.querySelectorAll('figcaption h3, dt, thead')].map((e) => e.innerText).join('|')");
  check(what + ": headings are English", !chinese.test(headings), headings);
  check(what + ": its title is English", /report|what if|comparison/i.test(await page.evaluate("document.title")));
  check(what + ": charts are drawn again", (await page.evaluate(visibleCharts)).every((c) => (interactive ? c.colours > 5 : c.svg)));
  await page.evaluate("document.querySelector('[data-language=zh-CN]').click()");
  check(what + ": and back", chinese.test(await heading()));
  check(what + ": text is there", (await text()).length > 300);
  check(what + ": the console is silent and nothing is asked of a network", page.complaints.length === 0, page.complaints);
  return page;
};

const printsWell = async (page, what) => {
  await page.send("Emulation.setEmulatedMedia", { media: "print" });
  const shown = await page.evaluate(`[...document.querySelectorAll("[data-chart]")].filter((f) => f.offsetParent !== null).map((f) => ({
    svg: f.querySelector("svg").getBoundingClientRect().height, canvas: f.querySelector(".canvas")?.getBoundingClientRect().height ?? 0 }))`);
  check(what + ": charts print as SVG", shown.every((s) => s.svg > 20 && s.canvas === 0), shown);
  await page.send("Emulation.setEmulatedMedia", { media: "" });
  const pdf = await page.pdf();
  check(what + ": prints on A4", /\/MediaBox \[0 0 59[45][.\d]* 84[12][.\d]*\]/.test(pdf.toString("latin1")));
};

// --- the table --------------------------------------------------------------------------------------------------------

const column = (key) => `(() => { const at = [...document.querySelectorAll(".rows thead button")].findIndex((b) => b.dataset.sort === ${JSON.stringify(key)});
  return [...document.querySelectorAll(".rows tbody tr")].map((tr) => tr.children[at].textContent); })()`;
const status = "document.querySelector('.count-line').textContent";

const tableWorks = async (page, what) => {
  const total = await page.evaluate("window.paidan.data.tables[0].rows");
  const cost = async () => (await page.evaluate(column("cost"))).filter((x) => x !== "").map((x) => Number(x.replaceAll(",", "")));
  await page.evaluate("document.querySelector('[data-sort=cost]').click()");
  const up = await cost();
  check(what + ": sorts up", up.length > 1 && up.every((x, k) => k === 0 || up[k - 1] <= x), up);
  check(what + ": says how it is sorted", (await page.evaluate("document.querySelector('[data-sort=cost]').parentElement.getAttribute('aria-sort')")) === "ascending");
  await page.evaluate("document.querySelector('[data-sort=cost]').click()");
  const down = await cost();
  check(what + ": sorts down", down.every((x, k) => k === 0 || down[k - 1] >= x) && down[0] >= up[up.length - 1], down);

  const [first] = await page.evaluate(column("order"));
  const search = async (words) => {
    await page.evaluate(`(() => { const i = document.querySelector(".filters input"); i.value = ${JSON.stringify(words)}; i.dispatchEvent(new Event("input")); })()`);
    await later(250);
  };
  await search(first);
  const found = await page.evaluate(column("order"));
  check(what + ": finds an order by its code", found.length === 1 && found[0] === first, found);
  await search("no such thing 0");
  check(what + ": says when nothing matches", (await page.evaluate(column("order"))).length === 0);
  await search("");

  if (await page.evaluate("document.querySelector('[data-filter=outcome]') !== null")) {  // more than one outcome
    const choices = await page.evaluate("[...document.querySelector('[data-filter=outcome]').options].map((o) => o.textContent)");
    await page.evaluate("(() => { const s = document.querySelector('[data-filter=outcome]'); s.selectedIndex = 1; s.dispatchEvent(new Event('change')); })()");
    const outcomes = new Set(await page.evaluate(column("outcome")));
    check(what + ": filters by outcome", outcomes.size === 1 && outcomes.has(choices[1]), [...outcomes]);
    await page.evaluate("(() => { const s = document.querySelector('[data-filter=outcome]'); s.selectedIndex = 0; s.dispatchEvent(new Event('change')); })()");
  }
  check(what + ": and shows all again", (await page.evaluate(status)).replaceAll(",", "").includes(String(total)), await page.evaluate(status));

  if (total > 50) {
    const before = await page.evaluate(column("order"));
    await page.evaluate("document.querySelector('.pager button:last-child').click()");
    const after = await page.evaluate(column("order"));
    check(what + ": turns the page", after.length > 0 && !after.some((x) => before.includes(x)));
  }
  for (const id of await page.evaluate("[...document.querySelectorAll('[data-table]')].map((b) => b.dataset.table)")) {
    await page.evaluate(`document.querySelector('[data-table=${id}]').click()`);
    check(`${what}: shows the table of ${id}`, (await page.evaluate("document.querySelectorAll('.rows tbody tr').length")) > 0);
  }
  await page.evaluate("document.querySelector('[data-table=orders]').click()");
};

const exportOf = async (browser, page) => {
  const directory = join(work, "downloads");
  await browser.send("Browser.setDownloadBehavior", { behavior: "allow", downloadPath: directory });
  await page.evaluate("document.querySelector('.export').click()");
  for (let k = 0; k < 100; k++) {
    await later(100);
    try {
      const files = readdirSync(directory).filter((f) => f.endsWith(".csv"));
      if (files.length > 0) return readFileSync(join(directory, files[0]), "utf8");
    } catch {}
  }
  return "";
};

const mapWorks = async (page, what) => {
  await page.evaluate("document.querySelector('[data-community=\"0\"]').dispatchEvent(new MouseEvent('click', { bubbles: true }))");
  check(what + ": a community can be chosen on the map", await page.evaluate("document.querySelector('.community.chosen') !== null && document.querySelectorAll('.flows path').length > 0"));
  await page.evaluate("document.querySelector('#map-panel > button').click()");
  const name = await page.evaluate("window.paidan.data.map.communities[0].name");
  const rows = new Set(await page.evaluate(column("community")));
  check(what + ": its orders can be listed", rows.size === 1 && rows.has(name), [...rows]);
  await page.evaluate(`(() => { const c = document.querySelector('[data-community="1"]'); c.focus(); c.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', bubbles: true })); })()`);
  check(what + ": and by keyboard", await page.evaluate("document.querySelector('.community.chosen').dataset.community === '1'"));
  await page.evaluate("(() => { const s = document.querySelector('.choose select'); s.value = [...s.options].find((o) => o.value.startsWith('organisation')).value; s.dispatchEvent(new Event('change')); })()");
  check(what + ": an organisation can be chosen", await page.evaluate("document.querySelectorAll('#map-panel .bar-list li').length > 0"));
};

// --- the stories ------------------------------------------------------------------------------------------------------

const browser = await Browser.start(chromium);
try {
  const week = report(bundle(1), "week");
  {
    const page = await looksRight(browser, week, "a week, desk", { width: 1280 });
    await tableWorks(page, "a week");
    await mapWorks(page, "a week");
    await printsWell(page, "a week");
    check("a week: still silent", page.complaints.length === 0, page.complaints);
    // The policy of the page stops a script that is not its own.
    await page.evaluate("(() => { const s = document.createElement('script'); s.textContent = 'window.stranger = 1'; document.body.append(s); })()");
    check("a strange script does not run", (await page.evaluate("window.stranger")) === undefined);
    await page.close();
  }
  await (await looksRight(browser, week, "a week, phone", { width: 390, mobile: true })).close();
  {
    // The policy lab: its own table, and charts behind "the other figures".
    const street = bundle(0.1);
    const file = (name) => join(work, name + ".html");
    run("compare", street, "--policies", "min_cost,fcfs,round_robin", "--every", "1d", "--days", "6", "--report", file("compare"));
    run("whatif", street, "--capacity", "+20%", "--fund", "resident_autonomy=-6000", "--steps", "5", "--report", file("whatif"));
    const compare = await looksRight(browser, pathToFileURL(file("compare")).href, "a comparison", { width: 1280 });
    await compare.evaluate("document.querySelector('details.more').open = true");
    await later(300);
    const drawn = await compare.evaluate(visibleCharts);
    check("the other figures are drawn when they are opened", drawn.length > 15 && drawn.every((c) => c.colours === undefined ? c.svg : c.colours > 5), drawn);
    await compare.evaluate("document.querySelector('[data-sort=mean]').click()");
    const means = (await compare.evaluate(column("mean"))).filter((x) => x !== "").map((x) => Number(x.replaceAll(",", "")));
    check("the figures can be sorted", means.length > 5 && means.every((x, k) => k === 0 || means[k - 1] <= x));
    await compare.evaluate("(() => { const s = document.querySelector('[data-filter=policy]'); s.selectedIndex = 1; s.dispatchEvent(new Event('change')); })()");
    check("and filtered by policy", new Set(await compare.evaluate(column("policy"))).size === 1);
    await printsWell(compare, "a comparison");
    check("a comparison: still silent", compare.complaints.length === 0, compare.complaints);
    await compare.close();
    await (await looksRight(browser, pathToFileURL(file("compare")).href, "a comparison, phone", { width: 390, mobile: true })).close();
    const whatif = await looksRight(browser, pathToFileURL(file("whatif")).href, "a what-if", { width: 1280 });
    await printsWell(whatif, "a what-if");
    await whatif.close();
    await (await looksRight(browser, pathToFileURL(file("whatif")).href, "a what-if, phone", { width: 390, mobile: true })).close();
  }
  {
    const page = await browser.open(week, { scripts: false });
    await page.send("Emulation.setScriptExecutionDisabled", { value: false }); // so that we may look
    const svgs = await page.evaluate("[...document.querySelectorAll('[data-chart] svg')].every((s) => s.getBoundingClientRect().height > 20)");
    check("without scripts the charts are there", svgs);
    await page.close();
  }
  {
    const small = spoil(bundle(0.01));
    const page = await looksRight(browser, report(small, "spoiled"), "twenty orders with dangerous names", { width: 1280 });
    await tableWorks(page, "dangerous names");
    check("markup in names makes no element", (await page.evaluate("document.querySelectorAll('img').length")) === 0);
    const shown = await page.evaluate(column("item"));
    check("it is shown as it is written", shown.some((x) => x.startsWith(evil)) && shown.some((x) => x.startsWith(formula)), shown);
    const csv = await exportOf(browser, page);
    const lines = csv.split("\r\n");
    check("the export starts with a byte order mark and has every row", csv.startsWith("\uFEFF") && lines.length === (await page.evaluate("window.paidan.data.tables[0].rows")) + 2, lines.length);
    const cells = lines.slice(1).flatMap((line) => (line.match(/("([^"]|"")*"|[^,]*)(,|$)/g) ?? []).map((c) => c.replace(/,$/, "").replace(/^"|"$/g, "").replaceAll('""', '"')));
    check("a formula is exported as text", cells.some((c) => c.startsWith("'" + formula)) && cells.some((c) => c.startsWith("'@SUM")), cells.slice(0, 30));
    check("no cell is a formula", !cells.some((c) => /^[=+@\t\r]/.test(c) || /^-(?![\d.]+$)/.test(c)));
    check("no dialog opened, nothing was logged", page.complaints.length === 0, page.complaints);
    await page.close();
    const residents = await looksRight(browser, report(small, "residents", "--with-residents"), "with residents", { width: 1280 });
    check("residents' ids are a column when asked for", (await residents.evaluate(column("resident"))).some((x) => x.startsWith("R")));
    await residents.close();
  }
} finally {
  await browser.close();
}
console.log(`${checks} checks, ${failures} failed`);
process.exit(failures === 0 ? 0 : 1);
