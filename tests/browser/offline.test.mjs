// The dashboard while the daemon is away: what was read is there, what is logged waits, and is added exactly once.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { AxeBuilder, Browser, House } from "./house.mjs";

const now = "2026-11-23T10:00:00Z";
const trap = "<script>alert(1)</script>";

const house = new House(now);
const browser = new Browser();
let page;

const log_box = () => page.getByRole("textbox", { name: "What happened?" });
const button = (name) => page.getByRole("button", { name, exact: true });
const toast = (text) => page.getByRole("status").filter({ hasText: text });
const waiting = (count) => page.getByRole("heading", { name: count === 1 ? "1 entry waits for Blend" : `${count} entries wait for Blend` });
const away = () => page.getByText("You see what was there on");

async function write(sentence) {
  await log_box().fill(sentence);
  await page.keyboard.press("Enter");
}

/** What the log holds of Amma. */
async function logged() {
  const { interactions } = await page.evaluate(async () => (await fetch("/v1/contacts/Amma/interactions?limit=50")).json());
  return interactions.map(({ local, channel, size }) => `${local} ${channel} ${size}`).sort();
}

before(async () => {
  await house.open();
  await house.blend("add", "Amma", "--every", "30d", "--talk-every", "30d");
  await house.blend("add", trap, "--circle", "friends");
  await house.blend("log", "phone", "Amma", "20m", "--at", "2026-07-04 10:00");
  await browser.open(now, "allow");
  page = browser.page;
  await page.goto(await house.blend("open", "--print"));
  await log_box().waitFor();
});

after(async () => {
  await browser.close();
  await house.close();
});

test("the browser may install it: a manifest with icons that are there, and a worker", async () => {
  const manifest = await page.evaluate(async () => (await fetch(document.querySelector("link[rel=manifest]").href)).json());
  assert.deepEqual([manifest.display, manifest.start_url], ["standalone", "/"]);
  for (const [src, side] of manifest.icons.filter(({ type }) => type === "image/png").map(({ src, sizes }) => [src, Number.parseInt(sizes, 10)])) {
    const width = await page.evaluate(async (src) => (await createImageBitmap(await (await fetch(src)).blob())).width, src);
    assert.equal(width, side, src);
  }
  for (const { url } of manifest.shortcuts) assert.equal((await page.request.get(new URL(url, page.url()).href)).status(), 200);
  assert.ok(await page.evaluate(async () => Boolean((await navigator.serviceWorker.ready).active)));
  // A page that the worker serves: from now on every address opens without the daemon.
  await page.reload();
  await log_box().waitFor();
});

test("each page is read while the daemon is away, and says as of when", async () => {
  for (const name of ["Contacts", "Today"]) {
    await page.getByRole("navigation", { name: "Pages" }).getByRole("link", { name }).click();
    await page.getByRole("heading", { level: 1 }).waitFor();
    await page.waitForFunction(
      async (path) => (await (await caches.open("blend-answers")).keys()).some(({ url }) => new URL(url).pathname === path),
      name === "Today" ? "/v1/today" : "/v1/contacts",
    );
  }
  await house.kill();
  await page.reload();
  await log_box().waitFor();
  await away().waitFor();
  await page.getByRole("article", { name: /^Amma/ }).waitFor();
  await page.getByRole("navigation", { name: "Pages" }).getByRole("link", { name: "Contacts" }).click();
  await page.getByRole("heading", { name: trap, exact: true }).waitFor();
  assert.match(await away().textContent(), /23 November 2026/);
});

