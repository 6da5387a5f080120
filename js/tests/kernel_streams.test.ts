import { describe, expect, it } from "vitest";
import { type Kernel, KernelStreams, RENEW } from "../src/kernel_streams";
import { type Request, STREAMS_TARGET } from "../src/streams_wire";

class Signal<T> {
  readonly slots = new Set<(sender: unknown, argument: T) => void>();
  connect(slot: (sender: unknown, argument: T) => void): boolean {
    this.slots.add(slot);
    return true;
  }
  disconnect(slot: (sender: unknown, argument: T) => void): boolean {
    return this.slots.delete(slot);
  }
  emit(argument: T): void {
    for (const slot of this.slots) slot(this, argument);
  }
}

/** A kernel that keeps what it was asked, and answers when a test says so. */
class Fake implements Kernel {
  readonly id = "one";
  status = "idle";
  connectionStatus = "connected";
  readonly statusChanged = new Signal<string>();
  readonly iopubMessage = new Signal<{ header: { msg_type: string } }>();
  comms: Record<string, { target_name: string }> = {};
  asked = 0;
  failing = false;
  sent: Request[] = [];
  disposed = 0;
  private onMsg: (message: { content: { data: unknown } }) => void = () => {};

  async requestCommInfo(): Promise<{ content: object }> {
    this.asked += 1;
    if (this.failing) throw new Error("the kernel is gone");
    return { content: { status: "ok", comms: this.comms } };
  }
  hasComm(): boolean {
    return false;
  }
  createComm(): ReturnType<Kernel["createComm"]> {
    const kernel = this;
    return {
      set onMsg(heard: (message: { content: { data: unknown } }) => void) {
        kernel.onMsg = heard;
      },
      send: (data) => this.sent.push(data),
      dispose: () => {
        this.disposed += 1;
      },
    };
  }

  /** It imports livewidgets, in a cell. */
  useLivewidgets(): void {
    this.comms = { ours: { target_name: STREAMS_TARGET } };
    this.runCell();
  }
  runCell(): void {
    this.iopubMessage.emit({ header: { msg_type: "execute_input" } });
  }
  say(...numbers: number[]): void {
    const texts = { name: "n", state: "s", rate: "r", rows: "1", lost: "–", age: "–" };
    const streams = numbers.map((number) => ({ number, ...texts, pictures: 0 }));
    this.onMsg({ content: { data: { type: "streams", streams, more: 0 } } });
  }
}

const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

async function looked(kernel = new Fake()): Promise<{ kernel: Fake; streams: KernelStreams }> {
  const streams = new KernelStreams(kernel, () => {});
  streams.look(0);
  await settled();
  return { kernel, streams };
}

function withLivewidgets(): Fake {
  const kernel = new Fake();
  kernel.useLivewidgets();
  return kernel;
}

describe("a kernel without livewidgets", () => {
  it("is asked once, and again only when a cell has run", async () => {
    const { kernel, streams } = await looked();
    for (const now of [1e3, 1e4, 1e5]) streams.look(now);
    await settled();
    expect(kernel.asked).toBe(1);
    kernel.runCell();
    kernel.runCell();
    streams.look(2e5);
    await settled();
    streams.look(3e5);
    await settled();
    expect(kernel.asked).toBe(2);
    expect(kernel.sent).toEqual([]);
    expect(streams.listing).toBeNull();
  });

  it("is found when it has livewidgets at last", async () => {
    const { kernel, streams } = await looked();
    kernel.useLivewidgets();
    streams.look(1e3);
    await settled();
    expect(kernel.sent).toEqual([{ type: "watch" }]);
  });
});

describe("a kernel that is busy or not there", () => {
  it.each([
    ["busy", "connected"],
    ["starting", "connected"],
    ["idle", "connecting"],
  ])("is not asked: %s, %s", async (status, connectionStatus) => {
    const kernel = withLivewidgets();
    Object.assign(kernel, { status, connectionStatus });
    const { streams } = await looked(kernel);
    expect(kernel.asked).toBe(0);
    Object.assign(kernel, { status: "idle", connectionStatus: "connected" });
    streams.look(1e3);
    await settled();
    expect(kernel.asked).toBe(1);
  });

  it("is asked again when it failed to answer and a cell has run", async () => {
    const kernel = withLivewidgets();
    kernel.failing = true;
    const { streams } = await looked(kernel);
    kernel.failing = false;
    kernel.runCell();
    streams.look(1e3);
    await settled();
    expect(kernel.sent).toHaveLength(1);
  });
});

describe("a kernel with livewidgets", () => {
  it("is told from time to time that somebody looks", async () => {
    const { kernel, streams } = await looked(withLivewidgets());
    for (let now = 1000; now <= 2 * RENEW; now += 1000) streams.look(now);
    expect(kernel.asked).toBe(1);
    expect(kernel.sent).toHaveLength(3); // when it was found, and twice since
    streams.rest();
    streams.look(2 * RENEW + 1);
    expect(kernel.sent).toHaveLength(4);
  });

  it("keeps what it said last, and not what cannot be understood", async () => {
    const { kernel, streams } = await looked(withLivewidgets());
    kernel.say(1, 2);
    kernel.say(1.5);
    expect(streams.listing?.streams.map((each) => each.number)).toEqual([1, 2]);
  });

  it("stops a stream, which is stopping until it is listed no more", async () => {
    const { kernel, streams } = await looked(withLivewidgets());
    kernel.say(1, 2);
    streams.stop(2);
    expect(kernel.sent.at(-1)).toEqual({ type: "stop", number: 2 });
    kernel.say(1, 2);
    expect([...streams.stopping]).toEqual([2]);
    kernel.say(1);
    expect([...streams.stopping]).toEqual([]);
  });

  it.each(["restarting", "autorestarting", "dead"])(
    "is forgotten when it is %s, and asked anew when it is back",
    async (status) => {
      const { kernel, streams } = await looked(withLivewidgets());
      kernel.say(1);
      kernel.statusChanged.emit(status);
      expect(streams.listing).toBeNull();
      expect(kernel.disposed).toBe(1);
      streams.look(1e3);
      await settled();
      expect(kernel.asked).toBe(2);
    },
  );

  it("is let go of with all that listens", async () => {
    const { kernel, streams } = await looked(withLivewidgets());
    streams.close();
    expect([
      kernel.disposed,
      kernel.statusChanged.slots.size,
      kernel.iopubMessage.slots.size,
    ]).toEqual([1, 0, 0]);
  });
});
