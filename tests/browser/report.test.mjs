// The report: read, turned to other weeks, printed and kept. Every wait is for a state of the page.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { after, before, test } from "node:test";
import { AxeBuilder, Browser, House, hands } from "./house.mjs";

const now = "2026-11-23T10:00:00Z";
const trap = "\"><img src=x onerror=alert(1)>";

const house = new House(now);
const browser = new Browser();
let page;

const button = (name) => page.getByRole("button", { name, exact: true });
const title = (name) => page.getByRole("heading", { level: 1, name });

async function faultless() {
  for (const colorScheme of ["light", "dark"]) {
    await page.emulateMedia({ colorScheme });
    const { violations } = await new AxeBuilder({ page }).analyze();
    assert.deepEqual(violations.map(({ id, nodes }) => [id, nodes[0].html]), [], colorScheme);
  }
}

before(async () => {
  await house.open();
  await house.blend("add", "Amma", "--every", "30d", "--talk-every", "30d", "--birthday", "1956-11-26");
  await house.blend("add", trap, "--circle", "friends");
  await house.blend("log", "phone", "Amma", "20m", "--at", "2026-10-21 10:00");
  await house.blend("log", "phone", "Amma", "20m", "--out", "--at", "2026-11-19 10:00");
  for (const week of ["2026-09-02", "2026-09-12", "2026-09-23"]) await house.blend("log", "in_person", trap, "3h", "--at", `${week} 18:00`);
  for (const day of ["2026-11-02", "2026-11-09", "2026-11-16"]) await house.blend("log", "chat", trap, "60w", "--out", "--at", `${day} 18:00`);
  await house.blend("plan", "call", "Amma", "2026-11-25 10:00");
  await browser.open(now);
  page = browser.page;
  await page.goto(await house.blend("open", "--print"));
  await page.getByRole("textbox", { name: "What happened?" }).waitFor();
  await page.getByRole("navigation").getByRole("link", { name: "Report" }).click();
  await title("23 – 29 November 2026").waitFor();
});

after(async () => {
  await browser.close();
  await house.close();
});

test("the running week says that it is running, and nothing comes after it", async () => {
  await page.getByText("This week is still running.").waitFor();
  assert.equal(await button("Week after").getAttribute("aria-disabled"), "true");
  await page.getByRole("link", { name: "Amma" }).first().waitFor();
  await faultless();
});

test("the week before is one button away, has an address, and says who was reached", async () => {
  await button("Week before").click();
  await title("16 – 22 November 2026").waitFor();
  await button("Week before").and(page.locator(":focus")).waitFor();
  assert.equal(new URL(page.url()).pathname, "/report/2026-W47");
  await page.getByText("29 of 30 quiet days, then you called on Thursday").waitFor();
  await page.getByRole("status").filter({ hasText: "Report of 16 – 22 November 2026." }).waitFor();
  await faultless();
});

test("any week is picked by a day, from the keyboard alone", async () => {
  await page.getByLabel("Week with the day").focus();
  await page.getByLabel("Week with the day").fill("2026-11-11");
  await title("9 – 15 November 2026").waitFor();
  await page.goBack();
  await title("16 – 22 November 2026").waitFor();
});

test("the picture of the weeks has words and a table", async () => {
  await page.getByRole("img", { name: /^The last 13 weeks: \d+.?% of it talking/ }).waitFor();
  await page.getByText("The weeks as a table").press("Enter");
  assert.equal(await page.getByRole("table").getByRole("row").count(), 14);
  await faultless();
  await page.getByText("The weeks as a table").press("Enter");
});

test("names lead to their pages, and are only text", async () => {
  await page.getByRole("link", { name: trap }).first().waitFor();
  assert.match(await page.getByRole("link", { name: trap }).first().getAttribute("href"), /^\/contacts\/\d+$/);
});

test("each copy is a file with the report in it", async () => {
  for (const [name, end, holds] of [["Text (Markdown)", "md", "# Week 47"], ["Page (HTML)", "html", "<!doctype html>"], ["Numbers (JSON)", "json", "2026-W47"]]) {
    const download = page.waitForEvent("download");
    await button(name).click();
    const file = await download;
    assert.equal(file.suggestedFilename(), `blend-2026-W47.${end}`);
    assert.ok((await readFile(await file.path(), "utf8")).toLowerCase().includes(holds.toLowerCase()), name);
  }
});

for (const [hand, { press }] of Object.entries(hands)) {
  test(`the week before is turned to, printed and kept, ${hand}`, async () => {
    await press(page.getByRole("navigation").getByRole("link", { name: "Report" }));
    await title("23 – 29 November 2026").waitFor();
    await press(button("Week before"));
    await title("16 – 22 November 2026").waitFor();
    await page.evaluate((hand) => (globalThis.print = () => (document.documentElement.dataset.printed = hand)), hand);
    await press(button("Print"));
    await page.locator(`html[data-printed="${hand}"]`).waitFor({ state: "attached" });
    const download = page.waitForEvent("download");
    await press(button("Page (HTML)"));
    assert.equal((await download).suggestedFilename(), "blend-2026-W47.html");
  });
}

test("printing hides the controls and unfolds the table, black on white", async () => {
  await page.emulateMedia({ media: "print", colorScheme: "dark" });
  assert.equal(await button("Print").isVisible(), false);
  assert.equal(await page.getByRole("navigation").isVisible(), false);
  assert.equal(await page.evaluate(() => getComputedStyle(document.body).backgroundColor), "rgb(255, 255, 255)");
  assert.equal(await page.evaluate(() => getComputedStyle(document.body).color), "rgb(0, 0, 0)");
  await page.emulateMedia({ media: null });
  for (const format of ["A4", "Letter"]) {
    const sheets = await page.pdf({ format });
    assert.equal(sheets.toString("latin1").match(/\/Type \/Page\b/g).length, 2, format);
  }
  await page.getByRole("table").waitFor({ state: "hidden" });
});

for (const [what, width, text] of [["a narrow phone", 320, "100%"], ["a phone with text twice as large", 390, "200%"]]) {
  test(`nothing is cut off on ${what}`, async () => {
    await page.setViewportSize({ width, height: 800 });
    await page.evaluate((size) => (document.documentElement.style.fontSize = size), text);
    assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth));
    await page.evaluate(() => (document.documentElement.style.fontSize = ""));
  });
}

test("a week ahead is refused in words, with a way back", async () => {
  await page.goto(`http://127.0.0.1:${house.port}/report/2030-W01`);
  await page.getByRole("alert").filter({ hasText: "lies ahead" }).waitFor();
  await button("Try again").click();
  await title("23 – 29 November 2026").waitFor();
});

test("no name became more than text, and nothing went against the page's policy", () => {
  assert.deepEqual(browser.mishaps, []);
});
