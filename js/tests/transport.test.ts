import { describe, expect, it } from "vitest";
import { PATIENCE, Transport } from "../src/transport";
import { Desk } from "./desk";
import { golden } from "./golden";

function start(...models: string[]): { desk: Desk; transport: Transport } {
  const desk = new Desk(...models);
  const transport = new Transport(desk, true);
  transport.hello();
  return { desk, transport };
}

function set(seq: number, base: number, state: object, model = "label", epoch = "e"): object {
  return { type: "frame", epoch, seq, base, ops: [{ op: "set", model, state }] };
}

it("says hello first", () => {
  const { desk } = start();
  expect(desk.sent).toEqual([{ type: "hello", page: "page", visible: true }]);
});

it.each(golden().map((each) => [each.name, each] as const))(
  "shows what the golden frames of %s tell",
  async (_, { frames, expect: want }) => {
    const { desk, transport } = start("lines", "label", "mark");
    for (const { content, buffers } of frames) {
      transport.receive(content, buffers);
      await desk.frames();
    }
    for (const { model, trait, value } of want) {
      expect(desk.model(model).shown[trait]).toEqual(value);
    }
    expect(desk.said("resync")).toEqual([]);
    expect(desk.warnings).toEqual([]);
  },
);

it("paints the newest of each trait once per animation frame, all of a widget together", async () => {
  const { desk, transport } = start("label");
  transport.receive(set(1, -1, { value: "1", color: "red" }), []);
  await desk.frames();
  transport.receive(set(2, 1, { value: "2" }), []);
  transport.receive(set(3, 2, { value: "3" }), []);
  transport.receive(set(4, 3, { color: "blue" }), []);
  expect(desk.animating).toBe(1);
  await desk.frames();
  expect(desk.model("label").states).toEqual([
    { value: "1", color: "red" },
    { value: "3", color: "blue" },
  ]);
});

it("waits for a state that is on its way: frames overtake states", async () => {
  const { desk, transport } = start("label");
  const model = desk.model("label");
  let arrive = (): void => {};
  model.state_change = new Promise<void>((resolve) => {
    arrive = resolve;
  });
  transport.receive(set(1, -1, { value: "newest" }), []);
  await desk.frames();
  expect(model.states).toEqual([]);
  model.set_state({ value: "older" });
  arrive();
  await desk.frames();
  await desk.frames();
  expect(model.shown).toEqual({ value: "newest" });
});

describe("a page that lacks the base", () => {
  it("asks once, shows nothing of it, and goes on with the snapshot", async () => {
    const { desk, transport } = start("label");
    transport.receive(set(1, -1, { value: "1" }), []);
    transport.receive(set(3, 2, { value: "3" }), []);
    transport.receive(set(4, 3, { value: "4" }), []);
    await desk.frames();
    expect(desk.model("label").shown).toEqual({ value: "1" });
    const [asked, ...more] = desk.said("resync");
    expect(more).toEqual([]);
    expect(asked).toMatchObject({ epoch: "e", have: 1 });
    expect(asked?.why).toBe("frame 3 builds on 2, and this page lacks it.");
    transport.receive(set(4, -1, { value: "4" }), []);
    transport.receive(set(5, 4, { value: "5" }), []);
    await desk.frames();
    expect(desk.model("label").shown).toEqual({ value: "5" });
    transport.receive(set(7, 6, { value: "7" }), []);
    expect(desk.said("resync")).toHaveLength(2);
  });

  it("asks where the encoder is another one", () => {
    const { desk, transport } = start("label");
    transport.receive(set(1, -1, { value: "1" }), []);
    transport.receive(set(2, 1, { value: "2" }, "label", "other"), []);
    expect(desk.said("resync")).toMatchObject([{ epoch: "other", have: -1 }]);
  });

  it("does not ask on top of its hello", () => {
    const { desk, transport } = start("label");
    transport.receive(set(9, 8, { value: "9" }), []);
    expect(desk.said("resync")).toEqual([]);
  });
});

it("says hello again where nobody answers, and no more once somebody did", () => {
  const { desk, transport } = start("label");
  desk.pass(PATIENCE - 1);
  expect(desk.said("hello")).toHaveLength(1);
  desk.pass(1);
  desk.pass(PATIENCE);
  expect(desk.said("hello")).toHaveLength(3);
  transport.receive(set(1, -1, { value: "1" }), []);
  desk.pass(10 * PATIENCE);
  expect(desk.said("hello")).toHaveLength(3);
});

it.each(["see", "bye", "close"] as const)("says no hello after %s", (how) => {
  const { desk, transport } = start("label");
  if (how === "see") transport.see(false);
  else transport[how]();
  desk.pass(10 * PATIENCE);
  expect(desk.said("hello")).toHaveLength(1);
});

it("ignores the snapshot of another page", async () => {
  const { desk, transport } = start("label");
  transport.receive(set(1, -1, { value: "1" }), []);
  transport.receive(set(2, 1, { value: "2" }), []);
  await desk.frames();
  transport.receive(set(2, -1, { value: "2" }), []);
  await desk.frames();
  expect(desk.model("label").states).toHaveLength(1);
});

it("takes the snapshot of a new encoder whatever its number", async () => {
  const { desk, transport } = start("label");
  transport.receive(set(100, -1, { value: "old" }), []);
  transport.receive(set(1, -1, { value: "new" }, "label", "other"), []);
  await desk.frames();
  expect(desk.model("label").shown).toEqual({ value: "new" });
});

