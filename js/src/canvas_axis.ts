/** Axes: from values to device pixels. Pure. */

/** `pixel = to + (f(value) - from) * factor - slid`, f the logarithm or nothing. */
export interface Mapping {
  readonly log: boolean;
  readonly from: number;
  readonly factor: number;
  readonly to: number;
  /** Whole pixels that it has slid so far. */
  readonly slid: number;
}

/** Places in a pixel: a canvas's own numbers are coarser far from its corner than near it. */
const GRAIN = 64;

/** The part of a scale by which its factor may differ and count as the same: rounding. */
const SAME_FACTOR = 1e-6;

/** The mapping of an axis whose two ends are at two pixels. */
export function mapping(
  log: boolean,
  domain: readonly [number, number],
  range: readonly [number, number],
): Mapping {
  const [low, high] = log ? [Math.log(domain[0]), Math.log(domain[1])] : domain;
  const factor = (range[1] - range[0]) / (high - low);
  return { log, from: low, factor, to: range[0], slid: 0 };
}

/** Where a value is, to a 64th of a pixel; NaN where it cannot be shown. */
export function pixel(axis: Mapping, value: number): number {
  const { log, from, factor, to, slid } = axis;
  const place = to + ((log ? Math.log(value) : value) - from) * factor;
  // What has slid is rounded as it was, and is drawn as it was.
  return Number.isFinite(place) ? Math.round(place * GRAIN) / GRAIN - slid : Number.NaN;
}

/**
 * Lets a sliding axis slide in whole device pixels, at most half of one from where it is.
 *
 * A line that is moved by a part of a pixel is drawn with other shades: it shimmers.
 */
export class Glide {
  private anchor: Mapping | null = null;

  /** All is drawn anew: what comes next is drawn where it is. */
  anew(): void {
    this.anchor = null;
  }

  /** The mapping to draw with. */
  next(wanted: Mapping): Mapping {
    const { anchor } = this;
    if (anchor === null || !slides(anchor, wanted)) {
      this.anchor = wanted;
      return wanted;
    }
    return { ...anchor, slid: Math.round((wanted.from - anchor.from) * anchor.factor) };
  }
}

function slides(before: Mapping, after: Mapping): boolean {
  const stretched = Math.abs(after.factor / before.factor - 1);
  return !before.log && !after.log && before.to === after.to && stretched <= SAME_FACTOR;
}
