// Plans: made, moved and confirmed, by mouse and from the keyboard alone. Every wait is for a state of the page.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { AxeBuilder, Browser, House } from "./house.mjs";

const now = "2026-11-23T10:00:00Z"; // a Monday
const trap = "<script>alert(1)</script>";
const turned = "\u202Ename turned round";
const long = "Maximilian ".repeat(27).trim();

const house = new House(now);
const browser = new Browser();
let page;

const toast = (text) => page.getByRole("status").filter({ hasText: text });
const plan = (name) => page.getByRole("button", { name });
const sheet = () => page.getByRole("dialog");
const button = (name) => page.getByRole("button", { name, exact: true });
const undone = async () => {
  await page.getByRole("button", { name: "Undo" }).click();
  await toast("undone").waitFor();
};

/** Tabs on until the focus is on what is named. */
async function tab_to(name) {
  for (let presses = 0; presses < 80; presses++) {
    const focused = await page.evaluate(() => {
      const at = document.activeElement;
      return at?.getAttribute("aria-label") ?? at?.closest("label")?.textContent ?? at?.textContent ?? "";
    });
    if (name.test(focused.trim())) return;
    await page.keyboard.press("Tab");
  }
  assert.fail(`${name} is not reached`);
}

async function faults() {
  const { violations } = await new AxeBuilder({ page }).analyze();
  return violations.map(({ id, nodes }) => [id, nodes[0].html]);
}

async function faultless() {
  for (const colorScheme of ["light", "dark"]) {
    await page.emulateMedia({ colorScheme });
    assert.deepEqual(await faults(), [], colorScheme);
  }
}

async function fits() {
  assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth));
}

before(async () => {
  await house.open();
  await house.blend("add", "Amma", "--circle", "inner", "--tz", "Asia/Kolkata", "--birthday", "1956-11-26");
  for (const name of ["Ravi", trap, turned, long]) await house.blend("add", name, "--circle", "friends");
  await house.blend("plan", "call", "Ravi", "2026-11-24 10:00", "--every", "1w");
  await house.blend("plan", "meet", trap, "2026-11-26 15:00", "--and", turned);
  await house.blend("plan", "letter", long, "2026-11-27 18:00");
  await browser.open(now);
  page = browser.page;
  await page.goto(await house.blend("open", "--print"));
  await page.getByRole("textbox", { name: "What happened?" }).waitFor();
  await page.getByRole("navigation").getByRole("link", { name: "Plans" }).click();
  await plan(/Call with .*Ravi/).waitFor();
});

after(async () => {
  await browser.close();
  await house.close();
});

test("a week shows plans, birthdays and names as they are", async () => {
  await page.getByRole("heading", { name: /Monday,? 23 November 2026, today/ }).waitFor();
  await page.getByRole("link", { name: /Amma.* turns 70/ }).waitFor();
  await plan(/<script>alert\(1\)<\/script>/).waitFor();
  await faultless();
});

test("a plan is made by mouse at a good time, shown on both clocks, and taken back", async () => {
  await button("New plan").click();
  await page.getByRole("combobox", { name: "With whom?" }).fill("amm");
  await page.getByRole("option", { name: "Amma" }).click();
  const good = page.getByRole("radio", { name: /Amma/ }).first();
  await good.waitFor();
  await faultless();
  await good.check();
  await button("Plan it").click();
  await toast("Planned: Call with").waitFor();
  await sheet().waitFor({ state: "detached" });
  await plan(/Call with .*Amma/).waitFor();
  await undone();
  await plan(/Call with .*Amma/).waitFor({ state: "detached" });
});

