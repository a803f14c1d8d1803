// The page of one contact: explained, supposed, limited, logged with, merged, forgotten; by mouse and by keyboard.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { hands } from "./hands.mjs";
import { Browser, House } from "./house.mjs";

const now = "2026-11-23T10:00:00Z";

const house = new House(now);
const browser = new Browser();
const { button, field, fits, focused, fold, heading, no_fault, picked, press, tab_to, title, toast, until } = hands(browser);
let page;

const blend = async (...words) => JSON.parse(await house.blend(...words, "--json"));
const contact = async (name) => (await blend("show", name)).contact;
const newest_change = async () => (await blend("history")).changes[0].id;

async function open(name) {
  await page.getByRole("navigation", { name: "Pages" }).getByRole("link", { name: "Contacts" }).click();
  await title("Contacts").waitFor();
  await page.getByRole("searchbox", { name: "Search" }).fill(name);
  await page.getByRole("link", { name, exact: true }).click();
  await title(name).waitFor();
}

before(async () => {
  await house.open();
  await house.blend("add", "Amma", "--circle", "inner", "--talk-every", "14d");
  await house.blend("log", "phone", "Amma", "20m", "--at", "2024-05-04 10:00");
  await house.blend("log", "phone", "Amma", "20m", "--at", "2026-07-04 10:00");
  for (let day = 1; day <= 22; ++day)
    await house.blend("log", "chat", "Amma", "60w", day % 2 ? "--out" : "--in", "--at", `2026-11-${String(day).padStart(2, "0")} 18:00`);
  for (const name of ["Amma Rao", "Ben Ito"]) await house.blend("add", name, "--circle", "close");
  await house.blend("log", "phone", "Amma Rao", "10m", "--at", "2025-03-01 10:00");
  await house.blend("config", "nudges_per_day", "3");
  await browser.open(now);
  page = browser.page;
  page.setDefaultTimeout(20_000);
  await page.goto(await house.blend("open", "--print"));
  await open("Amma");
});

after(async () => {
  await browser.close();
  await house.close();
});

test("the page of a contact shows clocks, weeks, hours and the past, back to the first year", async () => {
  await page.getByRole("img", { name: /^Amma\. Talking/ }).waitFor();
  await page.getByText("spoke 142 days ago").first().waitFor();
  await page.getByText("In touch in 5 of the last 52 weeks: 1 talk, 22 times written.").first().waitFor();
  await page.getByText(/^Most often on .* around 18:00\.$/).waitFor();
  await page.getByText("All of it was logged by hand.", { exact: true }).waitFor();
  await heading("November 2026").waitFor();
  await picked("Begin with").selectOption("2024");
  await heading("May 2024").waitFor();
  await picked("Begin with").selectOption("the newest");
  await heading("July 2026").waitFor();
  await no_fault("contact");
});

const why = () => page.getByRole("table").filter({ hasText: "Still counts" });

test("the number is explained in place, as of any day", async () => {
  await button("Why this number?").click();
  await why().waitFor();
  const lines = { head: 1, sessions: 20, older: 1, wish: 1, sum: 1 };
  assert.equal(await why().getByRole("row").count(), Object.values(lines).reduce((sum, each) => sum + each));
  await page.getByText(/^[\d.]+ of [\d.]+ is \d+% talking\.$/).waitFor();
  await no_fault("explained");
  await page.getByLabel("As of the end of").fill("2026-07-10");
  await why().getByRole("rowheader", { name: "4 Jul 2026" }).waitFor();
  await page.getByText("Last spoken 6 days ago").waitFor();
  await button("Why this number?").click();
  await why().waitFor({ state: "hidden" });
});

test("the same by keyboard alone", async () => {
  await page.reload();
  await title("Amma").waitFor();
  await press(button("Why this number?"));
  await why().waitFor();
  await tab_to(page.getByLabel("As of the end of"));
  await page.keyboard.type("05052024");
  await why().getByRole("rowheader", { name: "4 May 2024" }).waitFor();
  await press(button("Why this number?"), true);
  await why().waitFor({ state: "hidden" });
  await focused(button("Why this number?"));
});

test("the slider says and shows where a call would lead, and nothing is stored", async () => {
  const change = await newest_change();
  const slider = page.getByRole("slider", { name: "Minutes" });
  const { width, height } = await slider.boundingBox();
  await slider.click({ position: { x: width * 0.75, y: height / 2 } });
  await page.getByRole("status").filter({ hasText: /^Call, 1[234]\d minutes: with Amma from \d+% to \d+% talking\./ }).waitFor();
  await page.getByRole("img", { name: /^Amma\..*It would be \d+% talking\./ }).waitFor();
  await no_fault("supposed");
  await picked("If this happened now").selectOption("letter");
  await page.getByRole("status").filter({ hasText: /^Letter, 400 words: / }).waitFor();
  assert.equal(await newest_change(), change);
});

