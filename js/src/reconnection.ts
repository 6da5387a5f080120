/** Reconnection: how a dashboard's page finds its way back when the connection is lost. */

/** What the server says of this page's kernel: it is there, it is gone, or nobody answers. */
export type Answer = "there" | "gone" | "silent";

/** What a reconnection does through the page; a test brings its own. */
export interface Way {
  /** Ask the server for the kernel. Never rejects. */
  ask(): Promise<Answer>;
  /** Connect to the kernel again; that it succeeded is told by `found`. */
  connect(): void;
  /** Load the page anew, with a kernel of its own. */
  reload(): void;
  /** Tell whoever looks; null: all is well. */
  say(sentence: string | null): void;
  /** The times at which pages of this tab were loaded anew, in milliseconds since 1970. */
  reloads: number[];
  now(): number;
  /** A number from 0 to 1: not all pages may come back in the same moment. */
  chance(): number;
  later(milliseconds: number, callback: () => void): number;
  cancel(timer: number): void;
}

/** Milliseconds before each attempt in a row, at least; the last one from then on. */
export const WAITS: readonly [number, ...number[]] = [250, 500, 1000, 2000, 4000, 8000, 15_000];

/** Milliseconds before the page is loaded anew for the first, second, ... time in a row. */
export const RELOAD_WAITS: readonly [number, ...number[]] = [0, 5000, 15_000, 60_000];

/** Milliseconds within which loading anew counts as in a row. */
export const IN_A_ROW = 600_000;

/** The part of a wait by which it is longer at most: pages that all lost a server that is
 * started again spread, the more the longer that took; one whose kernel died is back soon. */
export const SPREAD = 1;

/** Goes on asking until the page is connected, or is loaded anew. */
export class Reconnection {
  private since: number | null = null;
  private attempts = 0;
  private timer: number | null = null;
  /** What an answer must still belong to. */
  private turn = 0;

  constructor(private readonly way: Way) {}

  /** The connection is lost. */
  lost(): void {
    if (this.since !== null) return;
    this.since = this.way.now();
    this.attempts = 0;
    this.say();
    this.again();
  }

  /** It is there again. */
  found(): void {
    if (this.since === null) return;
    this.since = null;
    this.stop();
    this.way.say(null);
  }

  /** Something has changed, such as the network: worth an attempt at once. */
  hurry(): void {
    if (this.since === null || this.timer === null) return;
    this.attempts = 0;
    this.stop();
    this.again();
  }

  private again(): void {
    const wait = at(WAITS, this.attempts++);
    this.timer = this.way.later(wait * (1 + SPREAD * this.way.chance()), () => void this.attempt());
  }

  private async attempt(): Promise<void> {
    this.timer = null;
    const turn = ++this.turn;
    const answer = await this.way.ask();
    if (turn !== this.turn || this.since === null) return;
    if (answer === "gone") {
      this.reload();
      return;
    }
    if (answer === "there") this.way.connect();
    this.again(); // unless it is found before that
  }

  /** A page whose kernel ends again and again must not be loaded without end. */
  private reload(): void {
    const now = this.way.now();
    const recent = this.way.reloads.filter((time) => time <= now && now - time < IN_A_ROW);
    this.timer = this.way.later(at(RELOAD_WAITS, recent.length), () => {
      this.way.reloads = [...recent, this.way.now()];
      this.way.reload();
    });
  }

  private stop(): void {
    this.turn += 1;
    if (this.timer !== null) this.way.cancel(this.timer);
    this.timer = null;
  }

  private say(): void {
    const time = new Date(this.since ?? 0).toTimeString().slice(0, 8);
    this.way.say(`Connection lost at ${time}, reconnecting …`);
  }
}

function at(waits: readonly [number, ...number[]], index: number): number {
  return waits[Math.min(index, waits.length - 1)] ?? waits[0];
}
