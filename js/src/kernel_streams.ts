/** The streams of one kernel, as the page knows them. */

import { commAmong, type Request, readStreams, STREAMS_TARGET, type Streams } from "./streams_wire";

/** Milliseconds after which a page says again that it looks; the kernel forgets it after 15 s. */
export const RENEW = 5000;

interface Slot<T> {
  connect(slot: (sender: unknown, argument: T) => void): boolean;
  disconnect(slot: (sender: unknown, argument: T) => void): boolean;
}

interface Comm {
  onMsg: (message: { content: { data: unknown } }) => void;
  send(data: Request): unknown;
  dispose(): void;
}

/** What we use of JupyterLab's kernel connection. */
export interface Kernel {
  readonly id: string;
  readonly status: string;
  readonly connectionStatus: string;
  readonly statusChanged: Slot<string>;
  readonly iopubMessage: Slot<{ header: { msg_type: string } }>;
  requestCommInfo(content: { target_name: string }): Promise<{ content: object }>;
  hasComm(id: string): boolean;
  createComm(target: string, id: string): Comm;
}

const GONE = new Set(["dead", "terminating", "restarting", "autorestarting"]);

/**
 * Asks a kernel for its streams while somebody looks, and never while it is busy.
 *
 * A kernel is asked once whether it has livewidgets, and again only when a cell has run in
 * it since: so one without it is left alone.
 */
export class KernelStreams {
  /** The newest that it said; null where it has no livewidgets, or is gone. */
  listing: Streams | null = null;
  /** The numbers of those that somebody has stopped and that still run. */
  readonly stopping = new Set<number>();

  private comm: Comm | null = null;
  private ran = true;
  private asking: object | null = null;
  private watched = Number.NEGATIVE_INFINITY;

  constructor(
    private readonly kernel: Kernel,
    private readonly changed: () => void,
  ) {
    kernel.statusChanged.connect(this.follow);
    kernel.iopubMessage.connect(this.hear);
  }

  /** Somebody looks at this time, in milliseconds: ask what there is to ask. */
  look(now: number): void {
    if (this.kernel.status !== "idle" || this.kernel.connectionStatus !== "connected") return;
    if (this.comm === null) {
      if (this.ran && this.asking === null) void this.ask();
    } else if (now - this.watched >= RENEW) {
      this.watched = now;
      this.say({ type: "watch" });
    }
  }

  /** Nobody has looked for a while: what was said may be old, and is asked for anew. */
  rest(): void {
    this.watched = Number.NEGATIVE_INFINITY;
  }

  stop(number: number): void {
    if (this.comm === null) return;
    this.stopping.add(number);
    this.say({ type: "stop", number });
    this.changed();
  }

  close(): void {
    this.kernel.statusChanged.disconnect(this.follow);
    this.kernel.iopubMessage.disconnect(this.hear);
    this.forget();
  }

  private async ask(): Promise<void> {
    const mine = {};
    this.asking = mine;
    this.ran = false;
    try {
      const reply = await this.kernel.requestCommInfo({ target_name: STREAMS_TARGET });
      const id = commAmong((reply.content as { comms?: unknown }).comms);
      if (this.asking !== mine || id === null || this.kernel.hasComm(id)) return;
      this.comm = this.kernel.createComm(STREAMS_TARGET, id);
      this.comm.onMsg = (message) => this.take(message.content.data);
      this.say({ type: "watch" });
    } catch {
      // The kernel has gone meanwhile; the next one is asked when it is there.
    } finally {
      if (this.asking === mine) this.asking = null;
    }
  }

  private say(request: Request): void {
    try {
      this.comm?.send(request);
    } catch {
      this.forget();
    }
  }

  private take(data: unknown): void {
    const listing = readStreams(data);
    if (listing === null) return;
    this.listing = listing;
    const running = new Set(listing.streams.map((each) => each.number));
    for (const number of this.stopping) if (!running.has(number)) this.stopping.delete(number);
    this.changed();
  }

  private forget(): void {
    this.comm?.dispose();
    this.comm = this.listing = this.asking = null;
    this.stopping.clear();
    this.ran = true;
    this.rest();
    this.changed();
  }

  private readonly follow = (_: unknown, status: string): void => {
    if (GONE.has(status)) this.forget();
  };

  private readonly hear = (_: unknown, message: { header: { msg_type: string } }): void => {
    if (message.header.msg_type === "execute_input") this.ran = true;
  };
}
