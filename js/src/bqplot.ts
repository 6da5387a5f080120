/**
 * What we lean on in bqplot's own models and views: all of it is here, but for its axes, which
 * are in bqplot_axis.ts. Where a model or a view is another than those it was tested with, nothing is done to it.
 */

/**
 * The versions of bqplot's front end that drawing on a canvas was tested with, as its models
 * have them by default; 0.6.1 is the one of bqplot 0.13.1 in Python.
 */
export const TESTED: ReadonlySet<string> = new Set(["^0.6.1"]);

export interface MarkModel {
  dirty: boolean;
  on(event: string, callback: () => void): void;
  off(event: string, callback: () => void): void;
  trigger(event: "data_updated"): void;
}

/** A row of numbers, as bqplot has it: a typed array, or a list where nobody sent an array. */
export type Row = ArrayLike<number>;

export interface LinesModel extends MarkModel {
  readonly model_id: string;
  /** Backbone's: what `get` reads. Written to, nobody is told. */
  readonly attributes: { [trait: string]: unknown };
  /** The base class's: what it shows, as promises, by name. */
  readonly views?: { [id: string]: Promise<unknown> };
  /** Views' data, made of x and y by `update_data`: an object for each point. */
  readonly mark_data: readonly object[];
  get(trait: string): unknown;
  defaults(): { _model_module_version?: unknown };
  update_data(): void;
}

export interface ScaleModel {
  readonly type: string;
  readonly minFromData?: boolean;
  readonly maxFromData?: boolean;
  computeAndSetDomain(values: number[][], owner: string): void;
}

export interface ScaleView {
  readonly model: ScaleModel;
  readonly offset: number;
  readonly scale: { domain(): (number | Date)[]; range(): number[] };
}

type Events = Pick<MarkModel, "on" | "off">;

export interface FigureView extends Events {
  readonly el: HTMLElement;
  readonly model: Events & { get(trait: string): unknown };
  /** d3's selections. */
  readonly svg: { node(): SVGSVGElement };
  readonly fig: { node(): SVGGElement };
  readonly bg_events: { node(): SVGRectElement };
  readonly axis_views?: { readonly views: readonly Promise<unknown>[] };
  get_svg(): Promise<string>;
  save_png(name: string, scale: number): void;
}

/** A scale of an axis, as it is moved. */
export interface AxisScale extends Events {
  get(trait: string): unknown;
  set_state(state: { [trait: string]: unknown }): void;
}

export interface LinesView extends Events {
  readonly el: SVGGElement;
  readonly model: LinesModel;
  readonly parent: FigureView;
  readonly scales: { x: ScaleView; y: ScaleView };
  readonly dot: { size(area: number): { type(name: string): () => string } };
  /** Draws all that there is of the model. */
  draw(animate: boolean): void;
  /** Draws the same data in new places; also called by `draw`. */
  update_line_xy(animate?: boolean): void;
}

const SCALES = new Set(["linear", "log", "date"]);
const SIDES = new Set(["bottom", "top"]);
const INTERPOLATIONS = new Set(["linear", "step-before", "step-after"]);

/** Whether a model is a stock `Lines` of a version that was tested. */
export function isLines(model: object): model is LinesModel {
  const lines = model as Partial<LinesModel>;
  return (
    isMark(model) &&
    typeof lines.get === "function" &&
    typeof lines.defaults === "function" &&
    typeof lines.update_data === "function" &&
    lines.get("_model_module") === "bqplot" &&
    lines.get("_model_name") === "LinesModel" &&
    lines.get("_view_name") === "Lines" &&
    TESTED.has(String(lines.defaults()._model_module_version))
  );
}

/** Whether a view of such a model is as we know it. */
export function isLinesView(view: unknown): view is LinesView {
  const { el, draw, update_line_xy, scales, parent } = (view ?? {}) as Partial<LinesView>;
  return (
    el instanceof SVGGElement &&
    typeof draw === "function" &&
    typeof update_line_xy === "function" &&
    scales !== undefined &&
    [scales.x, scales.y].every((each) => SCALES.has(each?.model?.type)) &&
    parent?.svg?.node() instanceof SVGSVGElement &&
    parent.fig?.node() instanceof SVGGElement &&
    parent.bg_events?.node() instanceof SVGRectElement &&
    typeof parent.get_svg === "function"
  );
}

/** Whether a view is that of a figure as we know it. */
export function isFigureView(view: unknown): view is FigureView {
  const { el, svg, fig, bg_events, model, save_png } = (view ?? {}) as Partial<FigureView>;
  return (
    el instanceof HTMLElement &&
    svg?.node() instanceof SVGSVGElement &&
    fig?.node() instanceof SVGGElement &&
    bg_events?.node() instanceof SVGRectElement &&
    typeof model?.get === "function" &&
    typeof save_png === "function" &&
    TESTED.has(String(model.get("_model_module_version")))
  );
}