test("a plan is made from the keyboard alone, at a time of one's own, with a place, and repeats", async () => {
  await page.getByRole("heading", { level: 1 }).focus();
  await tab_to(/^New plan$/);
  await page.keyboard.press("Enter");
  await sheet().waitFor();
  await page.keyboard.type("amma");
  await page.getByRole("option", { name: "Amma" }).waitFor();
  await page.keyboard.press("Enter");
  await page.getByRole("radio", { name: /Amma/ }).first().waitFor();
  await tab_to(/Amma/);
  await page.keyboard.press("ArrowUp"); // past the first comes the last: another time
  await page.getByRole("radio", { name: "Another time" }).and(page.locator(":checked")).waitFor();
  await page.getByLabel("Day", { exact: true }).fill("2026-11-25");
  await page.getByLabel("Time", { exact: true }).fill("11:00");
  await tab_to(/^Place, note, repeat, reminder$/);
  await page.keyboard.press("Enter");
  await page.getByLabel("Place or link").fill("by the lake");
  await page.getByRole("combobox", { name: /^Repeat/ }).selectOption("every two weeks");
  await tab_to(/^Plan it$/);
  await page.keyboard.press("Enter");
  await plan(/Call with .*Amma.*Wednesday,? 25 November 2026, 11:00, repeats/).waitFor();
});

test("a form that says too little says what to do", async () => {
  await button("New plan").click();
  await button("Plan it").click();
  await page.getByRole("alert").filter({ hasText: "Choose somebody first." }).waitFor();
  await page.keyboard.press("Escape");
  await sheet().waitFor({ state: "detached" });
  await button("New plan").and(page.locator(":focus")).waitFor();
});

async function drag(from, to, down = 0) {
  await from.scrollIntoViewIfNeeded();
  const start = await from.boundingBox();
  const end = await to.boundingBox();
  await page.mouse.move(start.x + start.width / 2, start.y + 8);
  await page.mouse.down();
  await page.mouse.move(start.x + start.width / 2 + 12, start.y + 20, { steps: 3 });
  await page.mouse.move(end.x + end.width / 2, start.y + 8 + down, { steps: 6 });
  await page.mouse.up();
}

const column = (day) => page.locator(`[data-day="${day}"]`);

test("a plan is dragged to another day, and undone", async () => {
  await drag(plan(/Meet .*26 November/), column("2026-11-28"));
  await toast(/Moved: Meet .*Sat,? 28 Nov/).waitFor();
  await plan(/Meet .*28 November 2026, 15:00/).waitFor();
  await undone();
  await plan(/Meet .*26 November 2026, 15:00/).waitFor();
});

test("of a plan that repeats one time is dragged alone", async () => {
  await drag(plan(/Call with .*Ravi.*24 November/), column("2026-11-27"));
  await sheet().getByText("This plan repeats. Which times move?").waitFor();
  await faultless();
  await button("This time only").click();
  await plan(/Call with .*Ravi.*27 November 2026, 10:00/).waitFor();
  await button("The week after").click();
  await plan(/Call with .*Ravi.*1 December 2026, 10:00/).waitFor();
  await button("Today").click();
  await plan(/Call with .*Ravi.*27 November/).waitFor();
  await undone();
  await plan(/Call with .*Ravi.*24 November/).waitFor();
});

test("Escape puts a carried plan back", async () => {
  await button("Close").click(); // what was said lies over the late hours
  await plan(/Meet .*26 November/).scrollIntoViewIfNeeded();
  const start = await plan(/Meet .*26 November/).boundingBox();
  await page.mouse.move(start.x + 30, start.y + 10);
  await page.mouse.down();
  await page.mouse.move(start.x - 200, start.y + 40, { steps: 5 });
  await page.getByRole("status").filter({ hasText: "Moving to" }).waitFor();
  await page.keyboard.press("Escape");
  await page.mouse.up();
  await plan(/Meet .*26 November 2026, 15:00/).waitFor();
  assert.equal(await sheet().count(), 0);
});

