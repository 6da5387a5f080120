/**
 * The wire: what kernel and page say to each other, as custom messages of the transport's
 * comm. `livewidgets/transport/wire.py` is its other half, type by type.
 *
 * A **frame** tells what changed on all widgets at once. `epoch` names the encoder that made
 * it, `seq` counts its frames, and `base` is the `seq` that the frame builds on; -1 is a
 * snapshot, which needs nothing. Frames are broadcast, and each page judges for itself:
 *
 * - it applies a frame whose `base` is its own `seq` of that epoch, and any snapshot that is
 *   newer than what it has;
 * - it ignores a frame that is not newer: it answers another page;
 * - else it has missed one. It asks for a snapshot, once until one comes, and never guesses.
 *
 * A frame is applied as a whole or not at all: what cannot be understood is refused with a
 * sentence, and a snapshot is asked for. A page that nobody sees keeps no frames; when it
 * is seen again the kernel sends it a snapshot.
 */

/** A value as JSON has it. */
export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

/** Traits that are replaced: labels, limits, styles. */
export interface SetOp {
  op: "set";
  /** The comm of the widget. */
  model: string;
  state: { [trait: string]: Json };
}

/**
 * A trait that is an array, of shape `[columns]` or `[rows, columns]`: its new value is
 * `old[:, drop : drop + keep]` followed by the tail. The tail, of shape
 * (rows, columns - keep), is row by row in the message's buffer number `buffer`, little
 * endian: float32 differences from `bases[row]`, or values as they are where `dtype` is
 * "float64" (float32 would lose what can be seen).
 */
export interface ArrayOp {
  op: "array";
  model: string;
  trait: string;
  shape: number[];
  drop: number;
  keep: number;
  buffer: number;
  bases?: number[];
  dtype?: "float32" | "float64";
}

export type Op = SetOp | ArrayOp;

/** kernel → page, with the buffers that its array operations name. */
export interface FrameMessage {
  type: "frame";
  epoch: string;
  seq: number;
  base: number;
  ops: Op[];
}

/**
 * Kernel to page: widgets that will be shown, before anything is. A page that nobody sees is
 * sent no frames, and has to know what to look out for.
 */
export interface ModelsMessage {
  type: "models";
  models: string[];
}

/** A page is there; the first thing it says, and again when its comm is new. */
export interface Hello {
  type: "hello";
  page: string;
  visible: boolean;
}

/** Everything up to `seq` is on the screen: the page has painted `painted` times until `at`. */
export interface Ack {
  type: "ack";
  page: string;
  epoch: string;
  seq: number;
  painted: number;
  /** Milliseconds since 1970 UTC, by the page's clock. */
  at: number;
  /** Milliseconds that frames waited in the page for an animation frame, in the median. */
  wait: number | null;
}

/** Somebody sees the page now, or nobody does. */
export interface Visible {
  type: "visible";
  page: string;
  visible: boolean;
}

/** A page cannot go on from what it has, `have` of `epoch`, and why, as a sentence. */
export interface Resync {
  type: "resync";
  page: string;
  epoch: string;
  have: number;
  why: string;
}

/** A page goes. */
export interface Bye {
  type: "bye";
  page: string;
}

/** A page's, numbered by it: what is to be done with a figure. See `transport/actions.py`. */
export type Action = { type: "action"; page: string; figure: string; id: number } & Act;

/** What can be done with a figure; times and spans in seconds. */
export type Act =
  | { act: "zoom"; start: number; end: number }
  | { act: "window"; seconds: number }
  | { act: "live" | "pause" | "clear" };

/** How wide the plots of a page are, in device pixels, by figure. */
export interface Widths {
  type: "widths";
  page: string;
  widths: { [figure: string]: number };
}

/** Kernel to page: an action is not done, and why, as a sentence. */
export interface RefusedMessage {
  type: "refused";
  page: string;
  figure: string;
  id: number;
  why: string;
}

/** The trait `controls` of a figure: what all its pages show of its controls. */
export interface ControlsState {
  /** Figures of one group are moved as one. */
  group: string;
  following: boolean;
  paused: boolean;
  /** Seconds that are seen while it follows; null: it is of no span of time. */
  window: number | null;
  /** Whether its x axis is one of time, which can be zoomed and moved. */
  moves: boolean;
  /** Seconds of the buckets that time is cut into. */
  bucket: number;
  note: string;
  units: string[];
  /** Seconds by which the axis's local time is ahead of UTC; null: times are no dates. */
  offset: number | null;
  /** The number of the newest action that was done, by page. */
  answered: { [page: string]: number };
}

/** page → kernel. */
export type PageMessage = Hello | Ack | Visible | Resync | Bye | Action | Widths;
