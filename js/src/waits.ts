/** Waits: how long frames lie before the screen shows them, from which the kernel learns when
 * to make them. One that comes just before the page paints is shown as it is made. */

/** Waits that are remembered at most. */
const MOST = 8;

/** Measures the time from a frame to the animation frame that paints it. */
export class Waits {
  private arrived: number | null = null;
  private readonly waits: number[] = [];

  constructor(private readonly now: () => number) {}

  /** A frame has come. */
  frame(): void {
    this.arrived = this.now();
  }

  /** The page begins to paint. */
  paints(): void {
    if (this.arrived === null) return;
    this.waits.push(this.now() - this.arrived);
    if (this.waits.length > MOST) this.waits.shift();
    this.arrived = null;
  }

  /** The median in milliseconds of those since it was last asked for; null if there are none. */
  median(): number | null {
    const sorted = this.waits.splice(0).sort((a, b) => a - b);
    return sorted[Math.floor(sorted.length / 2)] ?? null;
  }

  drop(): void {
    this.arrived = null;
    this.waits.length = 0;
  }
}
