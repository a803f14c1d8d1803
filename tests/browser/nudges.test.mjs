// Acting on suggestions: every kind, every answer, by mouse and by keyboard alone; and what limits do to them. Every
// wait is for a state of the page.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { AxeBuilder, Browser, House } from "./house.mjs";

const now = "2026-11-23T10:00:00Z";
const trap = "<img src=x onerror=alert(1)>";

const house = new House(now);
const browser = new Browser();
let page;

// One person for each kind: what led to it is in their log.
const kinds = [
  ["date", "Nora", "write"], // a birthday tomorrow
  ["reach_out", "Ravi", "write"], // nothing at all for long
  ["talk", "Amma", "call"], // written, but not spoken
  ["reply", trap, "write"], // wrote, and got no answer
  ["rebalance", "Ben", "call"], // nearly all writing, and talking is wished for
];
const talking = kinds.filter(([, , mode]) => mode === "call");
const doing = { write: "message to", call: "call with" };

const exactly = (text) => text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
const nudge = (name) => page.getByRole("article", { name: new RegExp(`^${exactly(name)}`) });
const inside = (name, what) => nudge(name).getByRole("button", { name: what, exact: true });
const button = (name) => page.getByRole("button", { name, exact: true });
const field = (name) => page.getByRole("textbox", { name, exact: true });
const sheet = () => page.getByRole("dialog", { name: "New plan" });
const toast = (...texts) => texts.reduce((said, text) => said.filter({ hasText: text }), page.getByRole("status").last()).waitFor();
const gone = (name) => nudge(name).waitFor({ state: "detached" });
const names = (nudges) => nudges.map(({ contact }) => contact);
const known = async () => JSON.parse(await house.blend("nudges", "--json")).nudges;
const is_focused = (locator) => locator.evaluate((element) => element === document.activeElement);
const focused = async (locator) => page.waitForFunction((element) => element === document.activeElement, await locator.elementHandle());

/** To what is sought by the keyboard alone. */
async function tab_to(locator, key = "Tab") {
  await locator.waitFor();
  for (let step = 0; step < 120; ++step) {
    if (await is_focused(locator)) return;
    await page.keyboard.press(key);
  }
  assert.fail("the keyboard does not lead there");
}

// The two hands: what is pressed is the same.
const hands = {
  "by mouse": (locator) => locator.click(),
  "by keyboard alone": async (locator) => {
    await tab_to(locator);
    await page.keyboard.press("Enter");
  },
};

/** Takes the answer back, and sees the suggestion there as it was. */
async function undone(press, name) {
  await press(button("Undo"));
  await toast("undone");
  await nudge(name).waitFor();
}

/** The card is away, and whoever acted on it stands at the heading above, not at the top of the page. */
async function answered(name) {
  await gone(name);
  await focused(page.getByRole("heading", { name: "Good moments" }));
}

async function faultless(part = "body") {
  for (const colorScheme of ["light", "dark"]) {
    await page.emulateMedia({ colorScheme });
    const { violations } = await new AxeBuilder({ page }).include(part).analyze();
    assert.deepEqual(violations.map(({ id, nodes }) => [id, nodes[0].html]), [], colorScheme);
  }
  await page.emulateMedia({ colorScheme: "light" });
}

