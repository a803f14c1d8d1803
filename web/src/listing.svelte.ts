// Contacts as one long list, of which only what is looked at is asked for, page by page.
//
// A question (what is searched, filtered, in which order) begins the list anew, wherever one is in it; a change of the
// log reads again only the pages in view. Reads never overlap: what was scrolled past while one ran is not asked for at
// all. Nobody is ever in the list twice, though it may change between two pages.

import { ask, client, problem_of, type ContactStanding, type Mode, type Problem, type Sort, type State } from "./api";
import { session } from "./session.svelte";

export interface Question {
  query?: string | undefined;
  circle?: string | undefined;
  due?: true | undefined;
  state?: State | undefined;
  mode?: Mode | undefined;
  sort: Sort;
}

const page_size = 50;
const largest = 1000; // that the daemon gives at once

export class Listing {
  total = $state<number>();
  problem = $state.raw<Problem>();
  /** By place in the list; a hole where nothing was read yet. */
  rows = $state.raw<(ContactStanding | undefined)[]>([]);
  #question: Question = { sort: "urgency" };
  #answered: Question | undefined; // the one that the rows answer
  #pages = new Set<number>(); // that are as the daemon has them
  #view = { from: 0, to: 0 };
  #running = false;
  #round = 0; // of being out of date

  /** Another question: the list begins anew, and what it showed stays until the first answer. */
  ask(question: Question): void {
    this.#question = question;
    this.stale();
  }

  /** What is shown may be out of date. */
  stale(): void {
    this.#round += 1;
    this.#pages.clear();
    void this.#read();
  }

  /** These places are looked at. */
  look(from: number, to: number): void {
    this.#view = { from, to };
    void this.#read();
  }

  /** The numbers of those at these places, read if need be. */
  async numbers(from: number, to: number): Promise<number[]> {
    const known = Array.from({ length: to - from }, (_, index) => this.#known(from + index));
    if (!known.includes(undefined)) return known as number[];
    const numbers: number[] = [];
    for (let offset = from; offset < to; offset += largest) {
      const query = { ...this.#question, offset, limit: Math.min(largest, to - offset) };
      numbers.push(...(await ask(client.GET("/v1/contacts", { params: { query } }))).contacts.map(({ contact }) => contact.id));
    }
    return numbers;
  }

  /** Who is at this place for certain. */
  #known(index: number): number | undefined {
    return this.#pages.has(Math.floor(index / page_size)) ? this.rows[index]?.contact.id : undefined;
  }

  #wanted(): number | undefined {
    const last = Math.max(0, (this.total ?? 1) - 1);
    const to = Math.min(this.#view.to, last);
    for (let page = Math.floor(Math.min(this.#view.from, last) / page_size); page * page_size <= to; ++page)
      if (!this.#pages.has(page)) return page;
    return undefined;
  }

  async #read(): Promise<void> {
    if (this.#running) return;
    this.#running = true;
    for (let page = this.#wanted(); page !== undefined; page = this.#wanted()) {
      const question = this.#question;
      const round = this.#round;
      try {
        const query = { ...question, offset: page * page_size, limit: page_size };
        const list = await ask(client.GET("/v1/contacts", { params: { query } }));
        if (question !== this.#question) continue;
        this.#show(question, page, list);
        if (round === this.#round) this.#pages.add(page);
        this.problem = undefined;
        session.signed_in();
      } catch (failure) {
        if (question !== this.#question) continue;
        this.problem = problem_of(failure);
        if (this.problem.kind === "not_allowed") session.signed_out();
        break;
      }
    }
    this.#running = false;
  }

  #show(question: Question, page: number, list: { contacts: ContactStanding[]; total: number }): void {
    const arrived = new Set(list.contacts.map(({ contact }) => contact.id));
    const rows = question === this.#answered ? this.rows.slice(0, list.total).map((row) => (row && arrived.has(row.contact.id) ? undefined : row)) : [];
    list.contacts.forEach((each, index) => (rows[page * page_size + index] = each));
    this.#answered = question;
    this.rows = rows;
    this.total = list.total;
  }
}
