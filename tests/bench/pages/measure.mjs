#!/usr/bin/env node
// What Lighthouse says of the dashboard, on a throwaway home: of every page with the demo year, and of Today and
// Contacts with 5,000 contacts. A figure, no gate: its scores follow how loaded the machine is.
//
//     npm --prefix tests/bench/pages ci --ignore-scripts
//     node tests/bench/pages/measure.mjs build/release/bin [PAGE...]
//
// Each line: a page, its scores for performance, accessibility and best practices (of 100), when it can be used on a slow
// phone (milliseconds, as Lighthouse simulates one), and what it weighed on the wire.

import { mkdtemp, rm } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import lighthouse from "lighthouse";

const [folder, ...wanted] = process.argv.slice(2);
if (!folder) {
  console.error("usage: measure.mjs FOLDER_OF_PROGRAMS [PAGE...]");
  process.exit(2);
}
process.env.BLENDD = resolve(folder, "blendd");
process.env.BLEND = resolve(folder, "blend");
const { House, chromium, fill_with_the_demo_year } = await import("../../browser/house.mjs");

const free_port = () =>
  new Promise((done) => {
    const server = createServer().listen(0, "127.0.0.1", () => {
      const { port } = server.address();
      server.close(() => done(port));
    });
  });

async function fill_with_contacts(house, number) {
  const { token } = JSON.parse(await house.blend("--json", "token", "add", "figures"));
  const headers = { "Content-Type": "application/json", Authorization: `Bearer ${token}` };
  const send = async (path, body) => {
    const reply = await fetch(`http://127.0.0.1:${house.port}${path}`, { method: "POST", headers, body: JSON.stringify(body) });
    if (!reply.ok) throw new Error(await reply.text());
  };
  const circles = ["inner", "close", "friends", "wider"];
  const now = new Date(house.now).getTime();
  for (let each = 0; each < number; ++each) {
    const name = `Person ${String(each).padStart(4, "0")}`;
    await send("/v1/contacts", { name, circle: circles[Math.min(3, Math.floor(Math.log10(each + 1)))] });
    if (each % 10) continue;
    const at = new Date(now - (each % 300) * 86_400_000 - each * 1_000).toISOString();
    await send("/v1/interactions", { channel: each % 20 ? "chat" : "phone", contacts: [name], at, direction: "mutual", size: each % 20 ? "40w" : "20m" });
  }
}

async function measure(house, pages) {
  const port = await free_port();
  const profile = await mkdtemp(join(tmpdir(), "blend-profile-"));
  const browser = await chromium.launchPersistentContext(profile, {
    executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
    args: ["--no-sandbox", `--remote-debugging-port=${port}`],
  });
  try {
    const page = await browser.newPage();
    await page.goto(await house.blend("open", "--print"));
    await page.getByRole("navigation").waitFor();
    await page.close();
    for (const path of pages) {
      const address = `http://127.0.0.1:${house.port}${path}`;
      const { lhr } = await lighthouse(address, {
        port,
        logLevel: "silent",
        onlyCategories: ["performance", "accessibility", "best-practices"],
      });
      const score = (name) => String(Math.round(lhr.categories[name].score * 100)).padStart(4);
      const usable = Math.round(lhr.audits.interactive.numericValue);
      const weight = Math.round(lhr.audits["total-byte-weight"].numericValue / 1024);
      console.log(
        `${path.padEnd(14)}${score("performance")}${score("accessibility")}${score("best-practices")}${String(usable).padStart(7)} ms${String(weight).padStart(5)} KiB`,
      );
      for (const { id } of Object.values(lhr.categories).flatMap(({ auditRefs }) => auditRefs)) {
        const { score, scoreDisplayMode, title } = lhr.audits[id];
        if (score !== null && score < 0.9 && scoreDisplayMode !== "informative") console.log(`    ${id}: ${title}`);
      }
    }
  } finally {
    await browser.close();
    await rm(profile, { recursive: true, force: true });
  }
}

const homes = [
  ["the demo year", fill_with_the_demo_year, ["/", "/contacts", "/contacts/1", "/plans", "/report", "/import", "/settings", "/simple"]],
  ["5,000 contacts", (house) => fill_with_contacts(house, 5_000), ["/", "/contacts"]],
];

for (const [title, fill, pages] of homes) {
  const chosen = wanted.length ? pages.filter((page) => wanted.includes(page)) : pages;
  if (!chosen.length) continue;
  const house = new House(new Date().toISOString());
  await house.open();
  try {
    await fill(house);
    console.log(title);
    await measure(house, chosen);
  } finally {
    await house.close();
  }
}
