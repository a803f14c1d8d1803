// Civil days and weeks as text ("2026-11-23", "2026-W48"), and clocks. Nothing here knows what time it is.

import { language } from "./messages";

const day_length = 86_400_000;

const at_noon = (day: string) => new Date(`${day}T12:00:00Z`);
const iso = (date: Date) => date.toISOString().slice(0, 10);

export function add_days(day: string, days: number): string {
  return iso(new Date(at_noon(day).getTime() + days * day_length));
}

export function days_between(from: string, to: string): number {
  return Math.round((at_noon(to).getTime() - at_noon(from).getTime()) / day_length);
}

/** Monday is 1, Sunday 7. */
export function weekday(day: string): number {
  return at_noon(day).getUTCDay() || 7;
}

/** The day on which a week begins where the reader lives. */
export function week_start(day: string): string {
  const place = new Intl.Locale(language) as Intl.Locale & { weekInfo?: { firstDay: number }; getWeekInfo?: () => { firstDay: number } };
  const first = (place.getWeekInfo?.() ?? place.weekInfo)?.firstDay ?? 1;
  return add_days(day, -((weekday(day) - first + 7) % 7));
}

export function month_start(day: string): string {
  return `${day.slice(0, 7)}-01`;
}

export function add_months(day: string, months: number): string {
  const date = at_noon(month_start(day));
  date.setUTCMonth(date.getUTCMonth() + months);
  return iso(date);
}

/** Whole weeks that hold the month of this day. */
export function month_days(day: string): string[] {
  const first = week_start(month_start(day));
  const weeks = Math.ceil(days_between(first, add_months(day, 1)) / 7);
  return Array.from({ length: weeks * 7 }, (_, index) => add_days(first, index));
}

export function week_days(day: string): string[] {
  const first = week_start(day);
  return Array.from({ length: 7 }, (_, index) => add_days(first, index));
}

/** "2026-W48" of a day; weeks of reports begin on Monday. */
export function iso_week(day: string): string {
  const thursday = add_days(day, 4 - weekday(day));
  const week = 1 + Math.floor(days_between(`${thursday.slice(0, 4)}-01-01`, thursday) / 7);
  return `${thursday.slice(0, 4)}-W${String(week).padStart(2, "0")}`;
}

/** The Monday of "2026-W48". */
export function monday_of(week: string): string {
  const [year, number] = week.split("-W") as [string, string];
  const fourth = `${year}-01-04`; // lies in the first week of every year
  return add_days(fourth, 1 - weekday(fourth) + (Number(number) - 1) * 7);
}

/** Minutes by which the clock of the zone is ahead of UTC. */
function offset(instant: Date, zone: string): number {
  const parts = new Intl.DateTimeFormat("en-CA", {
    timeZone: zone, hourCycle: "h23", year: "numeric", month: "2-digit", day: "2-digit", hour: "2-digit", minute: "2-digit",
  }).formatToParts(instant).reduce<Record<string, string>>((found, part) => ({ ...found, [part.type]: part.value }), {});
  const shown = Date.UTC(+parts["year"]!, +parts["month"]! - 1, +parts["day"]!, +parts["hour"]!, +parts["minute"]!);
  return Math.round((shown - Math.floor(instant.getTime() / 60_000) * 60_000) / 60_000);
}

/** "2026-11-23T10:30" on the clock of the zone, as an instant. */
export function instant_of(local: string, zone: string): string {
  const naive = new Date(`${local.slice(0, 16)}:00Z`).getTime();
  const guess = new Date(naive - offset(new Date(naive), zone) * 60_000);
  return `${new Date(naive - offset(guess, zone) * 60_000).toISOString().slice(0, 19)}Z`;
}

/** The clock of the zone at an instant: "2026-11-23T10:30:00". */
export function local_at(instant: string, zone: string): string {
  const at = new Date(instant);
  return new Date(at.getTime() + offset(at, zone) * 60_000).toISOString().slice(0, 19);
}

export const day_of = (local: string) => local.slice(0, 10);
export const minute_of = (local: string) => Number(local.slice(11, 13)) * 60 + Number(local.slice(14, 16));

/** A day and minutes after its midnight, as a clock shows them. */
export function local_of(day: string, minute: number): string {
  const on = add_days(day, Math.floor(minute / 1440));
  const left = ((minute % 1440) + 1440) % 1440;
  return `${on}T${String(Math.floor(left / 60)).padStart(2, "0")}:${String(left % 60).padStart(2, "0")}:00`;
}

// ---------------------------------------------------------------- in words

const words = (options: Intl.DateTimeFormatOptions) => new Intl.DateTimeFormat(language, { timeZone: "UTC", ...options });
const clock_words = words({ timeStyle: "short" });
const short_day_words = words({ weekday: "short", day: "numeric", month: "short" });
const short_date_words = words({ day: "numeric", month: "short" });
const range_words = words({ day: "numeric", month: "long", year: "numeric" });
const month_words = words({ month: "long", year: "numeric" });
const number_words = words({ day: "numeric" });
const full_day_words = words({ weekday: "long", day: "numeric", month: "long", year: "numeric" });

/** "10:30" */
export const clock_of = (local: string) => clock_words.format(new Date(`${local.slice(0, 16)}:00Z`));
/** "Sun 29 Nov" */
export const short_day = (day: string) => short_day_words.format(at_noon(day));
/** "29 Nov" */
export const short_date = (day: string) => short_date_words.format(at_noon(day));
/** "Sunday, 29 November 2026" */
export const full_day = (day: string) => full_day_words.format(at_noon(day));
/** "23 – 29 November 2026" */
export const day_range = (from: string, to: string) => range_words.formatRange(at_noon(from), at_noon(to));
/** "November 2026" */
export const month_name = (day: string) => month_words.format(at_noon(day));
/** "29" */
export const day_number = (day: string) => number_words.format(at_noon(day));

export function weekday_name(day: string, width: "short" | "long"): string {
  return words({ weekday: width }).format(at_noon(day));
}

/** "45 minutes", "1 hour 30 minutes" */
export function length_words(minutes: number): string {
  const unit = (count: number, name: "hour" | "minute") =>
    new Intl.NumberFormat(language, { style: "unit", unit: name, unitDisplay: "long" }).format(count);
  const hours = Math.floor(minutes / 60);
  const parts = [hours ? unit(hours, "hour") : "", minutes % 60 || !hours ? unit(minutes % 60, "minute") : ""].filter(Boolean);
  return new Intl.ListFormat(language, { type: "unit", style: "narrow" }).format(parts);
}
