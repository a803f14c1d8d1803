// A time of a plan in words.

import type { DiaryPlan } from "./api";
import { clock_of, day_of, full_day, short_day } from "./days";
import { t } from "./messages";
import { names_words } from "./names";

/** "Call with Amma and Ravi" */
export function plan_title(plan: { mode: string; contacts: { name: string }[] }): string {
  return t.calendar.with(plan.mode, names_words(plan.contacts.map(({ name }) => name)));
}

/** What else is worth saying: that it repeats, that it happened, that nobody knows yet. */
function plan_state(plan: DiaryPlan): string {
  if (plan.ask) return t.calendar.ask;
  return t.calendar.states[plan.state] || (plan.rule ? t.calendar.repeats : "");
}

/** "Call with Amma, Sunday, 29 November 2026, 10:30, repeats" */
export function plan_name(plan: DiaryPlan): string {
  return t.calendar.named(plan_title(plan), full_day(day_of(plan.local)), clock_of(plan.local), plan_state(plan));
}

/** "Sun 29 Nov, 10:30" */
export function moment(local: string): string {
  return `${short_day(day_of(local))}, ${clock_of(local)}`;
}

/** "every two weeks"; a rule with parts of its own is only said to be one. */
export function rule_words(rule: string): string {
  const parts = new Map(rule.split(";").map((part) => part.split("=") as [string, string]));
  const simple = [...parts.keys()].every((name) => name === "FREQ" || name === "INTERVAL");
  const said = t.planner.every[parts.get("FREQ") ?? ""];
  return simple && said ? said(Number(parts.get("INTERVAL") ?? 1)) : t.planner.own_rule;
}
