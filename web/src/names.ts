// Names inside a sentence: each keeps its own direction, whatever is written around it.

import { language } from "./messages";

export const isolated = (name: string): string => `\u2068${name}\u2069`;

/** "Amma, Ravi and Tom" */
export function names_words(names: string[]): string {
  return new Intl.ListFormat(language, { type: "conjunction" }).format(names.map(isolated));
}
