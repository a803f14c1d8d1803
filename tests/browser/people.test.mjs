// The list of contacts and the page of one: found, filtered, chosen, merged, limited, explained; by mouse and by keyboard.

import assert from "node:assert/strict";
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { AxeBuilder, Browser, House } from "./house.mjs";

const now = "2026-11-23T10:00:00Z";
const traps = ["<script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "\u202Egnp.exe \u202Dabc", "Long".repeat(75)];

const house = new House(now);
const browser = new Browser();
let page;

const button = (name, options = {}) => page.getByRole("button", { name, exact: true, ...options });
const field = (name) => page.getByRole("textbox", { name, exact: true });
const picked = (name) => page.getByRole("combobox", { name, exact: true });
const toast = (text) => page.getByRole("status").filter({ hasText: text }).last();
const heading = (name) => page.getByRole("heading", { name, exact: true });
const choice = (name) => page.getByRole("checkbox", { name: `Choose ${name}`, exact: true });
const fold = (name) => page.locator("summary", { hasText: name });
const blend = async (...words) => JSON.parse(await house.blend(...words, "--json"));
const contact = async (name) => (await blend("show", name)).contact;
const until = async (holds) => {
  while (!(await holds())) await page.waitForTimeout(20);
};
const focused = (locator) => until(() => locator.evaluate((element) => element === document.activeElement));

/** To what is sought by the keyboard alone. */
async function tab_to(locator, back = false) {
  await locator.waitFor();
  for (let step = 0; step < 120; ++step) {
    if (await locator.evaluate((element) => element === document.activeElement)) return;
    await page.keyboard.press(back ? "Shift+Tab" : "Tab");
  }
  assert.fail("the keyboard does not lead there");
}

async function contacts() {
  await page.getByRole("navigation", { name: "Pages" }).getByRole("link", { name: "Contacts" }).click();
  await page.getByRole("heading", { level: 1, name: "Contacts" }).waitFor();
}

async function open(name) {
  await contacts();
  await page.getByRole("searchbox", { name: "Search" }).fill(name);
  await page.getByRole("link", { name, exact: true }).click();
  await page.getByRole("heading", { level: 1, name, exact: true }).waitFor();
}

async function no_fault(what) {
  for (const colorScheme of ["light", "dark"]) {
    await page.emulateMedia({ colorScheme });
    const { violations } = await new AxeBuilder({ page }).analyze();
    assert.deepEqual(violations.map(({ id, nodes }) => [id, nodes[0].html]), [], `${what}, ${colorScheme}`);
    if (process.env.SCREENSHOTS) await page.screenshot({ path: join(process.env.SCREENSHOTS, `${what}-${colorScheme}.png`), fullPage: true });
  }
  await page.emulateMedia({ colorScheme: "light" });
}

before(async () => {
  await house.open();
  await house.blend("add", "Amma", "--circle", "inner", "--talk-every", "14d");
  await house.blend("log", "phone", "Amma", "20m", "--at", "2024-05-04 10:00");
  await house.blend("log", "phone", "Amma", "20m", "--at", "2026-07-04 10:00");
  for (let day = 1; day <= 22; ++day)
    await house.blend("log", "chat", "Amma", "60w", day % 2 ? "--out" : "--in", "--at", `2026-11-${String(day).padStart(2, "0")} 18:00`);
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
  await page.getByText("1,005 contacts", { exact: true }).waitFor();
  await picked("Order").selectOption("name");
  await page.getByRole("listitem").first().waitFor();
  assert.ok((await page.getByRole("listitem").count()) < 60);
  assert.equal(await page.getByRole("listitem").first().getAttribute("aria-setsize"), "1005");
  await page.evaluate(() => scrollTo(0, document.body.scrollHeight));
  await page.getByRole("link", { name: "Person 0999" }).waitFor();
  await page.locator("[aria-posinset='1005']").waitFor();
  assert.ok((await page.getByRole("listitem").count()) < 60);
  await page.evaluate(() => scrollTo(0, 0));
});

test("who has the focus keeps it, however far one scrolls, and Tab goes on from there", async () => {
  const link = page.getByRole("link", { name: "Person 0001", exact: true });
  await link.focus();
  await page.evaluate(() => scrollTo(0, document.body.scrollHeight));
  await page.getByRole("link", { name: "Person 0999" }).waitFor();
  assert.ok(await link.evaluate((element) => element === document.activeElement));
  await page.keyboard.press("Tab");
  await focused(choice("Person 0002"));
  await page.keyboard.press("Tab");
  await focused(page.getByRole("link", { name: "Person 0002", exact: true }));
});

test("the list has no fault that axe finds", () => no_fault("contacts"));

test("contacts are found by letters, circle, how they stand and what is possible", async () => {
  const search = page.getByRole("searchbox", { name: "Search" });
  await search.fill("person 001");
  await page.getByText("10 contacts", { exact: true }).waitFor();
  await search.fill("");
  await picked("Circle").selectOption("inner");
  await page.getByText("1 contact", { exact: true }).waitFor();
  await picked("Circle").selectOption("");
  await picked("How it stands").selectOption("in_rhythm");
  await page.getByText("1 contact", { exact: true }).waitFor();
  await picked("How it stands").selectOption("drifting");
  await page.getByText("Nobody fits.").waitFor();
  await picked("How it stands").selectOption("");
  await picked("Possible by").selectOption("video");
  await page.getByText("1,005 contacts", { exact: true }).waitFor();
  await picked("Possible by").selectOption("");
});

test("several are chosen with the mouse, moved in one change, and moved back by undo", async () => {
  await page.getByRole("searchbox", { name: "Search" }).fill("person 010");
  await page.getByText("10 contacts", { exact: true }).waitFor();
  await choice("Person 0102").click();
  await choice("Person 0105").click({ modifiers: ["Shift"] });
  await page.getByText("4 people chosen").waitFor();
  await choice("Person 0104").click();
  await page.getByText("3 people chosen").waitFor();
  await no_fault("chosen");
  await picked("Circle for them").selectOption("wider");
  await button("Set it").click();
  await toast("moved 3 people to wider").waitFor();
  assert.deepEqual([(await contact("Person 0103")).circle, (await contact("Person 0104")).circle ?? null], ["wider", null]);
  await button("Undo").click();
  await toast("undone").waitFor();
  assert.equal((await contact("Person 0103")).circle ?? null, null);
});

test("the same by keyboard alone", async () => {
  await page.getByRole("searchbox", { name: "Search" }).focus();
  await tab_to(choice("Person 0102"));
  await page.keyboard.press("Space");
  await tab_to(choice("Person 0104"));
  await page.keyboard.press("Shift+Space");
  await page.getByText("3 people chosen").waitFor();
  await tab_to(picked("Circle for them"), true);
  await page.keyboard.press("f");
  await tab_to(button("Set it"));
  await page.keyboard.press("Enter");
  await toast("moved 3 people to friends").waitFor();
  assert.equal((await contact("Person 0103")).circle, "friends");
  await tab_to(button("Undo"));
  await page.keyboard.press("Enter");
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
  assert.equal((await contact("Amma Rao")).circle, "close");
});

test("the page of a contact shows clocks, weeks, hours and the past, back to the first year", async () => {
  await open("Amma");
  await page.getByRole("img", { name: /^Amma\. Talking/ }).waitFor();
  await page.getByText("spoke 142 days ago").first().waitFor();
  await page.getByText("In touch in 5 of the last 52 weeks: 1 talk, 22 times written.").first().waitFor();
  await page.getByText(/^Most often on .* around 18:00\.$/).waitFor();
  await heading("November 2026").waitFor();
  await picked("Begin with").selectOption("2024");
  await heading("May 2024").waitFor();
  await picked("Begin with").selectOption("the newest");
  await heading("July 2026").waitFor();
  await no_fault("contact");
});

test("the number is explained in place, as of any day", async () => {
  await button("Why this number?").click();
  const why = page.getByRole("table").filter({ hasText: "Still counts" });
  await why.waitFor();
  const lines = { head: 1, sessions: 20, older: 1, wish: 1, sum: 1 };
  assert.equal(await why.getByRole("row").count(), Object.values(lines).reduce((sum, each) => sum + each));
  await page.getByText(/^[\d.]+ of [\d.]+ is \d+% talking\.$/).waitFor();
  await no_fault("explained");
  await page.getByLabel("As of the end of").fill("2026-07-10");
  await why.getByRole("rowheader", { name: "4 Jul 2026" }).waitFor();
  await page.getByText("Last spoken 6 days ago").waitFor();
  await button("Why this number?").click();
  await why.waitFor({ state: "hidden" });
});

test("the slider says and shows where a call would lead, and nothing is stored", async () => {
  const before = await blend("show", "Amma");
  const slider = page.getByRole("slider", { name: "Minutes" });
  await tab_to(slider, true);
  await page.keyboard.press("ArrowRight");
  await page.getByRole("status").filter({ hasText: /^Call, 35 minutes: with Amma from \d+% to \d+% talking\./ }).waitFor();
  await page.getByRole("img", { name: /^Amma\..*It would be \d+% talking\./ }).waitFor();
  await picked("If this happened now").selectOption("letter");
  await page.getByRole("status").filter({ hasText: /^Letter, 400 words: / }).waitFor();
  assert.deepEqual((await blend("show", "Amma")).standing.share, before.standing.share);
});

test("what is not possible any more is not suggested any more, and comes back with undo", async () => {
  await house.blend("nudges");
  const nudge = page.getByRole("article", { name: /^Amma/ });
  await nudge.waitFor();
  await fold("What is possible").click();
  for (const mode of ["Meet", "Video call", "Call"]) await picked(mode).selectOption("not possible");
  await button("Save what is possible").click();
  await toast("changed Amma").waitFor();
  await nudge.waitFor({ state: "detached" });
  assert.ok(!(await blend("nudges")).nudges.some(({ contact, mode }) => contact === "Amma" && ["meet", "video", "call"].includes(mode)));
  await button("Undo").click();
  await toast("undone").waitFor();
  await nudge.waitFor();
});

test("the same by keyboard alone", async () => {
  const nudge = page.getByRole("article", { name: /^Amma/ });
  for (const [mode, keys] of [["Meet", "n"], ["Video call", "n"], ["Call", "n"]]) {
    await tab_to(picked(mode));
    await page.keyboard.press(keys);
  }
  await tab_to(button("Save what is possible"));
  await page.keyboard.press("Enter");
  await toast("changed Amma").waitFor();
  await nudge.waitFor({ state: "detached" });
  assert.deepEqual((await contact("Amma")).cannot, ["meet", "video", "call"]);
  await tab_to(button("Undo"));
  await page.keyboard.press("Enter");
  await nudge.waitFor();
});

test("a wish that makes no sense is said at its field and keeps what was written", async () => {
  await fold("Wishes").click();
  await field("In touch at least every (days)").fill("soon");
  await button("Save the wishes").click();
  await page.getByText("Write a number of days from 1 to 3650").waitFor();
  await focused(field("In touch at least every (days)"));
  await field("In touch at least every (days)").fill("10");
  await picked("Circle").selectOption("close");
  await page.keyboard.press("Tab");
  await button("Save the wishes").click();
  await toast("changed Amma").waitFor();
  const amma = await contact("Amma");
  assert.deepEqual([amma.circle, amma.cadence_days], ["close", 10]);
  await fold("About them").click();
  await picked("Time zone (if not yours)").fill("Mars/Olympus");
  await button("Save about them").click();
  await page.getByText("Mars/Olympus is no time zone").waitFor();
  await focused(page.locator("#about-zone"));
  await no_fault("forms");
  await picked("Time zone (if not yours)").fill("Asia/Kolkata");
  await button("Save about them").click();
  await until(async () => (await contact("Amma")).zone === "Asia/Kolkata");
});

test("a call is logged from the page, and moves what it shows", async () => {
  await fold("Log something with Amma").click();
  await field("Minutes (if you know)").fill("twenty");
  await button("Log it").click();
  await page.getByText("Write a whole number, or leave it empty.").waitFor();
  await field("Minutes (if you know)").fill("20");
  await page.keyboard.press("Enter");
  await toast("call with Amma, 20 min").waitFor();
  await page.getByText("spoke today").first().waitFor();
  await button("Undo").click();
  await page.getByText("spoke 142 days ago").first().waitFor();
});

test("an address is added, refused in words, and taken away", async () => {
  await field("Number or address").fill("12");
  await button("Add it").click();
  await page.getByText("12 is no phone number").waitFor();
  await field("Number or address").fill("+49 171 1234567");
  await page.keyboard.press("Enter");
  await button("Take away +491711234567").click();
  await button("Take away +491711234567").waitFor({ state: "detached" });
  assert.deepEqual((await contact("Amma")).handles, []);
});

test("two contacts become one with the mouse, and two again by undo", async () => {
  await page.getByRole("searchbox", { name: "Find the other one" }).fill("rao");
  await no_fault("merge");
  await button("Amma Rao and Amma are one person").click();
  await toast("merged Amma Rao into Amma").waitFor();
  await assert.rejects(house.blend("show", "Amma Rao"));
  await button("Undo").click();
  await toast("undone").waitFor();
  assert.equal((await contact("Amma Rao")).name, "Amma Rao");
});

test("the same by keyboard alone", async () => {
  const search = page.getByRole("searchbox", { name: "Find the other one" });
  await tab_to(search, true);
  await page.keyboard.type("rao");
  await tab_to(button("Amma Rao and Amma are one person"));
  await page.keyboard.press("Enter");
  await toast("merged Amma Rao into Amma").waitFor();
  await focused(search);
  await tab_to(button("Undo"));
  await page.keyboard.press("Enter");
  await toast("undone").waitFor();
  assert.equal((await contact("Amma Rao")).name, "Amma Rao");
});

test("forgetting asks first, and then forgets", async () => {
  await open("Amma Rao");
  await button("Forget them …").click();
  await focused(button("Keep them"));
  await page.keyboard.press("Enter");
  await focused(button("Forget them …"));
  await page.keyboard.press("Enter");
  await button("Forget Amma Rao for good").click();
  await page.getByRole("heading", { level: 1, name: "Contacts" }).waitFor();
  await assert.rejects(house.blend("show", "Amma Rao"));
});

test("names that would be code, or turn the text around, or never end, are only names", async () => {
  await contacts();
  await page.getByRole("searchbox", { name: "Search" }).fill("gnp");
  await page.getByText("1 contact", { exact: true }).waitFor();
  for (const name of [traps[0], traps[1], traps[3]]) {
    await contacts();
    await page.getByRole("searchbox", { name: "Search" }).fill(name.slice(0, 60));
    await page.getByText("1 contact", { exact: true }).waitFor();
    await page.getByRole("link", { name, exact: true }).click();
    await page.getByRole("heading", { level: 1, name }).waitFor();
    await heading("What happened").waitFor();
    await page.setViewportSize({ width: 320, height: 800 });
    assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), name);
    await page.setViewportSize({ width: 1280, height: 800 });
  }
});

test("nothing is cut off on a narrow phone, nor with text of twice the size", async () => {
  await open("Amma");
  for (const [width, text] of [[320, "100%"], [390, "200%"]]) {
    await page.setViewportSize({ width, height: 800 });
    await page.evaluate((size) => (document.documentElement.style.fontSize = size), text);
    assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), `contact ${width}`);
    await contacts();
    assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), `contacts ${width}`);
    if (process.env.SCREENSHOTS) await page.screenshot({ path: join(process.env.SCREENSHOTS, `contacts-${width}.png`) });
    await page.goBack();
    await page.getByRole("heading", { level: 1, name: "Amma" }).waitFor();
  }
});

test("nothing went against the page's policy", () => {
  assert.deepEqual(browser.mishaps, []);
});
