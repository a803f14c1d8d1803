// The list of contacts: searched, ordered, filtered, chosen from, added to; by mouse and by keyboard.

import assert from "node:assert/strict";
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { hands } from "./hands.mjs";
import { Browser, House } from "./house.mjs";

const now = "2026-11-23T10:00:00Z";
const traps = ["<script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "\u202Egnp.exe \u202Dabc", "Long".repeat(75)];

const house = new House(now);
const browser = new Browser();
const { button, choice, field, fits, focused, fold, heading, no_fault, picked, press, tab_to, title, toast } = hands(browser);
let page;

const contact = async (name) => JSON.parse(await house.blend("show", name, "--json")).contact;
const circle = async (name) => (await contact(name)).circle ?? null;
const search = () => page.getByRole("searchbox", { name: "Search" });
const link = (name) => page.getByRole("link", { name, exact: true });
const counted = (count) => page.getByText(count, { exact: true }).waitFor();
const to_the_end = () => page.evaluate(() => scrollTo(0, document.body.scrollHeight));

async function contacts() {
  await page.getByRole("navigation", { name: "Pages" }).getByRole("link", { name: "Contacts" }).click();
  await title("Contacts").waitFor();
}

before(async () => {
  await house.open();
  await house.blend("add", "Amma", "--circle", "inner", "--talk-every", "14d");
  await house.blend("log", "phone", "Amma", "20m", "--at", "2026-11-20 10:00");
  await house.blend("log", "chat", "Amma", "60w", "--out", "--at", "2026-11-21 18:00");
  await mkdir(join(house.home, "pile"));
  const card = (name, index) => `BEGIN:VCARD\r\nVERSION:3.0\r\nFN:${name}\r\nEMAIL:p${index}@example.org\r\nEND:VCARD\r\n`;
  const names = [...traps, ...Array.from({ length: 1000 }, (_, index) => `Person ${String(index).padStart(4, "0")}`)];
  await writeFile(join(house.home, "pile", "people.vcf"), names.map(card).join(""));
  await house.blend("import", join(house.home, "pile", "people.vcf"), "--create-contacts");
  await browser.open(now);
  page = browser.page;
  page.setDefaultTimeout(20_000);
  await page.goto(await house.blend("open", "--print"));
  await contacts();
});

after(async () => {
  await browser.close();
  await house.close();
});

test("the list is as long as it says, draws little, and shows who is far down", async () => {
  await counted("1,005 contacts");
  await picked("Order").selectOption("name");
  await page.getByRole("listitem").first().waitFor();
  assert.ok((await page.getByRole("listitem").count()) < 60);
  assert.equal(await page.getByRole("listitem").first().getAttribute("aria-setsize"), "1005");
  await to_the_end();
  await link("Person 0999").waitFor();
  await page.locator("[aria-posinset='1005']").waitFor();
  await page.getByText("One moment …").first().waitFor({ state: "hidden" });
  assert.ok((await page.getByRole("listitem").count()) < 60);
  await page.evaluate(() => scrollTo(0, 0));
});

test("who has the focus keeps it, however far one scrolls, and Tab goes on from there", async () => {
  await link("Person 0001").focus();
  await to_the_end();
  await link("Person 0999").waitFor();
  assert.ok(await link("Person 0001").evaluate((element) => element === document.activeElement));
  await page.keyboard.press("Tab");
  await focused(choice("Person 0002"));
  await page.keyboard.press("Tab");
  await focused(link("Person 0002"));
});

test("the list has no fault that axe finds", () => no_fault("contacts"));

test("contacts are found by letters, circle, how they stand and what is possible", async () => {
  await search().fill("person 001");
  await counted("10 contacts");
  await search().fill("");
  await picked("Circle").selectOption("inner");
  await counted("1 contact");
  await picked("Circle").selectOption("");
  await picked("How it stands").selectOption("in_rhythm");
  await counted("1 contact");
  await picked("How it stands").selectOption("drifting");
  await page.getByText("Nobody fits.").waitFor();
  await picked("How it stands").selectOption("");
  await picked("Possible by").selectOption("video");
  await counted("1,005 contacts");
  await picked("Possible by").selectOption("");
});

test("several are chosen with the mouse, moved in one change, and moved back by undo", async () => {
  await search().fill("person 010");
  await counted("10 contacts");
  await choice("Person 0102").click();
  await choice("Person 0105").click({ modifiers: ["Shift"] });
  await page.getByText("4 people chosen").waitFor();
  await choice("Person 0104").click();
  await page.getByText("3 people chosen").waitFor();
  await no_fault("chosen");
  await picked("Circle for them").selectOption("wider");
  await button("Set it").click();
  await toast("moved 3 people to wider").waitFor();
  assert.deepEqual([await circle("Person 0103"), await circle("Person 0104")], ["wider", null]);
  await button("Undo").click();
  await toast("undone").waitFor();
  assert.equal(await circle("Person 0103"), null);
});

test("the same by keyboard alone", async () => {
  await search().focus();
  await tab_to(choice("Person 0102"));
  await page.keyboard.press("Space");
  await tab_to(choice("Person 0104"));
  await page.keyboard.press("Shift+Space");
  await page.getByText("3 people chosen").waitFor();
  await tab_to(picked("Circle for them"), true);
  await page.keyboard.press("f");
  await press(button("Set it"));
  await toast("moved 3 people to friends").waitFor();
  assert.equal(await circle("Person 0103"), "friends");
  await press(button("Undo"));
  await toast("undone").waitFor();
  await focused(button("Close"));
});

test("those chosen all at once are those that were asked for last, also where nobody looked", async () => {
  await search().fill("person 03");
  await counted("100 contacts");
  await link("Person 0300").waitFor();
  await to_the_end();
  await link("Person 0399").waitFor();
  await search().fill("person 04");
  await link("Person 0400").waitFor();
  await button("Choose all 100").click();
  await page.getByText("100 people chosen").waitFor();
  await picked("Circle for them").selectOption("wider");
  await button("Set it").click();
  await toast("moved 100 people to wider").waitFor();
  assert.deepEqual([await circle("Person 0399"), await circle("Person 0400"), await circle("Person 0499")], [null, "wider", "wider"]);
  await button("Undo").click();
  await toast("undone").waitFor();
});

test("somebody is added, and a missing name is said at its field", async () => {
  await fold("Add somebody").click();
  await button("Add").click();
  await page.getByText("Write a name first.").waitFor();
  await focused(field("Name"));
  await page.keyboard.type("Amma Rao");
  await page.keyboard.press("Enter");
  await toast("added Amma Rao").waitFor();
  assert.equal(await circle("Amma Rao"), "close");
  await button("Undo").click();
  await toast("undone").waitFor();
  await assert.rejects(house.blend("show", "Amma Rao"));
});

test("the same by keyboard alone", async () => {
  await search().focus();
  await press(fold("Add somebody"));
  await field("Name").waitFor({ state: "hidden" });
  await press(fold("Add somebody"));
  await tab_to(field("Name"));
  await page.keyboard.type("Amma Rao");
  await tab_to(page.locator("#add-circle"));
  await page.keyboard.press("f");
  await press(button("Add"));
  await toast("added Amma Rao").waitFor();
  assert.equal(await circle("Amma Rao"), "friends");
});

test("names that would be code, or turn the text around, or never end, are only names", async () => {
  await contacts();
  await search().fill("gnp");
  await counted("1 contact");
  for (const name of [traps[0], traps[1], traps[3]]) {
    await contacts();
    await search().fill(name.slice(0, 60));
    await counted("1 contact");
    await link(name).click();
    await title(name).waitFor();
    await heading("What happened").waitFor();
    await page.setViewportSize({ width: 320, height: 800 });
    await fits(name);
    await page.setViewportSize({ width: 1280, height: 800 });
  }
});

test("nothing is cut off on a narrow phone, nor with text of twice the size", async () => {
  await contacts();
  await search().fill("person 00");
  await choice("Person 0001").click();
  for (const [width, text] of [[320, "100%"], [390, "200%"]]) {
    await page.setViewportSize({ width, height: 800 });
    await page.evaluate((size) => (document.documentElement.style.fontSize = size), text);
    await fits("the list");
  }
});

test("nothing went against the page's policy", () => {
  assert.deepEqual(browser.mishaps, []);
});
