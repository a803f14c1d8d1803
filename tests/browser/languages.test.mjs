// The dashboard in every language: each page without a fault, in its direction of writing, and the sentences of the
// daemon in the reader's words. PICTURES=FOLDER keeps pictures.

import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { AxeBuilder, Browser, House } from "./house.mjs";

const now = "2026-11-23T10:00:00Z";
const languages = {
  en: { today: "Today", settings: "Settings", sentence: "You have written twice since you last spoke, 142 days ago." },
  de: { today: "Heute", settings: "Einstellungen", sentence: "Zuletzt habt ihr vor 142 Tagen gesprochen; seitdem hast du zweimal geschrieben." },
  es: { today: "Hoy", settings: "Ajustes", sentence: "Has escrito dos veces desde que hablasteis por última vez, hace 142 días." },
  hi: { today: "आज", settings: "सेटिंग", sentence: "पिछली बातचीत 142 दिन पहले हुई थी; तब से आपने दो बार लिखा है।" },
  ar: { today: "اليوم", settings: "الإعدادات", sentence: /آخر حديث بينكما كان قبل (142|١٤٢) يومًا، ومنذ ذلك الحين كتبت مرتين\./ },
};
const pages = ["/", "/contacts", "/contacts/1", "/plans", "/report", "/import", "/settings", "/simple", "/nowhere"];
const trap = "\u202e<img src=x onerror=alert(1)>";

const house = new House(now);
const browser = new Browser();
let page;

const at = (path) => `http://127.0.0.1:${house.port}${path}`;

/** As the owner of a browser in that language sees it, with whatever it loads there. */
async function speak(language) {
  await page.evaluate((chosen) => localStorage.setItem("blend.language", chosen), language);
}

async function show(path) {
  await page.goto(at(path));
  await page.getByRole("heading", { level: 1 }).waitFor();
}

async function no_faults(where) {
  const { violations } = await new AxeBuilder({ page }).analyze();
  assert.deepEqual(violations.map(({ id, nodes }) => `${where}: ${id} ${nodes[0]?.html}`), []);
}

/** What sticks out, by name. */
const wide_parts = () =>
  page.evaluate(() => {
    const { clientWidth, scrollWidth } = document.documentElement;
    if (scrollWidth <= clientWidth) return [];
    return [...document.querySelectorAll("body *")]
      .filter((each) => each.getBoundingClientRect().right > clientWidth + 1 || each.getBoundingClientRect().left < -1)
      .map((each) => `${each.tagName} ${each.className} ${each.textContent.trim().slice(0, 40)}`)
      .slice(-3);
  });

before(async () => {
  await house.open();
  await house.blend("add", "Amma", "--every", "30d", "--talk-every", "30d", "--tz", "Asia/Kolkata");
  await house.blend("add", trap, "--circle", "friends");
  await house.blend("log", "phone", "Amma", "20m", "--at", "2026-07-04 10:00");
  for (const [day, direction] of [["2026-11-02", "--out"], ["2026-11-09", "--in"], ["2026-11-16", "--out"], ["2026-11-22", "--in"]])
    await house.blend("log", "chat", "Amma", "60w", direction, "--at", `${day} 18:00`);
  await house.blend("plan", "meet", trap, "2026-11-28 15:00", "--every", "2w");
  await browser.open(now);
  page = browser.page;
  await page.goto(await house.blend("open", "--print"));
  await page.getByRole("heading", { level: 1 }).waitFor();
});

after(async () => {
  await browser.close();
  await house.close();
});

for (const [language, words] of Object.entries(languages))
  describe(language, () => {
    before(() => speak(language));

    test("Today speaks it, and says why in it", async () => {
      await show("/");
      await page.getByRole("link", { name: words.today, exact: true }).waitFor();
      const nudge = page.getByRole("article").filter({ hasText: "Amma" });
      await nudge.getByText(words.sentence).waitFor();
      assert.equal(await nudge.locator("p bdi").first().textContent(), "Amma");
      const html = page.locator("html");
      assert.equal((await html.getAttribute("lang")).split("-")[0], language);
      assert.equal(await html.getAttribute("dir"), language === "ar" ? "rtl" : "ltr");
      if (process.env.PICTURES)
        for (const width of [1280, 390]) {
          await page.setViewportSize({ width, height: 900 });
          await page.screenshot({ path: `${process.env.PICTURES}/today_${language}_${width}.png`, fullPage: true });
        }
    });

    test("every page fits a narrow screen and has no fault", { timeout: 120_000 }, async () => {
      for (const path of pages) {
        await show(path);
        for (const width of [390, 320]) {
          await page.setViewportSize({ width, height: 800 });
          assert.deepEqual(await wide_parts(), [], `${path} is too wide at ${width}`);
        }
        await no_faults(`${language} ${path}`);
      }
      await page.setViewportSize({ width: 1280, height: 900 });
    });

    test("a page is reached and left by keyboard alone", async () => {
      await show("/");
      const link = page.getByRole("navigation").getByRole("link", { name: words.settings, exact: true });
      for (let steps = 0; steps < 12 && !(await link.evaluate((each) => each === document.activeElement)); ++steps)
        await page.keyboard.press("Tab");
      await page.keyboard.press("Enter");
      await page.getByRole("heading", { level: 1, name: words.settings }).waitFor();
      assert.equal(await page.evaluate(() => document.activeElement?.tagName), "H1");
    });
  });

test("a language that is not there leaves the page in English", async () => {
  await speak("eo");
  await show("/");
  await page.getByRole("link", { name: "Today", exact: true }).waitFor();
});

test("what the page says in parts is what the daemon says", async () => {
  await house.blend("config", "language", "es");
  await speak("es");
  await show("/");
  const said = await page.evaluate(async () => (await (await fetch("/v1/today")).json()).nudges[0].reason);
  await page.getByRole("article").getByText(said).waitFor();
  assert.match(await house.blend("nudges"), /Has escrito|desde que hablasteis/);
  await house.blend("config", "language", "en");
});

test("nothing was refused by the policy, nothing failed", async () => {
  assert.deepEqual(browser.mishaps, []);
});
