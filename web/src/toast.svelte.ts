// What just happened, named, with a way back. It stays until it is closed or something newer happens: nobody has to
// be quick.

import { ask, client, hint_here, problem_of, type Done } from "./api";
import { t } from "./messages";
import { said_text } from "./said";

interface Said {
  text: string;
  hint?: string | undefined;
  change?: number | undefined; // what Undo would take back
}

class Toast {
  said = $state.raw<Said>();

  done(done: Done): void {
    this.said = { text: said_text(done.said, done.done), hint: hint_here(done.hint), change: done.change };
  }

  /** Runs a change and names what it did, or why not. True when it was done. */
  async name(change: Promise<Done>): Promise<boolean> {
    try {
      this.done(await change);
      return true;
    } catch (failure) {
      const { what, hint } = problem_of(failure);
      this.said = { text: what, hint };
      return false;
    }
  }

  /** Names the newest change, in its own words or these, where the answer to it does not say what was done. */
  async newest(words?: string): Promise<void> {
    try {
      const newest = (await ask(client.GET("/v1/history", { params: { query: { limit: 1 } } }))).changes[0];
      if (newest) this.said = { text: words ?? newest.what, change: newest.id };
    } catch (failure) {
      this.said = { text: problem_of(failure).what };
    }
  }

  /** Takes back the change that is named here, and no other: if something newer happened, it says so instead. */
  async undo(): Promise<void> {
    const change = this.said?.change;
    try {
      const newest = (await ask(client.GET("/v1/history", { params: { query: { limit: 1 } } }))).changes[0];
      if (newest?.id !== change || newest?.undone) this.said = t.changed_since;
      else this.done(await ask(client.POST("/v1/undo")));
    } catch (failure) {
      const { what, hint } = problem_of(failure);
      this.said = { text: what, hint };
    }
  }

  close(): void {
    this.said = undefined;
  }
}

export const toast = new Toast();
