import { describe, expect, it } from "vitest";
import { Glide, mapping, pixel } from "../src/canvas_axis";

describe("a mapping", () => {
  it("puts the ends of a domain at the ends of a range, of a logarithmic one too", () => {
    const axis = mapping(false, [10, 20], [0, 100]);
    expect([10, 15, 20, 30].map((each) => pixel(axis, each))).toEqual([0, 50, 100, 200]);
    const log = mapping(true, [1, 100], [200, 0]);
    expect(pixel(log, 10)).toBe(100);
    expect(pixel(log, 0)).toBeNaN();
    expect(pixel(log, -1)).toBeNaN();
  });

  it("shows nothing that is no number, and nothing where the domain is empty", () => {
    const axis = mapping(false, [0, 1], [0, 100]);
    for (const value of [Number.NaN, Number.POSITIVE_INFINITY]) {
      expect(pixel(axis, value)).toBeNaN();
    }
    expect(pixel(mapping(false, [1, 1], [0, 100]), 1)).toBeNaN();
  });
});

describe("a sliding axis", () => {
  const SPAN = 60;
  const START = 1_795_000_000;

  it("slides in whole pixels, at most half a one from where it is", () => {
    const glide = new Glide();
    const first = glide.next(mapping(false, [START, START + SPAN], [0, 874]));
    for (let tick = 1; tick < 5000; tick++) {
      const start = START + tick * 0.05;
      const wanted = mapping(false, [start, start + SPAN], [0, 874]);
      const got = glide.next(wanted);
      const moved = pixel(first, START + 30.123) - pixel(got, START + 30.123);
      expect(moved).toBe(Math.round(moved));
      expect(Math.abs(pixel(got, start + 30) - pixel(wanted, start + 30))).toBeLessThan(0.52);
    }
  });

  it("begins anew where it is stretched or laid elsewhere", () => {
    const glide = new Glide();
    glide.next(mapping(false, [0, 60], [0, 600]));
    for (const wanted of [
      mapping(false, [0.03, 60.03], [0, 700]),
      mapping(false, [0.03, 30.03], [0, 700]),
      mapping(false, [0.04, 30.04], [5, 705]),
      mapping(true, [1, 10], [0, 100]),
    ]) {
      expect(glide.next(wanted)).toEqual(wanted);
    }
  });
});

it("is drawn where it belongs when it begins anew", () => {
  const glide = new Glide();
  glide.next(mapping(false, [0, 60], [0, 600]));
  const wanted = mapping(false, [0.03, 60.03], [0, 600]);
  expect(glide.next(wanted)).not.toEqual(wanted);
  glide.anew();
  expect(glide.next(wanted)).toEqual(wanted);
});
