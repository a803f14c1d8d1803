// The Settings page: what Blend does by itself, how the owner is told of it, and what it reads.

import assert from "node:assert/strict";
import { mkdir } from "node:fs/promises";
import { createServer } from "node:http";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { AxeBuilder, Browser, House } from "./house.mjs";

const now = "2026-11-23T10:00:00Z";
const house = new House(now);
const browser = new Browser();
const heard = [];
const listener = createServer((request, response) => {
  heard.push(request.url);
  request.resume().on("end", () => response.end());
});
let page;

const button = (name) => page.getByRole("button", { name, exact: true });
const field = (name) => page.getByRole("textbox", { name, exact: true });
const said = (text) => page.getByRole("status").filter({ hasText: text }).waitFor();
const until = async (holds) => {
  while (!(await holds())) await page.waitForTimeout(20);
};

before(async () => {
  await house.open();
  await new Promise((resolve) => listener.listen(0, "127.0.0.1", resolve));
  await browser.open(now);
  page = browser.page;
  await page.addInitScript(() => {
    globalThis.noted = [];
    globalThis.Notification = class extends EventTarget {
      static permission = "default";
      static requestPermission = async () => (globalThis.Notification.permission = "granted");
      constructor(title, { body }) {
        super();
        globalThis.noted.push(`${title}: ${body}`);
      }
    };
  });
  await page.goto(await house.blend("open", "--print"));
  await page.getByRole("navigation", { name: "Pages" }).getByRole("link", { name: "Settings" }).click();
  await page.getByRole("heading", { level: 1, name: "Settings" }).waitFor();
});

after(async () => {
  await browser.close();
  await house.close();
  listener.close();
});

test("every setting of the command line has its field, with what it means and what fits", async () => {
  const { settings } = JSON.parse(await house.blend("config", "--json"));
  await button("Save: Nudges").waitFor();
  for (const key of Object.keys(settings)) {
    const described = await page.locator(`#setting-${key}`).getAttribute("aria-describedby");
    assert.match(described ?? "", new RegExp(`about-${key}`), key);
    assert.equal(await page.locator(`#setting-${key}`).inputValue(), settings[key], key);
  }
});

test("what is changed in a group is saved together", async () => {
  await field("Nudges per day").fill("2");
  await field("Days of the digest").fill("mon,thu");
  await page.keyboard.press("Enter");
  await said("Saved: Days of the digest, Nudges per day.");
  const { settings } = JSON.parse(await house.blend("config", "--json"));
  assert.deepEqual([settings.nudges_per_day, settings.nudge_days], ["2", "mon,thu"]);
});

test("what does not fit is said at its field, which keeps what was written", async () => {
  await field("Hour of the digest").fill("25");
  await field("Nudges per week").fill("5");
  await button("Save: Nudges").click();
  const hour = page.locator("#setting-nudge_hour");
  await page.getByText("25 does not fit nudge_hour: it takes an hour from 0 to 23").waitFor();
  assert.equal(await hour.getAttribute("aria-invalid"), "true");
  assert.equal(await hour.inputValue(), "25");
  assert.ok(await hour.evaluate((element) => element === document.activeElement));
  assert.equal(JSON.parse(await house.blend("config", "--json")).settings.nudges_per_week, "5");
  await hour.fill("9");
  await button("Save: Nudges").click();
  await said("Everything was saved already.");
});

test("what is changed on the command line shows here, but not over what is being written", async () => {
  await field("Hour of the digest").fill("11");
  await house.blend("config", "quiet_from", "22");
  await until(async () => (await field("Quiet from").inputValue()) === "22");
  assert.equal(await field("Hour of the digest").inputValue(), "11");
  await field("Hour of the digest").fill("9");
});

test("a way is set up, tried, limited to what it should carry, turned off and removed", async () => {
  const address = `http://127.0.0.1:${listener.address().port}/told`;
  await page.getByRole("combobox", { name: "By" }).selectOption("webhook");
  await page.getByRole("form", { name: "Set up a way" }).getByRole("textbox", { name: "Address", exact: true }).fill(address);
  await button("Set up a way").click();
  const test_it = page.getByRole("button", { name: /^Send a test: / });
  await test_it.click();
  await until(() => heard.includes("/told"));
  const marks = page.getByRole("group", { name: /^What .* does$/ });
  const mark = (name) => marks.getByRole("checkbox", { name, exact: true });
  await mark("Weekly report").click();
  await mark("On").click();
  await until(async () => {
    const { ways } = await page.evaluate(async () => (await fetch("/v1/ways")).json());
    return !ways[0].is_on && !ways[0].carries.includes("report");
  });
  await page.getByText("What left this way").click();
  await page.getByRole("listitem").filter({ hasText: "Test" }).first().waitFor();
  if (process.env.SCREENSHOTS) await page.screenshot({ path: join(process.env.SCREENSHOTS, "ways.png"), fullPage: true });
  await page.getByRole("button", { name: /^Remove / }).click();
  await test_it.waitFor({ state: "detached" });
});

