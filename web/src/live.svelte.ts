// What changes, as it changes: one event stream for the whole page.
//
// `follow` calls back whenever what is shown may be out of date: after every change, and after the daemon was away.
// The browser reconnects by itself while it can; when it gives up we begin anew, ever more patiently.

/** How far an import is. */
export interface ImportProgress {
  path: string;
  done: number;
  total: number;
  records: number;
  file: number;
  files: number;
}

type Presence = "unknown" | "here" | "away";

const grace = 4_000; // milliseconds: a stream that is back by then was not worth a word
const first_pause = 1_000;
const longest_pause = 30_000;

class Live {
  presence = $state<Presence>("unknown");
  #stream: EventSource | undefined;
  #followers = new Set<(what?: string) => void>();
  #import_followers = new Set<(progress: ImportProgress) => void>();
  #pause = first_pause;
  #retry: ReturnType<typeof setTimeout> | undefined;
  #lost: ReturnType<typeof setTimeout> | undefined; // set from the loss of the stream until it is back

  start(): void {
    if (this.#stream) return;
    const stream = new EventSource("/v1/events");
    this.#stream = stream;
    stream.addEventListener("open", () => {
      this.#pause = first_pause;
      clearTimeout(this.#lost);
      const returned = this.#lost !== undefined;
      this.#lost = undefined;
      this.presence = "here";
      if (returned) this.refresh();
    });
    stream.addEventListener("changed", (event: MessageEvent<string>) => this.refresh((JSON.parse(event.data) as { what: string }).what));
    stream.addEventListener("import", (event: MessageEvent<string>) => {
      const progress = JSON.parse(event.data) as ImportProgress;
      for (const follower of this.#import_followers) follower(progress);
    });
    stream.addEventListener("error", () => {
      this.#lost ??= setTimeout(() => (this.presence = "away"), grace);
      if (stream.readyState !== EventSource.CLOSED) return;
      this.stop();
      this.#retry = setTimeout(() => this.start(), this.#pause);
      this.#pause = Math.min(this.#pause * 2, longest_pause);
    });
  }

  stop(): void {
    clearTimeout(this.#retry);
    this.#stream?.close();
    this.#stream = undefined;
  }

  /** Returns how to stop following. `what` changed, if that is known: "nudges", "log", … */
  follow(follower: (what?: string) => void): () => void {
    this.#followers.add(follower);
    return () => this.#followers.delete(follower);
  }

  /** The same for the progress of imports. */
  follow_import(follower: (progress: ImportProgress) => void): () => void {
    this.#import_followers.add(follower);
    return () => this.#import_followers.delete(follower);
  }

  /** What is shown may be out of date. */
  refresh(what?: string): void {
    for (const follower of this.#followers) follower(what);
  }
}

export const live = new Live();
