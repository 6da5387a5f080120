import { describe, expect, it } from "vitest";
import { isRefused, readControls } from "../src/controls_state";
import { commandOf } from "../src/keys";
import { nameOf, nearest, timeText, valueText } from "../src/readings";

const curve = (x: number[], y: number[]) => ({ x, y });

describe("the nearest sample", () => {
  it.each([
    [-5, 0],
    [0.4, 0],
    [0.6, 1],
    [2.9, 3],
    [99, 3],
  ])("at %s is number %s", (time, at) => {
    expect(nearest(curve([0, 1, 2, 3], [5, 6, 7, 8]), time)).toBe(at);
  });

  it("is none that is no number", () => {
    const { NaN: nan } = Number;
    expect(nearest(curve([0, 1, 2, 3], [5, nan, nan, 8]), 1.2)).toBe(0);
    expect(nearest(curve([0, 1], [nan, nan]), 1)).toBe(-1);
    expect(nearest(curve([], []), 1)).toBe(-1);
  });
});

it.each([
  ["temp [°C]", "°C", "temp"],
  ["temp [°C]", "", "temp [°C]"],
  ["temp", "°C", "temp"],
])("of %s in %s the name is %s", (label, unit, name) => {
  expect(nameOf(label, unit)).toBe(name);
});

it.each([
  [20.123456, 10, "°C", "20.12 °C"],
  [-0.5, 1, "", "−0.500"],
  [1234.5, 1000, "", "1235"],
  [0.00012345, 0.0001, "V", "0.0001234 V"],
])("writes %s on an axis of %s", (value, range, unit, text) => {
  expect(valueText(value, range, unit)).toBe(text);
});

describe("times", () => {
  const noon = Date.UTC(2026, 10, 21, 12, 0, 5) / 1000 + 0.25;

  it("are local, and as fine as a pixel", () => {
    expect(timeText(noon, { start: noon, end: noon + 600 }, 600, 3600)).toBe("13:00:05");
    expect(timeText(noon, { start: noon, end: noon + 10 }, 1000, 0)).toBe("12:00:05.25");
    expect(timeText(noon, { start: noon, end: noon + 86400 }, 1000, -18000)).toBe(
      "2026-11-21 07:00:05",
    );
  });

  it("that are no dates are seconds", () => {
    expect(timeText(12.345, { start: 0, end: 100 }, 1000, null)).toBe("12.3 s");
  });

  it("beyond the calendar are seconds, too", () => {
    expect(timeText(1e15, { start: 0, end: 2e15 }, 1000, 0)).toBe("1000000000000000 s");
  });
});

describe("keys", () => {
  const key = (name: string, more: object = {}) => ({
    key: name,
    ctrlKey: false,
    metaKey: false,
    altKey: false,
    shiftKey: false,
    ...more,
  });

  it("do what the list says", () => {
    expect(commandOf(key(" "))).toEqual({ do: "toggle" });
    expect(commandOf(key("ArrowLeft"))).toEqual({ do: "pan", part: -0.1 });
    expect(commandOf(key("ArrowRight", { shiftKey: true }))).toEqual({ do: "pan", part: 0.5 });
    expect(commandOf(key("Escape"))).toEqual({ do: "live" });
  });

  it("of the browser and of JupyterLab stay theirs", () => {
    expect(commandOf(key("s", { ctrlKey: true }))).toBeNull();
    expect(commandOf(key("c", { metaKey: true }))).toBeNull();
    expect(commandOf(key("a"))).toBeNull();
    expect(commandOf(key("Tab"))).toBeNull();
  });
});

describe("what the kernel says", () => {
  const state = {
    group: "g",
    following: true,
    paused: false,
    window: 60,
    moves: true,
    bucket: 0.06,
    note: "",
    units: ["°C"],
    offset: null,
    answered: { p: 3 },
  };

  it("is believed where it is as the wire has it", () => {
    expect(readControls(state)).toBe(state);
    expect(readControls({ ...state, offset: 3600 })).not.toBeNull();
  });

  it.each([
    ["following", 1],
    ["window", "60"],
    ["window", Number.NaN],
    ["bucket", null],
    ["moves", null],
    ["units", "°C"],
    ["units", [1]],
    ["offset", "0"],
    ["answered", { p: "3" }],
    ["answered", null],
    ["note", null],
    ["group", undefined],
  ])("is not with %s %s", (name, value) => {
    expect(readControls({ ...state, [name]: value })).toBeNull();
  });

  it("of a refusal names the page, the action and why", () => {
    const refused = { type: "refused", page: "p", figure: "f", id: 1, why: "no." };
    expect(isRefused(refused)).toBe(true);
    expect(isRefused({ ...refused, why: 5 })).toBe(false);
    expect(isRefused({ ...refused, id: 0.5 })).toBe(false);
    expect(isRefused(null)).toBe(false);
  });
});
