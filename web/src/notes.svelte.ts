// New nudges as notes of the browser, while a page of Blend is open in it.
//
// Off until the owner turns it on, in this browser: the browser's leave is asked for by that click and at no other
// time. Each nudge is shown once, and what was there before is not.

import { ask, client } from "./api";
import { said_text } from "./said";
import { live } from "./live.svelte";

const wanted_key = "blend.notes";
const shown_key = "blend.notes.shown"; // the newest nudge that was shown, or was there when it was turned on

type Leave = NotificationPermission | "impossible";

const leave = (): Leave => ("Notification" in globalThis ? Notification.permission : "impossible");

class Notes {
  leave = $state<Leave>(leave());
  wanted = $state(localStorage.getItem(wanted_key) === "on");
  on = $derived(this.wanted && this.leave === "granted");

  /** For as long as the page is open. */
  start(): void {
    live.follow((what) => {
      if (what === "nudges" && this.on) void this.#show();
    });
  }

  async turn(state: "on" | "off"): Promise<void> {
    this.wanted = state === "on";
    localStorage.setItem(wanted_key, state);
    if (state === "off") return;
    if (leave() === "default") await Notification.requestPermission();
    this.leave = leave();
    if (!this.on) this.wanted = false;
    else await this.#new();
  }

  async #new() {
    const { nudges } = await ask(client.GET("/v1/today"));
    const shown = Number(localStorage.getItem(shown_key) ?? 0);
    localStorage.setItem(shown_key, String(Math.max(shown, ...nudges.map(({ id }) => id))));
    return nudges.filter(({ id }) => id > shown);
  }

  async #show(): Promise<void> {
    for (const { id, reason, said } of await this.#new().catch(() => [])) {
      const note = new Notification("Blend", { body: said_text(said, reason), tag: `blend-nudge-${id}` }); // one, however many pages are open
      note.addEventListener("click", () => focus());
    }
  }
}

export const notes = new Notes();
