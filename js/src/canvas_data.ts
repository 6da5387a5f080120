/** Samples of a stock mark: what its x and y hold, as curves. */

import type { LinesModel, Row } from "./bqplot";
import type { Curve } from "./canvas_draw";

interface Samples {
  readonly [trait: string]: unknown;
}

/** For each axis a list that holds two numbers, or none where there is no sample. */
export interface Limits {
  x: number[][];
  y: number[][];
}

function rowsOf(value: unknown): readonly Row[] {
  const first = (value as ArrayLike<unknown> | null)?.[0];
  return typeof first === "object" ? (value as Row[]) : [value as Row];
}

/** The curves that a model's newest samples make; one row of x may serve all rows of y. */
export function curvesOf(model: LinesModel): Curve[] {
  const x = rowsOf(model.attributes.x);
  const y = rowsOf(model.attributes.y);
  const count = x.length === 1 ? y.length : Math.min(x.length, y.length);
  return Array.from({ length: count }, (_, nth) => ({
    x: (x.length === 1 ? x[0] : x[nth]) ?? [],
    y: y[nth] ?? [],
  }));
}

/** Whether two states have the same number of curves, and some samples both. */
export function sameShape(one: Samples, other: Samples): boolean {
  return (["x", "y"] as const).every((axis) => {
    const [before, after] = [rowsOf(one[axis]), rowsOf(other[axis])];
    return before.length === after.length && Boolean(before[0]?.length && after[0]?.length);
  });
}

/** The least and the greatest of all samples, as bqplot's scales take it. */
export function limitsOf(model: LinesModel): Limits {
  const limits = (rows: readonly Row[]): number[][] => {
    let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
    for (const row of rows) {
      for (let at = 0; at < row.length; at++) {
        const value = row[at] as number;
        if (value < low) low = value;
        if (value > high) high = value;
      }
    }
    return low <= high ? [[low, high]] : [];
  };
  return { x: limits(rowsOf(model.attributes.x)), y: limits(rowsOf(model.attributes.y)) };
}
