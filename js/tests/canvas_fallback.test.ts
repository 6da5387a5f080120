import { expect, it, vi } from "vitest";
import { isLines } from "../src/bqplot";
import { Canvases } from "../src/canvas";

/** A stock `Lines` model, as far as it is looked at. */
class Lines {
  dirty = false;
  views: { [id: string]: Promise<unknown> } = {};
  attributes: { [trait: string]: unknown } = {
    _model_module: "bqplot",
    _model_name: "LinesModel",
    _view_name: "Lines",
    x: [0],
    y: [0],
  };
  mark_data = [];

  constructor(private readonly version = "^0.6.1") {}

  get(trait: string): unknown {
    return this.attributes[trait];
  }

  defaults(): object {
    return { _model_module_version: this.version };
  }

  listeners: [string, unknown][] = [];

  on(event: string, callback: unknown): void {
    this.listeners.push([event, callback]);
  }

  off(event: string, callback: unknown): void {
    this.listeners = this.listeners.filter(([name, each]) => name !== event || each !== callback);
  }

  trigger(): void {}
  update_data(): void {}
}

const STATE = { x: Float64Array.of(1), y: Float64Array.of(2) };

it("knows the stock mark of the versions that were tested", () => {
  expect(isLines(new Lines())).toBe(true);
});

it.each([
  ["a later version", new Lines("^0.7.0")],
  ["one without a version", Object.assign(new Lines(), { defaults: () => ({}) })],
  ["another mark", Object.assign(new Lines(), { attributes: { _model_name: "ScatterModel" } })],
  ["another's mark", Object.assign(new Lines(), { attributes: { _model_module: "other" } })],
  ["one that is updated otherwise", Object.assign(new Lines(), { update_data: undefined })],
  ["a label", { get: () => "LabelModel" }],
])("leaves %s as it is", (_, model) => {
  expect(isLines(model)).toBe(false);
  expect(new Canvases(() => {}).take(model, STATE)).toBe(STATE);
});

it("leaves a mark as it is that nobody sees", () => {
  expect(new Canvases(() => {}).take(new Lines(), STATE)).toBe(STATE);
});

it("leaves nothing on a user's mark when it is closed", () => {
  const model = new Lines();
  const canvases = new Canvases(() => {});
  canvases.take(model, STATE);
  expect(model.listeners).toHaveLength(2);
  vi.stubGlobal("window", { clearTimeout: () => {} });
  canvases.close();
  vi.unstubAllGlobals();
  expect(model.listeners).toEqual([]);
});

it("leaves a mark as it is while its views come, and where one is unknown", async () => {
  const model = new Lines();
  const canvases = new Canvases(() => {});
  model.views = { one: Promise.resolve({ not: "a view" }) };
  expect(canvases.take(model, STATE)).toBe(STATE);
  await Promise.resolve();
  expect(canvases.take(model, STATE)).toBe(STATE);
  expect(model.attributes.x).toEqual([0]);
});

it("leaves a mark as it is when looking at it fails, and says so once", () => {
  const warnings: string[] = [];
  const canvases = new Canvases((sentence) => warnings.push(sentence));
  const model = new Lines();
  Object.defineProperty(model, "views", {
    get: () => {
      throw new Error("no views today");
    },
  });
  expect(canvases.take(model, STATE)).toBe(STATE);
  expect(canvases.take(model, STATE)).toBe(STATE);
  expect(warnings).toEqual([
    "livewidgets: lines are drawn as bqplot draws them, for our canvas fails: Error: no views today",
  ]);
});
