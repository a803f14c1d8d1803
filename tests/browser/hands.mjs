// What a person does with a page: finds things by their names, goes to them by keyboard, and looks where the focus is.

import assert from "node:assert/strict";
import { AxeBuilder } from "./house.mjs";

/** For the page that this browser shows by then. */
export function hands(browser) {
  const page = () => browser.page;
  const is_focused = (element) => element === document.activeElement;

  const hands = {
    button: (name) => page().getByRole("button", { name, exact: true }),
    field: (name) => page().getByRole("textbox", { name, exact: true }),
    picked: (name) => page().getByRole("combobox", { name, exact: true }),
    choice: (name) => page().getByRole("checkbox", { name: `Choose ${name}`, exact: true }),
    heading: (name) => page().getByRole("heading", { name, exact: true }),
    title: (name) => page().getByRole("heading", { level: 1, name, exact: true }),
    fold: (name) => page().locator("summary", { hasText: name }),
    toast: (text) => page().getByRole("status").filter({ hasText: text }).last(),

    /** Looks until it is so; what never comes to be fails here, not at the end of the whole file's time. */
    async until(holds, what) {
      for (let looks = 0; !(await holds()); ++looks) {
        assert.ok(looks < 400, what);
        await page().waitForTimeout(25);
      }
    },

    focused: (locator) => hands.until(() => locator.evaluate(is_focused), `the focus is not on ${locator}`),

    /** To what is sought by the keyboard alone. */
    async tab_to(locator, back = false) {
      await locator.waitFor();
      for (let step = 0; step < 120; ++step) {
        if (await locator.evaluate(is_focused)) return;
        await page().keyboard.press(back ? "Shift+Tab" : "Tab");
      }
      assert.fail(`the keyboard does not lead to ${locator}`);
    },

    async press(locator, back = false) {
      await hands.tab_to(locator, back);
      await page().keyboard.press("Enter");
    },

    /** All that axe knows by day; by night only the colours are others. */
    async no_fault(what) {
      for (const colorScheme of ["dark", "light"]) {
        await page().emulateMedia({ colorScheme });
        const axe = new AxeBuilder({ page: page() });
        const { violations } = await (colorScheme === "dark" ? axe.withTags("cat.color") : axe).analyze();
        assert.deepEqual(violations.map(({ id, nodes }) => [id, nodes[0].html]), [], `${what}, ${colorScheme}`);
      }
    },

    async fits(what) {
      const [wide, seen] = await page().evaluate(() => [document.documentElement.scrollWidth, innerWidth]);
      assert.ok(wide <= seen, `${what} is ${wide} wide in a window of ${seen}`);
    },
  };
  return hands;
}