test("from the keyboard alone all times of a plan move, and the focus stays with it", async () => {
  await page.getByRole("heading", { level: 1 }).focus();
  await tab_to(/^Call with .*Ravi.*24 November/);
  await page.keyboard.press("Enter");
  await sheet().waitFor();
  await faultless();
  await tab_to(/^Move$/);
  await page.keyboard.press("Enter");
  await page.getByRole("status").filter({ hasText: "10:00 to" }).waitFor();
  await page.keyboard.press("ArrowRight");
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("ArrowDown");
  await page.getByRole("status").filter({ hasText: /25 November 2026, 10:30 to/ }).waitFor();
  await faultless();
  await tab_to(/^Move it here$/);
  await page.keyboard.press("Enter");
  await tab_to(/^All from now on$/);
  await page.keyboard.press("Enter");
  await sheet().waitFor({ state: "detached" });
  await plan(/Call with .*Ravi.*25 November 2026, 10:30/).and(page.locator(":focus")).waitFor();
});

test("one time is left out, and a plan is called off; both come back", async () => {
  await plan(/Call with .*Ravi.*25 November/).click();
  await button("Leave out this time").click();
  await plan(/Call with .*Ravi/).waitFor({ state: "detached" });
  await undone();
  await plan(/Call with .*Ravi/).click();
  await button("Call off all times").click();
  await plan(/Call with .*Ravi/).waitFor({ state: "detached" });
  await undone();
  await plan(/Call with .*Ravi/).waitFor();
});

test("an invitation is saved as a file", async () => {
  await plan(/Call with .*Ravi/).click();
  const download = page.waitForEvent("download");
  await button("Invitation").click();
  const problem = page.getByRole("alert");
  const file = await Promise.race([download, problem.waitFor().then(() => undefined)]);
  if (file) assert.match(file.suggestedFilename(), /\.ics$/);
  else assert.match(await problem.textContent(), /\w/);
  await page.keyboard.press("Escape");
});

test("a month shows the same plans, and the switch stays", async () => {
  await button("Month").click();
  await page.getByRole("table", { name: "November 2026" }).waitFor();
  await plan(/Call with .*Ravi.*25 November/).waitFor();
  await faultless();
  await drag(plan(/Meet .*26 November/), column("2026-11-27"));
  await plan(/Meet .*27 November 2026, 15:00/).waitFor();
  await button("The month after").click();
  await page.getByRole("table", { name: "December 2026" }).waitFor();
  await page.getByRole("status").filter({ hasText: /December 2026: \d+ plans/ }).waitFor();
  await page.reload();
  await page.getByRole("table", { name: "December 2026" }).waitFor();
  await button("Today").click();
  await button("Week").click();
});

for (const [what, width, text] of [["a narrow phone", 320, "100%"], ["a phone with text twice as large", 390, "200%"]]) {
  test(`on ${what} the days are a list, and nothing is cut off`, async () => {
    await page.setViewportSize({ width, height: 800 });
    await page.evaluate((size) => (document.documentElement.style.fontSize = size), text);
    await page.getByRole("heading", { name: /23 November 2026, today/ }).waitFor();
    await fits();
    await faultless();
    await plan(/Call with .*Ravi/).click();
    await fits();
    await page.keyboard.press("Escape");
    await button("New plan").click();
    await fits();
    await page.keyboard.press("Escape");
    await page.evaluate(() => (document.documentElement.style.fontSize = ""));
  });
}

test("once it is over it is asked about, and its real length is logged", async () => {
  await page.setViewportSize({ width: 1280, height: 900 });
  await house.stop();
  house.now = "2026-11-25T12:00:00Z";
  await browser.context.clock.setFixedTime(house.now);
  await house.start();
  await page.goto(`http://127.0.0.1:${house.port}/plans?view=week&day=2026-11-25`);
  await plan(/Call with .*Ravi.*25 November 2026, 10:30, did it happen\?/).click();
  await page.getByRole("combobox", { name: /^How long was it/ }).selectOption("45 minutes");
  await button("Yes, it did").click();
  await toast(/logged: call with Ravi, 45 min/).waitFor();
  await plan(/Call with .*Ravi.*25 November 2026, 10:30, it happened/).waitFor();
  await undone();
  await plan(/Call with .*Ravi.*did it happen\?/).waitFor();
});

test("no name became more than text, and nothing went against the page's policy", () => {
  assert.deepEqual(browser.mishaps, []);
});
