// Carrying a plan to another day or hour with a mouse, a finger or a pen.
//
// A column that takes plans has data-day, and data-from and data-to (hours) where its height is time; elsewhere a plan
// keeps its hour. Escape puts it back. The same can be done from the keyboard in the sheet of a plan.

import type { DiaryPlan } from "./api";
import { local_of, minute_of } from "./days";

const far_enough = 7; // pixels: less is a click
const step = 15; // minutes

/** The click that ends carrying opens nothing. The next press is meant again, and so is a click without one (detail 0). */
function ignore_its_click(): void {
  const ignore = (click: MouseEvent) => {
    if (click.detail > 0) click.stopPropagation();
    meant_again();
  };
  const meant_again = () => {
    removeEventListener("click", ignore, true);
    removeEventListener("pointerdown", meant_again, true);
  };
  addEventListener("click", ignore, true);
  addEventListener("pointerdown", meant_again, true);
}

export class Drag {
  plan = $state.raw<DiaryPlan>();
  /** Where it would come down, on the owner's clock. */
  target = $state<string>();
  at = $state.raw({ x: 0, y: 0 });
  #stop: (() => void) | undefined;

  constructor(private readonly dropped: (plan: DiaryPlan, local: string) => void) {}

  lift(event: PointerEvent, plan: DiaryPlan): void {
    if (event.button !== 0 || !event.isPrimary || plan.state !== "planned") return;
    const held = event.clientY - (event.currentTarget as HTMLElement).getBoundingClientRect().top;
    const from = { x: event.clientX, y: event.clientY };

    const move = (moved: PointerEvent) => {
      if (!this.plan) {
        if (Math.hypot(moved.clientX - from.x, moved.clientY - from.y) < far_enough) return;
        this.plan = plan;
      }
      this.at = { x: moved.clientX, y: moved.clientY };
      this.target = this.#place(moved.clientX, moved.clientY, held, plan);
    };
    const drop = () => {
      const target = this.target;
      const carried = this.plan;
      this.cancel();
      if (carried) ignore_its_click();
      if (carried && target && target.slice(0, 16) !== carried.local.slice(0, 16)) this.dropped(carried, target);
    };
    const key = (pressed: KeyboardEvent) => {
      if (pressed.key !== "Escape" || !this.plan) return;
      this.cancel();
      ignore_its_click();
    };
    const cancel = () => this.cancel();

    addEventListener("pointermove", move);
    addEventListener("pointerup", drop);
    addEventListener("pointercancel", cancel);
    addEventListener("keydown", key);
    this.#stop = () => {
      removeEventListener("pointermove", move);
      removeEventListener("pointerup", drop);
      removeEventListener("pointercancel", cancel);
      removeEventListener("keydown", key);
    };
  }

  cancel(): void {
    this.#stop?.();
    this.#stop = undefined;
    this.plan = undefined;
    this.target = undefined;
  }

  #place(x: number, y: number, held: number, plan: DiaryPlan): string | undefined {
    const column = document.elementsFromPoint(x, y).map((each) => each.closest<HTMLElement>("[data-day]")).find(Boolean);
    const day = column?.dataset["day"];
    if (!column || !day) return undefined;
    const { from, to } = column.dataset;
    if (from === undefined || to === undefined) return local_of(day, minute_of(plan.local));
    const box = column.getBoundingClientRect();
    const hours = Number(to) - Number(from);
    const minute = Number(from) * 60 + ((y - held - box.top) / box.height) * hours * 60;
    return local_of(day, Math.min(1440 - step, Math.max(0, Math.round(minute / step) * step)));
  }
}
