/**
 * Lines on a canvas: frames for stock `Lines` marks are drawn by us, and the mark's own path
 * stays behind, unseen, for tooltips and for export.
 *
 * The path is made anew when somebody can need it: while a pointer is over the figure (once a
 * second), before an export, when frames have ceased for a second, and whenever something other
 * than the frames' samples changes. Where anything is not as we know it, or drawing fails, the
 * path is what is seen.
 */

import {
  canDraw,
  type FigureView,
  followData,
  fromData,
  hookDrawing,
  hookExport,
  isLines,
  isLinesView,
  type LinesModel,
  type LinesView,
} from "./bqplot";
import { hookAxes } from "./bqplot_axis";
import { Samples } from "./canvas_data";
import { HIDDEN_CLASS, hideStyle } from "./canvas_hidden";
import { Layer } from "./canvas_layer";
import { withColours } from "./export_style";

/** Milliseconds between refreshes of a path while the pointer is over it; and of rest. */
export const REFRESH = 1000;

/** Milliseconds that d3 may take to write a path that has been drawn. */
const WRITTEN = 100;

type State = { [trait: string]: unknown };

/** A mark that frames come for. */
interface Mark {
  readonly model: LinesModel;
  /** The views that are drawn by us, and what ends that. */
  readonly views: Map<LinesView, () => void>;
  /** The model's views; "foreign" is one that we cannot draw for. */
  readonly known: Map<Promise<unknown>, LinesView | "coming" | "foreign">;
  /** What is drawn, while it is drawn by us. */
  samples: Samples | null;
  /** Whether its path is not that of its samples. */
  stale: boolean;
  /** Listens to the model no more. */
  ignore(): void;
}

interface Plot {
  readonly layer: Layer;
  readonly close: () => void;
}

export class Canvases {
  private readonly marks = new Map<object, Mark>();
  private readonly plots = new Map<FigureView, Plot>();
  private readonly failed = new WeakSet<FigureView>();
  private timer: number | undefined;
  private taken = 0;
  private warned = false;

  constructor(private readonly warn: (sentence: string) => void) {}

  /** Take what we draw of a new state; gives what the model still has to be told. */
  take(model: object, state: State): State {
    try {
      const mark = this.mark(model);
      return mark === null ? state : this.takeData(mark, state);
    } catch (error) {
      this.giveUp(error);
      return state;
    }
  }

  /** Look for views that have come: there may be no further frame, of a stream that has ended. */
  look(): void {
    try {
      for (const { model } of [...this.marks.values()]) this.mark(model);
    } catch (error) {
      this.giveUp(error);
    }
  }

  /** Leave all marks to themselves. */
  close(): void {
    window.clearTimeout(this.timer);
    for (const mark of [...this.marks.values()]) {
      this.release(mark);
      mark.ignore();
    }
    this.marks.clear();
  }

  /** The mark of a model, if all that shows it can be drawn by us. */
  private mark(model: object): Mark | null {
    if (!isLines(model)) return null;
    let mark = this.marks.get(model);
    if (mark === undefined) {
      mark = this.listen(model);
      this.marks.set(model, mark);
    }
    const views = Object.values(model.views ?? {});
    for (const view of mark.known.keys()) if (!views.includes(view)) mark.known.delete(view);
    for (const view of views) if (!mark.known.has(view)) this.await(mark, view);
    const known = [...mark.known.values()];
    if (known.includes("foreign") || !canDraw(model)) {
      this.release(mark);
      return null;
    }
    for (const view of known) {
      if (typeof view !== "string" && !mark.views.has(view)) this.adopt(mark, view);
    }
    return mark.views.size > 0 ? mark : null;
  }

  private listen(model: LinesModel): Mark {
    const changed = (): void => this.changed(model);
    const forget = (): void => this.forget(model);
    model.on("change", changed);
    model.on("destroy", forget);
    const ignore = (): void => {
      model.off("change", changed);
      model.off("destroy", forget);
    };
    return { model, views: new Map(), known: new Map(), samples: null, stale: false, ignore };
  }

  private await(mark: Mark, promise: Promise<unknown>): void {
    mark.known.set(promise, "coming");
    promise
      .then((view) => isLinesView(view) && !this.failed.has(view.parent) && view)
      .catch(() => false as const)
      .then((view) => {
        if (mark.known.has(promise)) mark.known.set(promise, view || "foreign");
      });
  }

