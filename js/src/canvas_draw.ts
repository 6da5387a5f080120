/** Drawing: the curves of one mark on a canvas. */

import type { Row } from "./bqplot";
import { type Mapping, pixel } from "./canvas_axis";
import { type Pen, type Steps, trace } from "./canvas_path";
import { beginning } from "./canvas_slide";
import { type CurveStyle, inParts, type MarkStyle } from "./canvas_style";

/** Where the curves of a mark go; in device pixels. */
export interface Place {
  readonly across: Mapping;
  readonly up: Mapping;
  /** The bottom of the plot. */
  readonly bottom: number;
  /** Device pixels in a CSS pixel. */
  readonly ratio: number;
}

/** x and y of a curve's samples. */
export interface Curve {
  readonly x: Row;
  readonly y: Row;
}

/**
 * Draw all curves: the first one lowest, each filled, then drawn, then marked.
 *
 * @param from The column from which on something is seen: what lies left of it may be missing.
 */
export function drawCurves(
  context: CanvasRenderingContext2D,
  curves: readonly Curve[],
  style: MarkStyle,
  place: Place,
  from = 0,
): void {
  curves.forEach((curve, nth) => {
    const look = style.curves[nth];
    if (!look) return;
    context.save();
    // As in bqplot's tree of elements: the line below its area, and the markers above both.
    drawLine(context, curve, look, style, place, from);
    if (style.fill !== "none" && style.fill !== "inside") {
      const next = curves[Math.min(nth + 1, curves.length - 1)] ?? curve;
      drawArea(context, curve, next, look, style, place);
    }
    if (style.marker !== null) drawMarkers(context, curve, look, style.marker, place);
    context.restore();
  });
}

function drawLine(
  context: CanvasRenderingContext2D,
  { x, y }: Curve,
  look: CurveStyle,
  { steps, fill }: MarkStyle,
  { across, up, ratio }: Place,
  from: number,
): void {
  if (fill === "inside" && look.area.colour !== "none") {
    const path = new Path2D();
    trace(path, x, y, across, up, steps);
    context.globalAlpha = look.opacity * look.area.opacity;
    context.fillStyle = look.area.colour;
    context.fill(path);
  }
  if (look.stroke === "none" || look.width === 0) return;
  context.globalAlpha = look.opacity;
  context.strokeStyle = context.fillStyle = look.stroke;
  context.lineWidth = look.width * ratio;
  context.lineJoin = look.join;
  context.lineCap = look.cap;
  context.miterLimit = look.miter;
  context.setLineDash(look.dash.map((each) => each * ratio));
  context.beginPath();
  const begin = from > 0 ? beginning(x, across, from) : 0;
  trace(inParts(look) ? new Brush(context) : context, x, y, across, up, steps, begin);
  context.stroke();
}

/**
 * Draws a line in parts: a rasteriser in software takes five times as long for all of it at
 * once, and longer still where a line goes up and down within each pixel.
 */
class Brush implements Pen {
  private before: readonly [number, number] | null = null;
  private x = 0;
  private y = 0;

  constructor(private readonly context: CanvasRenderingContext2D) {}

  moveTo(x: number, y: number): void {
    this.context.moveTo(x, y);
    this.before = null;
    this.x = x;
    this.y = y;
  }

  lineTo(x: number, y: number): void {
    this.context.lineTo(x, y);
    this.before = [this.x, this.y];
    this.x = x;
    this.y = y;
  }

  bar(column: number, top: number, bottom: number): void {
    const { lineWidth } = this.context;
    const [left, above] = [column + 0.5 - lineWidth / 2, top - lineWidth / 2];
    this.context.fillRect(left, above, lineWidth, bottom - top + lineWidth);
  }

  cut(): void {
    this.context.stroke();
    this.context.beginPath();
    // The last stretch once more, so that it is joined to the next.
    if (this.before === null) {
      this.context.moveTo(this.x, this.y);
    } else {
      this.context.moveTo(...this.before);
      this.context.lineTo(this.x, this.y);
    }
  }
}

function drawArea(
  context: CanvasRenderingContext2D,
  { x, y }: Curve,
  next: Curve,
  look: CurveStyle,
  { steps, fill }: MarkStyle,
  { across, up, bottom }: Place,
): void {
  const edge = (at: number): number =>
    fill === "between" ? pixel(up, next.y[at] as number) : fill === "top" ? 0 : bottom;
  const path = new Path2D();
  const run: [number, number, number][] = [];
  const close = (): void => {
    outline(path, run, steps);
    run.length = 0;
  };
  for (let at = 0; at < Math.min(x.length, y.length); at++) {
    const point = [pixel(across, x[at] as number), pixel(up, y[at] as number), edge(at)] as const;
    if (point.some(Number.isNaN)) close();
    else run.push([...point]);
  }
  close();
  context.globalAlpha = look.area.opacity;
  context.fillStyle = look.area.colour;
  context.fill(path);
}

/** Along the samples, and back along the other edge. */
function outline(path: Path2D, run: readonly [number, number, number][], steps: Steps): void {
  if (run.length === 0) return;
  const there = run.map(([x, y]) => [x, y] as const);
  const back = run.map(([x, , edge]) => [x, edge] as const);
  // Backwards, a step before a sample is one after it.
  const turned =
    steps === "linear" ? steps : steps === "step-before" ? "step-after" : "step-before";
  const points = [...stairs(there, steps), ...stairs(back.reverse(), turned)];
  points.forEach(([x, y], nth) => {
    if (nth === 0) path.moveTo(x, y);
    else path.lineTo(x, y);
  });
  path.closePath();
}

function stairs(
  points: readonly (readonly [number, number])[],
  steps: Steps,
): (readonly [number, number])[] {
  if (steps === "linear") return [...points];
  return points.flatMap((point, nth) => {
    const before = points[nth - 1];
    if (before === undefined) return [point];
    const corner =
      steps === "step-before" ? ([before[0], point[1]] as const) : ([point[0], before[1]] as const);
    return [corner, point];
  });
}

function drawMarkers(
  context: CanvasRenderingContext2D,
  { x, y }: Curve,
  look: CurveStyle,
  outlineOf: string,
  { across, up, ratio }: Place,
): void {
  const marker = new Path2D(outlineOf);
  context.globalAlpha = look.marker.opacity;
  context.fillStyle = look.marker.colour;
  for (let at = 0; at < Math.min(x.length, y.length); at++) {
    const left = pixel(across, x[at] as number);
    const top = pixel(up, y[at] as number);
    if (Number.isNaN(left) || Number.isNaN(top)) continue;
    context.setTransform(ratio, 0, 0, ratio, left, top);
    context.fill(marker);
  }
  context.setTransform(1, 0, 0, 1, 0, 0);
}