test("the same by keyboard alone", async () => {
  const change = await newest_change();
  await tab_to(picked("If this happened now"), true);
  await page.keyboard.press("c");
  await tab_to(page.getByRole("slider", { name: "Minutes" }));
  await page.keyboard.press("ArrowRight");
  await page.getByRole("status").filter({ hasText: /^Call, 35 minutes: with Amma from \d+% to \d+% talking\./ }).waitFor();
  await page.getByRole("img", { name: /^Amma\..*It would be \d+% talking\./ }).waitFor();
  assert.equal(await newest_change(), change);
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
  for (const mode of ["Meet", "Video call", "Call"]) {
    await tab_to(picked(mode));
    await page.keyboard.press("n");
  }
  await press(button("Save what is possible"));
  await toast("changed Amma").waitFor();
  await nudge.waitFor({ state: "detached" });
  assert.deepEqual((await contact("Amma")).cannot, ["meet", "video", "call"]);
  await press(button("Undo"));
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
  await until(async () => (await contact("Amma")).zone === "Asia/Kolkata", "the time zone is not kept");
});

test("a call is logged from the page, and moves what it shows", async () => {
  await fold("Log something with Amma").click();
  await field("Minutes (if you know)").fill("twenty");
  await button("Log it").click();
  await page.getByText("Write a whole number, or leave it empty.").waitFor();
  await focused(field("Minutes (if you know)"));
  await no_fault("logging");
  await field("Minutes (if you know)").fill("20");
  await button("Log it").click();
  await toast("call with Amma, 20 min").waitFor();
  await page.getByText("spoke today").first().waitFor();
  await button("Undo").click();
  await toast("undone").waitFor();
  await page.getByText("spoke 142 days ago").first().waitFor();
});

test("the same by keyboard alone, of a letter that came", async () => {
  await tab_to(picked("How"), true);
  await page.keyboard.type("Letter");
  await tab_to(field("Words (if you know)"));
  await page.keyboard.type("300");
  await tab_to(picked("Who wrote"));
  await page.keyboard.type("they");
  await tab_to(field("Note (for yourself)"));
  await page.keyboard.type("about the <b>garden</b>");
  await page.keyboard.press("Enter");
  await toast(/letter (from|with) Amma/).waitFor();
  await page.getByText("wrote today").first().waitFor();
  await page.getByText("about the <b>garden</b>").first().waitFor();
  await focused(field("Note (for yourself)"));
  await press(button("Undo"));
  await toast("undone").waitFor();
  await page.getByText("about the <b>garden</b>").first().waitFor({ state: "hidden" });
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

const other_one = () => page.getByRole("searchbox", { name: "Find the other one" });

async function two_again() {
  await assert.rejects(house.blend("show", "Amma Rao"));
  await heading("March 2025").waitFor();
  return async () => {
    await toast("undone").waitFor();
    await heading("March 2025").waitFor({ state: "hidden" });
    assert.equal((await contact("Amma Rao")).name, "Amma Rao");
  };
}

test("two contacts become one with the mouse, and two again by undo", async () => {
  await other_one().fill("rao");
  await no_fault("merge");
  await button("Amma Rao and Amma are one person").click();
  await toast("merged Amma Rao into Amma").waitFor();
  const parted = await two_again();
  await button("Undo").click();
  await parted();
});

test("the same by keyboard alone", async () => {
  await tab_to(other_one(), true);
  await page.keyboard.type("rao");
  await press(button("Amma Rao and Amma are one person"));
  await toast("merged Amma Rao into Amma").waitFor();
  await focused(other_one());
  const parted = await two_again();
  await press(button("Undo"));
  await parted();
});

test("nothing is cut off on a narrow phone, nor with text of twice the size", async () => {
  await button("Why this number?").click();
  await why().waitFor();
  await page.evaluate(() => document.querySelectorAll("details").forEach((each) => (each.open = true)));
  for (const [width, text] of [[320, "100%"], [390, "200%"]]) {
    await page.setViewportSize({ width, height: 800 });
    await page.evaluate((size) => (document.documentElement.style.fontSize = size), text);
    await fits("the page");
  }
  await page.setViewportSize({ width: 1280, height: 800 });
  await page.evaluate(() => (document.documentElement.style.fontSize = ""));
});

test("forgetting asks first, says that there is no way back, and then forgets", async () => {
  await open("Amma Rao");
  await button("Forget them …").click();
  await focused(button("Keep them"));
  await page.getByText("This cannot be undone.").waitFor();
  await no_fault("forgetting");
  await button("Keep them").click();
  await focused(button("Forget them …"));
  assert.equal((await contact("Amma Rao")).name, "Amma Rao");
  await button("Forget them …").click();
  await button("Forget Amma Rao for good").click();
  await title("Contacts").waitFor();
  await toast("Amma Rao").waitFor();
  await button("Undo").waitFor({ state: "hidden" });
  await assert.rejects(house.blend("show", "Amma Rao"));
});

test("the same by keyboard alone", async () => {
  await open("Ben Ito");
  await press(button("Forget them …"), true);
  await focused(button("Keep them"));
  await page.keyboard.press("Enter");
  await focused(button("Forget them …"));
  await page.keyboard.press("Enter");
  await press(button("Forget Ben Ito for good"));
  await focused(title("Contacts"));
  await assert.rejects(house.blend("show", "Ben Ito"));
});

test("nothing went against the page's policy", () => {
  assert.deepEqual(browser.mishaps, []);
});
