/** Controls: finds the figures that have some, and moves those of a group as one. */

import { type AxisScale, type FigureView, isFigureView, xScaleOf } from "./bqplot";
import { readControls } from "./controls_state";
import { FigureControls } from "./figure_controls";
import { Navigator } from "./navigator";
import type { Span } from "./spans";
import type { Act, ControlsState, PageMessage, RefusedMessage } from "./wire";
import { Words } from "./words";

type State = { [trait: string]: unknown };

/** A figure's model, as far as we use it. */
interface FigureModel {
  readonly model_id: string;
  readonly views?: { [id: string]: Promise<unknown> };
  get(trait: string): unknown;
  once(event: "destroy", callback: () => void): void;
}

interface Figure {
  readonly model: FigureModel;
  state: ControlsState;
  scale: AxisScale | null;
  /** What the kernel shows in it: those of a group differ while they follow, by a bucket. */
  told: Span | null;
  readonly views: Map<FigureView, FigureControls>;
}

/** What controls say to the kernel, and of whom. */
export interface Line {
  readonly page: string;
  send(message: PageMessage): void;
}

export class Controls {
  private readonly figures = new Map<object, Figure>();
  private readonly scales = new Map<object, Figure>();
  private readonly groups = new Map<string, Navigator>();
  private readonly failed = new WeakSet<object>();
  private actions = 0;
  private told = "";
  private crosshair: { group: string; time: number } | null = null;

  private readonly words = new Words((model) => this.standing(model));

  constructor(private readonly line: Line) {}

  /** Take note of a new state; gives what the model is to be told. */
  take(model: object, state: State): State {
    this.words.take(model, state);
    if ("controls" in state) {
      this.note(model, state.controls);
      return state;
    }
    const figure = this.scales.get(model);
    if (figure === undefined || !("min" in state || "max" in state)) return state;
    const navigator = this.navigator(figure);
    this.tell(figure, number(state.min), number(state.max));
    if (!navigator.holds) return state;
    const { min, max, ...rest } = state;
    return rest;
  }

  /** An action of this page is not done. */
  refused({ figure: id, id: action, why }: RefusedMessage): void {
    for (const figure of this.figures.values()) {
      if (figure.model.model_id !== id) continue;
      this.navigator(figure).refused(action);
      for (const each of figure.views.values()) each.say(why);
    }
  }

  /** Look for views that have come or gone, and tell the kernel how wide they are. */
  async look(): Promise<void> {
    for (const figure of [...this.figures.values()]) {
      const views = await Promise.allSettled(Object.values(figure.model.views ?? {}));
      const here = views
        .map((each) => (each.status === "fulfilled" ? each.value : null))
        .filter(isFigureView)
        .filter((view) => view.el.isConnected && !this.failed.has(view));
      for (const [view, controls] of figure.views) {
        if (here.includes(view)) continue;
        controls.close();
        figure.views.delete(view);
      }
      for (const view of here) if (!figure.views.has(view)) this.mount(figure, view);
    }
    this.tellWidths();
    await this.words.look();
  }

  close(): void {
    for (const figure of [...this.figures.values()]) this.forget(figure);
    for (const each of this.groups.values()) each.close();
    this.groups.clear();
  }

  private note(model: object, value: unknown): void {
    const state = readControls(value);
    if (state === null) return;
    let figure = this.figures.get(model);
    if (figure === undefined) {
      const known = model as FigureModel;
      const made: Figure = { model: known, state, scale: null, told: null, views: new Map() };
      figure = made;
      this.figures.set(model, made);
      known.once("destroy", () => this.forget(made));
    }
    figure.state = state;
    this.bind(figure);
    const answered = state.answered[this.line.page];
    if (answered !== undefined) this.navigator(figure).answered(answered);
    for (const each of figure.views.values()) each.show();
  }

  /** Know the scale that the figure's time is on. */
  private bind(figure: Figure): void {
    const scale = figure.state.moves ? xScaleOf(figure.model) : null;
    if (scale === null || scale === figure.scale) return;
    figure.scale = scale;
    this.scales.set(scale, figure);
    const read = (): void => {
      const navigator = this.navigator(figure);
      if (!navigator.holds) this.tell(figure, Number(scale.get("min")), Number(scale.get("max")));
    };
    read();
    scale.on("domain_changed", () => {
      read(); // also of the frame that brought the figure: its scale came before it
      for (const each of figure.views.values()) each.moved();
    });
  }

