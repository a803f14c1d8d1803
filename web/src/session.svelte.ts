// Whether this browser may read the log, and what it remembers of the owner between two pages.

import { live } from "./live.svelte";

const zone_key = "blend.zone";
const shortcuts_key = "blend.shortcuts";
const simple_key = "blend.simple";

class Session {
  allowed = $state(true);
  /** The owner's time zone, as the daemon last said; the browser's own until then. */
  zone = $state(localStorage.getItem(zone_key) ?? Intl.DateTimeFormat().resolvedOptions().timeZone);
  /** Single-key shortcuts can be switched off, for they get in the way of speech input. */
  shortcuts = $state(localStorage.getItem(shortcuts_key) !== "off");

  /** Whether Blend begins with one person at a time on this device. */
  simple = $state(localStorage.getItem(simple_key) === "on");

  signed_in(): void {
    this.allowed = true;
    live.start();
  }

  signed_out(): void {
    this.allowed = false;
    live.stop();
  }

  remember_zone(zone: string): void {
    this.zone = zone;
    localStorage.setItem(zone_key, zone);
  }

  set_simple(state: "on" | "off"): void {
    this.simple = state === "on";
    localStorage.setItem(simple_key, state);
  }

  set_shortcuts(state: "on" | "off"): void {
    this.shortcuts = state === "on";
    localStorage.setItem(shortcuts_key, state);
  }
}

export const session = new Session();
