/** The controls of one view of a figure: toolbar, crosshair, gestures and keys. */

import { type FigureView, isInteracting } from "./bqplot";
import { addControlsStyle, CONTROLLED_CLASS } from "./controls_style";
import { Crosshair, type Scene } from "./crosshair";
import { followGestures } from "./gestures";
import { type Command, commandOf } from "./keys";
import { panned, type Span, ZOOM, zoomed } from "./spans";
import { div, Toolbar } from "./toolbar";
import type { Act, ControlsState } from "./wire";

/** What controls do through the page around them. */
export interface Board {
  state(): ControlsState;
  span(): Span | null;
  move(span: Span): void;
  act(act: Act): void;
  /** A crosshair is at this time in all figures of the group; null: there is none. */
  point(time: number | null): void;
}

export class FigureControls {
  private readonly root = div("lw-controls");
  private readonly toolbar: Toolbar;
  private readonly crosshair: Crosshair;
  private readonly choice = div("lw-box");
  private readonly listening = new AbortController();
  private readonly ungesture: () => void;
  private note = "";
  private pointed: { x: number; y: number } | null = null;

  constructor(
    readonly figure: FigureView,
    private readonly board: Board,
  ) {
    addControlsStyle();
    const { el } = figure;
    el.classList.add(CONTROLLED_CLASS);
    el.tabIndex = 0;
    el.setAttribute("role", "group");
    this.toolbar = new Toolbar({
      toggle: () => this.run({ do: "toggle" }),
      live: () => this.run({ do: "live" }),
      zoom: (way) => this.run({ do: "zoom", factor: ZOOM ** -way }),
      choose: (seconds) => board.act({ act: "window", seconds }),
      clear: () => this.run({ do: "clear" }),
      save: () => this.run({ do: "save" }),
      focus: () => el.focus({ preventScroll: true }),
    });
    this.crosshair = new Crosshair(figure, this.root);
    this.choice.hidden = true;
    // For tests and measurements, as `drawn` of the canvas.
    (this.root as { seen?: () => Span | null }).seen = () => board.span();
    this.root.append(
      this.choice,
      this.toolbar.spoken,
      this.toolbar.state,
      this.toolbar.bar,
      ...this.toolbar.panels,
    );
    el.append(this.root);
    this.ungesture = followGestures(el, {
      place: () => (isInteracting(figure) || !board.state().moves ? null : this.plot()),
      span: () => board.span(),
      move: (span) => board.move(span),
      live: () => this.run({ do: "live" }),
      box: (from, to) => this.box(from, to),
      unbox: () => {
        this.choice.hidden = true;
      },
      point: (x, y) => this.point(x, y),
    });
    // Before JupyterLab sees it, for which a C copies the cell and an arrow leaves it.
    window.addEventListener("keydown", this.key, { capture: true, signal: this.listening.signal });
    this.show();
  }

  /** How wide the plot is, in device pixels. */
  get pixels(): number {
    return Math.round(this.plot().width * window.devicePixelRatio);
  }

  /** What it is called: its title, or else the first that is said of it. */
  private get name(): string {
    const { model } = this.figure;
    const words = String(model.get("words") ?? "").split(";")[0];
    return String(model.get("title") || words || "Figure");
  }

  /** Show the state as it is now. */
  show(): void {
    const state = this.board.state();
    this.toolbar.show(state, this.note);
    const how = state.following ? "live" : state.note || (state.paused ? "paused" : "zoomed");
    this.figure.el.setAttribute("aria-label", `${this.name}: ${how}. Press ? for keys.`);
    this.layOut();
  }

  /** The page has something to say, until the next state. */
  say(note: string): void {
    this.note = note;
    this.show();
    window.setTimeout(() => {
      if (this.note !== note) return;
      this.note = "";
      this.show();
    }, 6000);
  }

  /** A crosshair at this time, in this figure or in one that it is linked with. */
  showCrosshair(time: number | null): void {
    const scene = time === null ? null : this.scene();
    if (time === null || scene === null) this.crosshair.hide();
    else this.crosshair.show(time, scene);
  }

  /** The axis has moved: the pointer is at another time. */
  moved(): void {
    if (this.pointed !== null) this.point(this.pointed.x, this.pointed.y);
  }

  close(): void {
    this.listening.abort();
    this.ungesture();
    this.root.remove();
    this.figure.el.classList.remove(CONTROLLED_CLASS, "lw-grabbed");
    for (const name of ["tabindex", "role", "aria-label"]) this.figure.el.removeAttribute(name);
  }

  private readonly key = (event: KeyboardEvent): void => {
    const { target } = event;
    if (!(target instanceof Element && this.figure.el.contains(target))) return;
    const command = commandOf(event);
    const pressing = target.closest("button") !== null && event.key === " ";
    if (command === null || pressing) return;
    const moves = command.do === "pan" || command.do === "zoom";
    if (moves && !this.board.state().moves) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    if (event.key === "Escape" && this.toolbar.close()) return;
    this.run(command);
  };

  private run(command: Command): void {
    const { board } = this;
    const span = board.span();
    switch (command.do) {
      case "toggle":
        board.act({ act: board.state().following ? "pause" : "live" });
        break;
      case "live":
        board.act({ act: "live" });
        break;
      case "clear":
        board.act({ act: "clear" });
        break;
      case "save":
        this.save();
        break;
      case "help":
        this.toolbar.toggleHelp();
        break;
      case "pan":
        if (span !== null) board.move(panned(span, command.part));
        break;
      case "zoom":
        if (span !== null) board.move(zoomed(span, command.factor, 0.5));
        break;
    }
  }

  private save(): void {
    const name = this.name.replace(/[^\p{L}\p{N} ._-]+/gu, " ").trim() || "figure";
    this.figure.save_png(`${name}.png`, Math.max(window.devicePixelRatio, 2));
  }

  private point(x: number | null, y: number): void {
    const at = this.plot();
    const span = this.board.span();
    this.pointed = x === null ? null : { x, y };
    if (x === null || span === null) {
      this.board.point(null);
      return;
    }
    const part = (x - at.left) / at.width;
    this.board.point(span.start + part * (span.end - span.start));
  }

  private box(from: number, to: number): void {
    const [at, around] = [this.plot(), this.figure.el.getBoundingClientRect()];
    this.choice.hidden = false;
    Object.assign(this.choice.style, {
      left: `${from - around.left}px`,
      width: `${Math.max(to - from, 0)}px`,
      top: `${at.top - around.top}px`,
      height: `${at.height}px`,
    });
  }

  /** The state's place: in an upper corner of the plot. */
  private layOut(): void {
    const [at, around] = [this.plot(), this.figure.el.getBoundingClientRect()];
    if (around.width === 0) return;
    const { style } = this.toolbar.state;
    // Where the legend is on the right, it is on the left.
    if (String(this.figure.model.get("legend_location")).endsWith("right")) {
      style.left = `${Math.max(4, at.left - around.left + 4)}px`;
    } else {
      style.right = `${Math.max(4, around.right - at.right + 4)}px`;
    }
    style.top = `${at.top - around.top + 4}px`;
  }

  private plot(): DOMRect {
    return this.figure.bg_events.node().getBoundingClientRect();
  }

  private scene(): Scene | null {
    const span = this.board.span();
    if (span === null) return null;
    const [at, around] = [this.plot(), this.figure.el.getBoundingClientRect()];
    const { offset, units } = this.board.state();
    return {
      left: at.left - around.left,
      top: at.top - around.top,
      width: at.width,
      height: at.height,
      span,
      offset,
      units,
    };
  }
}
