// The dashboard from another device: through a proxy with TLS, under a name that the owner allows.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { request } from "node:http";
import { createServer } from "node:https";
import { createRequire } from "node:module";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { House } from "./house.mjs";

const { chromium } = createRequire(new URL("../../web/package.json", import.meta.url))("playwright-core");

const now = "2026-11-23T10:00:00Z";
const house = new House(now);
let proxy;
let browser;
let context;
let page;
let host;

/** What nginx does with the lines of docs/PHONE.md. */
function pass_on(asked, answer) {
  const { "x-forwarded-proto": _, ...headers } = asked.headers;
  const onward = request({ port: house.port, method: asked.method, path: asked.url, headers: { ...headers, "X-Forwarded-Proto": "https" } }, (reply) => {
    answer.writeHead(reply.statusCode, reply.headers);
    reply.pipe(answer);
  });
  onward.on("error", () => answer.writeHead(502).end());
  answer.on("close", () => onward.destroy());
  asked.pipe(onward);
}

before(async () => {
  await house.open();
  const [key, cert] = ["key.pem", "cert.pem"].map((name) => join(house.home, name));
  execFileSync("openssl", ["req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-subj", "/CN=blend.home.example", "-keyout", key, "-out", cert], { stdio: "ignore" });
  proxy = createServer({ key: readFileSync(key), cert: readFileSync(cert) }, pass_on);
  await new Promise((resolve) => proxy.listen(0, "127.0.0.1", resolve));
  host = `blend.home.example:${proxy.address().port}`;
  browser = await chromium.launch({
    executablePath: process.env.CHROMIUM,
    args: ["--no-sandbox", "--host-resolver-rules=MAP blend.home.example 127.0.0.1"],
  });
  context = await browser.newContext({ ignoreHTTPSErrors: true, serviceWorkers: "block", viewport: { width: 390, height: 800 }, locale: "en-GB" });
  page = await context.newPage();
});

after(async () => {
  await browser?.close();
  proxy?.closeAllConnections();
  proxy?.close();
  await house.close();
});

test("nobody is let in by that name until the owner allows it", async () => {
  assert.equal((await page.goto(`https://${host}/`)).status(), 421);
  await assert.rejects(house.blend("open", "--host", host), /is no address that you allow/);
});

test("a name that is allowed shows how to sign in, and a one-time address does it", async () => {
  await house.blend("config", "allowed_hosts", host);
  await page.goto(`https://${host}/`);
  await page.getByText(`blend open --host ${host}`, { exact: true }).waitFor();
  const address = await house.blend("open", "--host", host);
  assert.ok(address.startsWith(`https://${host}/sign-in#`), address);
  await page.goto(address);
  await page.getByRole("textbox", { name: "What happened?" }).waitFor();
  const [cookie] = await context.cookies();
  assert.deepEqual([cookie.name, cookie.secure, cookie.httpOnly, cookie.sameSite], ["blend_session", true, true, "Strict"]);
});

test("what is changed elsewhere shows here as it happens, and what is logged here is logged", async () => {
  const go = (name) => page.getByRole("navigation", { name: "Pages" }).getByRole("link", { name }).click();
  await go("Contacts");
  await page.getByRole("searchbox").waitFor();
  await house.blend("add", "Amma", "--circle", "close");
  await page.getByText("Amma", { exact: true }).first().waitFor();
  await go("Today");
  await page.getByRole("textbox", { name: "What happened?" }).fill("called Amma 20 min");
  await page.keyboard.press("Enter");
  await page.getByRole("status").filter({ hasText: "20 min" }).waitFor();
  assert.match(await house.blend("history"), /call with Amma/);
});

test("while the proxy stands before nobody, what is logged waits", async () => {
  await house.stop();
  await page.getByRole("textbox", { name: "What happened?" }).fill("called Amma 7 min today 6am");
  await page.keyboard.press("Enter");
  await page.getByRole("heading", { name: "1 entry waits for Blend" }).waitFor();
  await house.start();
  await page.getByRole("heading", { name: "1 entry waits for Blend" }).waitFor({ state: "detached" });
  assert.match(await house.blend("history"), /7 min/);
});

test("a name that is not allowed any more is refused at once", async () => {
  await house.blend("config", "allowed_hosts", "");
  assert.equal((await page.goto(`https://${host}/`)).status(), 421);
});
