// Reading a text aloud with the browser's own voice, in the page's language.

import { language } from "./messages";

const always_key = "blend.aloud";

class Aloud {
  readonly possible = "speechSynthesis" in globalThis;
  reading = $state(false);
  /** Whether the simple view reads each person by itself, on this device. */
  always = $state(localStorage.getItem(always_key) === "on");

  read(text: string): void {
    if (!this.possible) return;
    speechSynthesis.cancel();
    const words = new SpeechSynthesisUtterance(text);
    words.lang = language;
    words.onend = words.onerror = () => (this.reading = false);
    this.reading = true;
    speechSynthesis.speak(words);
  }

  stop(): void {
    if (this.possible) speechSynthesis.cancel();
    this.reading = false;
  }

  set_always(state: "on" | "off"): void {
    this.always = state === "on";
    localStorage.setItem(always_key, state);
  }
}

export const aloud = new Aloud();