/** The scale of a figure's x axis; null where it has none that we can move. */
export function xScaleOf(figure: Pick<FigureView["model"], "get">): AxisScale | null {
  const axes = (figure.get("axes") ?? []) as { get(trait: string): unknown }[];
  const axis = axes.find((each) => SIDES.has(String(each.get("side"))));
  const scale = axis?.get("scale") as Partial<AxisScale> | undefined;
  const known = typeof scale?.set_state === "function" && typeof scale.on === "function";
  return known ? (scale as AxisScale) : null;
}

/** The marks of a figure that are curves with names. */
export function namedLines(figure: FigureView): LinesModel[] {
  const marks = (figure.model.get("marks") ?? []) as object[];
  return marks.filter(
    (mark): mark is LinesModel =>
      isLines(mark) && mark.get("display_legend") === true && mark.get("visible") === true,
  );
}

/** Whether somebody has given a figure an interaction of bqplot's own: ours then rest. */
export function isInteracting(figure: FigureView): boolean {
  return Boolean(figure.model.get("interaction"));
}

/** Whether the mark looks as we can draw it; else its own path is what is seen. */
export function canDraw(model: LinesModel): boolean {
  return (
    model.get("apply_clip") === true &&
    model.get("close_path") === false &&
    INTERPOLATIONS.has(String(model.get("interpolation")))
  );
}

/** A method of a view that is another for a while. */
export interface Hooked {
  restore(): void;
}

/**
 * Keep a view from drawing its path when only its scales have changed.
 *
 * @param moved Called where it would have been drawn for its scales.
 * @param drawn Called when it has been drawn, as it is with new data.
 */
export function hookDrawing(view: LinesView, moved: () => void, drawn: () => void): Hooked {
  const { draw, update_line_xy } = view;
  let whole = false;
  view.draw = (animate) => {
    whole = true;
    try {
      draw.call(view, animate);
    } finally {
      whole = false;
    }
    drawn();
  };
  view.update_line_xy = (animate) => {
    if (whole) update_line_xy.call(view, animate);
    else moved();
  };
  return {
    restore: () => {
      view.draw = draw;
      view.update_line_xy = update_line_xy;
    },
  };
}

/**
 * Have something done before a figure is exported.
 *
 * @param prepare Makes the paths right; may take its time.
 * @param reveal Lets the paths be seen; gives what ends that. The figure copies them at once.
 */
export function hookExport(
  figure: FigureView,
  prepare: () => Promise<void>,
  reveal: () => () => void,
): Hooked {
  const { get_svg } = figure;
  figure.get_svg = async () => {
    await prepare();
    const hide = reveal();
    try {
      return get_svg.call(figure);
    } finally {
      hide();
    }
  };
  return {
    restore: () => {
      figure.get_svg = get_svg;
    },
  };
}

/** Let scales without limits of their own follow data that the model has not been told of. */
export function followData(model: LinesModel, limits: { x: number[][]; y: number[][] }): void {
  const scales = model.get("scales") as { x: ScaleModel; y: ScaleModel };
  const keep = (model.get("preserve_domain") ?? {}) as { x?: boolean; y?: boolean };
  for (const axis of ["x", "y"] as const) {
    const scale = scales[axis];
    if ((scale.minFromData || scale.maxFromData) && !keep[axis]) {
      scale.computeAndSetDomain(limits[axis], `${model.model_id}_${axis}`);
    }
  }
}

/** Whether a scale takes its limits from the data. */
export function fromData(model: LinesModel): boolean {
  const scales = Object.values(model.get("scales") as { [axis: string]: ScaleModel });
  return scales.some((each) => each.minFromData || each.maxFromData);
}

/** Whether a state brings a mark's data: arrays, as bqplot holds them. */
export function bringsData(state: { [trait: string]: unknown }): boolean {
  return Object.values(state).some(
    (value) => value instanceof Float64Array || (Array.isArray(value) && isRow(value[0])),
  );
}

/**
 * Keep a mark from redrawing itself until its data come; gives what ends that.
 *
 * A mark redraws itself when its data change, and once more for each of its scales that
 * change, but not while its model is `dirty`. With new data on their way those redraws are
 * in vain: the scales go first, and the one redraw that counts comes with the data.
 */
export function holdRedraw(model: object): () => void {
  if (!isMark(model) || model.dirty) return () => {};
  let redrawn = false;
  const note = (): void => {
    redrawn = true;
  };
  model.on("data_updated", note);
  model.dirty = true;
  return () => {
    model.off("data_updated", note);
    model.dirty = false;
    // Data that are equal to those that are there change nothing; its scales may have.
    if (!redrawn) model.trigger("data_updated");
  };
}

function isMark(model: object): model is MarkModel {
  return "dirty" in model && typeof model.dirty === "boolean" && "trigger" in model;
}

function isRow(value: unknown): boolean {
  return value instanceof Float64Array;
}