test("a way that makes no sense is refused in words", async () => {
  await page.getByRole("combobox", { name: "By" }).selectOption("ntfy");
  await page.getByRole("textbox", { name: "Address of the topic" }).fill("http://example.org/topic");
  await button("Set up a way").click();
  await page.getByRole("alert").filter({ hasText: "example.org" }).waitFor();
});

test("an account that does not answer is said at the form, and a folder is kept an eye on", async () => {
  const kind = page.getByRole("combobox", { name: "Kind" });
  await kind.selectOption("imap");
  await field("Address of the server").fill("imap://mail.example.org");
  await button("Read it from now on").click();
  await page.getByRole("alert").filter({ hasText: "imap://mail.example.org would be read" }).waitFor();
  await kind.selectOption("folder");
  await mkdir(join(house.home, "drop"));
  await field("Path on this computer").fill(join(house.home, "drop"));
  await button("Keep an eye on it").click();
  await page.getByRole("button", { name: /^Look at .*drop now$/ }).waitFor();
});

test("a page names no program that this machine would run", async () => {
  const status = await page.evaluate(async () => {
    const account = { kind: "imap", path: "imap://127.0.0.1", user: "ana", me: "ana@example.org", secret: "command: touch /tmp/ran" };
    const headers = { "Content-Type": "application/json" };
    return (await fetch("/v1/sources", { method: "POST", headers, body: JSON.stringify(account) })).status;
  });
  assert.equal(status, 403);
});

test("a new nudge is shown by the browser once the owner wants it, and never before", async () => {
  await house.blend("add", "Ravi", "--circle", "close", "--talk-every", "14d");
  await house.blend("log", "call", "Ravi", "20m", "--at", "2026-08-01T10:00:00Z");
  await house.blend("nudges");
  assert.deepEqual(await page.evaluate(() => globalThis.noted), []);
  const show = page.getByRole("checkbox", { name: "Show new nudges" });
  await show.focus();
  await page.keyboard.press("Space");
  await until(() => show.isChecked());
  await house.blend("add", "Tom", "--circle", "close", "--talk-every", "14d");
  await house.blend("log", "call", "Tom", "20m", "--at", "2026-07-01T10:00:00Z");
  await house.blend("nudges");
  await until(async () => (await page.evaluate(() => globalThis.noted.length)) > 0);
  const noted = await page.evaluate(() => globalThis.noted);
  assert.equal(noted.length, 1);
  assert.match(noted[0], /^Blend: .*Tom/);
});

for (const colorScheme of ["light", "dark"]) {
  test(`the page has no fault that axe finds, ${colorScheme}`, async () => {
    await page.emulateMedia({ colorScheme });
    const { violations } = await new AxeBuilder({ page }).analyze();
    assert.deepEqual(violations.map(({ id, nodes }) => [id, nodes[0].html]), []);
    if (process.env.SCREENSHOTS) await page.screenshot({ path: join(process.env.SCREENSHOTS, `settings-${colorScheme}.png`), fullPage: true });
  });
}

test("nothing is cut off on a phone, nor with text of twice the size", async () => {
  const fits = () => page.evaluate(() => document.documentElement.scrollWidth <= innerWidth);
  await page.setViewportSize({ width: 390, height: 800 });
  assert.ok(await fits());
  if (process.env.SCREENSHOTS) await page.screenshot({ path: join(process.env.SCREENSHOTS, "settings-phone.png"), fullPage: true });
  await page.setViewportSize({ width: 1280, height: 800 });
  await page.evaluate(() => (document.documentElement.style.fontSize = "200%"));
  assert.ok(await fits());
  if (process.env.SCREENSHOTS) await page.screenshot({ path: join(process.env.SCREENSHOTS, "settings-large.png"), fullPage: true });
});

test("nothing went against the page's policy", () => {
  assert.deepEqual(browser.mishaps, []);
});
