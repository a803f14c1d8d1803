// The simple view: one person at a time, by large buttons.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { AxeBuilder, Browser, House } from "./house.mjs";

const now = "2026-11-23T10:00:00Z";
const long = "Wilhelmine ".repeat(27).trim();
const names = ["Amma", "<script>alert(1)</script>", "\u202Eevil\u202C Ravi", long];

const house = new House(now);
const browser = new Browser();
let page;

const heading = (name) => page.getByRole("heading", { level: 1, name, exact: true });
const button = (name) => page.getByRole("button", { name, exact: true });
const toast = (text) => page.getByRole("status").filter({ hasText: text });
const shown = () => page.locator("h1#person").textContent();
const headed = () => page.waitForFunction(() => document.activeElement?.tagName === "H1");

async function show_simple() {
  await page.goto(`http://127.0.0.1:${house.port}/simple`);
  await page.getByRole("heading", { level: 1 }).waitFor();
}

/** Until somebody else is shown. */
async function next(name) {
  await page.waitForFunction((name) => document.querySelector("h1")?.textContent.trim() !== name, name.trim());
  await page.getByRole("heading", { level: 1 }).waitFor();
}

before(async () => {
  await house.open();
  await house.blend("config", "nudges_per_day", "10");
  await house.blend("config", "nudges_per_week", "50");
  for (const [index, name] of names.entries()) {
    await house.blend("add", name, "--circle", "close", "--talk-every", "14d", ...(index === 0 ? ["--phone", "+4930123456"] : []));
    await house.blend("log", "call", name, "20m", "--at", `2026-0${5 + index}-01T10:00:00Z`);
  }
  await house.blend("nudges");
  await browser.open(now);
  page = browser.page;
  await page.addInitScript(() => {
    globalThis.spoken = [];
    globalThis.SpeechSynthesisUtterance = class {
      constructor(text) {
        this.text = text;
      }
    };
    const speak = ({ text, lang }) => globalThis.spoken.push(`${lang}: ${text}`);
    Object.defineProperty(globalThis, "speechSynthesis", { value: { speak, cancel: () => undefined } });
  });
  await page.goto(await house.blend("open", "--print"));
  await page.getByRole("textbox", { name: "What happened?" }).waitFor();
});

after(async () => {
  await browser.close();
  await house.close();
});

test("one person is shown: initials, a name, a sentence, two buttons, and one way back", async () => {
  await show_simple();
  await heading("Amma").waitFor();
  assert.equal(await page.locator(".round").textContent(), "A");
  await page.locator("#reason").waitFor();
  assert.equal(await page.locator(".choices > *").count(), 2);
  assert.equal(await page.getByRole("navigation").count(), 0);
  for (const size of await page.locator(".choices > *").evaluateAll((all) => all.map((each) => each.getBoundingClientRect().height))) assert.ok(size >= 66, `${size}`);
  await page.getByRole("link", { name: "All of Blend" }).waitFor();
});

test("the call begins by its link, and is logged when it came about", async () => {
  const call = page.getByRole("link", { name: "Call", exact: true });
  assert.equal(await call.getAttribute("href"), "tel:+4930123456");
  await call.evaluate((element) => element.addEventListener("click", (event) => event.preventDefault()));
  await call.click();
  await heading("Did you reach Amma?").waitFor();
  await headed();
  await button("Not yet").click();
  await heading("Amma").waitFor();
  await call.evaluate((element) => element.addEventListener("click", (event) => event.preventDefault()));
  await call.click();
  await button("Yes").click();
  await next("Did you reach Amma?");
  await toast("Amma").waitFor();
  assert.match(await house.blend("show", "Amma"), /today|2026-11-23/i);
});

test("it is taken back from the toast, and the person is there again", async () => {
  await page.getByRole("button", { name: "Undo" }).click();
  await heading("Amma").waitFor();
});

test("not today brings the next, by keyboard alone", async () => {
  await heading("Amma").focus();
  await page.keyboard.press("Tab");
  await page.keyboard.press("Tab");
  assert.equal(await page.evaluate(() => document.activeElement.textContent.trim()), "Not today");
  await page.keyboard.press("Enter");
  await next("Amma");
  await headed();
});

for (const [what, size] of [["lying", { width: 1280, height: 800 }], ["standing", { width: 800, height: 1280 }], ["a phone", { width: 390, height: 800 }]]) {
  for (const colorScheme of ["light", "dark"]) {
    test(`no fault that axe finds, and nothing cut off: ${what}, ${colorScheme}`, async () => {
      await page.setViewportSize(size);
      await page.emulateMedia({ colorScheme });
      const { violations } = await new AxeBuilder({ page }).analyze();
      assert.deepEqual(violations.map(({ id, nodes }) => [id, nodes[0].html]), []);
      assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth));
      if (process.env.SCREENSHOTS) await page.screenshot({ path: `${process.env.SCREENSHOTS}/simple-${what.replace(" ", "-")}-${colorScheme}.png` });
    });
  }
}

test("it is read aloud when asked for, and by itself once that is wanted", async () => {
  const name = (await shown()).trim();
  await button("Read aloud").click();
  const spoken = await page.evaluate(() => globalThis.spoken);
  assert.equal(spoken.length, 1);
  assert.ok(spoken[0].startsWith("en-GB: ") && spoken[0].includes(name), spoken[0]);
  await page.goto(`http://127.0.0.1:${house.port}/settings`);
  await page.getByRole("checkbox", { name: "Read each one aloud by itself" }).click();
  await show_simple();
  await page.waitForFunction(() => globalThis.spoken.length === 1);
});

test("everybody can be put off, whatever their name, and the end is kind", async () => {
  for (let left = await page.locator("h1#person").count(); left; left = await page.locator("h1#person").count()) {
    const name = await shown();
    await page.setViewportSize({ width: 320, height: 800 });
    assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), name);
    await button("Not today").click();
    await next(name);
  }
  await heading("Nobody is waiting.").waitFor();
  await headed();
  assert.equal(await page.locator("link[rel=icon]").getAttribute("href"), "/icon.svg");
  if (process.env.SCREENSHOTS) await page.screenshot({ path: `${process.env.SCREENSHOTS}/simple-nobody.png` });
});

test("a tablet on a shelf wakes by itself", async () => {
  await house.blend("undo");
  await page.locator("h1#person").waitFor();
  assert.equal(await page.locator("link[rel=icon]").getAttribute("href"), "/icon-waiting.svg");
});

test("one switch makes Blend begin here on this device, and the same takes it back", async () => {
  const start = `http://127.0.0.1:${house.port}/`;
  const mark = page.getByRole("checkbox", { name: "Begin with one person at a time on this device" });
  await page.setViewportSize({ width: 1280, height: 800 });
  await page.getByRole("link", { name: "All of Blend" }).click();
  await page.getByRole("textbox", { name: "What happened?" }).waitFor();
  await mark.focus();
  await page.keyboard.press("Space");
  await page.goto(start);
  await page.locator("h1#person").waitFor();
  await page.getByRole("link", { name: "All of Blend" }).click();
  await page.getByRole("textbox", { name: "What happened?" }).waitFor();
  await page.getByRole("navigation", { name: "Pages" }).getByRole("link", { name: "Today" }).click();
  await page.getByRole("textbox", { name: "What happened?" }).waitFor();
  await mark.click();
  await page.goto(start);
  await page.getByRole("textbox", { name: "What happened?" }).waitFor();
});

test("nothing went against the page's policy", () => {
  assert.deepEqual(browser.mishaps, []);
});
