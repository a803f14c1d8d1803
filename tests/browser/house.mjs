// A daemon on a throwaway home with a clock of the test's choosing, its command line, and a browser that misses nothing.

import { spawn, execFile } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { createInterface } from "node:readline";
import { promisify } from "node:util";

const from_web = createRequire(new URL("../../web/package.json", import.meta.url));
export const { chromium } = from_web("playwright-core");
export const { AxeBuilder } = from_web("@axe-core/playwright");

const run = promisify(execFile);

export class House {
  constructor(now, zone = "UTC") {
    this.now = now;
    this.zone = zone;
  }

  async open() {
    this.home = await mkdtemp(join(tmpdir(), "blend-browser-"));
    this.environment = { ...process.env, BLEND_HOME: this.home, TZ: this.zone, LC_ALL: "C.UTF-8" };
    this.port = 0;
    await this.start();
  }

  /** Returns when the daemon says that it is ready. */
  async start() {
    const words = ["--home", this.home, "--port", String(this.port), "--now", this.now];
    this.daemon = spawn(process.env.BLENDD, words, { env: this.environment, stdio: ["ignore", "ignore", "pipe"] });
    const said = [];
    for await (const line of createInterface({ input: this.daemon.stderr })) {
      said.push(line);
      const ready = /http:\/\/127\.0\.0\.1:(\d+)/.exec(line);
      if (!ready) continue;
      this.port = Number(ready[1]);
      this.daemon.stderr.resume();
      return;
    }
    throw new Error(`blendd did not start:\n${said.join("\n")}`);
  }

  async stop() {
    if (!this.daemon || this.daemon.exitCode !== null || this.daemon.signalCode !== null) return;
    const gone = new Promise((resolve) => this.daemon.once("exit", resolve));
    this.daemon.kill("SIGTERM");
    await gone;
  }

  /** As a power cut does. */
  async kill() {
    const gone = new Promise((resolve) => this.daemon.once("exit", resolve));
    this.daemon.kill("SIGKILL");
    await gone;
  }

  async close() {
    await this.stop();
    await rm(this.home, { recursive: true, force: true });
  }

  /** One call of the command line; what it printed. */
  async blend(...words) {
    return (await run(process.env.BLEND, words, { env: this.environment })).stdout.trim();
  }
}

/** Writes the exports of the demo's invented year into a folder, and says where it is. */
export async function invented_year(house) {
  const year = join(house.home, "year");
  await run(join(dirname(process.env.BLEND), "blend_demo_year"), [year, "--today", house.now.slice(0, 10)]);
  return year;
}

/** The same year as `run --demo` tells it to Blend. */
export async function fill_with_the_demo_year(house) {
  const year = await invented_year(house);
  await run("bash", [join(year, "setup.sh")], {
    env: { ...house.environment, PATH: `${dirname(process.env.BLEND)}:${process.env.PATH}` },
  });
}

/** A browser whose clock is the daemon's, and what must never happen in it. */
export class Browser {
  mishaps = [];

  /** Without the worker that keeps pages for later: what a test sees is what the daemon says, unless it asks for it. */
  async open(now, serviceWorkers = "block") {
    this.browser = await chromium.launch({ executablePath: process.env.CHROMIUM, args: ["--no-sandbox"] });
    this.context = await this.browser.newContext({ locale: "en-GB", timezoneId: "UTC", reducedMotion: "reduce", serviceWorkers });
    await this.context.clock.setFixedTime(now);
    await this.context.exposeFunction("report_mishap", (mishap) => this.mishaps.push(mishap));
    await this.context.addInitScript(() =>
      document.addEventListener("securitypolicyviolation", (event) =>
        globalThis.report_mishap(`policy: ${event.violatedDirective} ${event.blockedURI} ${event.sample}`),
      ),
    );
    this.page = await this.context.newPage();
    this.page.on("dialog", (dialog) => {
      this.mishaps.push(`dialog: ${dialog.message()}`);
      void dialog.dismiss();
    });
    this.page.on("pageerror", (error) => this.mishaps.push(`error: ${error.message}`));
    this.page.on("request", (request) => {
      if (new URL(request.url()).hostname !== "127.0.0.1") this.mishaps.push(`foreign request: ${request.url()}`);
    });
  }

  close() {
    return this.browser?.close();
  }
}

/** To what is sought by the keyboard alone. */
export async function tab_to(locator) {
  await locator.waitFor();
  for (let step = 0; step < 120; ++step) {
    if (await locator.evaluate((element) => element === document.activeElement)) return;
    await locator.page().keyboard.press("Tab");
  }
  throw new Error(`the keyboard does not lead to ${locator}`);
}

/** The two hands: how each presses, comes to a field, and ticks a box. */
export const hands = {
  "by mouse": { press: (locator) => locator.click(), enter: (locator) => locator.click(), tick: (locator) => locator.click() },
  "by keyboard alone": {
    press: async (locator) => {
      await tab_to(locator);
      await locator.page().keyboard.press("Enter");
    },
    enter: tab_to,
    tick: async (locator) => {
      await tab_to(locator);
      await locator.page().keyboard.press("Space");
    },
  },
};
