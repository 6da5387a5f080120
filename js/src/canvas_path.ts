/** Paths: a curve's samples as lines on a canvas. Pure; lengths are device pixels. */

import type { Row } from "./bqplot";
import { type Mapping, pixel } from "./canvas_axis";

/** What a line is drawn with; a canvas's own path is one. */
export interface Pen {
  moveTo(x: number, y: number): void;
  lineTo(x: number, y: number): void;
  /** The line goes up and down in a column of pixels, between these two. */
  readonly bar?: ((column: number, top: number, bottom: number) => void) | undefined;
  /** A good place to begin another path, without a gap. */
  readonly cut?: (() => void) | undefined;
}

export type Steps = "linear" | "step-before" | "step-after";

/** Samples in a column from which on it is drawn as a bar: strokes lie on each other there. */
const DENSE = 3;

/** Columns of a path: rasterisers take longer for one path than for its parts. */
export const CUT = 32;

/**
 * Draw a curve, from a sample on; it breaks where a sample cannot be shown.
 *
 * Of the neighbouring samples of a pixel column remain the first, the lowest, the highest and
 * the last, which covers the same pixels (M4: Jugel, Jerzak, Hackenbroich, Markl, VLDB 2014).
 */
export function trace(
  pen: Pen,
  x: Row,
  y: Row,
  across: Mapping,
  up: Mapping,
  steps: Steps,
  begin = 0,
): void {
  const line = new Columns(steps === "linear" ? pen : new Stairs(pen, steps), steps, across.slid);
  const count = Math.min(x.length, y.length);
  for (let at = begin; at < count; at++) {
    const left = pixel(across, x[at] as number);
    const top = pixel(up, y[at] as number);
    if (Number.isNaN(left) || Number.isNaN(top)) line.end();
    else line.add(left, top);
  }
  line.end();
}

/** Gathers the samples of one pixel column, until one of another comes. */
class Columns {
  private column = Number.NaN;
  private samples = 0;
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
  /** Whether the pen is where the line is; else the line begins here. */
  private down = false;
  /** Where the line comes into this column, from a bar beside it. */
  private entry = Number.NaN;
  private piece = 0;

  constructor(
    private readonly pen: Pen,
    private readonly steps: Steps,
    private readonly slid: number,
  ) {}

  add(x: number, y: number): void {
    const column = Math.floor(x);
    if (column !== this.column || this.samples === 0) {
      if (this.samples > 0) this.flush(x, y, column);
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
    if (this.samples > 0) this.flush(Number.NaN, Number.NaN, Number.NaN);
    this.down = false;
    this.entry = Number.NaN;
  }

  /** Draw the column; the line goes on to a point of another one. */
  private flush(nextX: number, nextY: number, next: number): void {
    if (this.pen.bar !== undefined && this.samples >= DENSE) this.bar(nextX, nextY, next);
    else this.stroke();
    this.samples = 0;
  }

  private stroke(): void {
    const { lastX, lastY } = this;
    const last = this.samples - 1;
    this.cut();
    if (!Number.isNaN(this.entry)) {
      // The bar beside ends at the border between the two.
      this.pen.moveTo(this.column, this.entry);
      this.down = true;
      this.entry = Number.NaN;
    }
    this.to(this.firstX, this.firstY);
    const lowFirst = this.lowNth < this.highNth;
    if (lowFirst) this.inner(this.lowNth, last, this.lowX, this.lowY);
    this.inner(this.highNth, last, this.highX, this.highY);
    if (!lowFirst) this.inner(this.lowNth, last, this.lowX, this.lowY);
    if (last > 0) this.to(lastX, lastY);
  }

  private bar(nextX: number, nextY: number, next: number): void {
    if (Number.isNaN(this.entry) && this.down) this.to(this.firstX, this.firstY);
    let top = Math.min(this.lowY, Number.isNaN(this.entry) ? this.lowY : this.entry);
    let bottom = Math.max(this.highY, Number.isNaN(this.entry) ? this.highY : this.entry);
    this.entry = Number.NaN;
    this.down = false;
    if (next === this.column + 1) {
      this.entry = this.border(nextX, nextY, next);
      top = Math.min(top, this.entry);
      bottom = Math.max(bottom, this.entry);
    } else if (!Number.isNaN(next)) {
      this.pen.moveTo(this.lastX, this.lastY);
      this.down = true;
    }
    this.pen.bar?.(this.column, top, bottom);
  }

  /** Where the line goes over the border to the next column. */
  private border(nextX: number, nextY: number, next: number): number {
    if (this.steps === "step-after") return this.lastY;
    if (this.steps === "step-before") return nextY;
    const part = (next - this.lastX) / (nextX - this.lastX);
    return this.lastY + part * (nextY - this.lastY);
  }

  /** At columns that slide with the line, so that it is drawn the same wherever it is. */
  private cut(): void {
    const piece = Math.floor((this.column + this.slid) / CUT);
    if (piece !== this.piece && this.down) this.pen.cut?.();
    this.piece = piece;
  }

  private inner(nth: number, last: number, x: number, y: number): void {
    if (nth > 0 && nth < last) this.to(x, y);
  }

  private to(x: number, y: number): void {
    if (!this.down) this.pen.moveTo(x, y);
    else this.pen.lineTo(x, y);
    this.down = true;
  }
}

/** Goes from sample to sample in steps. */
export class Stairs implements Pen {
  private x = 0;
  private y = 0;
  readonly bar: Pen["bar"];
  readonly cut: Pen["cut"];

  constructor(
    private readonly pen: Pen,
    private readonly steps: Steps,
  ) {
    this.bar = pen.bar?.bind(pen);
    this.cut = pen.cut?.bind(pen);
  }

  moveTo(x: number, y: number): void {
    this.pen.moveTo(x, y);
    this.x = x;
    this.y = y;
  }

  lineTo(x: number, y: number): void {
    if (this.steps === "step-before") this.pen.lineTo(this.x, y);
    else if (this.steps === "step-after") this.pen.lineTo(x, this.y);
    this.pen.lineTo(x, y);
    this.x = x;
    this.y = y;
  }
}
