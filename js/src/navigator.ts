/**
 * Navigator: moves the figures of a group at once, and has the kernel follow.
 *
 * While somebody drags or zooms, the page shows the span that is wanted with the samples that
 * it has. The kernel is asked for it at most once per animation frame and with one question
 * under way, so that the newest wins; what it sends meanwhile moves nothing. Its answer to the
 * last question does.
 */

import { length, type Span } from "./spans";
import type { Act } from "./wire";

/** Milliseconds after which an answer is not waited for any more: the kernel may be busy. */
export const PATIENCE = 4000;

export interface Helm {
  /** Tell the kernel, of this figure or any of the group; gives the number of the action. */
  send(act: Act, figure?: string): number;
  /** Show a span in all figures of the group. */
  paint(span: Span): void;
  /** Call back before the next repaint. */
  animate(callback: () => void): void;
  later(milliseconds: number, callback: () => void): number;
  cancel(timer: number): void;
}

export class Navigator {
  /** What the kernel shows. */
  private kernel: Span | null = null;
  /** What somebody wants to see instead. */
  private wanted: Span | null = null;
  private asked: number | null = null;
  private fresh = false;
  private requested = false;
  private timer: number | null = null;

  constructor(private readonly helm: Helm) {}

  /** What is seen, or will be with the next animation frame. */
  get span(): Span | null {
    return this.wanted ?? this.kernel;
  }

  /** Whether what the kernel sends of the axis is not to be shown. */
  get holds(): boolean {
    return this.wanted !== null;
  }

  /** The kernel tells an end of the axis, or both. */
  told(start: number | undefined, end: number | undefined): void {
    const now = this.kernel;
    const told = { start: start ?? now?.start ?? Number.NaN, end: end ?? now?.end ?? Number.NaN };
    if (length(told) > 0) this.kernel = told;
  }

  /** See this span. */
  move(span: Span): void {
    this.wanted = span;
    this.fresh = true;
    this.request();
  }

  /** Anything else: what is seen is the kernel's from now on. */
  act(act: Act, figure?: string): void {
    this.fresh = false;
    this.wanted = null;
    this.await(this.helm.send(act, figure));
  }

  /** The kernel has done this action of ours, and all before it. */
  answered(id: number): void {
    if (this.asked !== null && id >= this.asked) this.settle();
  }

  /** The kernel does not do this action; what it shows is what there is. */
  refused(id: number): void {
    if (this.asked !== null && id < this.asked) return;
    this.fresh = false;
    this.settle();
  }

  close(): void {
    if (this.timer !== null) this.helm.cancel(this.timer);
    this.wanted = null;
  }

  private settle(): void {
    if (this.timer !== null) this.helm.cancel(this.timer);
    this.asked = this.timer = null;
    if (this.fresh) {
      this.request();
      return;
    }
    if (this.wanted === null) return;
    this.wanted = null;
    // Not before the frame that brings the answer has told of the axis, too.
    queueMicrotask(() => {
      if (this.wanted === null && this.kernel !== null) this.helm.paint(this.kernel);
    });
  }

  private request(): void {
    if (this.requested) return;
    this.requested = true;
    this.helm.animate(() => {
      this.requested = false;
      if (this.wanted === null) return;
      this.helm.paint(this.wanted);
      if (!this.fresh || this.asked !== null) return;
      this.fresh = false;
      this.await(this.helm.send({ act: "zoom", ...this.wanted }));
    });
  }

  private await(id: number): void {
    if (this.timer !== null) this.helm.cancel(this.timer);
    this.asked = id;
    this.timer = this.helm.later(PATIENCE, () => this.settle());
  }
}