before(async () => {
  await house.open();
  await house.blend("config", "nudges_per_day", String(kinds.length));
  await house.blend("config", "nudges_per_week", "50");
  await house.blend("config", "explore", "no");
  await house.blend("add", "Ravi", "--every", "14d");
  await house.blend("log", "phone", "Ravi", "20m", "--at", "2026-08-04 10:00");
  await house.blend("add", "Nora", "--every", "60d", "--birthday", "1980-11-24");
  await house.blend("log", "phone", "Nora", "20m", "--at", "2026-11-10 10:00");
  await house.blend("add", trap, "--every", "30d");
  await house.blend("log", "email", trap, "200w", "--in", "--at", "2026-11-12 18:00");
  await house.blend("add", "Amma", "--every", "30d", "--talk-every", "30d", "--tz", "Asia/Kolkata");
  await house.blend("log", "phone", "Amma", "20m", "--at", "2026-07-04 10:00");
  for (const [day, way] of [["02", "--out"], ["09", "--in"], ["16", "--out"], ["21", "--in"]]) await house.blend("log", "chat", "Amma", "60w", way, "--at", `2026-11-${day} 18:00`);
  await house.blend("add", "Ben", "--every", "30d", "--target", "80%");
  for (const day of ["09-22", "10-01", "10-09", "10-16", "11-04"])
    for (const [way, hour] of [["--in", "18:00"], ["--out", "19:00"]]) await house.blend("log", "chat", "Ben", "120w", way, "--at", `2026-${day} ${hour}`);
  // Whose reason is the least of all waits for room in the day.
  await house.blend("add", "Zoe", "--every", "30d", "--target", "80%");
  for (const day of ["10-01", "10-09", "10-16", "11-07"])
    for (const [way, hour] of [["--in", "18:00"], ["--out", "19:00"]]) await house.blend("log", "chat", "Zoe", "120w", way, "--at", `2026-${day} ${hour}`);
  await browser.open(now);
  page = browser.page;
  page.setDefaultTimeout(20_000);
  await page.goto(await house.blend("open", "--print"));
  await nudge("Ben").waitFor();
});

after(async () => {
  await browser.close();
  await house.close();
});

test("each kind of suggestion is there, once, with its way to be in touch", async () => {
  const given = await known();
  assert.deepEqual(given.map(({ kind, contact, mode }) => [kind, contact, mode]).sort(), [...kinds].sort());
  assert.equal(await page.getByRole("article").count(), kinds.length);
  await faultless();
});

for (const [hand, press] of Object.entries(hands)) {
  for (const [kind, name, mode] of kinds) {
    test(`${kind}: done, ${hand}, is logged as what it was, and taken back`, async () => {
      await press(inside(name, "Done"));
      await toast("logged", doing[mode], name);
      await answered(name);
      assert.ok(!names(await known()).includes(name));
      await undone(press, name);
    });

    test(`${kind}: later, ${hand}, lets the person rest, and is taken back`, async () => {
      await press(inside(name, "Later"));
      await press(inside(name, "3 days"));
      await toast("rests for 3 days", name);
      await answered(name);
      await undone(press, name);
    });

    test(`${kind}: not now, ${hand}, puts it away, and is taken back`, async () => {
      await press(inside(name, "Not now"));
      await toast("not now", name);
      await answered(name);
      await undone(press, name);
    });

    test(`${kind}: why, ${hand}, is told in place`, async () => {
      await press(inside(name, "Why?"));
      await nudge(name).getByRole("region", { name: "Why this is suggested" }).getByRole("listitem").first().waitFor();
      assert.equal(await inside(name, "Why?").getAttribute("aria-expanded"), "true");
      await press(inside(name, "Why?"));
      assert.equal(await inside(name, "Why?").getAttribute("aria-expanded"), "false");
    });

    test(`${kind}: planned, ${hand}, is among the plans, and taken back`, async () => {
      const planned = page.getByRole("region", { name: "Coming up" }).getByRole("listitem").filter({ hasText: name });
      await press(inside(name, "Plan"));
      if (mode === "call") {
        await press(nudge(name).getByRole("group", { name: "Plan it for" }).getByRole("button").first());
      } else {
        await press(inside(name, "Another time …"));
        await sheet().getByText(name).first().waitFor();
        await press(sheet().getByRole("button", { name: "Plan it" }));
      }
      await toast("Planned:", name);
      await gone(name);
      await planned.waitFor();
      await undone(press, name);
      await planned.waitFor({ state: "detached" });
    });
  }

  for (const [kind, name] of talking) {
    test(`${kind}: done with its length, ${hand}, is logged as long as it was`, async () => {
      await press(inside(name, "Done, how long …"));
      const length = nudge(name).getByRole("combobox", { name: "How long was it?" });
      if (hand === "by mouse") await length.selectOption("90");
      else {
        await tab_to(length);
        await page.keyboard.type("1 hour 30");
      }
      await press(inside(name, "Log it"));
      await toast("logged", "1 h 30 min", name);
      await answered(name);
      await undone(press, name);
    });
  }
}

