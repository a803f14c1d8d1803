// What numbers rest on, in the reader's language.

import type { components } from "./api.gen";
import { t } from "./messages";
import { days_ago } from "./when";

type Coverage = components["schemas"]["Coverage"];

/** "whatsapp: last read 3 days ago" */
export const read_words = (source: { source: string; last_read: string }, zone: string) =>
  t.coverage.read(source.source, days_ago(source.last_read, zone));

/** One sentence for all sources; what was read longest ago speaks for those that are stale. */
export function coverage_words({ sources }: Coverage, zone: string): string {
  if (!sources.length) return t.coverage.nothing;
  if (sources.every(({ source }) => source === "log")) return t.coverage.by_hand;
  const [oldest] = sources.filter(({ stale }) => stale).sort((one, other) => one.last_read.localeCompare(other.last_read));
  return oldest ? `${read_words(oldest, zone)}. ${t.coverage.not_yet}` : t.coverage.fresh;
}
