/** Acknowledgements: in batches, since each occupies the kernel and answers to every page. */

/** Milliseconds between acknowledgements at most, while frames are painted. */
export const ACK_INTERVAL = 400;

/** Frames that an acknowledgement covers at most. */
export const ACK_FRAMES = 8;

/** Time, as the page has it; a test brings its own. */
export interface Timing {
  /** Milliseconds since 1970 UTC. */
  now(): number;
  /** Call back after milliseconds; gives what `cancel` takes. */
  later(milliseconds: number, callback: () => void): number;
  cancel(timer: number): void;
}

/** Sends an acknowledgement when one is due, and the last one always. */
export class Acknowledgements {
  private frames = 0;
  private sent = Number.NEGATIVE_INFINITY;
  private timer: number | null = null;

  constructor(
    private readonly timing: Timing,
    private readonly send: () => void,
  ) {}

  /** So many more frames are on the screen. */
  painted(frames: number): void {
    if (frames <= 0) return;
    this.frames += frames;
    const wait = this.sent + ACK_INTERVAL - this.timing.now();
    if (this.frames >= ACK_FRAMES || wait <= 0) {
      this.flush();
    } else if (this.timer === null) {
      // Without it the last frame before a silence is never acknowledged, and the kernel
      // waits for it with the next.
      this.timer = this.timing.later(wait, () => this.flush());
    }
  }

  /** Forget what has not been acknowledged. */
  drop(): void {
    this.frames = 0;
    if (this.timer !== null) this.timing.cancel(this.timer);
    this.timer = null;
  }

  private flush(): void {
    this.drop();
    this.sent = this.timing.now();
    this.send();
  }
}
