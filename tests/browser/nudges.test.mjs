// Acting on suggestions: every kind, every answer, by mouse and by keyboard alone; and what limits do to them. Every
// wait is for a state of the page.

import assert from "node:assert/strict";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { AxeBuilder, Browser, House, hands, tab_to } from "./house.mjs";

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
const focused = async (locator) => page.waitForFunction((element) => element === document.activeElement, await locator.elementHandle());

/** Takes the answer back, and sees the suggestion there as it was. */
async function undone(press, name) {
  await press(button("Undo"));
  await toast("undone");
  await nudge(name).waitFor();
  assert.notEqual(await page.evaluate(() => document.activeElement.tagName), "BODY");
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
  // Another of the same name: who is meant, a suggestion must know.
  const card = join(house.home, "ravi.vcf");
  await writeFile(card, "BEGIN:VCARD\r\nVERSION:3.0\r\nUID:another\r\nFN:Ravi\r\nTEL:+4915112345678\r\nEND:VCARD\r\n");
  await house.blend("import", card);
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

for (const [hand, { press, enter }] of Object.entries(hands)) {
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
        await enter(length);
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
    await undone(hands["by keyboard alone"].press, "Amma");
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

const go = ({ press }, name) => press(page.getByRole("navigation", { name: "Pages" }).getByRole("link", { name, exact: true }));

async function set(hand, kind, label, group, change) {
  await go(hand, "Settings");
  await hand.press(page.getByRole("navigation", { name: "Kinds of settings" }).getByRole("link", { name: kind, exact: true }));
  await change();
  await hand.press(button(`Save: ${group}`));
  await toast(`Saved: ${label}`);
}

const impossible = "Not possible for you";
const cannot = (hand, mode) =>
  set(hand, "You", impossible, "Limits and capacity", () =>
    hand.tick(page.getByRole("group", { name: impossible }).getByRole("checkbox", { name: mode, exact: true })),
  );
const a_day = (hand, number) =>
  set(hand, "Nudges and plans", "Nudges per day", "Nudges", async () => {
    await hand.enter(field("Nudges per day"));
    await page.keyboard.press("Control+a");
    await page.keyboard.type(String(number));
  });

for (const [name, hand] of Object.entries(hands)) {
  test(`a way that the owner cannot use is suggested no more, ${name}, and again once it is undone`, async () => {
    await cannot(hand, "Call");
    await go(hand, "Today");
    await nudge("Ravi").waitFor();
    for (const [, person] of talking) await gone(person);
    assert.ok(!(await known()).some(({ mode }) => mode === "call"));
    await hand.press(button("Undo"));
    for (const [, person] of talking) await nudge(person).waitFor();
  });
}

test("with room for one more a day, the next is suggested in a way that is possible", async () => {
  const hand = hands["by keyboard alone"];
  assert.equal(await nudge("Zoe").count(), 0);
  await cannot(hand, "Call");
  await a_day(hand, kinds.length + 1);
  await go(hand, "Today");
  await nudge("Zoe").getByText("Video call", { exact: true }).waitFor();
  await faultless();
});

test("no name became more than text, and nothing went against the page's policy", () => {
  assert.deepEqual(browser.mishaps, []);
});
