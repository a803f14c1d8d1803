// What an owner does with the dashboard, in order, in one browser. Every wait is for a state of the page.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { AxeBuilder, Browser, House } from "./house.mjs";

const now = "2026-11-23T10:00:00Z";
const trap = "<img src=x onerror=alert(1)>";

const house = new House(now);
const browser = new Browser();
let page;

const nudge = () => page.getByRole("article", { name: /^Amma/ });
const life = () => page.getByRole("img", { name: /^Your blend\./ });
const toast = (text) => page.getByRole("status").filter({ hasText: text });
const log_box = () => page.getByRole("textbox", { name: "What happened?" });

async function show(name) {
  await page.getByRole("navigation").getByRole("link", { name }).click();
  await page.getByRole("heading", { level: 1 }).waitFor();
}

before(async () => {
  await house.open();
  await house.blend("add", "Amma", "--every", "30d", "--talk-every", "30d");
  await house.blend("add", trap, "--circle", "friends");
  await house.blend("log", "phone", "Amma", "20m", "--at", "2026-07-04 10:00");
  for (const [day, direction] of [["2026-11-02", "--out"], ["2026-11-09", "--in"], ["2026-11-16", "--out"], ["2026-11-22", "--in"]])
    await house.blend("log", "chat", "Amma", "60w", direction, "--at", `${day} 18:00`);
  await browser.open(now);
  page = browser.page;
});

after(async () => {
  await browser.close();
  await house.close();
});

test("without a session the page says how to sign in", async () => {
  await page.goto(`http://127.0.0.1:${house.port}/`);
  await page.getByText("blend open", { exact: true }).waitFor();
});

test("a one-time address signs in once, and leaves no code in the address", async () => {
  const address = await house.blend("open", "--print");
  await page.goto(address);
  await log_box().waitFor();
  assert.equal(new URL(page.url()).pathname, "/");
  assert.equal(new URL(page.url()).hash, "");

  const second = await browser.browser.newPage();
  await second.goto(address);
  await second.getByRole("alert").waitFor();
  await second.close();
});

test("whoever was not spoken to for long is suggested, with reasons", async () => {
  await nudge().waitFor();
  await nudge().getByRole("button", { name: "Why?" }).click();
  await nudge().getByRole("listitem").first().waitFor();
});

test("a sentence that cannot be logged says why and is kept", async () => {
  await page.getByRole("heading", { level: 1 }).click();
  await page.keyboard.press("/");
  await page.keyboard.type("called Nobody at all 20 min");
  await page.keyboard.press("Enter");
  await page.getByRole("alert").waitFor();
  assert.equal(await log_box().inputValue(), "called Nobody at all 20 min");
});

test("logging a call takes the nudge away and moves the blend", async () => {
  const earlier = await life().getAttribute("aria-label");
  await log_box().fill("called Amma 20 min yesterday 7pm");
  await page.getByText("Understood as").waitFor();
  await page.keyboard.press("Enter");
  await toast("Amma").waitFor();
  await nudge().waitFor({ state: "detached" });
  await page.waitForFunction((label) => !document.querySelector(`svg[aria-label="${label}"]`), earlier);
  assert.equal(await log_box().inputValue(), "");
});

test("undo takes the call back, and the nudge returns", async () => {
  await page.getByRole("button", { name: "Undo" }).click();
  await toast("undone").waitFor();
  await nudge().waitFor();
});

test("what the command line logs is seen without reloading", async () => {
  await house.blend("log", "called Amma 20 min yesterday 7pm");
  await nudge().waitFor({ state: "detached" });
});

test("an undo that would hit a newer change leaves it alone", async () => {
  await log_box().fill("called Amma 5 min today 9:00");
  await page.keyboard.press("Enter");
  await toast("5 min").waitFor();
  await house.blend("log", "chat", "Amma", "10w");
  await page.getByRole("button", { name: "Undo" }).click();
  await toast("Something else was changed since").waitFor();
});

test("contacts show both clocks, and are found while typing", async () => {
  await show("Contacts");
  await page.getByText("spoke today").or(page.getByText("spoke yesterday")).waitFor();
  await page.getByText("wrote today").waitFor();
  await page.getByRole("searchbox").fill("amm");
  await page.getByText("1 contact", { exact: true }).waitFor();
  await page.getByRole("searchbox").fill("");
  await page.getByRole("heading", { name: trap, exact: true }).waitFor();
});

test("the keys are listed by ?, and lead to the pages and to the box, until they are switched off", async () => {
  const keys = page.getByRole("dialog", { name: "Keys" });
  const at_top = (name) => page.getByRole("heading", { level: 1, name }).waitFor();
  await show("Contacts");
  await page.getByRole("heading", { level: 1 }).focus();
  await page.keyboard.press("?");
  await keys.waitFor();
  const { violations } = await new AxeBuilder({ page }).analyze();
  assert.deepEqual(violations.map(({ id, nodes }) => [id, nodes[0].html]), []);
  await page.keyboard.press("Escape");
  await keys.waitFor({ state: "detached" });
  assert.equal(await page.evaluate(() => document.activeElement.tagName), "H1");
  await page.keyboard.press("g");
  await page.keyboard.press("s");
  await at_top("Settings");
  await page.keyboard.press("/");
  await log_box().waitFor();
  await page.waitForFunction(() => document.activeElement?.id === "quick-log");
  await page.getByRole("checkbox", { name: "Single-key shortcuts" }).click();
  await page.keyboard.press("?");
  await page.keyboard.press("g");
  await page.keyboard.press("c");
  assert.equal(await keys.count(), 0);
  assert.equal(new URL(page.url()).pathname, "/");
  await page.getByRole("checkbox", { name: "Single-key shortcuts" }).click();
  await page.getByRole("button", { name: "Keys", exact: true }).click();
  await keys.getByRole("button", { name: "Close" }).click();
  await keys.waitFor({ state: "detached" });
});

for (const colorScheme of ["light", "dark"]) {
  for (const name of ["Today", "Contacts"]) {
    test(`${name} has no fault that axe finds, ${colorScheme}`, async () => {
      await page.emulateMedia({ colorScheme });
      await show(name);
      const { violations } = await new AxeBuilder({ page }).analyze();
      assert.deepEqual(violations.map(({ id, nodes }) => [id, nodes[0].html]), []);
    });
  }
}

for (const [what, width, text] of [["a narrow phone", 320, "100%"], ["a phone with text twice as large", 390, "200%"]]) {
  test(`nothing is cut off on ${what}`, async () => {
    await page.setViewportSize({ width, height: 800 });
    await page.evaluate((size) => (document.documentElement.style.fontSize = size), text);
    for (const name of ["Contacts", "Today"]) {
      await show(name);
      assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), name);
    }
    await page.evaluate(() => (document.documentElement.style.fontSize = ""));
  });
}

test("the first load is small", async () => {
  await page.reload();
  await log_box().waitFor();
  const bytes = await page.evaluate(() =>
    [...performance.getEntriesByType("navigation"), ...performance.getEntriesByType("resource")].reduce(
      (sum, entry) => sum + entry.encodedBodySize,
      0,
    ),
  );
  assert.ok(bytes < 150_000, `${bytes} bytes`);
});

test("a daemon that goes away is said calmly, and its return is noticed", async () => {
  const away = page.getByText("Blend is away for a moment");
  await house.stop();
  await away.waitFor();
  await house.start();
  await away.waitFor({ state: "hidden" });
});

test("a name is never more than text, and nothing went against the page's policy", () => {
  assert.deepEqual(browser.mishaps, []);
});
