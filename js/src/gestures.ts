/** Gestures: what mouse, touch and wheel do over a plot, as spans that are wanted. */

import { CONTROLLED_CLASS } from "./controls_style";
import { boxed, panned, pinched, type Span, wheeled } from "./spans";

/** Pixels that a pointer moves before it is a drag and no click. */
const DRAG = 3;

/** Milliseconds in which wheel events belong to one turn. */
const TURN = 250;

/** The plot that gestures are made over. */
export interface Plot {
  /** Where it is on the page; null while nobody can use it. */
  place(): DOMRect | null;
  span(): Span | null;
  move(span: Span): void;
  live(): void;
  /** A span that is being chosen, in CSS pixels of the page; null: none any more. */
  box(from: number, to: number): void;
  unbox(): void;
  /** The pointer is here, or nowhere over the plot. */
  point(x: number | null, y: number): void;
}

interface Drag {
  readonly span: Span;
  readonly box: boolean;
  moved: boolean;
}

/** When the last turn of the wheel was seen that was for somebody else. */
let elsewhere = Number.NEGATIVE_INFINITY;

/** Follows gestures over an element; gives what ends that. */
export function followGestures(element: HTMLElement, plot: Plot): () => void {
  const pointers = new Map<number, { readonly from: number; x: number }>();
  let drag: Drag | null = null;

  const inside = ({ clientX: x, clientY: y, target }: MouseEvent): DOMRect | null => {
    const at = plot.place();
    const free = !(target instanceof Element && target.closest("button, .lw-panel, .lw-state"));
    const within = at && x >= at.left && x <= at.right && y >= at.top && y <= at.bottom;
    return within && free ? at : null;
  };
  const begin = (box: boolean): void => {
    const span = plot.span();
    for (const [id, { x }] of pointers) pointers.set(id, { from: x, x });
    drag = span === null ? null : { span, box, moved: pointers.size > 1 };
  };
  const down = (event: PointerEvent): void => {
    if (event.button !== 0 || inside(event) === null || pointers.size === 2) return;
    pointers.set(event.pointerId, { from: event.clientX, x: event.clientX });
    element.focus({ preventScroll: true });
    plot.unbox();
    begin(event.shiftKey && pointers.size === 1);
  };
  const move = (event: PointerEvent): void => {
    const pointer = pointers.get(event.pointerId);
    if (pointer === undefined || drag === null) {
      if (event.pointerType === "mouse") {
        plot.point(inside(event) === null ? null : event.clientX, event.clientY);
      }
      return;
    }
    const at = plot.place();
    if (at === null) return;
    pointer.x = event.clientX;
    if (!drag.moved && Math.abs(pointer.x - pointer.from) < DRAG) return;
    if (!drag.moved) {
      drag.moved = true;
      element.setPointerCapture(event.pointerId);
      if (!drag.box) element.classList.add("lw-grabbed");
      plot.point(null, 0);
    }
    const [one, other] = [...pointers.values()];
    if (one === undefined) return;
    const part = (x: number): number => (x - at.left) / at.width;
    if (other !== undefined) {
      const pairs = [one, other].sort((a, b) => a.from - b.from) as [typeof one, typeof one];
      const pair = (what: "from" | "x"): [number, number] => [
        part(pairs[0][what]),
        part(pairs[1][what]),
      ];
      plot.move(pinched(drag.span, pair("from"), pair("x")));
    } else if (drag.box) {
      const [left, right] = [Math.min(one.from, one.x), Math.max(one.from, one.x)];
      plot.box(Math.max(left, at.left), Math.min(right, at.right));
    } else {
      plot.move(panned(drag.span, (one.from - one.x) / at.width));
    }
  };
  const up = (event: PointerEvent): void => {
    const pointer = pointers.get(event.pointerId);
    if (pointer === undefined) return;
    const at = plot.place();
    pointers.delete(event.pointerId);
    element.classList.remove("lw-grabbed");
    plot.unbox();
    if (drag?.box && drag.moved && at !== null && event.type === "pointerup") {
      const part = (x: number): number => (x - at.left) / at.width;
      const chosen = boxed(drag.span, part(pointer.from), part(event.clientX));
      if (chosen !== null) plot.move(chosen);
    } else if (drag !== null && !drag.moved && event.pointerType !== "mouse") {
      plot.point(event.clientX, event.clientY); // a tap
    }
    drag = null;
    if (pointers.size > 0) begin(false); // one finger stays, and drags on
  };
  const leave = (event: PointerEvent): void => {
    if (event.pointerType === "mouse" && pointers.size === 0) plot.point(null, 0);
  };
  const twice = (event: MouseEvent): void => {
    if (inside(event) !== null) plot.live();
  };
  const wheel = (event: WheelEvent): void => {
    const at = inside(event);
    const span = plot.span();
    const now = performance.now();
    // A page that is being scrolled goes on scrolling though a plot comes under the pointer.
    if (at === null || span === null || (now - elsewhere < TURN && !event.ctrlKey)) {
      elsewhere = now;
      return;
    }
    event.preventDefault();
    event.stopPropagation();
    plot.move(wheeled(span, event, (event.clientX - at.left) / at.width, at.width));
  };
  const far = (event: WheelEvent): void => {
    const { target } = event;
    const ours = target instanceof Element && target.closest(`.${CONTROLLED_CLASS}`) !== null;
    if (!ours) elsewhere = performance.now();
  };
  const away = ({ target }: PointerEvent): void => {
    if (!(target instanceof Node && element.contains(target))) plot.point(null, 0);
  };
  const moved = (event: PointerEvent): void => {
    // Somebody who moves the pointer means what is under it now.
    if (event.movementX || event.movementY) elsewhere = Number.NEGATIVE_INFINITY;
  };

  const listening = new AbortController();
  const { signal } = listening;
  element.addEventListener("pointerdown", down, { signal });
  element.addEventListener("pointermove", move, { signal });
  element.addEventListener("pointermove", moved, { signal });
  element.addEventListener("pointerup", up, { signal });
  element.addEventListener("pointercancel", up, { signal });
  element.addEventListener("pointerleave", leave, { signal });
  element.addEventListener("dblclick", twice, { signal });
  element.addEventListener("wheel", wheel, { signal, passive: false });
  document.addEventListener("pointerdown", away, { signal, capture: true });
  document.addEventListener("wheel", far, { signal, passive: true, capture: true });
  return () => listening.abort();
}
