// The Settings page: what Blend does by itself, how the owner is told of it, and what it reads.

import assert from "node:assert/strict";
import { mkdir, readFile } from "node:fs/promises";
import { createServer, request } from "node:http";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { AxeBuilder, Browser, House } from "./house.mjs";

const now = "2026-11-23T10:00:00Z";
const house = new House(now);
const browser = new Browser();
const heard = [];
const listener = createServer((request, response) => {
  heard.push(request.url);
  request.resume().on("end", () => response.end());
});
let page;

const button = (name) => page.getByRole("button", { name, exact: true });
const field = (name) => page.getByRole("textbox", { name, exact: true });
const said = (text) => page.getByRole("status").filter({ hasText: text }).waitFor();
const until = async (holds) => {
  while (!(await holds())) await page.waitForTimeout(20);
};

/** Opens one kind of settings by its name. */
async function kind(name) {
  const link = page.getByRole("navigation", { name: "Kinds of settings" }).getByRole("link", { name, exact: true });
  await link.click();
  await page.locator('a[aria-current="page"]', { hasText: name }).waitFor();
}
const kinds = ["This device", "You", "Nudges and plans", "How you are told", "What is read", "Other programs", "Keeping and undoing", "Safety"];

before(async () => {
  await house.open();
  await new Promise((resolve) => listener.listen(0, "127.0.0.1", resolve));
  await browser.open(now);
  page = browser.page;
  await page.addInitScript(() => {
    globalThis.noted = [];
    globalThis.Notification = class extends EventTarget {
      static permission = "default";
      static requestPermission = async () => (globalThis.Notification.permission = "granted");
      constructor(title, { body }) {
        super();
        globalThis.noted.push(`${title}: ${body}`);
      }
    };
  });
  await page.goto(await house.blend("open", "--print"));
  await page.getByRole("navigation", { name: "Pages" }).getByRole("link", { name: "Settings" }).click();
  await page.getByRole("heading", { level: 1, name: "Settings" }).waitFor();
});

after(async () => {
  await browser.close();
  await house.close();
  listener.close();
});

test("every setting of the command line has its field, with what it means and what fits", async () => {
  const { settings } = JSON.parse(await house.blend("config", "--json"));
  const left = new Set(Object.keys(settings));
  for (const [name, save] of [["You", "Save: You"], ["Nudges and plans", "Save: Nudges"], ["What is read", "Save: Reading sources"], ["Safety", "Save: From other devices"]]) {
    await kind(name);
    await button(save).waitFor();
    for (const id of await page.locator("[id^=setting-]").evaluateAll((all) => all.map(({ id }) => id))) {
      const key = id.slice("setting-".length);
      const { about, value } = await page.locator(`#${id}`).evaluate((field) => {
        const group = field.closest("[role=group]");
        const ticked = () => [...group.querySelectorAll("input:checked")].map(({ value }) => value).join(",");
        return { about: (group ?? field).getAttribute("aria-describedby"), value: group ? ticked() : field.value };
      });
      assert.match(about ?? "", new RegExp(`about-${key}`), key);
      assert.equal(value, settings[key] === "every day" ? "mon,tue,wed,thu,fri,sat,sun" : settings[key], key);
      left.delete(key);
    }
  }
  assert.deepEqual([...left], []);
  await kind("Nudges and plans");
  await button("Save: Nudges").waitFor();
});

test("what is changed in a group is saved together", async () => {
  await field("Nudges per day").fill("2");
  const days = page.getByRole("group", { name: "Days of the digest" });
  for (const day of ["Tue", "Wed", "Fri", "Sat", "Sun"]) await days.getByRole("checkbox", { name: day, exact: true }).click();
  await button("Save: Nudges").click();
  await said("Saved: Days of the digest, Nudges per day.");
  const { settings } = JSON.parse(await house.blend("config", "--json"));
  assert.deepEqual([settings.nudges_per_day, settings.nudge_days], ["2", "mon,thu"]);
});

test("one Undo takes back what was saved together, and the fields show it", async () => {
  const earlier = JSON.parse(await house.blend("config", "--json")).settings;
  await field("Pause after a nudge, days").fill("9");
  await field("Quiet from").fill("20");
  await button("Save: Nudges").click();
  await said("Quiet from");
  await button("Undo").click();
  await until(async () => (await field("Quiet from").inputValue()) === earlier.quiet_from);
  assert.deepEqual(JSON.parse(await house.blend("config", "--json")).settings, earlier);
});

