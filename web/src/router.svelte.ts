// Which page the address names. Links stay plain links; only unmodified clicks inside the page are kept from reloading.

export type Page = "today" | "contacts" | "import" | "settings" | "sign_in" | "unknown";

const pages: Record<string, Page> = {
  "/": "today",
  "/contacts": "contacts",
  "/import": "import",
  "/settings": "settings",
  "/sign-in": "sign_in",
};

class Router {
  #path = $state(location.pathname);
  page = $derived<Page>(pages[this.#path] ?? "unknown");

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
    if (!link || link.origin !== location.origin || !(link.pathname in pages) || link.hash) return;
    event.preventDefault();
    this.go(link.pathname);
  }
}

export const router = new Router();
