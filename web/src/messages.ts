// Every word the dashboard says comes from one file per language; this picks the reader's.

import { en } from "./messages/en";

export type Messages = typeof en;

const languages: Record<string, Messages> = { en };

const known = navigator.languages.find((language) => language.split("-")[0]! in languages) ?? "en";

/** With its region, so that dates and numbers look as they do at home. */
export const language = known;
export const t: Messages = languages[known.split("-")[0]!]!;