  private adopt(mark: Mark, view: LinesView): void {
    const figure = view.parent;
    const plot = this.plots.get(figure) ?? this.open(figure);
    const hook = hookDrawing(
      view,
      () => {
        mark.stale = true;
        plot.layer.invalidate();
      },
      () => {
        mark.stale = false;
        plot.layer.restyle();
      },
    );
    view.el.classList.add(HIDDEN_CLASS);
    const leave = (): void => {
      hook.restore();
      view.off("remove", leave);
      view.el.classList.remove(HIDDEN_CLASS);
      mark.views.delete(view);
      plot.layer.delete(view);
      if (plot.layer.size === 0) plot.close();
    };
    view.on("remove", leave);
    mark.views.set(view, leave);
    mark.samples ??= new Samples(mark.model.attributes);
    plot.layer.add({ view, curves: () => mark.samples?.curves() ?? [] });
  }

  private open(figure: FigureView): Plot {
    hideStyle();
    const layer = new Layer(figure, (error) => {
      this.failed.add(figure);
      this.giveUp(error);
    });
    const marks = (): Mark[] =>
      [...this.marks.values()].filter((each) =>
        [...each.views.keys()].some((view) => view.parent === figure),
      );
    let refreshed = Number.NEGATIVE_INFINITY;
    const pointed = (): void => {
      const now = performance.now();
      if (now - refreshed < REFRESH) return;
      refreshed = now;
      marks().forEach(refresh);
    };
    const exporting = hookExport(
      figure,
      async () => {
        if (!marks().some(({ stale }) => stale)) return;
        marks().forEach(refresh);
        await new Promise((resolve) => window.setTimeout(resolve, WRITTEN));
      },
      () => {
        const views = marks().flatMap((each) => [...each.views.keys()]);
        for (const { el } of views) el.classList.remove(HIDDEN_CLASS);
        const colourless = withColours(figure.svg.node());
        return () => {
          colourless();
          for (const { el } of views) el.classList.add(HIDDEN_CLASS);
        };
      },
    );
    const axes = hookAxes(figure);
    for (const event of POINTER) figure.el.addEventListener(event, pointed);
    const close = (): void => {
      for (const event of POINTER) figure.el.removeEventListener(event, pointed);
      exporting.restore();
      axes.restore();
      layer.remove();
      this.plots.delete(figure);
    };
    const plot = { layer, close };
    this.plots.set(figure, plot);
    return plot;
  }

  private takeData(mark: Mark, state: State): State {
    const { x, y, ...rest } = state;
    const { samples } = mark;
    // Another number of curves is another legend: the model has to know.
    if ((!x && !y) || !samples?.take(x, y)) return state;
    mark.stale = true;
    if (fromData(mark.model)) followData(mark.model, samples.limits());
    for (const view of mark.views.keys()) this.plots.get(view.parent)?.layer.invalidate();
    this.taken = performance.now();
    this.timer ??= window.setTimeout(this.rest, REFRESH);
    return rest;
  }

  /** Refresh the paths when no frame has come for a while. */
  private readonly rest = (): void => {
    const wait = this.taken + REFRESH - performance.now();
    this.timer = wait > 0 ? window.setTimeout(this.rest, wait) : undefined;
    if (wait <= 0) for (const mark of this.marks.values()) refresh(mark);
  };

  private changed(model: LinesModel): void {
    const mark = this.marks.get(model);
    if (mark === undefined || mark.views.size === 0) return;
    if (!canDraw(model)) this.release(mark);
    for (const view of mark.views.keys()) this.plots.get(view.parent)?.layer.restyle();
  }

  private forget(model: LinesModel): void {
    const mark = this.marks.get(model);
    this.marks.delete(model);
    mark?.ignore();
    if (mark !== undefined) this.leave(mark);
  }

  private leave(mark: Mark): void {
    for (const leave of [...mark.views.values()]) leave();
    mark.samples?.close();
    mark.samples = null;
  }

  /** Let a mark's own path be seen again, as it is now. */
  private release(mark: Mark): void {
    if (mark.views.size === 0) return;
    this.leave(mark);
    mark.stale = true;
    refresh(mark);
  }

  private giveUp(error: unknown): void {
    if (!this.warned) {
      this.warned = true;
      this.warn(
        `livewidgets: lines are drawn as bqplot draws them, for our canvas fails: ${error}`,
      );
    }
    for (const mark of this.marks.values()) {
      for (const [promise, view] of mark.known) {
        if (typeof view === "string" || !this.failed.has(view.parent)) continue;
        mark.known.set(promise, "foreign");
      }
      try {
        if ([...mark.known.values()].includes("foreign")) this.release(mark);
      } catch {
        // What cannot even be released is bqplot's own to draw with the next frame.
      }
    }
  }
}

const POINTER = ["pointerenter", "pointermove", "pointerdown"] as const;

/** Have bqplot make the path anew of the samples that the model has by now. */
function refresh(mark: Mark): void {
  if (!mark.stale) return;
  mark.stale = false;
  mark.model.update_data();
}
