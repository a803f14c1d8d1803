// The first steps of an owner on the Import page: bring in, say who is who, keep an eye on a folder.

import assert from "node:assert/strict";
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { AxeBuilder, Browser, House } from "./house.mjs";

const now = "2026-11-23T10:00:00Z";
const house = new House(now);
const browser = new Browser();
let page;

const chat = (other) => `13/11/2026, 21:58 - Mira: hello\n14/11/2026, 22:04 - ${other}: hello you\n`;
const button = (name) => page.getByRole("button", { name, exact: true });
const cell = (row, text) => page.getByRole("row", { name: new RegExp(row) }).getByText(text, { exact: true }).first();

before(async () => {
  await house.open();
  await house.blend("add", "Ravi");
  await mkdir(join(house.home, "pile"));
  await writeFile(join(house.home, "pile", "ravi.txt"), chat("Ravi"));
  await writeFile(join(house.home, "pile", "tom.txt"), chat("Tom"));
  await mkdir(join(house.home, "drop"));
  const card = (line) => `BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Tom\r\n${line}\r\nEND:VCARD\r\n`;
  await writeFile(join(house.home, "toms.vcf"), card("EMAIL:tom@example.org") + card("TEL:+491711234567"));
  await house.blend("import", join(house.home, "toms.vcf"));
  await browser.open(now);
  page = browser.page;
  await page.goto(await house.blend("open", "--print"));
  await page.getByRole("navigation").getByRole("link", { name: "Import" }).click();
  await page.getByRole("heading", { level: 1, name: "Import" }).waitFor();
});

after(async () => {
  await browser.close();
  await house.close();
});

test("chosen files that do not tell the owner are left, and who it seems to be is asked", async () => {
  const files = ["ravi.txt", "tom.txt"].map((name) => join(house.home, "pile", name));
  await page.locator('input[type="file"]').first().setInputFiles(files);
  await page.getByText("2 files chosen.").waitFor();
  await button("Only try").click();
  await page.getByRole("alert").filter({ hasText: "Mira" }).waitFor();
});

test("a trial shows the table and stores nothing; the real run stores the same", async () => {
  await page.getByRole("textbox", { name: "Your name or address" }).fill("Mira");
  await button("Only try").click();
  await page.getByRole("heading", { name: "A trial: nothing was stored" }).waitFor();
  await cell("ravi.txt", "2").waitFor();
  assert.match(await house.blend("export", "csv"), /^[^\n]*$/);
  await button("Bring it in").click();
  await page.getByRole("heading", { name: "What became of it" }).waitFor();
  assert.equal((await house.blend("export", "csv")).split("\n").length, 5);
});

test("an address is linked through its suggestion, and is gone from the list", async () => {
  await button("It is Ravi").click();
  await button("It is Ravi").waitFor({ state: "detached" });
});

test("of two contacts with one name it is said which is meant, and the right one is linked", async () => {
  await button("It is Tom (tom@example.org)").waitFor();
  await button("It is Tom (+491711234567)").click();
  await button("It is Tom (tom@example.org)").waitFor({ state: "detached" });
  assert.match(await house.blend("unmatched"), /every handle belongs to somebody/);
});

test("two contacts that look alike are one or two, as the owner says", async () => {
  await button("Tom (+491711234567) and Tom (tom@example.org) are two people").click();
  await page.getByRole("heading", { name: "One person or two?" }).waitFor({ state: "detached" });
  assert.match(await house.blend("suggestions"), /nothing looks like the same person twice/);
});

test("the guide takes one key for each person", async () => {
  const group = page.getByRole("group", { name: /Ravi|Tom/ });
  const first = await group.getAttribute("aria-label");
  await group.getByRole("button", { name: "inner" }).focus();
  await page.keyboard.press("c");
  await page.getByRole("group", { name: first }).waitFor({ state: "detached" });
  assert.match(await house.blend("contacts"), new RegExp(`${first}\\s+close`));
});

test("a folder is kept an eye on, looked at, and left alone again", async () => {
  await page.getByRole("textbox", { name: "Path on this computer", exact: true }).fill(join(house.home, "drop"));
  await button("Keep an eye on it").click();
  await page.getByRole("button", { name: /^Look at .*drop now$/ }).waitFor();
  await page.getByRole("button", { name: /^Remove .*drop$/ }).click();
  await page.getByRole("button", { name: /^Remove .*drop$/ }).waitFor({ state: "detached" });
});

for (const colorScheme of ["light", "dark"]) {
  test(`the page has no fault that axe finds, ${colorScheme}`, async () => {
    await page.emulateMedia({ colorScheme });
    const { violations } = await new AxeBuilder({ page }).analyze();
    assert.deepEqual(violations.map(({ id, nodes }) => [id, nodes[0].html]), []);
    if (process.env.SCREENSHOTS) await page.screenshot({ path: join(process.env.SCREENSHOTS, `${colorScheme}.png`), fullPage: true });
  });
}

test("nothing is cut off on a phone", async () => {
  await page.setViewportSize({ width: 390, height: 800 });
  assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth));
  if (process.env.SCREENSHOTS) await page.screenshot({ path: join(process.env.SCREENSHOTS, "phone.png"), fullPage: true });
});

test("nothing went against the page's policy", () => {
  assert.deepEqual(browser.mishaps, []);
});
