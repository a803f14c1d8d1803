// Which page the address names. Links stay plain links; only unmodified clicks inside the page are kept from reloading.

export type Page =
  | "today" | "contacts" | "contact" | "plans" | "report" | "import" | "settings" | "simple" | "sign_in" | "unknown";

/** What follows in an address stands in `router.rest`: the number of a contact, a week. */
const pages: [RegExp, Page][] = [
  [/^\/(?:today)?$/, "today"],
  [/^\/contacts$/, "contacts"],
  [/^\/contacts\/(\d+)$/, "contact"],
  [/^\/plans$/, "plans"],
  [/^\/report(?:\/(\d{4}-W\d\d))?$/, "report"],
  [/^\/import$/, "import"],
  [/^\/settings(?:\/([a-z]+))?$/, "settings"],
  [/^\/simple$/, "simple"],
  [/^\/sign-in$/, "sign_in"],
];

function named(path: string): { page: Page; rest: string | undefined } {
  for (const [shape, page] of pages) {
    const found = shape.exec(path);
    if (found) return { page, rest: found[1] };
  }
  return { page: "unknown", rest: undefined };
}

class Router {
  #path = $state(location.pathname);
  #named = $derived(named(this.#path));
  page = $derived<Page>(this.#named.page);
  rest = $derived(this.#named.rest);
  /** Where Blend begins; which page that is, the owner chooses for each device. */
  begins = $derived(this.#path === "/");

  constructor() {
    addEventListener("popstate", () => (this.#path = location.pathname));
    document.addEventListener("click", (event) => this.#click(event));
  }

  go(path: string): void {
    if (path !== location.pathname) history.pushState(null, "", path);
    this.#path = path;
    scrollTo(0, 0);
  }

  #click(event: MouseEvent): void {
    if (event.defaultPrevented || event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey) return;
    const link = event.target instanceof Element ? event.target.closest("a") : null;
    if (!link || link.origin !== location.origin || link.hasAttribute("download") || named(link.pathname).page === "unknown" || link.hash) return;
    event.preventDefault();
    this.go(link.pathname);
  }
}

export const router = new Router();