  /** The kernel tells an end of what a figure shows, or both. */
  private tell(figure: Figure, start: number | undefined, end: number | undefined): void {
    this.navigator(figure).told(start, end);
    const before = figure.told;
    const told = { start: start ?? before?.start, end: end ?? before?.end };
    if (told.start === undefined || told.end === undefined) return;
    if (told.end > told.start) figure.told = { start: told.start, end: told.end };
  }

  /** What is seen in a figure, or will be with the next animation frame; null: it is no time. */
  private span(figure: Figure): Span | null {
    if (!figure.state.moves) return null;
    const navigator = this.navigator(figure);
    return navigator.holds ? navigator.span : (figure.told ?? navigator.span);
  }

  private mount(figure: Figure, view: FigureView): void {
    try {
      const controls = new FigureControls(view, {
        state: () => figure.state,
        span: () => this.span(figure),
        move: (span) => this.navigator(figure).move(span),
        act: (act) => this.navigator(figure).act(act, figure.model.model_id),
        point: (time) => this.point(figure.state.group, time),
      });
      figure.views.set(view, controls);
      view.on("margin_updated", () => controls.show());
    } catch {
      this.failed.add(view); // the figure does without
    }
  }

  /** What is to be said of a figure that does not follow. */
  private standing(model: object): string {
    const state = this.figures.get(model)?.state;
    if (state === undefined || state.following) return "";
    return state.paused ? "paused" : "zoomed";
  }

  private forget(figure: Figure): void {
    for (const each of figure.views.values()) each.close();
    this.figures.delete(figure.model);
    if (figure.scale !== null) this.scales.delete(figure.scale);
  }

  /** What moves a figure, and all of its group. */
  private navigator(figure: Figure): Navigator {
    const { group } = figure.state;
    let navigator = this.groups.get(group);
    if (navigator === undefined) {
      navigator = new Navigator({
        send: (act, id) => this.send(group, act, id),
        paint: (span) => this.paint(group, span),
        animate: (callback) => void window.requestAnimationFrame(callback),
        later: (milliseconds, callback) => window.setTimeout(callback, milliseconds),
        cancel: (timer) => window.clearTimeout(timer),
      });
      this.groups.set(group, navigator);
    }
    return navigator;
  }

  private of(group: string): Figure[] {
    return [...this.figures.values()].filter((each) => each.state.group === group);
  }

  private send(group: string, act: Act, id?: string): number {
    this.actions += 1;
    const figure = id ?? this.of(group)[0]?.model.model_id;
    const { page } = this.line;
    if (figure !== undefined) {
      this.line.send({ type: "action", page, figure, id: this.actions, ...act });
    }
    return this.actions;
  }

  private paint(group: string, { start, end }: Span): void {
    for (const { scale } of this.of(group)) scale?.set_state({ min: start, max: end });
  }

  private point(group: string, time: number | null): void {
    const before = this.crosshair;
    this.crosshair = time === null ? null : { group, time };
    if (before !== null && before.group !== group) this.showCrosshair(before.group, null);
    this.showCrosshair(group, time);
  }

  private showCrosshair(group: string, time: number | null): void {
    for (const { views, state } of this.of(group)) {
      if (!state.moves) continue;
      for (const each of views.values()) each.showCrosshair(time);
    }
  }

  private tellWidths(): void {
    const widths: { [figure: string]: number } = {};
    for (const { model, views } of this.figures.values()) {
      const widest = Math.max(0, ...[...views.values()].map((each) => each.pixels));
      if (widest > 0) widths[model.model_id] = widest;
    }
    const told = JSON.stringify(widths);
    if (told === this.told) return;
    this.told = told;
    this.line.send({ type: "widths", page: this.line.page, widths });
  }
}

function number(value: unknown): number | undefined {
  return typeof value === "number" ? value : undefined;
}
