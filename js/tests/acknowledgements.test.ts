import { describe, expect, it } from "vitest";
import type { Transport } from "../src/transport";
import { type Desk, set, start } from "./desk";

describe("acknowledges", () => {
  async function paint(desk: Desk, transport: Transport, seq: number): Promise<void> {
    transport.receive(set(seq, seq === 1 ? -1 : seq - 1, { value: `${seq}` }), []);
    await desk.frames(seq === 1 ? 3 : 1);
  }

  it("the first frame at once, after painting", async () => {
    const { desk, transport } = start("label");
    transport.receive(set(1, -1, { value: "1" }), []);
    expect(desk.said("ack")).toEqual([]);
    await desk.frames();
    expect(desk.said("ack")).toEqual([
      { type: "ack", page: "page", epoch: "e", seq: 1, painted: 1, at: 1_000_000, wait: 0 },
    ]);
  });

  it("in batches of 8 frames, or 400 ms", async () => {
    const { desk, transport } = start("label");
    for (let seq = 1; seq <= 9; seq++) await paint(desk, transport, seq);
    expect(desk.said("ack").map((each) => each.seq)).toEqual([1, 9]);
    await paint(desk, transport, 10);
    desk.pass(401);
    expect(desk.said("ack").map((each) => each.seq)).toEqual([1, 9, 10]);
    expect(desk.said("ack").at(-1)?.painted).toBe(10);
  });

  it("the last frame before a silence", async () => {
    const { desk, transport } = start("label");
    for (let seq = 1; seq <= 3; seq++) await paint(desk, transport, seq);
    desk.pass(399);
    expect(desk.said("ack").at(-1)?.seq).toBe(1);
    desk.pass(1);
    expect(desk.said("ack").at(-1)?.seq).toBe(3);
    desk.pass(10_000);
    expect(desk.said("ack")).toHaveLength(2);
  });

  it("with how long frames waited to be painted, in the median", async () => {
    const { desk, transport } = start("label");
    await paint(desk, transport, 1);
    for (const [index, wait] of [2, 40, 5].entries()) {
      transport.receive(set(index + 2, index + 1, { value: `${index}` }), []);
      desk.pass(wait);
      await desk.frames(1);
    }
    transport.receive(set(5, 4, { value: "seen after the next" }), []);
    desk.pass(9);
    transport.receive(set(6, 5, { value: "seen at once" }), []);
    await desk.frames(1);
    desk.pass(401);
    expect(desk.said("ack").at(-1)?.wait).toBe(5); // of 0, 2, 5 and 40
  });

  it("frames that came together by their newest", async () => {
    const { desk, transport } = start("label");
    await paint(desk, transport, 1);
    for (let seq = 2; seq <= 600; seq++) {
      transport.receive(set(seq, seq - 1, { value: `${seq}` }), []);
    }
    await desk.frames(1);
    expect(desk.said("ack").map((each) => each.seq)).toEqual([1, 600]);
    expect(desk.model("label").states).toEqual([{ value: "1" }, { value: "2" }, { value: "600" }]);
  });
});
