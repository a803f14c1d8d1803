// One or two letters that stand for a person, in whatever script the name is written.

const letters = new Intl.Segmenter(undefined, { granularity: "grapheme" });

export function initials(name: string): string {
  const firsts = name
    .split(/\s+/u)
    .map((word) => word.replace(/^[^\p{L}\p{N}]+/u, ""))
    .flatMap((word) => [...letters.segment(word)].slice(0, 1).map(({ segment }) => segment));
  const joins = /\p{Script=Arabic}/u.test(firsts[0] ?? ""); // two letters side by side would read as a word
  const chosen = joins || firsts.length < 2 ? firsts.slice(0, 1) : [firsts[0], firsts.at(-1)];
  return chosen.join("").toLocaleUpperCase();
}