it("refuses a frame as a whole, asks, and says so once", async () => {
  const { desk, transport } = start("label");
  transport.receive(set(1, -1, { value: "1" }), []);
  await desk.frames();
  const bad = set(2, 1, { value: "2" }) as { ops: object[] };
  bad.ops.push({
    op: "array",
    model: "label",
    trait: "y",
    shape: [1],
    drop: 0,
    keep: 0,
    buffer: 0,
  });
  transport.receive(bad, []);
  transport.receive(bad, []);
  await desk.frames();
  expect(desk.model("label").shown).toEqual({ value: "1" });
  expect(desk.said("resync")).toMatchObject([{ have: 1, why: "there is no buffer 0." }]);
  expect(desk.warnings).toEqual(["livewidgets: a frame is refused: there is no buffer 0."]);
});

it("skips a widget that is not here, says so once, and shows the others", async () => {
  const { desk, transport } = start("label");
  transport.receive(set(1, -1, { value: "1" }), []);
  for (let seq = 2; seq < 6; seq++) {
    transport.receive(set(seq, seq - 1, { value: `${seq}` }, "elsewhere"), []);
    await desk.frames();
  }
  expect(desk.warnings).toHaveLength(1);
  expect(desk.warnings[0]).toContain("elsewhere");
  expect(desk.model("label").shown).toEqual({ value: "1" });
  desk.pass(1000);
  expect(desk.said("ack").at(-1)?.seq).toBe(5);
});

it("forgets a widget that was closed", async () => {
  const { desk, transport } = start("label", "other");
  transport.receive(set(1, -1, { value: "1" }), []);
  await desk.frames();
  expect([...transport.models]).toEqual(["label"]);
  desk.model("label").close();
  expect([...transport.models]).toEqual([]);
});

it("shows the others when one widget cannot be painted", async () => {
  const { desk, transport } = start("bad", "label");
  desk.model("bad").set_state = () => {
    throw new Error("no paint");
  };
  const frame = set(1, -1, { value: "1" }, "bad") as { ops: object[] };
  frame.ops.push({ op: "set", model: "label", state: { value: "1" } });
  transport.receive(frame, []);
  await desk.frames();
  expect(desk.model("label").shown).toEqual({ value: "1" });
  expect(desk.warnings).toHaveLength(1);
});

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
      { type: "ack", page: "page", epoch: "e", seq: 1, painted: 1, at: 1_000_000 },
    ]);
  });

  it("in batches of 8 frames, or 200 ms", async () => {
    const { desk, transport } = start("label");
    for (let seq = 1; seq <= 9; seq++) await paint(desk, transport, seq);
    expect(desk.said("ack").map((each) => each.seq)).toEqual([1, 9]);
    await paint(desk, transport, 10);
    desk.pass(201);
    expect(desk.said("ack").map((each) => each.seq)).toEqual([1, 9, 10]);
    expect(desk.said("ack").at(-1)?.painted).toBe(10);
  });

  it("the last frame before a silence", async () => {
    const { desk, transport } = start("label");
    for (let seq = 1; seq <= 3; seq++) await paint(desk, transport, seq);
    desk.pass(199);
    expect(desk.said("ack").at(-1)?.seq).toBe(1);
    desk.pass(1);
    expect(desk.said("ack").at(-1)?.seq).toBe(3);
    desk.pass(10_000);
    expect(desk.said("ack")).toHaveLength(2);
  });

  it("frames that came together by their newest", async () => {
    const { desk, transport } = start("label");
    await paint(desk, transport, 1);
    for (let seq = 2; seq <= 600; seq++) {
      transport.receive(set(seq, seq - 1, { value: `${seq}` }), []);
    }
    await desk.frames(1);
    expect(desk.said("ack").map((each) => each.seq)).toEqual([1, 600]);
    expect(desk.model("label").states).toHaveLength(2);
  });
});

describe("a page that nobody sees", () => {
  it("says so at once, and keeps and paints nothing", async () => {
    const { desk, transport } = start("label");
    transport.receive(set(1, -1, { value: "1" }), []);
    await desk.frames();
    transport.receive(set(2, 1, { value: "2" }), []);
    transport.see(false);
    expect(desk.sent.at(-1)).toEqual({ type: "visible", page: "page", visible: false });
    for (let seq = 3; seq < 10; seq++) transport.receive(set(seq, seq - 1, { value: "x" }), []);
    await desk.frames();
    desk.pass(1000);
    expect(desk.model("label").shown).toEqual({ value: "1" });
    expect(desk.sent.at(-1)).toMatchObject({ type: "visible" });
  });

  it("goes on with one snapshot when it is seen again", async () => {
    const { desk, transport } = start("label");
    transport.receive(set(1, -1, { value: "1" }), []);
    await desk.frames();
    transport.see(false);
    transport.see(false);
    transport.see(true);
    transport.receive(set(8, 7, { value: "8" }), []);
    transport.receive(set(8, -1, { value: "8" }), []);
    await desk.frames();
    expect(desk.model("label").shown).toEqual({ value: "8" });
    expect(desk.said("resync")).toEqual([]);
    expect(desk.said("visible")).toHaveLength(2);
  });
});
