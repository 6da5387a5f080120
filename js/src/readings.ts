/** Readings: the samples at a time, and times and values as text. Pure. */

import type { Row } from "./bqplot";
import type { Curve } from "./canvas_draw";
import type { Span } from "./spans";

/** The finite sample of a curve that is nearest to a time; -1 where there is none. */
export function nearest({ x, y }: Curve, time: number): number {
  const count = Math.min(x.length, y.length);
  let [low, high] = [0, count];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((x[middle] as number) < time) low = middle + 1;
    else high = middle;
  }
  const before = finite(y, low - 1, -1, count);
  const after = finite(y, low, 1, count);
  if (before < 0 || after < 0) return Math.max(before, after);
  const [left, right] = [time - (x[before] as number), (x[after] as number) - time];
  return right < left ? after : before;
}

function finite(y: Row, from: number, step: number, count: number): number {
  for (let at = from; at >= 0 && at < count; at += step) {
    if (Number.isFinite(y[at] as number)) return at;
  }
  return -1;
}

/** A curve's name, of a legend's label that has its unit: a reading has that behind its value. */
export function nameOf(label: string, unit: string): string {
  return unit ? label.replace(` [${unit}]`, "") : label;
}

/** A value, with as many digits as an axis of this range tells apart. */
export function valueText(value: number, range: number, unit: string): string {
  const digits = Math.min(Math.max(3 - Math.floor(Math.log10(range || 1)), 0), 12);
  const size = Math.abs(value);
  const text =
    size >= 1e15 || (digits >= 12 && size < 1e-6 && size > 0)
      ? value.toPrecision(6)
      : value.toFixed(digits);
  return (unit ? `${text} ${unit}` : text).replace("-", "−");
}

/** A time on the axis's own clock, as finely as a pixel tells; `offset` null: seconds. */
export function timeText(time: number, span: Span, width: number, offset: number | null): string {
  const pixel = (span.end - span.start) / Math.max(width, 1);
  const digits = Math.min(Math.max(Math.ceil(-Math.log10(pixel)), 0), 6);
  if (offset === null) return `${time.toFixed(digits)} s`;
  const whole = Math.floor(time);
  const moment = new Date((whole + offset) * 1000);
  if (Number.isNaN(moment.getTime())) return `${time.toFixed(digits)} s`;
  const [date, clock] = moment.toISOString().split(/[TZ]/) as [string, string];
  // Cut, not rounded: the second is the one that has begun.
  const part = digits ? `.${(time - whole).toFixed(7).slice(2, 2 + digits)}` : "";
  const shown = `${clock.slice(0, 8)}${part}`;
  return span.end - span.start > 43_200 ? `${date} ${shown}` : shown;
}
