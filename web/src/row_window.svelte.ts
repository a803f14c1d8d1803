// Which rows of a list are worth drawing: all of a short one, so that the browser's own search and a printer see it whole;
// of a long one those in the window, some around them, and those around the focus, which is never lost because its row
// scrolled away.
//
// Rows may have any height. One that was never seen counts as the usual height, which is that of the first ones drawn;
// what it turns out to have is remembered. What is left out is a gap above a row, which the browser's own scroll
// anchoring evens out.

const short = 50; // rows: what the daemon gives in one answer
const around = 6; // rows drawn beyond each edge of the window

export interface Drawn {
  index: number;
  /** Pixels of rows left out above this one. */
  gap: number;
}

export class RowWindow {
  #count = $state(0);
  #heights: number[] = [];
  #version = $state(0); // of the heights
  #first = $state(0);
  #last = $state(0);
  #focused = $state<number>();
  #usual: number;
  #list: HTMLElement | undefined;
  #rows = new ResizeObserver((entries) => this.#measured(entries));

  constructor(usual: number) {
    this.#usual = usual;
  }

  drawn = $derived.by<Drawn[]>(() => {
    void this.#version;
    const wanted = new Set<number>();
    if (this.#count <= short) for (let index = 0; index < this.#count; ++index) wanted.add(index);
    for (let index = this.#first - around; index <= this.#last + around; ++index) wanted.add(index);
    if (this.#focused !== undefined) for (const near of [-1, 0, 1]) wanted.add(this.#focused + near);
    const indexes = [...wanted].filter((index) => index >= 0 && index < this.#count).sort((one, other) => one - other);
    let next = 0;
    return indexes.map((index) => {
      const gap = this.#sum(next, index);
      next = index + 1;
      return { index, gap };
    });
  });

  /** Pixels of rows left out below the last one that is drawn. */
  rest = $derived(this.#sum((this.drawn.at(-1)?.index ?? -1) + 1, this.#count));

  /** The places that can be seen now. */
  seen = $derived({ from: this.#first, to: this.#last });

  count(count: number): void {
    this.#count = count;
    this.#look();
  }

  focus(index: number | undefined): void {
    this.#focused = index;
  }

  /** An action for the list. */
  list = (node: HTMLElement) => {
    this.#list = node;
    const look = () => this.#look();
    addEventListener("scroll", look, { passive: true });
    addEventListener("resize", look);
    look();
    return {
      destroy: () => {
        removeEventListener("scroll", look);
        removeEventListener("resize", look);
        this.#rows.disconnect();
      },
    };
  };

  /** An action for each row, which carries its place in `data-index`. */
  row = (node: HTMLElement) => {
    this.#rows.observe(node);
    return { destroy: () => this.#rows.unobserve(node) };
  };

  #height(index: number): number {
    return this.#heights[index] ?? this.#usual;
  }

  #sum(from: number, to: number): number {
    let sum = 0;
    for (let index = from; index < to; ++index) sum += this.#height(index);
    return sum;
  }

  #look(): void {
    if (!this.#list) return;
    const above = -this.#list.getBoundingClientRect().top;
    let index = 0;
    let end = 0;
    while (index < this.#count - 1 && (end += this.#height(index)) < above) ++index;
    this.#first = index;
    while (index < this.#count - 1 && end < above + innerHeight) end += this.#height(++index);
    this.#last = index;
  }

  #measured(entries: ResizeObserverEntry[]): void {
    const sizes = entries.map(({ borderBoxSize }) => borderBoxSize[0]?.blockSize ?? 0).filter((size) => size > 0);
    if (!this.#heights.length && sizes.length) this.#usual = sizes.reduce((sum, size) => sum + size) / sizes.length;
    for (const { target, borderBoxSize } of entries) {
      const height = borderBoxSize[0]?.blockSize ?? 0;
      if (height) this.#heights[Number((target as HTMLElement).dataset["index"])] = height;
    }
    this.#version += 1;
    this.#look();
  }
}
