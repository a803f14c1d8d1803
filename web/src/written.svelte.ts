// Fields of a form that follow what is known, except those that are being written; and what is wrong with them.

import { tick, untrack } from "svelte";
import type { Problem } from "./api";

type Texts = Record<string, string>;

export class Written {
  values = $state<Texts>({});
  wrong = $state.raw<Texts>({});
  problem = $state.raw<Problem>(); // of no field in particular
  #known: Texts = {};
  #id: string;

  /** `id` begins the ids of the fields. To be made while a component is. */
  constructor(id: string, known: () => Texts) {
    this.#id = id;
    this.#known = untrack(known);
    this.values = { ...this.#known };
    $effect(() => {
      const fresh = known();
      untrack(() => {
        for (const [field, value] of Object.entries(fresh))
          if (this.values[field] === this.#known[field] || !(field in this.#known)) this.values[field] = value;
      });
      this.#known = fresh;
    });
  }

  /** What was written of a field: undefined while it is as it was. */
  changed(field: string): string | undefined {
    const value = this.values[field]!.trim();
    return value === this.#known[field] ? undefined : value;
  }

  /** Says what is wrong, and goes to the first such field. True when nothing is. */
  async judge(wrong: Record<string, string | undefined>): Promise<boolean> {
    this.wrong = Object.fromEntries(Object.entries(wrong).filter((each): each is [string, string] => each[1] !== undefined));
    this.problem = undefined;
    const first = Object.keys(this.wrong)[0];
    if (!first) return true;
    await tick();
    document.getElementById(`${this.#id}-${first}`)?.focus();
    return false;
  }

  /** A refusal goes to the field whose value it names, else it stands at the form. */
  async refused(problem: Problem): Promise<void> {
    const field = Object.keys(this.values).find((each) => {
      const value = this.changed(each);
      return value && problem.what.startsWith(value);
    });
    if (field) await this.judge({ [field]: [problem.what, problem.hint].filter(Boolean).join(": ") });
    else this.problem = problem;
  }
}
