// Every page as people see it: by day and by night, wide and on a phone, with strong contrast, with large text. Each is
// looked at by axe and by a camera; the pictures go to the folder PICTURES.

import assert from "node:assert/strict";
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { AxeBuilder, Browser, House, fill_with_the_demo_year } from "./house.mjs";

const now = "2026-11-23T10:00:00Z";
const traps = ["<script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "\u202eabba\u2066 Anna", "Long ".repeat(60).trim()];
const pages = {
  today: "/",
  contacts: "/contacts",
  contact: "/contacts/1",
  trap: "/contacts/28",
  plans: "/plans",
  report: "/report",
  import: "/import",
  settings: "/settings",
  simple: "/simple",
};

const house = new House(now);
const browser = new Browser();
let page;

before(async () => {
  await mkdir(process.env.PICTURES, { recursive: true });
  await house.open();
  await fill_with_the_demo_year(house);
  for (const trap of traps) {
    await house.blend("add", "--every", "7d", "--", trap);
    await house.blend("log", "phone", trap, "20m", "--at", "2026-07-04 10:00");
  }
  await house.blend("plan", "call", "Amma", "2026-11-29 10:00");
  await house.blend("plan", "meet", "Sam Okafor", "2026-11-25 18:00", "--place", traps[0]);
  await house.blend("config", "nudges_per_day", "3");
  await house.blend("nudges");
  await browser.open(now);
  page = browser.page;
  await page.goto(await house.blend("open", "--print"));
  await page.getByRole("navigation").waitFor();
});

after(async () => {
  await browser.close();
  await house.close();
});

/** What is there by the time the page says that nothing is on its way any more. */
async function visit(name) {
  await page.goto(`http://127.0.0.1:${house.port}${pages[name]}`);
  await page.getByRole("heading", { level: 1 }).waitFor();
  await page.locator('main[aria-busy="false"]').waitFor();
}

async function check(what) {
  const { violations } = await new AxeBuilder({ page }).analyze();
  assert.deepEqual(violations.map(({ id, nodes }) => [id, nodes[0].html]), [], what);
  const [wide, seen] = await page.evaluate(() => [document.documentElement.scrollWidth, innerWidth]);
  assert.ok(wide <= seen, `${what} is ${wide} wide, the window ${seen}`);
}

for (const name of Object.keys(pages)) {
  test(`${name}: by day and by night, wide and on a phone`, async () => {
    for (const colorScheme of ["light", "dark"])
      for (const width of [1280, 390]) {
        await page.setViewportSize({ width, height: 900 });
        await page.emulateMedia({ colorScheme });
        await visit(name);
        const what = `${name}-${colorScheme}-${width}`;
        await check(what);
        // Of a long list only what is in the window is drawn.
        await page.screenshot({ path: join(process.env.PICTURES, `${what}.png`), fullPage: name !== "contacts" });
      }
  });

  test(`${name}: with strong contrast, and with the colours of the system`, async () => {
    await page.setViewportSize({ width: 1280, height: 900 });
    for (const media of [{ contrast: "more", colorScheme: "light" }, { contrast: "more", colorScheme: "dark" }, { forcedColors: "active" }]) {
      await page.emulateMedia(media);
      await visit(name);
      await check(`${name} ${JSON.stringify(media)}`);
    }
    await page.emulateMedia({ contrast: "no-preference", forcedColors: "none", colorScheme: "light" });
  });

  test(`${name}: nothing is cut off in a narrow window or with text twice as large`, async () => {
    for (const [width, size] of [[320, "100%"], [390, "200%"]]) {
      await page.setViewportSize({ width, height: 800 });
      await visit(name);
      await page.evaluate((size) => {
        document.documentElement.style.fontSize = size;
        for (const fold of document.querySelectorAll("details")) fold.open = true;
      }, size);
      const [wide, seen] = await page.evaluate(() => [document.documentElement.scrollWidth, innerWidth]);
      assert.ok(wide <= seen, `${wide} wide in a window of ${seen}`);
    }
  });
}

test("whatever people are called, it is text, and the page's policy was kept", () => {
  assert.deepEqual(browser.mishaps, []);
});
