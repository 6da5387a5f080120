/**
 * Sliding: what of a picture that has been drawn can stay, moved by whole device pixels. Pure.
 *
 * What is to be drawn is compared with what was, sample by sample. That costs a fraction of
 * drawing, and holds whatever has come between the two: late rows, a gap, other limits.
 */

import type { Row } from "./bqplot";
import { type Mapping, pixel } from "./canvas_axis";
import type { Curve, Place } from "./canvas_draw";
import { CUT } from "./canvas_path";
import { inParts, type MarkStyle } from "./canvas_style";

/** A picture that can stay: so far to the left, and up to the column `from`, which is new. */
export interface Kept {
  readonly shift: number;
  readonly from: number;
}

/** Pieces of a line that are traced before what is seen of it, and columns of samples. */
const PIECES_BEFORE = 3;
const COLUMNS_BEFORE = 4;

/** Places where the samples of two pictures may begin to be the same, where times are equal. */
const MOST_BEGINNINGS = 8;

/** One mark as it has been drawn. */
export class Memory {
  private readonly curves: Copy[] = [];
  private drawn: { readonly style: MarkStyle; readonly place: Place } | null = null;

  /** It has been drawn like this. */
  remember(curves: readonly Curve[], style: MarkStyle, place: Place): void {
    this.drawn = { style, place };
    this.curves.length = curves.length;
    curves.forEach((curve, nth) => {
      this.curves[nth] ??= new Copy();
      this.curves[nth]?.take(curve);
    });
  }

  /** What can stay, now that it is to be drawn like this; null for nothing. */
  kept(curves: readonly Curve[], style: MarkStyle, place: Place): Kept | null {
    const { drawn } = this;
    if (drawn === null || drawn.style !== style || !slides(style)) return null;
    const shift = place.across.slid - drawn.place.across.slid;
    if (shift < 0 || !sameButSlid(drawn.place, place)) return null;
    if (curves.length !== this.curves.length) return null;
    const reach = 1 + Math.ceil(Math.max(0, ...style.curves.map((each) => reachOf(each, place))));
    let from = Number.POSITIVE_INFINITY;
    for (const [nth, curve] of curves.entries()) {
      if (!style.curves[nth]) continue;
      const changed = this.curves[nth]?.changes(curve) ?? 0;
      if (changed === 0) return null;
      if (changed === Number.POSITIVE_INFINITY) continue;
      const column = Math.floor(pixel(place.across, curve.x[changed - 1] as number));
      if (Number.isNaN(column)) return null;
      from = Math.min(from, column - reach);
    }
    return { shift, from };
  }
}

/** What of all marks can stay, that slide together or not at all. */
export function keptOf(marks: readonly (Kept | null)[], width: number): Kept | null {
  const [first] = marks;
  if (!first) return null;
  const { shift } = first;
  let from = width - shift;
  for (const mark of marks) {
    if (mark?.shift !== shift) return null;
    from = Math.min(from, mark.from);
  }
  return from > 0 ? { shift, from } : null;
}

/** The sample from which on a line is to be traced, to be the same from a column on. */
export function beginning(x: Row, across: Mapping, from: number): number {
  if (from <= 0) return 0;
  const left = from - PIECES_BEFORE * CUT;
  let [low, high] = [0, x.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (pixel(across, x[middle] as number) < left) low = middle + 1;
    else high = middle;
  }
  // On to where a column begins: a part of one would be drawn otherwise.
  const column = (at: number): number => Math.floor(pixel(across, x[at] as number));
  for (let columns = 0; low > 0 && columns < COLUMNS_BEFORE; columns++) {
    const here = column(low - 1);
    while (low > 0 && column(low - 1) === here) low--;
  }
  return low;
}

/** Whether a part of it looks as it does in the whole. */
function slides({ fill, marker, curves }: MarkStyle): boolean {
  return fill === "none" && marker === null && curves.every((each) => !each || inParts(each));
}

function sameButSlid(before: Place, after: Place): boolean {
  const [one, other] = [before.across, after.across];
  return (
    !other.log &&
    one.from === other.from &&
    one.factor === other.factor &&
    one.to === other.to &&
    (["log", "from", "factor", "to", "slid"] as const).every(
      (part) => before.up[part] === after.up[part],
    ) &&
    before.bottom === after.bottom &&
    before.ratio === after.ratio
  );
}

/**
 * How far to the left of a sample its ink can be. Times do not go back: of two strokes that meet
 * in it one comes from the left and one goes to the right. Where these are a and b from the
 * vertical, the tip of their mitre is half a width / sin((a + b) / 2) long, and
 * sin((a - b) / 2) of that to the left: half a width at most, however sharp it is.
 */
function reachOf(look: MarkStyle["curves"][number], { ratio }: Place): number {
  const corner = look?.cap === "square" ? Math.SQRT2 : 1;
  return look ? (look.width * ratio * corner) / 2 : 0;
}

/** A curve's samples as they were. */
class Copy {
  private x = new Float64Array(0);
  private y = new Float64Array(0);
  private count = 0;

  take({ x, y }: Curve): void {
    this.count = Math.min(x.length, y.length);
    if (this.count > this.x.length) {
      this.x = new Float64Array(2 * this.count);
      this.y = new Float64Array(2 * this.count);
    }
    put(this.x, x, this.count);
    put(this.y, y, this.count);
  }

  /**
   * The first sample of a curve that is not as it was, all before it being so: 0 where none
   * is, or where times go back; infinity where nothing has changed but what was let go.
   */
  changes({ x, y }: Curve): number {
    const count = Math.min(x.length, y.length);
    for (let at = 0; at < count; at++) {
      if (!((x[at] as number) >= (x[Math.max(0, at - 1)] as number))) return 0;
    }
    let [best, all] = [0, false];
    const begin = this.find(x[0] as number);
    for (let start = begin; start < begin + MOST_BEGINNINGS && start < this.count; start++) {
      if (this.x[start] !== x[0]) break;
      const most = Math.min(count, this.count - start);
      let at = 0;
      while (at < most && this.x[start + at] === x[at] && same(this.y[start + at], y[at])) at++;
      if (at > best) [best, all] = [at, at === count && start + at === this.count];
    }
    return all ? Number.POSITIVE_INFINITY : best;
  }

  /** The first sample that is not before a time. */
  private find(time: number): number {
    let [low, high] = [0, this.count];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.x[middle] as number) < time) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

function put(there: Float64Array, row: Row, count: number): void {
  if (row instanceof Float64Array) there.set(row.subarray(0, count));
  else for (let at = 0; at < count; at++) there[at] = row[at] as number;
}

function same(one: number | undefined, other: number | undefined): boolean {
  return one === other || (Number.isNaN(one) && Number.isNaN(other));
}