test("what is logged meanwhile waits, over a reload, and can be changed and dropped", async () => {
  await page.getByRole("navigation", { name: "Pages" }).getByRole("link", { name: "Today" }).click();
  await write("called Amma 20 min yesterday 7pm");
  await toast("this waits here").waitFor();
  assert.equal(await log_box().inputValue(), "");
  await write("texted Amma 30 words today 8am");
  await waiting(2).waitFor();
  await write("called Amma 99 min");
  await waiting(3).waitFor();
  await page.reload();
  await waiting(3).waitFor();
  await button("Drop: called Amma 99 min").click();
  await waiting(2).waitFor();
  assert.ok(await log_box().evaluate((element) => element === document.activeElement));

  await page.getByRole("button", { name: "Change: texted Amma" }).focus();
  await page.keyboard.press("Enter");
  const box = page.getByRole("textbox", { name: "What happened, in other words" });
  assert.ok(await box.evaluate((element) => element === document.activeElement));
  await box.fill("texted Amma 40 words today 8am");
  await page.keyboard.press("Enter");
  await page.getByText("texted Amma 40 words today 8am").waitFor();
  await waiting(2).waitFor();
});

for (const colorScheme of ["light", "dark"]) {
  test(`the page without its daemon has no fault that axe finds, ${colorScheme}`, async () => {
    await page.emulateMedia({ colorScheme });
    const { violations } = await new AxeBuilder({ page }).analyze();
    assert.deepEqual(violations.map(({ id, nodes }) => [id, nodes[0].html]), []);
    if (process.env.SCREENSHOTS) await page.screenshot({ path: `${process.env.SCREENSHOTS}/offline-${colorScheme}.png`, fullPage: true });
  });
}

test("what waited is added exactly once when the daemon is back, by whichever page sends it", async () => {
  const second = await browser.context.newPage();
  await second.goto(`http://127.0.0.1:${house.port}/`);
  await second.getByRole("heading", { name: "2 entries wait for Blend" }).waitFor();
  await house.start();
  await waiting(2).waitFor({ state: "detached" });
  await second.getByRole("heading", { name: "2 entries wait for Blend" }).waitFor({ state: "detached" });
  await away().waitFor({ state: "hidden" });
  const expected = ["2026-07-04 10:00 phone 20", "2026-11-22 19:00 phone 20", "2026-11-23 08:00 sms 40"];
  assert.deepEqual(await logged(), expected);
  await second.close();
});

test("an answer that is lost on the way back adds nothing twice", async () => {
  let lost = 0;
  await browser.context.route("**/v1/interactions", async (route) => {
    if (lost++) return route.continue();
    await route.fetch(); // the daemon has it, and nobody hears
    await route.abort();
  });
  await write("called Amma 7 min today 6am");
  await page.waitForFunction(() => !document.querySelector("#waiting"));
  await toast("7 min").waitFor();
  await page.reload();
  await log_box().waitFor();
  assert.equal((await logged()).filter((entry) => entry.endsWith("phone 7")).length, 1);
  assert.ok(lost > 1);
  await browser.context.unroute("**/v1/interactions");
});

test("what the daemon does not understand later keeps its words and its reason, and can be put right", async () => {
  await house.stop();
  await write("called Amma 20 min blorgday");
  await waiting(1).waitFor();
  await house.start();
  await page.getByRole("alert").filter({ hasText: "blorgday" }).waitFor();
  const box = page.getByRole("textbox", { name: "What happened, in other words" });
  assert.equal(await box.inputValue(), "called Amma 20 min blorgday");
  await box.fill("called Amma 21 min today 7am");
  await page.keyboard.press("Enter");
  await waiting(1).waitFor({ state: "detached" });
  await toast("21 min").waitFor();
  assert.ok((await logged()).includes("2026-11-23 07:00 phone 21"));
});

test("signing out leaves nothing behind in the browser", async () => {
  await page.goto(`http://127.0.0.1:${house.port}/settings/safety`);
  await button("Sign out of this browser").click();
  await page.getByRole("heading", { level: 1, name: "Sign in" }).waitFor();
  assert.deepEqual(await page.evaluate(async () => (await caches.keys()).filter((name) => name === "blend-answers")), []);
  assert.equal(await page.evaluate(() => localStorage.getItem("blend.waiting")), "[]");
  await house.stop();
  await page.goto(`http://127.0.0.1:${house.port}/contacts`);
  await page.getByRole("alert").filter({ hasText: "Blend is not running" }).waitFor();
  assert.equal(await page.getByText("Amma").count(), 0);
});

test("nothing went against the page's policy", () => {
  assert.deepEqual(browser.mishaps, []);
});
