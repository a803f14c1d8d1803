// Contacts as one long list, of which only what is looked at is asked for, page by page.
//
// A question (what is searched, filtered, in which order) begins the list anew; a change of the log reads again only the
// pages in view. Reads never overlap: what was scrolled past while one ran is not asked for at all.

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
  #pages = new Set<number>(); // that are as the daemon has them
  #view = { from: 0, to: 0 };
  #running = false;
  #round = 0;

  /** Another question: the list begins anew, and what it showed stays until the first answer. */
  ask(question: Question): void {
    this.#question = question;
    this.#round += 1;
    this.#view = { from: 0, to: 0 };
    this.stale();
  }

  /** What is shown may be out of date. */
  stale(): void {
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
    const place = (index: number) => this.rows[index]?.contact.id;
    const holes = Array.from({ length: to - from }, (_, index) => from + index).some((index) => place(index) === undefined);
    if (!holes) return Array.from({ length: to - from }, (_, index) => place(from + index)!);
    const numbers: number[] = [];
    for (let offset = from; offset < to; offset += largest) {
      const query = { ...this.#question, offset, limit: Math.min(largest, to - offset) };
      numbers.push(...(await ask(client.GET("/v1/contacts", { params: { query } }))).contacts.map(({ contact }) => contact.id));
    }
    return numbers;
  }

  #wanted(): number | undefined {
    const last = Math.max(0, (this.total ?? 1) - 1);
    for (let page = Math.floor(this.#view.from / page_size); page * page_size <= Math.min(this.#view.to, last); ++page)
      if (!this.#pages.has(page)) return page;
    return undefined;
  }

  async #read(): Promise<void> {
    if (this.#running) return;
    this.#running = true;
    for (let page = this.#wanted(); page !== undefined; page = this.#wanted()) {
      const round = this.#round;
      try {
        const query = { ...this.#question, offset: page * page_size, limit: page_size };
        const list = await ask(client.GET("/v1/contacts", { params: { query } }));
        if (round !== this.#round) continue;
        const rows = this.#pages.size === 0 && page === 0 && this.total !== list.total ? [] : this.rows.slice(0, list.total);
        list.contacts.forEach((each, index) => (rows[page! * page_size + index] = each));
        this.#pages.add(page);
        this.rows = rows;
        this.total = list.total;
        this.problem = undefined;
        session.signed_in();
      } catch (failure) {
        this.problem = problem_of(failure);
        if (this.problem.kind === "not_allowed") session.signed_out();
        break;
      }
    }
    this.#running = false;
  }
}