test("what does not fit is said at its field, which keeps what was written", async () => {
  await field("Hour of the digest").fill("25");
  await field("Nudges per week").fill("5");
  await button("Save: Nudges").click();
  const hour = page.locator("#setting-nudge_hour");
  await page.getByText("25 does not fit nudge_hour: it takes an hour from 0 to 23").waitFor();
  assert.equal(await hour.getAttribute("aria-invalid"), "true");
  assert.equal(await hour.inputValue(), "25");
  assert.ok(await hour.evaluate((element) => element === document.activeElement));
  assert.equal(JSON.parse(await house.blend("config", "--json")).settings.nudges_per_week, "5");
  await hour.fill("9");
  await button("Save: Nudges").click();
  await said("Everything was saved already.");
});

test("what is changed on the command line shows here, but not over what is being written", async () => {
  await field("Hour of the digest").fill("11");
  await house.blend("config", "quiet_from", "22");
  await until(async () => (await field("Quiet from").inputValue()) === "22");
  assert.equal(await field("Hour of the digest").inputValue(), "11");
  await field("Hour of the digest").fill("9");
});

test("a way is set up, tried, limited to what it should carry, turned off and removed", async () => {
  const address = `http://127.0.0.1:${listener.address().port}/told`;
  await kind("How you are told");
  await page.getByRole("combobox", { name: "By" }).selectOption("webhook");
  await page.getByRole("form", { name: "Set up a way" }).getByRole("textbox", { name: "Address", exact: true }).fill(address);
  await button("Set up a way").click();
  const test_it = page.getByRole("button", { name: /^Send a test: / });
  await test_it.click();
  await until(() => heard.includes("/told"));
  const marks = page.getByRole("group", { name: /^What .* does$/ });
  const mark = (name) => marks.getByRole("checkbox", { name, exact: true });
  await mark("Weekly report").click();
  await mark("On").click();
  await until(async () => {
    const { ways } = await page.evaluate(async () => (await fetch("/v1/ways")).json());
    return !ways[0].is_on && !ways[0].carries.includes("report");
  });
  await page.getByText("What left this way").click();
  await page.getByRole("listitem").filter({ hasText: "Test" }).first().waitFor();
  if (process.env.SCREENSHOTS) await page.screenshot({ path: join(process.env.SCREENSHOTS, "ways.png"), fullPage: true });
  await page.getByRole("button", { name: /^Remove / }).click();
  await test_it.waitFor({ state: "detached" });
});

test("a way that makes no sense is refused in words", async () => {
  await page.getByRole("combobox", { name: "By" }).selectOption("ntfy");
  await page.getByRole("textbox", { name: "Address of the topic" }).fill("http://example.org/topic");
  await button("Set up a way").click();
  await page.getByRole("alert").filter({ hasText: "example.org" }).waitFor();
});

test("an account that does not answer is said at the form, and a folder is kept an eye on", async () => {
  await kind("What is read");
  const place = page.getByRole("combobox", { name: "Kind" });
  await place.selectOption("imap");
  await field("Address of the server").fill("imap://mail.example.org");
  await button("Read it from now on").click();
  await page.getByRole("alert").filter({ hasText: "imap://mail.example.org would be read" }).waitFor();
  await place.selectOption("folder");
  await mkdir(join(house.home, "drop"));
  await field("Path on this computer").fill(join(house.home, "drop"));
  await button("Keep an eye on it").click();
  await page.getByRole("button", { name: /^Look at .*drop now$/ }).waitFor();
});

test("a page names no program that this machine would run", async () => {
  const status = await page.evaluate(async () => {
    const account = { kind: "imap", path: "imap://127.0.0.1", user: "ana", me: "ana@example.org", secret: "command: touch /tmp/ran" };
    const headers = { "Content-Type": "application/json" };
    return (await fetch("/v1/sources", { method: "POST", headers, body: JSON.stringify(account) })).status;
  });
  assert.equal(status, 403);
});

