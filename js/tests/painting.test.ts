import { describe, expect, it } from "vitest";
import { Model, set, start } from "./desk";

it("paints at once what comes first, and the rest with the animation frame, newest of each trait", async () => {
  const { desk, transport } = start("label");
  transport.receive(set(1, -1, { value: "1", color: "red" }), []);
  await desk.frames();
  const before = [{ value: "1", color: "red" }, { value: "2" }];
  transport.receive(set(2, 1, { value: "2" }), []);
  expect(desk.model("label").states).toEqual(before);
  transport.receive(set(3, 2, { value: "3" }), []);
  transport.receive(set(4, 3, { value: "4" }), []);
  transport.receive(set(5, 4, { color: "blue" }), []);
  expect(desk.model("label").states).toEqual(before);
  expect(desk.animating).toBe(1);
  await desk.frames();
  expect(desk.model("label").states).toEqual([...before, { value: "4", color: "blue" }]);
});

it("acknowledges what it painted at once only when the page repaints", async () => {
  const { desk, transport } = start("label");
  transport.receive(set(1, -1, { value: "1" }), []);
  await desk.frames();
  desk.pass(1000);
  const before = desk.said("ack").length;
  transport.receive(set(2, 1, { value: "2" }), []);
  expect(desk.model("label").shown).toEqual({ value: "2" });
  desk.pass(1000);
  expect(desk.said("ack")).toHaveLength(before);
  await desk.frames();
  desk.pass(1000);
  expect(desk.said("ack").at(-1)?.seq).toBe(2);
});

it("lays out what it painted at once, and nothing in the repaint itself", async () => {
  const { desk, transport } = start("label");
  transport.receive(set(1, -1, { value: "1" }), []);
  await desk.frames();
  const before = desk.laidOut;
  transport.receive(set(2, 1, { value: "2" }), []);
  expect(desk.laidOut).toBe(before + 1);
  transport.receive(set(3, 2, { value: "3" }), []);
  await desk.frames();
  expect(desk.model("label").shown).toEqual({ value: "3" });
  expect(desk.laidOut).toBe(before + 1);
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

it("paints on a widget that comes after its frame, though no other frame does", async () => {
  const { desk, transport } = start("label");
  transport.receive(set(1, -1, { value: "1" }, "late"), []);
  await desk.frames();
  const late = new Model();
  desk.models.set("late", late);
  transport.retry();
  await desk.frames();
  await desk.frames();
  expect(late.shown).toEqual({ value: "1" });
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

it("listens no more to a widget that a snapshot does not name, nor to any once it is closed", async () => {
  const { desk, transport } = start("label", "other");
  transport.receive(set(1, -1, { value: "1" }), []);
  transport.receive(set(2, 1, { value: "1" }, "other"), []);
  await desk.frames();
  expect([desk.model("label").listeners, desk.model("other").listeners]).toEqual([1, 1]);
  transport.receive(set(3, -1, { value: "2" }, "other", "anew"), []);
  await desk.frames();
  expect([desk.model("label").listeners, desk.model("other").listeners]).toEqual([0, 1]);
  transport.close();
  expect(desk.model("other").listeners).toBe(0);
});

it("does not listen to a widget that comes when it is closed already", async () => {
  const { desk, transport } = start("label");
  transport.receive(set(1, -1, { value: "1" }), []);
  const passing = desk.frames();
  transport.close();
  await passing;
  expect(desk.model("label").listeners).toBe(0);
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

describe("a mark whose scale changes together with its data", () => {
  class Mark extends Model {
    dirty = false;
    redraws: string[] = [];
    private noted: (() => void)[] = [];

    on(_event: string, callback: () => void): void {
      this.noted.push(callback);
    }

    override off(_event: string, callback: () => void): void {
      this.noted = this.noted.filter((each) => each !== callback);
    }

    trigger(_event: string): void {
      this.redraws.push("for data");
      for (const callback of this.noted) callback();
    }
  }

  class Scale extends Model {
    constructor(private readonly mark: Mark) {
      super();
    }

    override set_state(): void {
      if (!this.mark.dirty) this.mark.redraws.push("for its scale");
    }
  }

  async function redraws(changes: boolean, ...traits: ("y" | "min")[]): Promise<string[]> {
    const { desk, transport } = start("label");
    const mark = new Mark();
    mark.set_state = (state) => {
      if (changes && "y" in state) mark.trigger("data_updated");
    };
    desk.models.set("lines", mark).set("scale", new Scale(mark));
    const array = { op: "array", model: "lines", trait: "y", shape: [1], drop: 0, keep: 0 };
    const y = { ...array, buffer: 0, bases: [0] };
    const min = { op: "set", model: "scale", state: { min: 1 } };
    const ops = traits.map((each) => (each === "y" ? y : min));
    transport.receive({ ...set(1, -1, {}), ops }, [Float32Array.of(1)]);
    await desk.frames();
    expect(mark.dirty).toBe(false);
    return mark.redraws;
  }

  it("redraws itself once", async () => {
    expect(await redraws(true, "y", "min")).toEqual(["for data"]);
  });

  it("redraws itself though the data are those that are there", async () => {
    expect(await redraws(false, "y", "min")).toEqual(["for data"]);
  });

  it("redraws itself for a scale that changes alone", async () => {
    expect(await redraws(true, "min")).toEqual(["for its scale"]);
  });
});

it("acknowledges what it shows though one widget could not take its state over", async () => {
  const { desk, transport } = start("bad", "label");
  desk.model("bad").state_change = Promise.reject(new Error("no such child"));
  const frame = set(1, -1, { value: "1" }, "bad") as { ops: object[] };
  frame.ops.push({ op: "set", model: "label", state: { value: "1" } });
  transport.receive(frame, []);
  await desk.frames(6);
  desk.pass(1000);
  expect(desk.model("label").shown).toEqual({ value: "1" });
  expect(desk.said("ack").at(-1)?.seq).toBe(1);
});

it("acknowledges what it shows though one widget cannot be had", async () => {
  const { desk, transport } = start("label");
  desk.find = (model) =>
    model === "bad" ? Promise.reject(new Error("gone")) : Promise.resolve(desk.model(model));
  for (let seq = 1; seq < 4; seq++) {
    const frame = set(seq, seq === 1 ? -1 : seq - 1, { value: `${seq}` }, "bad") as {
      ops: object[];
    };
    frame.ops.push({ op: "set", model: "label", state: { value: `${seq}` } });
    transport.receive(frame, []);
    await desk.frames(6);
    desk.pass(1000);
  }
  expect(desk.model("label").shown).toEqual({ value: "3" });
  expect(desk.said("ack").at(-1)?.seq).toBe(3);
});
