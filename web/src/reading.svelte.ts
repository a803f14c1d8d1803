// Something read from the daemon that stays fresh while it is shown.
//
// Reads never overlap: whatever asks for a refresh during one causes exactly one more, so the last answer shown is the
// answer to the last question.

import { problem_of, type Problem } from "./api";
import { live } from "./live.svelte";
import { session } from "./session.svelte";

class Reads {
  running = $state(0);
}

/** How many reads are on their way just now; the page is busy until there is none. */
export const reads = new Reads();

export class Reading<T> {
  data = $state.raw<T>();
  problem = $state.raw<Problem>();
  #read: () => Promise<T>;
  #running: Promise<void> | undefined;
  #again = false;

  constructor(read: () => Promise<T>) {
    this.#read = read;
  }

  /** Reads now and after every change; returns how to stop. For `$effect` and `onMount`. */
  keep(): () => void {
    void this.refresh();
    return live.follow(() => void this.refresh());
  }

  refresh(): Promise<void> {
    if (this.#running) this.#again = true;
    else this.#running = this.#run().finally(() => (this.#running = undefined));
    return this.#running;
  }

  async #run(): Promise<void> {
    ++reads.running;
    try {
      do {
        this.#again = false;
        try {
          this.data = await this.#read();
          this.problem = undefined;
          session.signed_in();
        } catch (failure) {
          this.problem = problem_of(failure);
          if (this.problem.kind === "not_allowed") session.signed_out();
        }
      } while (this.#again);
    } finally {
      --reads.running;
    }
  }
}
