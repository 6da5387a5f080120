/** Styles: how the curves of a mark look, as the page itself would draw their paths. */

import type { LinesView } from "./bqplot";
import type { Steps } from "./canvas_path";

export type Fill = "none" | "bottom" | "top" | "between" | "inside";

export interface CurveStyle {
  readonly stroke: string;
  /** CSS pixels. */
  readonly width: number;
  readonly opacity: number;
  /** CSS pixels, drawn and left out by turns; empty for a line without dashes. */
  readonly dash: readonly number[];
  readonly join: CanvasLineJoin;
  readonly cap: CanvasLineCap;
  readonly miter: number;
  readonly area: { readonly colour: string; readonly opacity: number };
  readonly marker: { readonly colour: string; readonly opacity: number };
}

export interface MarkStyle {
  readonly steps: Steps;
  readonly fill: Fill;
  /** A marker's outline around (0, 0), as SVG has it; null for none. */
  readonly marker: string | null;
  /** By curve; null for one that is not shown. */
  readonly curves: readonly (CurveStyle | null)[];
}

/**
 * Read the styles off the paths that bqplot keeps: whatever gave them their look counts, a
 * trait or a theme.
 */
export function readStyle(view: LinesView): MarkStyle {
  const { model } = view;
  const shown = model.get("curves_subset") as number[];
  const curves = [...view.el.querySelectorAll<SVGGElement>(":scope > .curve")];
  const name = model.get("marker");
  return {
    steps: model.get("interpolation") as Steps,
    fill: model.get("fill") as Fill,
    marker: name ? view.dot.size(Number(model.get("marker_size"))).type(String(name))() : null,
    curves: curves.map((curve, nth) =>
      shown.length === 0 || shown.includes(nth) ? readCurve(curve) : null,
    ),
  };
}

/** Whether a line looks the same when parts of it lie on each other. */
export function inParts({ stroke, opacity, dash }: CurveStyle): boolean {
  return opacity === 1 && dash.length === 0 && /^(#|rgb\()/.test(stroke);
}

/** Whether two styles look the same. */
export function sameStyle(one: MarkStyle, other: MarkStyle): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}

function readCurve(curve: SVGGElement): CurveStyle | null {
  const line = curve.querySelector<SVGPathElement>(":scope > .line");
  const area = curve.querySelector<SVGPathElement>(":scope > .area");
  if (line === null || area === null) return null;
  const style = getComputedStyle(line);
  const dot = curve.querySelector<SVGPathElement>(":scope > .dot");
  return {
    stroke: style.stroke,
    width: number(style.strokeWidth, 1),
    opacity: number(style.opacity, 1),
    dash: style.strokeDasharray.split(/[\s,]+/).flatMap((each) => {
      const length = Number.parseFloat(each);
      return Number.isFinite(length) ? [length] : [];
    }),
    join: style.strokeLinejoin as CanvasLineJoin,
    cap: style.strokeLinecap as CanvasLineCap,
    miter: number(style.strokeMiterlimit, 4),
    area: fillOf(area, line),
    marker: dot === null ? { colour: style.stroke, opacity: 1 } : fillOf(dot),
  };
}

/** What an element is filled with; a curve that is filled inside has it on its line. */
function fillOf(element: SVGElement, line?: SVGPathElement): CurveStyle["area"] {
  const inside = line?.style.fill ? line : undefined;
  const style = getComputedStyle(inside ?? element);
  return { colour: style.fill, opacity: number(inside ? style.fillOpacity : style.opacity, 1) };
}

function number(text: string, otherwise: number): number {
  const value = Number.parseFloat(text);
  return Number.isFinite(value) ? value : otherwise;
}