test("a new nudge is shown by the browser once the owner wants it, and never before", async () => {
  await house.blend("add", "Ravi", "--circle", "close", "--talk-every", "14d");
  await house.blend("log", "call", "Ravi", "20m", "--at", "2026-08-01T10:00:00Z");
  await house.blend("nudges");
  assert.deepEqual(await page.evaluate(() => globalThis.noted), []);
  await kind("This device");
  const show = page.getByRole("checkbox", { name: "Show new nudges" });
  await show.focus();
  await page.keyboard.press("Space");
  await until(() => show.isChecked());
  await house.blend("add", "Tom", "--circle", "close", "--talk-every", "14d");
  await house.blend("log", "call", "Tom", "20m", "--at", "2026-07-01T10:00:00Z");
  await house.blend("nudges");
  await until(async () => (await page.evaluate(() => globalThis.noted.length)) > 0);
  const noted = await page.evaluate(() => globalThis.noted);
  assert.equal(noted.length, 1);
  assert.match(noted[0], /^Blend: .*Tom/);
});

const background = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);

test("how Blend looks is chosen here, for this device, and stays chosen", async () => {
  const [light, dark, bright] = ["rgb(248, 242, 231)", "rgb(29, 26, 23)", "rgb(255, 255, 255)"];
  const choice = (name) => page.getByRole("radio", { name, exact: true });
  await page.emulateMedia({ colorScheme: "light" });
  await choice("dark").click();
  assert.equal(await background(), dark);
  await page.reload();
  await choice("dark").waitFor();
  assert.equal(await background(), dark);
  await page.emulateMedia({ colorScheme: "dark" });
  await choice("light").focus();
  await page.keyboard.press("Space");
  assert.equal(await background(), light);
  await page.getByRole("checkbox", { name: "More contrast" }).click();
  assert.equal(await background(), bright);
  await choice("very large").click();
  assert.equal(await page.evaluate(() => getComputedStyle(document.documentElement).fontSize), "24px");
  await page.getByRole("checkbox", { name: "More contrast" }).click();
  await choice("usual").click();
  await choice("as the device").click();
  assert.equal(await background(), dark);
  await page.emulateMedia({ colorScheme: "light" });
  assert.equal(await background(), light);
});

test("a name of the owner's is added and taken away", async () => {
  await kind("You");
  await page.getByRole("textbox", { name: "A name, address or number of yours" }).fill("ana@example.org");
  await page.keyboard.press("Enter");
  await button("ana@example.org is not me").click();
  await page.getByText("None yet. They are also learned").waitFor();
});

test("a key is shown once, opens the log to a program, makes no other key, and is taken away", async () => {
  await kind("Other programs");
  const name = page.getByRole("textbox", { name: "What it is for" });
  await name.fill("<b>clock</b>");
  await page.keyboard.press("Enter");
  const made = page.getByRole("group", { name: "The key for <b>clock</b>." });
  await made.waitFor();
  assert.ok(await made.evaluate((element) => element === document.activeElement));
  const token = await made.locator("code").textContent();
  const ask = async (path, more = {}) =>
    (await fetch(`http://127.0.0.1:${house.port}${path}`, { headers: { Authorization: `Bearer ${token}`, "Content-Type": "application/json" }, ...more })).status;
  assert.equal(await ask("/v1/today"), 200);
  assert.equal(await ask("/v1/tokens"), 403);
  assert.equal(await ask("/v1/tokens", { method: "POST", body: JSON.stringify({ name: "other" }) }), 403);
  assert.equal(await ask("/v1/backup"), 403);
  if (process.env.SCREENSHOTS) await page.screenshot({ path: join(process.env.SCREENSHOTS, "settings-key.png"), fullPage: true });
  await button("I have it").click();
  assert.equal(await page.getByText(token).count(), 0);
  await button("Take away the key for <b>clock</b>").click();
  await page.getByText("No keys yet.").waitFor();
  assert.equal(await ask("/v1/today"), 401);
});

test("everything is saved for other programs", async () => {
  for (const [name, file, begins] of [
    ["Save: Everything that happened, as a table (CSV)", "blend.csv", /^"at",/],
    ["Save: Your contacts (vCard)", "blend.vcf", /^BEGIN:VCARD/],
  ]) {
    const [download] = await Promise.all([page.waitForEvent("download"), button(name).click()]);
    assert.equal(download.suggestedFilename(), file);
    assert.match(await readFile(await download.path(), "utf8"), begins);
  }
});

