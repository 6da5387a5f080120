import { describe, expect, it } from "vitest";
import { MOST_NAMES, PATIENCE } from "../src/transport";
import { set, start } from "./desk";
import { golden } from "./golden";

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

describe("a page that nobody sees", () => {
  it("says so at once, and keeps and paints nothing", async () => {
    const { desk, transport } = start("label");
    transport.receive(set(1, -1, { value: "1" }), []);
    await desk.frames();
    transport.receive(set(2, 1, { value: "2" }), []);
    transport.receive(set(3, 2, { value: "3" }), []);
    transport.see(false);
    expect(desk.sent.at(-1)).toEqual({ type: "visible", page: "page", visible: false });
    for (let seq = 4; seq < 10; seq++) transport.receive(set(seq, seq - 1, { value: "x" }), []);
    await desk.frames();
    desk.pass(1000);
    expect(desk.model("label").shown).toEqual({ value: "2" }); // what came first was painted at once
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

it("says again what it shows when a snapshot brings nothing new", async () => {
  const { desk, transport } = start("label");
  transport.receive(set(1, -1, { value: "1" }), []);
  await desk.frames();
  desk.pass(1000);
  const before = desk.said("ack").length;
  transport.receive(set(1, -1, { value: "1" }), []);
  expect(desk.said("ack").slice(before)).toMatchObject([{ seq: 1 }]);
  transport.receive(set(1, 0, { value: "1" }), []); // a frame that comes late asks nothing
  expect(desk.said("ack")).toHaveLength(before + 1);
});

it("knows what will be shown though nobody sees it yet", () => {
  const { transport } = start("label");
  transport.see(false);
  transport.receive({ type: "models", models: ["label", "mark"] }, []);
  expect([...transport.models]).toEqual(["label", "mark"]);
  const many = Array.from({ length: 2 * MOST_NAMES }, (_, each) => `m${each}`);
  transport.receive({ type: "models", models: many }, []);
  expect(transport.models.size).toBe(MOST_NAMES);
  expect(transport.models.has(`m${2 * MOST_NAMES - 1}`)).toBe(true);
});
