// The last answer to each question that a page asks, for reading while the daemon is away.
//
// Kept in this browser alone, and gone when the owner signs out. Whatever is shown from here says as of when it is.
// Secrets, searches and files are never kept.

import type { Middleware } from "openapi-fetch";

const shelf = "blend-answers";
const most = 200;
const pages = /^\/v1\/(today|contacts|plans|report|settings|circles|sources|people|unmatched|nudges)(\/|$)/;

const worth_keeping = ({ method, url }: Request) => {
  const { pathname, searchParams } = new URL(url);
  return method === "GET" && pages.test(pathname) && !searchParams.get("query");
};

class Kept {
  /** Since when the oldest of what is shown may be out of date; nothing while all of it is fresh. */
  as_of = $state<Date>();
  #found = new WeakSet<Response>();

  /** Whether this is no answer of now. */
  holds(response: Response): boolean {
    return this.#found.has(response);
  }

  async keep(request: Request, response: Response): Promise<void> {
    const answers = await caches.open(shelf);
    await answers.put(request.url, response);
    const older = await answers.keys(); // the oldest first
    for (const each of older.slice(0, Math.max(0, older.length - most))) await answers.delete(each);
  }

  async find(request: Request): Promise<Response | undefined> {
    const response = await (await caches.open(shelf)).match(request.url);
    const then = new Date(response?.headers.get("Date") ?? Number.NaN);
    if (!response || Number.isNaN(then.getTime())) return undefined;
    if (!this.as_of || then < this.as_of) this.as_of = then;
    this.#found.add(response);
    return response;
  }

  async forget(): Promise<void> {
    this.as_of = undefined;
    if (possible) await caches.delete(shelf);
  }
}

export const kept = new Kept();

/** Only where the connection is private: on this machine, or through TLS. */
const possible = "caches" in globalThis;

/** A browser may refuse to keep anything, for want of room or by its owner's choice: then there is nothing to read later. */
const unkept = () => undefined;

/** What a proxy answers while nobody is behind it. */
export const is_away = ({ status }: Response) => status === 502 || status === 504;

export const keeping: Middleware = {
  onResponse({ request, response }) {
    if (!possible || kept.holds(response)) return;
    if (is_away(response)) return worth_keeping(request) ? kept.find(request).catch(unkept) : undefined;
    if (response.status === 401) void kept.forget().catch(unkept);
    if (!response.ok) return;
    kept.as_of = undefined;
    if (worth_keeping(request)) void kept.keep(request, response.clone()).catch(unkept);
  },
  async onError({ request }) {
    if (!possible || request.signal.aborted || !worth_keeping(request)) return;
    return kept.find(request).catch(unkept);
  },
};
