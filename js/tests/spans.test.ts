import { describe, expect, it } from "vitest";
import {
  boxed,
  durationText,
  LONGEST,
  length,
  panned,
  pinched,
  SHORTEST,
  timeAt,
  wheeled,
  zoomed,
} from "../src/spans";

const SPAN = { start: 100, end: 200 };
const wheel = (deltaY: number, more: object = {}) => ({
  deltaX: 0,
  deltaY,
  deltaMode: 0,
  ctrlKey: false,
  ...more,
});

it("pans by a part of what is seen", () => {
  expect(panned(SPAN, 0.25)).toEqual({ start: 125, end: 225 });
  expect(panned(SPAN, -1)).toEqual({ start: 0, end: 100 });
});

describe("zooming", () => {
  it.each([0, 0.3, 1])("keeps the time at %s where it is", (part) => {
    const near = zoomed(SPAN, 0.1, part);
    expect(length(near)).toBeCloseTo(10);
    expect(timeAt(near, part)).toBeCloseTo(timeAt(SPAN, part));
  });

  it("ends where there is nothing more to see", () => {
    expect(length(zoomed(SPAN, 1e-20, 0.5))).toBeCloseTo(SHORTEST);
    expect(length(zoomed(SPAN, 1e20, 0.5))).toBeCloseTo(LONGEST);
  });
});

describe("the wheel", () => {
  it("zooms in when turned away, out when turned back, and there again", () => {
    const near = wheeled(SPAN, wheel(-120), 0.25, 800);
    expect(length(near)).toBeLessThan(100);
    expect(timeAt(near, 0.25)).toBeCloseTo(125);
    expect(length(wheeled(near, wheel(120), 0.25, 800))).toBeCloseTo(100);
  });

  it("counts lines as pixels, and a pinch for more", () => {
    const lines = wheeled(SPAN, wheel(3, { deltaMode: 1 }), 0.5, 800);
    expect(lines).toEqual(wheeled(SPAN, wheel(48), 0.5, 800));
    const pinch = wheeled(SPAN, wheel(10, { ctrlKey: true }), 0.5, 800);
    expect(length(pinch)).toBeGreaterThan(length(wheeled(SPAN, wheel(10), 0.5, 800)));
  });

  it("pans by the pixels that it is turned sideways", () => {
    expect(wheeled(SPAN, wheel(1, { deltaX: 80 }), 0.5, 800)).toEqual(panned(SPAN, 0.1));
  });
});

describe("two fingers", () => {
  it("keep below them what was there", () => {
    const made = pinched(SPAN, [0.4, 0.6], [0.2, 0.7]);
    expect(timeAt(made, 0.2)).toBeCloseTo(timeAt(SPAN, 0.4));
    expect(timeAt(made, 0.7)).toBeCloseTo(timeAt(SPAN, 0.6));
  });

  it("pan when they stay as far apart", () => {
    const made = pinched(SPAN, [0.4, 0.6], [0.5, 0.7]);
    expect(made.start).toBeCloseTo(90);
    expect(made.end).toBeCloseTo(190);
  });

  it("that meet make no infinite span", () => {
    const { start, end } = pinched(SPAN, [0.1, 0.9], [0.5, 0.5]);
    expect(Number.isFinite(start) && Number.isFinite(end) && start < end).toBe(true);
  });
});

it("chooses a span in either direction, and none of no length", () => {
  expect(boxed(SPAN, 0.5, 0.25)).toEqual({ start: 125, end: 150 });
  expect(boxed(SPAN, 0.5, 2)).toEqual({ start: 150, end: 200 });
  expect(boxed(SPAN, 0.5, 0.5)).toBeNull();
});

it.each([
  [10, "10 s"],
  [60, "1 min"],
  [90, "90 s"],
  [3600, "1 h"],
  [0.25, "0.25 s"],
])("writes %s seconds as %s", (seconds, text) => {
  expect(durationText(seconds)).toBe(text);
});
