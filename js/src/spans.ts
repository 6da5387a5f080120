/** Spans of time, and what gestures make of them. Pure. */

/** From when to when, in seconds. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** Seconds that can be seen; the kernel refuses less and more. */
export const SHORTEST = 1e-5;
export const LONGEST = 9e9;

/** The windows that can be chosen, in seconds. */
export const WINDOWS: readonly number[] = [10, 30, 60, 120, 300, 600, 1800, 3600];

/** The part of what is seen that an arrow key moves. */
export const STEP = 0.1;

/** By how much a key or a button zooms. */
export const ZOOM = 1.5;

/** Zoom for each pixel that a wheel turns, and for each of a pinch on a touchpad. */
const WHEEL = 0.0022;
const PINCH = 0.01;

/** Pixels in a line and in a page, where a wheel counts so. */
const LINE = 16;
const PAGE = 400;

export function length({ start, end }: Span): number {
  return end - start;
}

/** The time at a part of the span, 0 to 1. */
export function timeAt(span: Span, part: number): number {
  return span.start + part * length(span);
}

/** Moved by a part of its length, to later times where that is positive. */
export function panned(span: Span, part: number): Span {
  const shift = part * length(span);
  return { start: span.start + shift, end: span.end + shift };
}

/** `factor` times as long, and the time at `part` where it was. */
export function zoomed(span: Span, factor: number, part: number): Span {
  const before = length(span);
  const after = Math.min(Math.max(before * factor, SHORTEST), LONGEST);
  const fixed = timeAt(span, part);
  return { start: fixed - part * after, end: fixed + (1 - part) * after };
}

/** Two fingers: what was below both at first is below both now; parts of the plot's width. */
export function pinched(
  span: Span,
  before: readonly [number, number],
  after: readonly [number, number],
): Span {
  const least = 0.01;
  const apart = (pair: readonly [number, number]): number => Math.max(pair[1] - pair[0], least);
  const middle = (pair: readonly [number, number]): number => (pair[0] + pair[1]) / 2;
  const fixed = timeAt(span, middle(before));
  const wide = length(span) * (apart(before) / apart(after));
  const seconds = Math.min(Math.max(wide, SHORTEST), LONGEST);
  return {
    start: fixed - middle(after) * seconds,
    end: fixed + (1 - middle(after)) * seconds,
  };
}

/** Between two parts of a span, in whatever order; null where that is next to nothing. */
export function boxed(span: Span, from: number, to: number): Span | null {
  const [low, high] = [Math.min(from, to), Math.max(from, to)].map((part) =>
    timeAt(span, Math.min(Math.max(part, 0), 1)),
  ) as [number, number];
  return high - low >= SHORTEST ? { start: low, end: high } : null;
}

export interface Wheel {
  readonly deltaX: number;
  readonly deltaY: number;
  /** 0: pixels, 1: lines, 2: pages. */
  readonly deltaMode: number;
  /** As browsers tell a pinch on a touchpad, too. */
  readonly ctrlKey: boolean;
}

/** What a turn of the wheel at a part of the plot, `width` pixels wide, makes of a span. */
export function wheeled(span: Span, wheel: Wheel, part: number, width: number): Span {
  const unit = [1, LINE, PAGE][wheel.deltaMode] ?? 1;
  if (Math.abs(wheel.deltaX) > Math.abs(wheel.deltaY)) {
    return panned(span, (wheel.deltaX * unit) / width);
  }
  const turn = Math.min(Math.max(wheel.deltaY * unit, -PAGE), PAGE);
  return zoomed(span, Math.exp(turn * (wheel.ctrlKey ? PINCH : WHEEL)), part);
}

/** A window's length for people: `30 s`, `5 min`, `1 h`. */
export function durationText(seconds: number): string {
  if (seconds >= 3600 && seconds % 3600 === 0) return `${seconds / 3600} h`;
  if (seconds >= 60 && seconds % 60 === 0) return `${seconds / 60} min`;
  return `${Number(seconds.toPrecision(3))} s`;
}
