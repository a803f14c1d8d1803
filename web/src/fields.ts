// How a setting is asked for, from the words in which the daemon says what it takes. Words that are not understood here
// make a plain field: the daemon judges every value.

export type Field =
  | { kind: "choice"; choices: string[]; may_be_empty: boolean }
  | { kind: "several"; choices: string[]; every?: string; none: string }
  | { kind: "number"; from: string; to: string }
  | { kind: "day" }
  | { kind: "text" };

const either = /^((?:[a-z0-9_]+, )*[a-z0-9_]+) or ([a-z0-9_]+)(; empty for .*)?$/;
const range = /^(?:a number|an hour|minutes|a share|a number of \w+) from (\d+%?) to (\d+%?)$/;
const modes = /^modes that .*: ((?:[a-z_]+, )*[a-z_]+)$/;
const days = /^days, e\.g\. [a-z,]+; or (?:(every day)|(never))$/;

export const weekdays = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];

export function field_for(fits: string): Field {
  const choice = either.exec(fits);
  if (choice) return { kind: "choice", choices: [...choice[1]!.split(", "), choice[2]!], may_be_empty: choice[3] !== undefined };
  const mode = modes.exec(fits);
  if (mode) return { kind: "several", choices: mode[1]!.split(", "), none: "" };
  const day = days.exec(fits);
  if (day) return { kind: "several", choices: weekdays, ...(day[1] ? { every: day[1] } : {}), none: day[2] ?? "" };
  const ends = range.exec(fits);
  if (ends) return { kind: "number", from: ends[1]!, to: ends[2]! };
  return { kind: fits.startsWith("a day,") ? "day" : "text" };
}

type Several = Extract<Field, { kind: "several" }>;

/** What a value such as "mon,wed" or "every day" chooses. */
export function chosen(field: Several, value: string): string[] {
  if (value === field.every) return field.choices;
  const words = value.split(/[\s,]+/);
  return field.choices.filter((choice) => words.includes(choice));
}

/** The value after one more or one less was chosen. */
export function choosing(field: Several, value: string, choice: string): string {
  const before = chosen(field, value);
  const after = field.choices.filter((each) => (each === choice) !== before.includes(each));
  if (!after.length) return field.none;
  return field.every && after.length === field.choices.length ? field.every : after.join(",");
}
