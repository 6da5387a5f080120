/** Words: tells of figures in words, for who listens to the page. */

import { isFigureView } from "./bqplot";

type State = { [trait: string]: unknown };

/** A model that may have words, as far as we use it. */
interface WordedModel {
  readonly views?: { [id: string]: Promise<unknown> };
  get(trait: string): unknown;
  once(event: "destroy", callback: () => void): void;
}

export class Words {
  private readonly pictures = new Map<WordedModel, Set<SVGSVGElement>>();

  /** How a figure stands (paused, zoomed), where that has to be told, too. */
  constructor(private readonly standing: (model: object) => string) {}

  /** Take note of a new state, which the model is about to be told of. */
  take(model: object, state: State): void {
    if (!("words" in state || "controls" in state)) return;
    const known = model as WordedModel;
    if (!this.pictures.has(known)) {
      this.pictures.set(known, new Set());
      known.once("destroy", () => this.pictures.delete(known));
    }
    queueMicrotask(() => this.tell(known));
  }

  /** Look for views that have come or gone. */
  async look(): Promise<void> {
    for (const [model, drawn] of [...this.pictures]) {
      const views = await Promise.allSettled(Object.values(model.views ?? {}));
      drawn.clear();
      for (const each of views) {
        if (each.status === "fulfilled" && isFigureView(each.value)) {
          drawn.add(each.value.svg.node());
        }
      }
      this.tell(model);
    }
  }

  private tell(model: WordedModel): void {
    const words = String(model.get("words") ?? "");
    const text = [words, this.standing(model)].filter(Boolean).join("; ");
    for (const svg of this.pictures.get(model) ?? []) {
      if (!words || svg.getAttribute("aria-label") === text) continue;
      svg.setAttribute("role", "img");
      svg.setAttribute("aria-label", text);
    }
  }
}
