// Every word the dashboard says comes from the message files of one language: the owner's choice in this browser, else
// the first of the browser's languages that there is. English comes with the page, the others when they are asked for;
// this module is not done before the words are there, so nothing shows in English first.

import english from "../../schema/messages/en.json";
import { en } from "./messages/en";
import type { Patterns } from "./pattern";

export type Messages = typeof en;

/** What a language may leave out: English stands in. */
export type Translation<T = Messages> = T extends (...words: never[]) => string ? T : { [Key in keyof T]?: Part<T[Key]> };
type Part<T> = T extends string | ((...words: never[]) => unknown) | readonly unknown[] ? T : Translation<T>;

/** By their own names. */
export const languages = { en: "English", de: "Deutsch", es: "Español", hi: "हिन्दी", ar: "العربية" };
export type Language = keyof typeof languages;

const others: Record<Exclude<Language, "en">, () => Promise<{ messages: Translation; patterns: Patterns }>> = {
  de: () => import("./messages/de"),
  es: () => import("./messages/es"),
  hi: () => import("./messages/hi"),
  ar: () => import("./messages/ar"),
};

const choice_key = "blend.language";
const base = (tag: string) => tag.split("-")[0]!;
const is_known = (tag: string): tag is Language => tag in languages;

const chosen = localStorage.getItem(choice_key) ?? "";
/** What the owner chose; empty = as the browser. */
export const chosen_language: Language | "" = is_known(chosen) ? chosen : "";

const fitting = navigator.languages.find((tag) => (chosen_language ? base(tag) === chosen_language : is_known(base(tag))));
/** With its region if the browser tells it, so that dates and numbers look as they do at home. */
export const language = fitting ?? (chosen_language || "en");
const spoken = base(language) as Language;

/** Shows every page in it from now on; empty = as the browser. */
export function set_language(choice: Language | ""): void {
  if (choice) localStorage.setItem(choice_key, choice);
  else localStorage.removeItem(choice_key);
  location.reload();
}

function over<T>(below: T, above: unknown): T {
  if (above === undefined) return below;
  if (typeof below !== "object" || below === null || Array.isArray(below)) return above as T;
  const parts = { ...below } as Record<string, unknown>;
  for (const [key, part] of Object.entries(above as object)) parts[key] = over(parts[key], part);
  return parts as T;
}

async function words(): Promise<{ messages: Messages; patterns: Patterns }> {
  if (spoken === "en") return { messages: en, patterns: english };
  try {
    const other = await others[spoken]();
    return { messages: over(en, other.messages), patterns: { ...english, ...other.patterns } };
  } catch {
    return { messages: en, patterns: english }; // the daemon went away between two files
  }
}

const loaded = await words();
export const t = loaded.messages;
/** Of the sentences that the daemon says in parts. */
export const patterns = loaded.patterns;

document.documentElement.lang = loaded.messages === en ? "en" : language;
document.documentElement.dir = loaded.messages !== en && spoken === "ar" ? "rtl" : "ltr";
