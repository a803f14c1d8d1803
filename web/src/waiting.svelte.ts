// Sentences that were logged while the daemon was away. They outlive the page and the browser, and each is added
// exactly once: it carries a key by which the daemon knows it again.

import { ask, client, problem_of, type Done, type Problem } from "./api";
import { live } from "./live.svelte";
import { t } from "./messages";
import { toast } from "./toast.svelte";

export interface Waiting {
  key: string;
  sentence: string;
  /** When it was said: its "yesterday" counts from there. */
  said_at: string;
  /** Why Blend did not take it; it waits for the owner then. */
  problem?: Problem;
}

const place = "blend.waiting";
const pause = 5_000; // milliseconds until the next try, while events come although a request did not

function stored(): Waiting[] {
  try {
    return JSON.parse(localStorage.getItem(place) ?? "[]") as Waiting[];
  } catch {
    return [];
  }
}

class WaitingList {
  entries = $state.raw<Waiting[]>(stored());
  #sending = false;
  #retry: ReturnType<typeof setTimeout> | undefined;

  /** For as long as the page is open. */
  start(): void {
    addEventListener("storage", ({ key }) => {
      if (key === place || key === null) this.entries = stored();
    });
    addEventListener("online", () => void this.send());
    live.follow(() => void this.send());
    void this.send();
  }

  /** False when this browser keeps nothing. */
  add(entry: Waiting): boolean {
    if (!this.#change((entries) => [...entries.filter(({ key }) => key !== entry.key), entry])) return false;
    this.#send_later();
    return true;
  }

  drop(key: string): void {
    this.#change((entries) => entries.filter((each) => each.key !== key));
  }

  forget(): void {
    this.#change(() => []);
  }

  /** Hands over what waits, the oldest first, until the daemon does not answer. */
  async send(): Promise<void> {
    if (this.#sending || !this.entries.some(({ problem }) => !problem)) return;
    this.#sending = true;
    const added: Done[] = [];
    for (const entry of this.entries.filter(({ problem }) => !problem)) {
      try {
        const { key, sentence, said_at } = entry;
        added.push(await ask(client.POST("/v1/interactions", { body: { key, sentence, said_at } })));
        this.drop(key);
      } catch (failure) {
        const problem = problem_of(failure);
        if (problem.kind === "no_daemon" || problem.kind === "internal" || problem.kind === "not_allowed") break;
        this.#change((entries) => entries.map((each) => (each.key === entry.key ? { ...each, problem } : each)));
      }
    }
    this.#sending = false;
    if (added.length === 1) toast.done(added[0]!);
    else if (added.length) toast.said = { text: t.waiting.added(added.length) };
    this.#send_later();
  }

  /** What could not be sent although the daemon seems to be there is tried again. When it is away, its return is heard. */
  #send_later(): void {
    clearTimeout(this.#retry);
    if (live.presence === "here" && this.entries.some(({ problem }) => !problem)) this.#retry = setTimeout(() => void this.send(), pause);
  }

  /** Of several pages each reads what the others wrote before it writes. */
  #change(change: (entries: Waiting[]) => Waiting[]): boolean {
    const entries = change(stored());
    try {
      localStorage.setItem(place, JSON.stringify(entries));
    } catch {
      return false;
    }
    this.entries = entries;
    return true;
  }
}

export const waiting = new WaitingList();
