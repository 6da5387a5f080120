/** A layer: the canvas of one view of a figure, under its marks and above its axes. */

import type { FigureView, LinesView, ScaleView } from "./bqplot";
import { Glide, type Mapping, mapping, pixel } from "./canvas_axis";
import { type Curve, drawCurves, type Place } from "./canvas_draw";
import { type Kept, keptOf, Memory } from "./canvas_slide";
import { type MarkStyle, readStyle, sameStyle } from "./canvas_style";

export const CANVAS_CLASS = "livewidgets-canvas";

/** Milliseconds after which a style is read again: a theme's arrives when it likes. */
const STYLE_AGE = 1000;

/** What has been drawn, on the canvas as `drawn`: for tests and measurements. */
export interface Drawn {
  frames: number;
  /** x of the last sample of the first curve. */
  newest: number | null;
  /** By mark and curve. */
  curves: Curve[][];
}

/** One mark on the layer. */
export interface Drawing {
  readonly view: LinesView;
  /** Its curves as they are now. */
  curves(): Curve[];
}

/** One mark as it is to be drawn now. */
interface Plan {
  readonly view: LinesView;
  readonly memory: Memory;
  readonly curves: Curve[];
  readonly style: MarkStyle;
  readonly place: Place;
}

interface Look {
  readonly style: MarkStyle;
  readonly read: number;
}

export class Layer {
  private readonly canvas = document.createElement("canvas");
  private readonly drawings = new Map<LinesView, Drawing>();
  private readonly looks = new Map<LinesView, Look>();
  /** One for all marks on a scale, by its model: what is drawn slides as one. */
  private readonly glides = new WeakMap<object, Glide>();
  private readonly memories = new WeakMap<LinesView, Memory>();
  /** What is on the canvas, in this order. */
  private painted: readonly LinesView[] = [];
  private readonly themes: MutationObserver;
  /** Seconds of the buckets that the kernel has cut time into, where it has said so. */
  private bucket: unknown;
  private requested = false;
  private placed = false;
  private ratio = 1;

  /**
   * @param figure Where it goes.
   * @param failed Called when it cannot draw.
   */
  constructor(
    private readonly figure: FigureView,
    private readonly failed: (error: unknown) => void,
  ) {
    this.canvas.className = CANVAS_CLASS;
    this.canvas.setAttribute("aria-hidden", "true");
    this.show({ frames: 0, newest: null, curves: [] });
    this.canvas.addEventListener("contextrestored", this.restyle);
    figure.el.insertBefore(this.canvas, figure.svg.node());
    figure.on("margin_updated", this.relaid);
    figure.model.on("change:theme", this.restyle);
    this.themes = new MutationObserver(this.restyle);
    this.themes.observe(document.body, { attributes: true });
  }

  get size(): number {
    return this.drawings.size;
  }

  add(drawing: Drawing): void {
    this.drawings.set(drawing.view, drawing);
    this.memories.set(drawing.view, new Memory());
    this.invalidate();
  }

  delete(view: LinesView): void {
    this.drawings.delete(view);
    this.looks.delete(view);
    this.invalidate();
  }

  remove(): void {
    this.drawings.clear();
    this.themes.disconnect();
    this.figure.off("margin_updated", this.relaid);
    this.figure.model.off("change:theme", this.restyle);
    this.canvas.remove();
  }

  /**
   * Draw soon: when all that is under way has been done, and before the page is painted, even
   * from within an animation frame.
   */
  invalidate(): void {
    if (this.requested) return;
    this.requested = true;
    queueMicrotask(() => {
      this.requested = false;
      if (this.drawings.size === 0) return;
      try {
        this.draw();
      } catch (error) {
        this.failed(error);
      }
    });
  }

  /** A mark looks otherwise: all is drawn anew. */
  readonly restyle = (): void => {
    this.looks.clear();
    this.painted = [];
    this.invalidate();
  };

  private readonly relaid = (): void => {
    this.placed = false;
    this.invalidate();
  };

  private draw(): void {
    if (!this.placed || this.ratio !== window.devicePixelRatio) this.place();
    const context = this.canvas.getContext("2d");
    if (context === null) throw new Error("the browser gives no canvas");
    const all = this.ordered().map((each) => ({ ...each, curves: each.curves() }));
    this.begin();
    const plans = all.flatMap(({ view, curves }) => this.plan(view, curves));
    const kept = this.kept(plans);
    this.clear(context, kept);
    for (const { view, memory, curves, style, place } of plans) {
      drawCurves(context, curves, style, place, kept?.from);
      memory.remember(curves, style, place);
      if (view.model.get("labels_visibility") === "label") this.moveLabels(view, curves, place);
    }
    context.restore();
    this.painted = plans.map(({ view }) => view);
    this.show({
      frames: (this.drawn?.frames ?? 0) + 1,
      newest: newestOf(all[0]?.curves[0]),
      curves: all.map(({ curves }) => curves),
    });
  }

  /** How a mark is to be drawn; none where it is not seen. */
  private plan(view: LinesView, curves: Curve[]): Plan[] {
    const { width, height } = this.canvas;
    const memory = this.memories.get(view);
    if (width === 0 || height === 0 || view.model.get("visible") !== true || !memory) return [];
    return [{ view, memory, curves, style: this.styleOf(view), place: this.placeOf(view) }];
  }

