// Moments in words, in the owner's zone and language. Differences count calendar days, not hours.

import type { ContactStanding } from "./api";
import { language, t } from "./messages";

const day_length = 86_400_000;

/** The civil day of an instant, as midnight UTC: two of them differ by whole days, also across a change of the clocks. */
function civil_day(instant: Date, zone: string): number {
  const parts = new Intl.DateTimeFormat("en", { timeZone: zone, year: "numeric", month: "numeric", day: "numeric" })
    .formatToParts(instant)
    .reduce<Record<string, number>>((found, part) => ({ ...found, [part.type]: Number(part.value) }), {});
  return Date.UTC(parts["year"]!, parts["month"]! - 1, parts["day"]);
}

/** "today", "yesterday", "142 days ago"; years once they are many. */
export function days_ago(instant: string, zone: string, now = new Date()): string {
  const days = Math.round((civil_day(now, zone) - civil_day(new Date(instant), zone)) / day_length);
  const words = new Intl.RelativeTimeFormat(language, { numeric: "auto" });
  return days < 730 ? words.format(-days, "day") : words.format(-Math.floor(days / 365.25), "year");
}

/** "Monday, 23 November" of an ISO date. */
export function long_day(day: string): string {
  return new Intl.DateTimeFormat(language, { timeZone: "UTC", weekday: "long", day: "numeric", month: "long" }).format(
    new Date(`${day}T00:00:00Z`),
  );
}

export function full_moment(instant: string, zone: string): string {
  return new Intl.DateTimeFormat(language, { timeZone: zone, dateStyle: "full", timeStyle: "short" }).format(
    new Date(instant),
  );
}

/** The parts of a calendar leaf. */
export function leaf(instant: string, zone: string): { weekday: string; day: string; month: string } {
  const part = (options: Intl.DateTimeFormatOptions) =>
    new Intl.DateTimeFormat(language, { timeZone: zone, ...options }).format(new Date(instant));
  return { weekday: part({ weekday: "short" }), day: part({ day: "numeric" }), month: part({ month: "short" }) };
}

/** "Sun 29 Nov, 10:30 (their 20:00)" */
export function slot_words(slot: { start: string; their_local?: string | null }, zone: string): string {
  const own = new Intl.DateTimeFormat(language, {
    timeZone: zone,
    weekday: "short",
    day: "numeric",
    month: "short",
    hour: "numeric",
    minute: "2-digit",
  }).format(new Date(slot.start));
  if (!slot.their_local) return own;
  const theirs = new Intl.DateTimeFormat(language, { timeZone: "UTC", timeStyle: "short" });
  return `${own} (${t.their(theirs.format(new Date(`${slot.their_local}Z`)))})`;
}

export function clock(instant: Date, zone: string): string {
  return new Intl.DateTimeFormat(language, { timeZone: zone, timeStyle: "short" }).format(instant);
}

export function percent(share: number): string {
  return new Intl.NumberFormat(language, { style: "percent", maximumFractionDigits: 0 }).format(share);
}

/** The two clocks: how much of the wished gap has passed (null: never yet), and the same in words. */
export interface Clocks {
  talk: number | null;
  write: number | null;
  spoke: string;
  wrote: string;
}

/** Both clocks of a contact. Talking is measured by the wish to talk, if there is one, writing by the cadence. */
export function clocks(
  { contact, standing }: Pick<ContactStanding, "contact" | "standing">,
  zone: string,
  now = new Date(),
): Clocks {
  const passed = (instant: string | null | undefined, days: number) =>
    instant ? (now.getTime() - new Date(instant).getTime()) / day_length / days : null;
  return {
    talk: passed(standing.last_sync, contact.talk_every_days ?? contact.cadence_days),
    write: passed(standing.last_async, contact.cadence_days),
    spoke: standing.last_sync ? t.spoke(days_ago(standing.last_sync, zone, now)) : t.never_spoke,
    wrote: standing.last_async ? t.wrote(days_ago(standing.last_async, zone, now)) : t.never_wrote,
  };
}

/** "16 Nov 2026" */
export function day(at: string, zone: string): string {
  return new Intl.DateTimeFormat(language, { dateStyle: "medium", timeZone: zone }).format(new Date(at));
}

export function number(value: number, digits = 0): string {
  return new Intl.NumberFormat(language, { maximumFractionDigits: digits }).format(value);
}

const of_date = (options: Intl.DateTimeFormatOptions) => {
  const form = new Intl.DateTimeFormat(language, { timeZone: "UTC", ...options });
  return (day: string) => form.format(new Date(`${day}T00:00:00Z`));
};

/** "Nov" of an ISO date. */
export const month_name = of_date({ month: "short" });
/** "16 Nov 2026" of an ISO date. */
export const short_date = of_date({ dateStyle: "medium" });
/** "November 2026" of an ISO date. */
export const month_and_year = of_date({ month: "long", year: "numeric" });

/** 0 is Monday. */
export function weekday_name(weekday: number, length: "long" | "short"): string {
  return new Intl.DateTimeFormat(language, { timeZone: "UTC", weekday: length }).format(new Date(Date.UTC(2026, 10, 16 + weekday)));
}

const hours = (options: Intl.DateTimeFormatOptions) => new Intl.DateTimeFormat(language, { timeZone: "UTC", ...options });
const full_hours = hours({ timeStyle: "short" });
const short_hours = full_hours.resolvedOptions().hour12 ? hours({ hour: "numeric" }) : full_hours;
const at_hour = (hour: number) => new Date(Date.UTC(2026, 10, 16, hour));

/** "18:00" or "6 pm": an hour at the edge of a picture. */
export const hour_name = (hour: number) => short_hours.format(at_hour(hour));

/** "18:00" or "6:00 pm" */
export const full_hour = (hour: number) => full_hours.format(at_hour(hour));

/** "Sun 22 Nov, 19:00" of what the owner's clock showed, "2026-11-22 19:00". */
export function local_moment(local: string): string {
  return new Intl.DateTimeFormat(language, { timeZone: "UTC", weekday: "short", day: "numeric", month: "short", hour: "numeric", minute: "2-digit" }).format(
    new Date(`${local.replace(" ", "T")}:00Z`),
  );
}
