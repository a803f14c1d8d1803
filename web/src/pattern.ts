// Patterns of ICU MessageFormat, as far as schema/messages uses it, read into a list of pieces:
//
//   {name}  {count, number}  {share, number, percent}  {at, date,EEE d MMM HH:mm}
//   {count, plural, =0 {…} one {…} other {… # …}}  {mode, select, call {…} other {…}}
//
// The daemon renders the same patterns with ICU; the letters of a date are those of its SimpleDateFormat that occur.

export type Patterns = Record<string, string>;

export type Piece =
  | string
  | { name: string; kind: "value" | "number" | "percent" }
  | { name: string; kind: "date"; letters: string }
  | { name: string; kind: "plural" | "select"; cases: Record<string, Piece[]> };

/** What stands for the number inside a plural. */
const count_mark = "#";

class Reader {
  at = 0;

  constructor(readonly text: string) {}

  /** Until the end, or the brace that closes the case. */
  pieces(counted?: string): Piece[] {
    const found: Piece[] = [];
    let plain = "";
    const put = (piece: Piece) => {
      if (plain) found.push(plain);
      plain = "";
      found.push(piece);
    };
    while (this.at < this.text.length && this.text[this.at] !== "}") {
      const letter = this.text[this.at++]!;
      const next = this.text[this.at];
      if (letter === "{") put(this.argument());
      else if (letter === count_mark && counted) put({ name: counted, kind: "number" });
      else if (letter === "'" && next === "'") plain += this.text[this.at++];
      else if (letter === "'" && (next === "{" || next === "}" || (next === count_mark && counted))) plain += this.quoted();
      else plain += letter;
    }
    if (plain) found.push(plain);
    return found;
  }

  private quoted(): string {
    const end = this.text.indexOf("'", this.at);
    const words = this.text.slice(this.at, end < 0 ? undefined : end);
    this.at = end < 0 ? this.text.length : end + 1;
    return words;
  }

  /** Up to one of the marks, which is passed. */
  private word(marks: string): { word: string; mark: string } {
    const from = this.at;
    while (this.at < this.text.length && !marks.includes(this.text[this.at]!)) this.at++;
    return { word: this.text.slice(from, this.at).trim(), mark: this.text[this.at++] ?? "" };
  }

  private argument(): Piece {
    const { word: name, mark } = this.word(",}");
    if (mark !== ",") return { name, kind: "value" };
    const { word: kind, mark: more } = this.word(",}");
    if (kind === "plural" || kind === "select") return { name, kind, cases: this.cases(kind === "plural" ? name : undefined) };
    const style = more === "," ? this.word("}").word : "";
    if (kind === "date") return { name, kind, letters: style };
    if (kind === "number") return { name, kind: style === "percent" ? "percent" : "number" };
    throw new SyntaxError(`${kind} is not understood in: ${this.text}`);
  }

  private cases(counted?: string): Record<string, Piece[]> {
    const cases: Record<string, Piece[]> = {};
    while (true) {
      const { word: selector, mark } = this.word("{}");
      if (mark !== "{") return cases;
      cases[selector] = this.pieces(counted);
      this.at++;
    }
  }
}

export function read_pattern(text: string): Piece[] {
  const reader = new Reader(text);
  const pieces = reader.pieces();
  if (reader.at < text.length) throw new SyntaxError(`a brace too many in: ${text}`);
  return pieces;
}

const date_parts: Record<string, Intl.DateTimeFormatOptions> = {
  EEE: { weekday: "short" },
  EEEE: { weekday: "long" },
  d: { day: "numeric" },
  MMM: { month: "short" },
  MMMM: { month: "long" },
  yyyy: { year: "numeric" },
};

/** A civil moment ("2026-11-29T10:30:00") in the letters of the pattern; the clock is the reader's, of 12 or 24 hours. */
export function date_words(letters: string, moment: string, language: string): string {
  const instant = new Date(`${moment}Z`);
  const number = new Intl.NumberFormat(language, { minimumIntegerDigits: 2 });
  return letters.replace(/HH:mm|HH|mm|E+|M+|d+|y+/g, (part) => {
    if (part === "HH:mm") return new Intl.DateTimeFormat(language, { timeZone: "UTC", timeStyle: "short" }).format(instant);
    if (part === "HH") return number.format(instant.getUTCHours());
    if (part === "mm") return number.format(instant.getUTCMinutes());
    if (part === "MM") return number.format(instant.getUTCMonth() + 1);
    if (part === "dd") return number.format(instant.getUTCDate());
    const shown = new Intl.DateTimeFormat(language, { timeZone: "UTC", ...(part[0] === "M" ? { day: "numeric" } : {}), ...date_parts[part] });
    const wanted = part[0] === "E" ? "weekday" : part[0] === "M" ? "month" : part === "d" ? "day" : "year";
    return shown.formatToParts(instant).find(({ type }) => type === wanted)?.value ?? "";
  });
}
