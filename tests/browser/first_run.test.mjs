// The first quarter of an hour: an empty Blend, the exports of a year, and at the end somebody to call. Once by mouse,
// once by keyboard alone.

import assert from "node:assert/strict";
import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { Browser, House, invented_year } from "./house.mjs";

const now = "2026-11-23T10:00:00Z";

/** How a person does it: by pointing, or with nothing but keys. */
const ways = {
  mouse: () => ({ press: (place) => place.click() }),
  keyboard: (page) => ({
    async press(place) {
      await reach(page, place);
      await page.keyboard.press(await place.evaluate((element) => (element.matches("a, button") ? "Enter" : "Space")));
    },
  }),
};

/** Tabs on until the place has the focus; a place that no number of tabs reaches is a fault. */
async function reach(page, place) {
  await place.waitFor();
  for (let tabs = 0; tabs < 200; ++tabs) {
    if (await place.evaluate((element) => element === document.activeElement)) return;
    await page.keyboard.press("Tab");
  }
  throw new Error(`no way by Tab to ${place}`);
}

for (const [way, hands] of Object.entries(ways))
  describe(`by ${way}`, () => {
    const house = new House(now);
    const browser = new Browser();
    let page, press, exports;
    const link = (name) => page.getByRole("link", { name });
    const button = (name) => page.getByRole("button", { name });

    before(async () => {
      await house.open();
      const year = await invented_year(house);
      exports = (await readdir(year)).filter((name) => !/^(setup\.sh|log\.csv)$/.test(name)).map((name) => join(year, name));
      await browser.open(now);
      page = browser.page;
      ({ press } = hands(page));
      await page.goto(await house.blend("open", "--print"));
    });

    after(async () => {
      await browser.close();
      await house.close();
    });

    test("an empty Blend says what to begin with, and leads there", async () => {
      await page.getByRole("heading", { name: "First steps" }).waitFor();
      await press(link("Bring what you have: address books, chats, mail, calendars"));
      await page.getByRole("heading", { level: 1, name: "Import" }).waitFor();
    });

    test("a pile of exports is brought in, and the owner is asked for once", async () => {
      const chooser = page.waitForEvent("filechooser");
      await press(page.getByLabel("Files …"));
      await (await chooser).setFiles(exports);
      await page.getByText(`${exports.length} files chosen.`).waitFor();
      await press(button("Bring it in"));
      await page.getByRole("heading", { name: "What became of it" }).waitFor();
      await page.getByRole("row", { name: /contacts\.vcf/ }).waitFor();
    });

    test("once the owner is known the chats come in too, and each of their names is linked by one press", async () => {
      await press(button("Yes, I am Maya"));
      await page.getByRole("row", { name: /Amma/ }).waitFor();
      assert.equal(await page.getByRole("textbox", { name: "Your name or address" }).inputValue(), "Maya");
      await press(button("It is Ben Carter"));
      await button("It is Ben Carter").waitFor({ state: "detached" });
    });

    test("those who matter get a circle, one key each", async () => {
      const group = page.getByRole("group", { name: /^Ben Carter/ });
      await press(group.getByRole("button", { name: "close" }));
      await group.waitFor({ state: "detached" });
      await page.getByText("Ben Carter: close").first().waitFor();
    });

    test("Today has something to say, and the first steps are gone", async () => {
      await press(page.getByRole("navigation").getByRole("link", { name: "Today" }));
      await page.getByRole("img", { name: /^Your blend\. Talking/ }).waitFor();
      assert.equal(await page.getByRole("heading", { name: "First steps" }).count(), 0);
      assert.deepEqual(browser.mishaps, []);
    });
  });