  /** Where the kernel cuts time otherwise, all is drawn where it belongs, to the part of a pixel. */
  private begin(): void {
    const controls = this.figure.model.get("controls") as { bucket?: unknown } | null | undefined;
    const bucket = controls?.bucket;
    if (bucket === this.bucket) return;
    this.bucket = bucket;
    for (const { view } of this.drawings.values()) this.glides.get(view.scales.x.model)?.anew();
  }

  /** What of the picture can stay. */
  private kept(plans: readonly Plan[]): Kept | null {
    const { painted } = this;
    const same = plans.length === painted.length;
    if (!same || plans.some(({ view }, nth) => view !== painted[nth])) return null;
    const each = plans.map(({ memory, curves, style, place }) => memory.kept(curves, style, place));
    return keptOf(each, this.canvas.width);
  }

  /** Let stay what can, and prepare what is drawn anew; the context is to be restored. */
  private clear(context: CanvasRenderingContext2D, kept: Kept | null): void {
    const { width, height } = this.canvas;
    context.setTransform(1, 0, 0, 1, 0, 0);
    context.save();
    if (kept === null) {
      context.clearRect(0, 0, width, height);
      return;
    }
    const { shift, from } = kept;
    if (shift > 0) {
      context.globalCompositeOperation = "copy";
      context.drawImage(this.canvas, -shift, 0);
      context.globalCompositeOperation = "source-over";
    }
    context.beginPath();
    context.rect(from, 0, width - from, height);
    context.clip();
    context.clearRect(from, 0, width - from, height);
  }

  /** In the order of the figure's marks. */
  private ordered(): Drawing[] {
    const marks = this.figure.model.get("marks") as unknown[];
    return [...this.drawings.values()].sort(
      (one, other) => marks.indexOf(one.view.model) - marks.indexOf(other.view.model),
    );
  }

  /** Lay the canvas over the plot, on whole device pixels. */
  private place(): void {
    const { canvas, figure } = this;
    const ratio = window.devicePixelRatio;
    const plot = figure.bg_events.node();
    const width = plot.width.baseVal.value;
    const height = plot.height.baseVal.value;
    const origin = figure.fig.node().transform.baseVal.consolidate()?.matrix;
    const [left, top] = [origin?.e ?? 0, origin?.f ?? 0];
    const around = figure.el.getBoundingClientRect();
    const snap = (edge: number, inside: number): number =>
      Math.round((edge + inside) * ratio) / ratio - edge;
    canvas.width = Math.max(0, Math.round(width * ratio));
    canvas.height = Math.max(0, Math.round(height * ratio));
    canvas.style.left = `${snap(around.left, left)}px`;
    canvas.style.top = `${snap(around.top, top)}px`;
    canvas.style.width = `${canvas.width / ratio}px`;
    canvas.style.height = `${canvas.height / ratio}px`;
    this.ratio = ratio;
    this.placed = true;
    this.painted = [];
  }

  private placeOf(view: LinesView): Place {
    const { x, y } = view.scales;
    const wanted = this.axis(x);
    const glide = this.glides.get(x.model) ?? new Glide();
    this.glides.set(x.model, glide);
    const across = glide.next(wanted);
    return { across, up: this.axis(y), bottom: this.canvas.height, ratio: this.ratio };
  }

  private axis({ scale, model, offset }: ScaleView): Mapping {
    const [low = 0, high = 1] = scale.domain().map(Number);
    const [from = 0, to = 0] = scale.range().map((each) => (each + offset) * this.ratio);
    return mapping(model.type === "log", [low, high], [from, to]);
  }

  private styleOf(view: LinesView): MarkStyle {
    const known = this.looks.get(view);
    const now = performance.now();
    if (known !== undefined && now - known.read < STYLE_AGE) return known.style;
    const read = readStyle(view);
    const style = known !== undefined && sameStyle(known.style, read) ? known.style : read;
    this.looks.set(view, { style, read: now });
    return style;
  }

  /** bqplot's own texts at the curves' ends, where it would move them with the path. */
  private moveLabels(view: LinesView, curves: readonly Curve[], { across, up }: Place): void {
    const labels = view.el.querySelectorAll<SVGTextElement>(":scope > .curve > .curve_label");
    labels.forEach((label, nth) => {
      const curve = curves[nth];
      const at = curve === undefined ? -1 : lastOf(curve);
      if (curve === undefined || at < 0) return;
      const left = pixel(across, curve.x[at] as number) / this.ratio;
      const top = pixel(up, curve.y[at] as number) / this.ratio;
      label.setAttribute("transform", `translate(${left},${top})`);
    });
  }

  private get drawn(): Drawn | undefined {
    return (this.canvas as { drawn?: Drawn }).drawn;
  }

  private show(drawn: Drawn): void {
    (this.canvas as { drawn?: Drawn }).drawn = drawn;
  }
}

function lastOf({ x, y }: Curve): number {
  let at = Math.min(x.length, y.length) - 1;
  while (at >= 0 && !Number.isFinite(y[at] as number)) at--;
  return at;
}

function newestOf(curve: Curve | undefined): number | null {
  if (curve === undefined) return null;
  const at = lastOf(curve);
  return at < 0 ? null : (curve.x[at] as number);
}
