// Headless Chromium by the DevTools protocol over a pipe: nothing to download, no port to open.
import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

export class Browser {
  static async start(program) {
    const browser = new Browser();
    browser.profile = mkdtempSync(join(tmpdir(), "paidan-chromium-"));
    browser.child = spawn(
      program,
      [
        "--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking",
        "--disable-component-update", "--disable-sync", "--disable-extensions", "--hide-scrollbars",
        "--disable-dev-shm-usage", "--remote-debugging-pipe", "--user-data-dir=" + browser.profile, "about:blank",
      ],
      { stdio: ["ignore", "ignore", "ignore", "pipe", "pipe"] },
    );
    browser.waiting = new Map();
    browser.listeners = new Map();
    browser.next = 1;
    let rest = "";
    browser.child.stdio[4].setEncoding("utf8").on("data", (chunk) => {
      const messages = (rest + chunk).split("\0");
      rest = messages.pop();
      for (const m of messages) browser.receive(JSON.parse(m));
    });
    browser.child.on("error", (error) => browser.fail(error));
    browser.child.on("exit", () => browser.fail(new Error("chromium ended")));
    return browser;
  }

  fail(error) {
    for (const { reject } of this.waiting.values()) reject(error);
    this.waiting.clear();
  }
  receive(message) {
    if (message.id) {
      const { resolve, reject } = this.waiting.get(message.id) || {};
      this.waiting.delete(message.id);
      if (message.error) reject?.(new Error(message.error.message));
      else resolve?.(message.result);
    } else {
      this.listeners.get(message.sessionId)?.(message.method, message.params);
    }
  }
  send(method, params = {}, sessionId = undefined) {
    const id = this.next++;
    this.child.stdio[3].write(JSON.stringify({ id, method, params, sessionId }) + "\0");
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => reject(new Error(method + ": no answer in 120 s")), 120000);
      timer.unref();
      this.waiting.set(id, { resolve, reject });
    });
  }
  async open(url, { width = 1280, height = 900, mobile = false, scripts = true } = {}) {
    const { targetId } = await this.send("Target.createTarget", { url: "about:blank" });
    const { sessionId } = await this.send("Target.attachToTarget", { targetId, flatten: true });
    const page = new Page(this, sessionId, targetId);
    await page.send("Page.enable");
    await page.send("Runtime.enable");
    await page.send("Log.enable");
    await page.send("Network.enable");
    await page.send("Emulation.setDeviceMetricsOverride", { width, height, deviceScaleFactor: mobile ? 2 : 1, mobile });
    if (!scripts) await page.send("Emulation.setScriptExecutionDisabled", { value: true });
    const loaded = new Promise((resolve) => (page.onLoad = resolve));
    await page.send("Page.navigate", { url });
    await loaded;
    return page;
  }
  async close() {
    const ended = new Promise((resolve) => this.child.once("exit", resolve));
    this.send("Browser.close").catch(() => {});
    await Promise.race([ended, new Promise((resolve) => setTimeout(resolve, 5000))]);
    this.child.kill("SIGKILL");
    rmSync(this.profile, { recursive: true, force: true, maxRetries: 5 });
  }
}

class Page {
  constructor(browser, session, target) {
    this.browser = browser;
    this.session = session;
    this.target = target;
    this.complaints = []; // errors and warnings of the console, exceptions, requests, dialogs
    browser.listeners.set(session, (method, params) => this.hear(method, params));
  }
  send(method, params) {
    return this.browser.send(method, params, this.session);
  }
  hear(method, params) {
    if (method === "Page.loadEventFired") this.onLoad?.();
    if (method === "Runtime.exceptionThrown") this.complaints.push("exception: " + (params.exceptionDetails.exception?.description ?? params.exceptionDetails.text));
    if (method === "Runtime.consoleAPICalled" && ["error", "warning", "assert"].includes(params.type)) {
      this.complaints.push("console: " + params.args.map((a) => a.value ?? a.description).join(" "));
    }
    if (method === "Log.entryAdded") this.complaints.push("log: " + params.entry.text);
    if (method === "Network.requestWillBeSent" && !/^(file|blob|data):/.test(params.request.url)) {
      this.complaints.push("request: " + params.request.url);
    }
    if (method === "Page.javascriptDialogOpening") {
      this.complaints.push("dialog: " + params.message);
      this.send("Page.handleJavaScriptDialog", { accept: true });
    }
  }
  async evaluate(expression) {
    const { result, exceptionDetails } = await this.send("Runtime.evaluate", { expression, returnByValue: true, awaitPromise: true });
    if (exceptionDetails) throw new Error(exceptionDetails.exception?.description ?? exceptionDetails.text);
    return result.value;
  }
  async screenshot(selector) {
    const clip = await this.evaluate(`(() => { const r = ${selector ? `document.querySelector(${JSON.stringify(selector)})` : "document.documentElement"}.getBoundingClientRect();
      return { x: r.x + scrollX, y: r.y + scrollY, width: r.width, height: r.height, scale: 1 }; })()`);
    return Buffer.from((await this.send("Page.captureScreenshot", { format: "png", captureBeyondViewport: true, clip })).data, "base64");
  }
  async pdf() {
    const { data } = await this.send("Page.printToPDF", { preferCSSPageSize: true, printBackground: false });
    return Buffer.from(data, "base64");
  }
  close() {
    return this.browser.send("Target.closeTarget", { targetId: this.target });
  }
}
