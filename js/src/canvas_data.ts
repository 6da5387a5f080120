/** Samples of a stock mark: what its x and y hold, as curves. */

import { lasting } from "./arrays";
import type { Row } from "./bqplot";
import type { Curve } from "./canvas_draw";

type Attributes = { [trait: string]: unknown };

/** For each axis a list that holds two numbers, or none where there is no sample. */
export interface Limits {
  x: number[][];
  y: number[][];
}

const AXES = ["x", "y"] as const;

/** By a model's attributes, while they are drawn by us. */
const drawn = new WeakMap<object, Samples>();

/** The curves of a model's newest samples, whoever draws them; without a copy where we do. */
export function curvesOf({ attributes }: { readonly attributes: Attributes }): Curve[] {
  return drawn.get(attributes)?.curves() ?? curvesFrom(attributes.x, attributes.y);
}

/**
 * A model's x and y. They are drawn from where frames write them, and the model is given what
 * stays as it is when it asks: for its path, or to be saved.
 */
export class Samples {
  private readonly newest: { x: unknown; y: unknown };

  /** @param attributes The model's, which read and write through to here until `close`. */
  constructor(private readonly attributes: Attributes) {
    this.newest = { x: attributes.x, y: attributes.y };
    for (const axis of AXES) {
      Object.defineProperty(attributes, axis, {
        configurable: true,
        enumerable: true,
        get: () => {
          this.newest[axis] = lasting(this.newest[axis]);
          return this.newest[axis];
        },
        set: (value: unknown) => {
          this.newest[axis] = value;
        },
      });
    }
    drawn.set(attributes, this);
  }

  /** Take new samples; not those that make other curves than there were, or none. */
  take(x: unknown = this.newest.x, y: unknown = this.newest.y): boolean {
    if (!sameShape(this.newest.x, x) || !sameShape(this.newest.y, y)) return false;
    Object.assign(this.newest, { x, y });
    return true;
  }

  /** The curves that the newest samples make; one row of x may serve all rows of y. */
  curves(): Curve[] {
    return curvesFrom(this.newest.x, this.newest.y);
  }

  /** The least and the greatest of all samples, as bqplot's scales take it. */
  limits(): Limits {
    return { x: limits(rowsOf(this.newest.x)), y: limits(rowsOf(this.newest.y)) };
  }

  /** Leave the model what it has. */
  close(): void {
    drawn.delete(this.attributes);
    for (const axis of AXES) {
      const value = lasting(this.newest[axis]);
      Object.defineProperty(this.attributes, axis, {
        configurable: true,
        enumerable: true,
        writable: true,
        value,
      });
    }
  }
}

function curvesFrom(forX: unknown, forY: unknown): Curve[] {
  const [x, y] = [rowsOf(forX), rowsOf(forY)];
  const count = x.length === 1 ? y.length : Math.min(x.length, y.length);
  return Array.from({ length: count }, (_, nth) => ({
    x: (x.length === 1 ? x[0] : x[nth]) ?? [],
    y: y[nth] ?? [],
  }));
}

function rowsOf(value: unknown): readonly Row[] {
  const first = (value as ArrayLike<unknown> | null)?.[0];
  return typeof first === "object" ? (value as Row[]) : [value as Row];
}

/** Whether two have the same number of rows, and some samples both. */
function sameShape(one: unknown, other: unknown): boolean {
  const [before, after] = [rowsOf(one), rowsOf(other)];
  return before.length === after.length && Boolean(before[0]?.length && after[0]?.length);
}

function limits(rows: readonly Row[]): number[][] {
  let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const row of rows) {
    for (let at = 0; at < row.length; at++) {
      const value = row[at] as number;
      if (value < low) low = value;
      if (value > high) high = value;
    }
  }
  return low <= high ? [[low, high]] : [];
}
