#!/usr/bin/env node
// Makes the pictures of README.md, of the demo's invented year and a few plans, with the clock of a Monday morning.
//
//     BLEND=build/release/bin/blend BLENDD=build/release/bin/blendd CHROMIUM=/usr/bin/chromium \
//       node tests/browser/readme_pictures.mjs docs/pictures

import { join } from "node:path";
import { House, chromium, fill_with_the_demo_year } from "./house.mjs";

const folder = process.argv[2] ?? "docs/pictures";
const zone = "America/New_York";
const house = new House("2026-11-23T14:40:00Z", zone);
await house.open();
const browser = await chromium.launch({ executablePath: process.env.CHROMIUM, args: ["--no-sandbox"] });

/** Opens an address as a signed-in browser shows it, and keeps what `part` frames of it. */
async function picture(name, path, { width, height, scheme, prepare, until }) {
  const context = await browser.newContext({
    viewport: { width, height }, colorScheme: scheme, locale: "en-GB", timezoneId: zone, reducedMotion: "reduce", deviceScaleFactor: 1.5,
  });
  await context.clock.setFixedTime(house.now);
  const page = await context.newPage();
  await page.goto(await house.blend("open", "--print"));
  await page.locator("main[aria-busy=false] h1").waitFor();
  await page.goto(`http://127.0.0.1:${house.port}${path}`);
  await page.locator("main[aria-busy=false] h1").waitFor();
  await prepare?.(page);
  if (until) await until(page).waitFor();
  await page.screenshot({ path: join(folder, `${name}.png`) });
  await context.close();
}

try {
  await fill_with_the_demo_year(house);
  await house.blend("plan", "call", "Leah Goldberg", "2026-11-24 12:00", "--every", "1w");
  await house.blend("plan", "meet", "Hannah Weiss", "2026-11-25 18:00", "--and", "Theo Lindqvist");
  await house.blend("plan", "letter", "Tante Marguerite", "2026-11-27 16:30");
  await house.blend("plan", "video", "Priya Nair", "2026-11-28 11:00");

  const desk = { width: 1180, height: 800, scheme: "light" };
  await picture("today", "/", desk);
  await picture("contact", "/contacts/1", { ...desk, height: 1000 });
  await picture("plans", "/plans", { ...desk, height: 900, scheme: "dark" });
  await picture("simple", "/simple", { width: 820, height: 560, scheme: "light" });
} finally {
  await browser.close();
  await house.close();
}
