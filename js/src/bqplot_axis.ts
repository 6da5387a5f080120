/**
 * What we lean on in bqplot's axes, tested with the versions in bqplot.ts.
 *
 * When a scale moves, bqplot draws an axis three times: at once, and in two transitions that
 * end with the next animation frame though they take no time, so that each step of a sliding
 * axis makes the browser lay out, paint and show the page twice. Where nothing but the places
 * of the ticks has changed, we put the ticks there and are done.
 */

import type { FigureView, Hooked, ScaleView } from "./bqplot";

type Tick = SVGGElement & { readonly __data__: unknown };

interface AxisScale extends Omit<ScaleView, "scale"> {
  readonly scale: ScaleView["scale"] & ((value: unknown) => number);
  on(event: "domain_changed", callback: () => void, context: object): void;
  off(event: "domain_changed", callback: () => void, context: object): void;
}

interface AxisView {
  readonly el: SVGGElement;
  readonly model: { get(trait: string): unknown };
  readonly parent: FigureView;
  on(event: "remove", callback: () => void): void;
  readonly axis_scale: AxisScale;
  /** d3's, with the values that were given to it last. */
  readonly axis: { tickValues(): unknown[] | null };
  /** d3's selection; a setter of the view leaves the page alone while there is none. */
  g_axisline: unknown;
  /** Takes over the scale's domain. */
  update_scales(): void;
  /** Chooses the ticks, and draws them in a transition. */
  set_tick_values(): void;
  generate_tick_formatter(): (value: unknown) => string;
  /** Draws all that there is of the axis. */
  redraw_axisline(): void;
}

const HORIZONTAL: ReadonlySet<unknown> = new Set(["bottom", "top"]);

/** Whether a view is an axis as we know it. */
function isAxisView(view: unknown): view is AxisView {
  const axis = (view ?? {}) as Partial<AxisView>;
  return (
    axis.el instanceof SVGGElement &&
    typeof axis.axis?.tickValues === "function" &&
    typeof axis.axis_scale?.scale === "function" &&
    typeof axis.axis_scale.on === "function" &&
    typeof axis.update_scales === "function" &&
    typeof axis.set_tick_values === "function" &&
    typeof axis.generate_tick_formatter === "function" &&
    typeof axis.redraw_axisline === "function"
  );
}

/** Have a figure's axes, and those it gets, only move their ticks where that is all. */
export function hookAxes(figure: FigureView): Hooked {
  const hooked = new Map<AxisView, Hooked>();
  let open = true;
  const hook = (view: unknown): void => {
    if (!open || !isAxisView(view) || hooked.has(view)) return;
    hooked.set(view, hookAxis(view));
    view.on("remove", () => hooked.delete(view));
  };
  const look = (): void => {
    // An axis that cannot be had is the figure's own trouble.
    for (const each of figure.axis_views?.views ?? []) Promise.resolve(each).then(hook, () => {});
  };
  look();
  figure.model.on("change:axes", look);
  return {
    restore: () => {
      open = false;
      figure.model.off("change:axes", look);
      for (const each of hooked.values()) each.restore();
    },
  };
}

function hookAxis(view: AxisView): Hooked {
  const { redraw_axisline, axis_scale } = view;
  const moved = (): void => {
    if (!slide(view)) redraw_axisline.call(view);
  };
  // What the scale calls is what was there when it was listened to.
  axis_scale.off("domain_changed", redraw_axisline, view);
  axis_scale.on("domain_changed", moved, view);
  view.redraw_axisline = moved;
  return {
    restore: () => {
      view.redraw_axisline = redraw_axisline;
      view.axis_scale.off("domain_changed", moved, view);
      view.axis_scale.on("domain_changed", redraw_axisline, view);
    },
  };
}

/** Put the ticks where they belong now; false where more than that has to be drawn. */
function slide(view: AxisView): boolean {
  // An animation is to be seen, and an axis at a value of another scale has other lines.
  if (Number(view.parent.model.get("animation_duration")) > 0) return false;
  if (Object.keys((view.model.get("offset") ?? {}) as object).length > 0) return false;
  const { scale } = view.axis_scale;
  view.update_scales();
  chooseTicks(view);
  const values = view.axis.tickValues();
  const ticks = [...view.el.querySelectorAll<Tick>(":scope > .axis > .tick")];
  const format = view.generate_tick_formatter();
  const same =
    values?.length === ticks.length &&
    ticks.every(
      (tick, nth) =>
        Number(tick.__data__) === Number(values[nth]) &&
        tick.querySelector("text")?.textContent === String(format(values[nth])),
    );
  if (!same) return false;
  const across = HORIZONTAL.has(view.model.get("side"));
  for (const tick of ticks) {
    const place = scale(tick.__data__) + 0.5; // as d3's axes have it
    tick.setAttribute("transform", across ? `translate(${place},0)` : `translate(0,${place})`);
  }
  return true;
}

/** Without a drawing of them. */
function chooseTicks(view: AxisView): void {
  const line = view.g_axisline;
  view.g_axisline = undefined;
  try {
    view.set_tick_values();
  } finally {
    view.g_axisline = line;
  }
}
