/** Paths: a curve's samples as points of a canvas. Pure; lengths are device pixels. */

import type { Row } from "./bqplot";

/** From values to device pixels: `pixel = to + (f(value) - from) * factor`, f the logarithm or not. */
export interface Mapping {
  readonly log: boolean;
  readonly from: number;
  readonly factor: number;
  readonly to: number;
}

/** What a path is drawn with; a canvas's own path is one. */
export interface Pen {
  moveTo(x: number, y: number): void;
  lineTo(x: number, y: number): void;
}

export type Steps = "linear" | "step-before" | "step-after";

/** The part of a scale by which its factor may differ and count as the same: rounding. */
const SAME_FACTOR = 1e-6;

/** The mapping of an axis whose two ends are at two pixels. */
export function mapping(
  log: boolean,
  domain: readonly [number, number],
  range: readonly [number, number],
): Mapping {
  const [low, high] = log ? [Math.log(domain[0]), Math.log(domain[1])] : domain;
  return { log, from: low, factor: (range[1] - range[0]) / (high - low), to: range[0] };
}

/** Where a value is; NaN where it cannot be shown. */
export function pixel(axis: Mapping, value: number): number {
  const place = axis.to + ((axis.log ? Math.log(value) : value) - axis.from) * axis.factor;
  return Number.isFinite(place) ? place : Number.NaN;
}

/**
 * Lets a sliding axis slide in whole device pixels, at most half of one from where it is.
 *
 * A line that is moved by a part of a pixel is drawn with other shades: it shimmers.
 */
export class Glide {
  private anchor: Mapping | null = null;

  /** The mapping to draw with. */
  next(wanted: Mapping): Mapping {
    const { anchor } = this;
    if (anchor === null || !slides(anchor, wanted)) {
      this.anchor = wanted;
      return wanted;
    }
    // Always from the same place on: what is rounded off does not add up.
    const pixels = Math.round((wanted.from - anchor.from) * anchor.factor);
    return { ...anchor, from: anchor.from + pixels / anchor.factor };
  }
}

function slides(before: Mapping, after: Mapping): boolean {
  const stretched = Math.abs(after.factor / before.factor - 1);
  return !before.log && !after.log && before.to === after.to && stretched <= SAME_FACTOR;
}

/**
 * Draw a curve; it breaks where a sample cannot be shown.
 *
 * Of the neighbouring samples of a pixel column remain the first, the lowest, the highest and
 * the last, which covers the same pixels (M4: Jugel, Jerzak, Hackenbroich, Markl, VLDB 2014).
 */
export function trace(pen: Pen, x: Row, y: Row, across: Mapping, up: Mapping, steps: Steps): void {
  const line = new Column(steps === "linear" ? pen : new Stairs(pen, steps));
  const count = Math.min(x.length, y.length);
  for (let at = 0; at < count; at++) {
    const left = pixel(across, x[at] as number);
    const top = pixel(up, y[at] as number);
    if (Number.isNaN(left) || Number.isNaN(top)) line.end();
    else line.add(left, top);
  }
  line.end();
}

/** Samples of one pixel column, until one of another comes. */
class Column {
  private column = Number.NaN;
  private samples = 0;
  private started = false;
  private firstX = 0;
  private firstY = 0;
  private lowX = 0;
  private lowY = 0;
  private lowNth = 0;
  private highX = 0;
  private highY = 0;
  private highNth = 0;
  private lastX = 0;
  private lastY = 0;

  constructor(private readonly pen: Pen) {}

  add(x: number, y: number): void {
    const column = Math.floor(x);
    if (column !== this.column || this.samples === 0) {
      this.flush();
      this.column = column;
      this.firstX = this.lowX = this.highX = x;
      this.firstY = this.lowY = this.highY = y;
      this.lowNth = this.highNth = 0;
    } else if (y < this.lowY) {
      this.lowX = x;
      this.lowY = y;
      this.lowNth = this.samples;
    } else if (y > this.highY) {
      this.highX = x;
      this.highY = y;
      this.highNth = this.samples;
    }
    this.samples++;
    this.lastX = x;
    this.lastY = y;
  }

  /** The line breaks here. */
  end(): void {
    this.flush();
    this.started = false;
  }

  private flush(): void {
    const last = this.samples - 1;
    if (last < 0) return;
    this.samples = 0;
    this.to(this.firstX, this.firstY);
    const lowFirst = this.lowNth < this.highNth;
    if (lowFirst) this.inner(this.lowNth, last, this.lowX, this.lowY);
    this.inner(this.highNth, last, this.highX, this.highY);
    if (!lowFirst) this.inner(this.lowNth, last, this.lowX, this.lowY);
    if (last > 0) this.to(this.lastX, this.lastY);
  }

  private inner(nth: number, last: number, x: number, y: number): void {
    if (nth > 0 && nth < last) this.to(x, y);
  }

  private to(x: number, y: number): void {
    if (this.started) this.pen.lineTo(x, y);
    else this.pen.moveTo(x, y);
    this.started = true;
  }
}

/** Goes from sample to sample in steps. */
class Stairs implements Pen {
  private x = 0;
  private y = 0;

  constructor(
    private readonly pen: Pen,
    private readonly steps: Steps,
  ) {}

  moveTo(x: number, y: number): void {
    this.pen.moveTo(x, y);
    this.x = x;
    this.y = y;
  }

  lineTo(x: number, y: number): void {
    if (this.steps === "step-before") this.pen.lineTo(this.x, y);
    else this.pen.lineTo(x, this.y);
    this.pen.lineTo(x, y);
    this.x = x;
    this.y = y;
  }
}
