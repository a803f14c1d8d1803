// How a setting is asked for, from the words in which the daemon says what it takes. Words that are not understood here
// make a plain field: the daemon judges every value.

export type Field = { kind: "choice"; choices: string[] } | { kind: "number" } | { kind: "day" } | { kind: "text" };

const either = /^((?:[a-z0-9_]+, )*[a-z0-9_]+) or ([a-z0-9_]+)(?:; empty for .*)?$/;
const number = /^(a number|an hour|minutes|a number of \w+) from \d+ to \d+$/;

export function field_for(fits: string): Field {
  const choices = either.exec(fits);
  if (choices) return { kind: "choice", choices: [...choices[1]!.split(", "), choices[2]!] };
  if (number.test(fits)) return { kind: "number" };
  return { kind: fits.startsWith("a day,") ? "day" : "text" };
}
