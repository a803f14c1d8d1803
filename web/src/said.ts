// Sentences that the daemon says in parts, put together in the reader's language. Names stay apart from the words
// around them, so that a page can keep each in its own direction of writing.

import type { Sentence } from "./api";
import { language, patterns } from "./messages";
import { date_words, read_pattern, type Piece } from "./pattern";

export interface Part {
  text: string;
  is_name?: boolean;
}

const plural = new Intl.PluralRules(language);
const number = new Intl.NumberFormat(language);
const percent = new Intl.NumberFormat(language, { style: "percent", maximumFractionDigits: 0 });
const list = new Intl.ListFormat(language, { type: "conjunction" });

const read = new Map<string, Piece[]>();

function pieces_of(key: string): Piece[] | undefined {
  const pattern = patterns[key];
  if (pattern !== undefined && !read.has(key)) read.set(key, read_pattern(pattern));
  return read.get(key);
}

function value(name: string, sentence: Sentence): Part[] {
  const names = sentence.names[name];
  if (names)
    return list
      .formatToParts(names)
      .map(({ type, value }) => (type === "element" ? { text: value, is_name: true } : { text: value }));
  const phrase = sentence.phrases[name];
  if (phrase) return parts_of(phrase);
  const count = sentence.numbers[name];
  return [{ text: count === undefined ? (sentence.words[name] ?? "") : number.format(count) }];
}

function put(piece: Piece, sentence: Sentence): Part[] {
  if (typeof piece === "string") return [{ text: piece }];
  const { name } = piece;
  switch (piece.kind) {
    case "value":
      return value(name, sentence);
    case "number":
      return [{ text: number.format(sentence.numbers[name] ?? 0) }];
    case "percent":
      return [{ text: percent.format(sentence.numbers[name] ?? 0) }];
    case "date":
      return [{ text: date_words(piece.letters, sentence.times[name] ?? "", language) }];
    case "plural": {
      const count = sentence.numbers[name] ?? 0;
      const words = piece.cases[`=${count}`] ?? piece.cases[plural.select(count)] ?? piece.cases["other"];
      return (words ?? []).flatMap((each) => put(each, sentence));
    }
    case "select": {
      const words = piece.cases[sentence.words[name] ?? "other"] ?? piece.cases["other"];
      return (words ?? []).flatMap((each) => put(each, sentence));
    }
  }
}

function parts_of(sentence: Sentence): Part[] {
  return (pieces_of(sentence.key) ?? []).flatMap((piece) => put(piece, sentence));
}

/** `text` is what the daemon made of it, for a sentence that this page does not know. */
export function said_parts(said: Sentence | Sentence[] | null | undefined, text: string): Part[] {
  const sentences = Array.isArray(said) ? said : said ? [said] : [];
  if (!sentences.length || !sentences.every(({ key }) => key in patterns)) return [{ text }];
  return sentences.flatMap((sentence, index) => [...(index ? [{ text: " " }] : []), ...parts_of(sentence)]);
}

/** Letters and marks that could turn the words around them. */
const turning = /[\u0590-\u08ff\u200e\u200f\u202a-\u202e\u2066-\u2069\ufb1d-\ufefc]|[\ud802-\ud83b][\udc00-\udfff]/;
const is_turned = document.documentElement.dir === "rtl";

/** Keeps a name in its own direction, as <bdi> does where there is markup. */
const isolated = (name: string) => (is_turned || turning.test(name) ? `\u2068${name}\u2069` : name);

/** As plain text, for titles and notes. */
export function said_text(said: Sentence | Sentence[] | null | undefined, text: string): string {
  return said_parts(said, text)
    .map(({ text, is_name }) => (is_name ? isolated(text) : text))
    .join("");
}
