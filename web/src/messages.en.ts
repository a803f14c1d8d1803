// English. Kind words: no guilt, no streaks, nothing shouts.

const plural = new Intl.PluralRules("en");
const count = (number: number, one: string, other: string) =>
  `${new Intl.NumberFormat("en").format(number)} ${plural.select(number) === "one" ? one : other}`;

export const en = {
  skip_to_content: "Skip to content",
  pages: { today: "Today", contacts: "Contacts", sign_in: "Sign in", unknown: "Not here" },
  navigation: "Pages",
  loading: "One moment …",
  try_again: "Try again",
  nothing_here: "There is no such page.",
  back_to_today: "Go to Today",

  daemon_away: { what: "Blend is not running just now.", hint: "Any blend command starts it again." },
  not_understood: { what: "Blend gave an answer this page does not understand.", hint: "Reload the page." },
  away: "Blend is away for a moment. What you see may be older; it comes back by itself.",

  signed_out: {
    title: "Sign in",
    how: "This page is only for you. To open it, run this on your computer:",
    command: "blend open",
    working: "Signing you in …",
  },

  talking: "talking",
  writing: "writing",
  blend: {
    parts: (talking: string, writing: string) => `Talking ${talking}, writing ${writing}.`,
    wished: (low: string, high: string) => `Wished: ${low} to ${high} talking.`,
    between: (low: string, high: string) => `Talking is likely between ${low} and ${high}.`,
    unknown: "Too little is known yet to show a blend.",
    sure: { little: "Little is known yet.", some: "Some of this is still a guess.", well: "Well known." },
    not_known: "not known yet",
    wish: (low: string, high: string) => `wished ${low} – ${high}`,
    life: "Your blend",
  },

  quick: {
    label: "What happened?",
    example: "called Amma 20 min yesterday 7pm",
    log: "Log it",
    key: (key: string) => `press ${key} to come here`,
    understood: "Understood as",
    help: "Say who, how and when, in your own words.",
  },

  nudges: {
    title: "Good moments",
    none: "Nobody is waiting today. Enjoy the quiet.",
    done: "Done",
    snooze: "Later",
    snooze_for: "Remind me in",
    lengths: { "1d": "1 day", "3d": "3 days", "7d": "1 week" } as Record<string, string>,
    dismiss: "Not now",
    why: "Why?",
    why_of: "Why this is suggested",
    last_note: "Last time:",
    links: "Start",
    link: (scheme: string) => ({ "tel:": "Call", "mailto:": "Write a mail", "sip:": "Call", "https:": "Open a chat" })[scheme],
    keys: "In a suggestion: D done, L later, N not now, W why.",
  },

  modes: {
    meet: "Meet",
    video: "Video call",
    call: "Call",
    voice_message: "Voice message",
    write: "Write",
    letter: "Letter",
  },

  plans: {
    ask: "Did it happen?",
    yes: "Yes, it did",
    no: "No",
    coming: "Coming up",
    none: "Nothing planned for the next two weeks.",
  },

  stale: "Sources to refresh",
  first_steps: "First steps",
  log_size: (interactions: number, tracked: number) =>
    `In touch ${count(interactions, "time", "times")}; you follow ${count(tracked, "person", "people")}.`,
  unmatched: (handles: number) => `${count(handles, "address belongs", "addresses belong")} to nobody yet.`,

  contacts: {
    search: "Search",
    circle: "Circle",
    every_circle: "all",
    due: "Only those whose moment has come",
    sort: "Order",
    sorts: { urgency: "whom to think of first", name: "name", balance: "blend", last_contact: "longest ago" },
    count: (number: number) => count(number, "contact", "contacts"),
    more: "Show more",
    none: "Nobody fits. Try fewer letters or another circle.",
    empty: "No contacts yet. Begin with: blend add NAME --circle close",
    blend: "Blend",
    untracked: "not followed",
  },
  circles: { inner: "inner", close: "close", friends: "friends", wider: "wider" } as Record<string, string>,
  states: {
    in_rhythm: "in rhythm",
    due: "a good moment",
    drifting: "drifting a little",
    dormant: "resting",
  },
  extremes: { "-1": "nearly all writing", "1": "nearly all talking" } as Record<string, string>,
  spoke: (when: string) => `spoke ${when}`,
  wrote: (when: string) => `wrote ${when}`,
  never_spoke: "not spoken yet",
  never_wrote: "not written yet",

  undo: "Undo",
  close: "Close",
  changed_since: {
    text: "Something else was changed since, so this was left as it is.",
    hint: "blend history shows what; blend undo takes back the newest.",
  },
  shortcuts: "Single-key shortcuts",
};
