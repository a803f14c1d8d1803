// Every page but Today, which opens without them: a first look at Today on a phone need not wait for the others.

import type { Component } from "svelte";
import Contact from "./pages/Contact.svelte";
import Contacts from "./pages/Contacts.svelte";
import Import from "./pages/Import.svelte";
import Plans from "./pages/Plans.svelte";
import Report from "./pages/Report.svelte";
import Settings from "./pages/Settings.svelte";
import Simple from "./pages/Simple.svelte";
import type { Page } from "./router.svelte";

export const pages: Record<Exclude<Page, "today" | "sign_in" | "unknown">, Component> = {
  contact: Contact,
  contacts: Contacts,
  import: Import,
  plans: Plans,
  report: Report,
  settings: Settings,
  simple: Simple,
};