test("single keys do the same inside a suggestion, and Escape folds what was opened", async () => {
  await tab_to(inside("Amma", "Done"));
  for (const [key, what, opener] of [["l", "Remind me in", "Later"], ["p", "Plan it for", "Plan"], ["h", "Done, how long …", "Done, how long …"]]) {
    await page.keyboard.press(key);
    await nudge("Amma").getByRole("group", { name: what }).locator(":focus").waitFor();
    assert.equal(await inside("Amma", opener).getAttribute("aria-expanded"), "true");
    await faultless("article:focus-within");
    await page.keyboard.press("Escape");
    await nudge("Amma").getByRole("group", { name: what }).waitFor({ state: "detached" });
    await focused(inside("Amma", opener));
  }
  await page.keyboard.press("w");
  await nudge("Amma").getByRole("listitem").first().waitFor();
  await faultless("article:focus-within");
  await page.keyboard.press("Escape");
  for (const [key, said] of [["n", "not now"], ["d", "logged"]]) {
    await tab_to(inside("Amma", "Done"));
    await page.keyboard.press(key);
    await toast(said, "Amma");
    await answered("Amma");
    await undone(hands["by keyboard alone"], "Amma");
  }
});

test("with single keys switched off, letters do nothing", async () => {
  await page.getByRole("checkbox", { name: "Single-key shortcuts" }).click();
  await inside("Amma", "Done").focus();
  for (const key of "dhlnpw") await page.keyboard.press(key);
  assert.equal(await nudge("Amma").locator('[aria-expanded="true"]').count(), 0);
  assert.equal((await known()).length, kinds.length);
  await page.getByRole("checkbox", { name: "Single-key shortcuts" }).click();
});

test("everything that was taken back left nothing behind", async () => {
  assert.deepEqual((await known()).map(({ kind, contact, mode }) => [kind, contact, mode]).sort(), [...kinds].sort());
  assert.deepEqual(JSON.parse(await house.blend("plans", "--json")).plans, []);
});

// Limits: what cannot be used is not suggested, and the day has room for as many as the owner wants.

const go = (press, name) => press(page.getByRole("navigation", { name: "Pages" }).getByRole("link", { name, exact: true }));

async function settings(press, kind) {
  await go(press, "Settings");
  await press(page.getByRole("navigation", { name: "Kinds of settings" }).getByRole("link", { name: kind, exact: true }));
}

async function write(press, name, text) {
  await press(field(name));
  await page.keyboard.press("Control+a");
  await page.keyboard.press(text ? "Shift+End" : "Delete");
  if (text) await page.keyboard.type(text);
}

const write_hands = { "by mouse": (locator) => locator.click(), "by keyboard alone": (locator) => tab_to(locator) };

for (const [hand, press] of Object.entries(hands)) {
  test(`a way that the owner cannot use is suggested no more, ${hand}, and again once they can`, async () => {
    for (const [cannot, there] of [["call", false], ["", true]]) {
      await settings(press, "You");
      await write(write_hands[hand], "Not possible for you", cannot);
      await press(button("Save: Limits and capacity"));
      await toast("Saved: Not possible for you");
      await go(press, "Today");
      await nudge("Ravi").waitFor();
      for (const [, name] of talking) await (there ? nudge(name).waitFor() : gone(name));
      assert.equal((await known()).some(({ mode }) => mode === "call"), there);
    }
  });
}

test("with room for one more a day, the next is suggested in a way that is possible", async () => {
  assert.equal(await nudge("Zoe").count(), 0);
  const press = hands["by mouse"];
  await settings(press, "You");
  await write(write_hands["by mouse"], "Not possible for you", "call");
  await press(button("Save: Limits and capacity"));
  await toast("Saved: Not possible for you");
  await settings(press, "Nudges and plans");
  await write(write_hands["by mouse"], "Nudges per day", String(kinds.length + 1));
  await press(button("Save: Nudges"));
  await toast("Saved: Nudges per day");
  await go(press, "Today");
  await nudge("Zoe").getByText("Video call", { exact: true }).waitFor();
  await faultless();
});

test("no name became more than text, and nothing went against the page's policy", () => {
  assert.deepEqual(browser.mishaps, []);
});