test("what was changed is listed, and undone one by one", async () => {
  await kind("Keeping and undoing");
  const undo = page.getByRole("button", { name: /^Undo: / });
  const newest = await undo.getAttribute("aria-label");
  await undo.focus();
  await page.keyboard.press("Enter");
  await said("undone");
  await until(async () => (await undo.getAttribute("aria-label")) !== newest);
});

test("a backup is saved, and everything goes back to it, what was before being kept", async () => {
  const [download] = await Promise.all([page.waitForEvent("download"), page.getByRole("link", { name: "Save a backup" }).click()]);
  assert.equal(download.suggestedFilename(), "blend-2026-11-23.db");
  const file = join(house.home, "saved.db");
  await download.saveAs(file);
  await house.blend("add", "Late");

  const choose = page.getByLabel("The file of the backup");
  await choose.setInputFiles({ name: "letter.txt", mimeType: "text/plain", buffer: Buffer.from("this is no ledger, however long it may become. ".repeat(4)) });
  await page.getByRole("checkbox", { name: "Yes, replace everything by letter.txt" }).click();
  await button("Go back to it").click();
  await page.getByRole("alert").filter({ hasText: "no database" }).waitFor();
  assert.match(await house.blend("contacts"), /Late/);

  await choose.setInputFiles(file);
  await page.getByRole("checkbox", { name: "Yes, replace everything by saved.db" }).check();
  await button("Go back to it").click();
  await page.getByText("the ledger as it was is kept as").waitFor();
  assert.doesNotMatch(await house.blend("contacts"), /Late/);
  await button("Have a look").click();
  await page.getByText("all equal a fresh computation").waitFor();
});

test("the dashboard answers to a name that the owner allows, through TLS, and to no other", async () => {
  await kind("Safety");
  const ask = (host, more = {}) =>
    new Promise((resolve, reject) => {
      const asked = request({ port: house.port, path: "/", headers: { Host: host, ...more } }, (answer) => answer.resume().on("end", () => resolve(answer.statusCode)));
      asked.on("error", reject).end();
    });
  const tls = { "X-Forwarded-Proto": "https" };
  assert.equal(await ask("blend.home.example", tls), 421);
  await field("Names of this dashboard").fill("blend.home.example");
  await button("Save: From other devices").click();
  await said("Saved: Names of this dashboard.");
  assert.equal(await ask("blend.home.example", tls), 200);
  assert.equal(await ask("blend.home.example"), 421);
  assert.equal(await ask("evil.example", tls), 421);
  assert.match(await house.blend("open", "--host", "blend.home.example"), /^https:\/\/blend\.home\.example\/sign-in#/);
});

for (const colorScheme of ["light", "dark"]) {
  for (const name of kinds) {
    test(`${name} has no fault that axe finds, ${colorScheme}`, async () => {
      await page.emulateMedia({ colorScheme });
      await kind(name);
      const { violations } = await new AxeBuilder({ page }).analyze();
      assert.deepEqual(violations.map(({ id, nodes }) => [id, nodes[0].html]), []);
      if (process.env.SCREENSHOTS) await page.screenshot({ path: join(process.env.SCREENSHOTS, `settings-${name.replaceAll(" ", "-")}-${colorScheme}.png`), fullPage: true });
    });
  }
}

test("nothing is cut off on a phone, nor with text of twice the size", async () => {
  const fits = () => page.evaluate(() => document.documentElement.scrollWidth <= innerWidth);
  for (const name of kinds) {
    await kind(name);
    for (const [width, text] of [[320, ""], [390, "200%"], [1280, "200%"]]) {
      await page.setViewportSize({ width, height: 800 });
      await page.evaluate((size) => (document.documentElement.style.fontSize = size), text);
      assert.ok(await fits(), `${name} ${width} ${text}`);
    }
    await page.evaluate(() => (document.documentElement.style.fontSize = ""));
    await page.setViewportSize({ width: 390, height: 800 });
    if (process.env.SCREENSHOTS) await page.screenshot({ path: join(process.env.SCREENSHOTS, `settings-${name.replaceAll(" ", "-")}-phone.png`), fullPage: true });
  }
});

test("nothing went against the page's policy", () => {
  assert.deepEqual(browser.mishaps, []);
});
