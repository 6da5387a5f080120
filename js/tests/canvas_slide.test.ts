import { describe, expect, it } from "vitest";
import { Glide, mapping } from "../src/canvas_axis";
import type { Curve, Place } from "../src/canvas_draw";
import { beginning, type Kept, keptOf, Memory } from "../src/canvas_slide";
import type { CurveStyle, MarkStyle } from "../src/canvas_style";

const WIDTH = 100;
const LINE: CurveStyle = {
  stroke: "rgb(1, 2, 3)",
  width: 2,
  opacity: 1,
  dash: [],
  join: "miter",
  cap: "butt",
  miter: 4,
  area: { colour: "none", opacity: 1 },
  marker: { colour: "none", opacity: 1 },
};
const STYLE: MarkStyle = { steps: "linear", fill: "none", marker: null, curves: [LINE] };
const REACH = 2; // of such a line, from the samples' column

/** Samples at so many times from one on, one in each column. */
function curve(start: number, count: number, y = (x: number): number => Math.sin(x)): Curve {
  const x = Float64Array.from({ length: count }, (_, nth) => start + nth);
  return { x, y: x.map(y) };
}

/** A place whose axis has slid so far: time 0 was at the left edge. */
function place(slid: number, over: Partial<Place> = {}): Place {
  const glide = new Glide();
  glide.next(mapping(false, [0, WIDTH], [0, WIDTH]));
  const across = glide.next(mapping(false, [slid, slid + WIDTH], [0, WIDTH]));
  const up = mapping(false, [-1, 1], [50, 0]);
  return { across, up, bottom: 50, ratio: 1, ...over };
}

function kept(before: Curve, after: Curve, at = place(5), style = STYLE): Kept | null {
  const memory = new Memory();
  memory.remember([before], STYLE, place(0));
  return memory.kept([after], style, at);
}

it("keeps what has only slid, up to what is new", () => {
  const found = kept(curve(0, 101), curve(3, 103));
  expect(found).toEqual({ shift: 5, from: 95 - REACH });
});

it("draws from where a late row changes what was there", () => {
  const [before, after] = [curve(0, 101), curve(0, 106)];
  (after.y as Float64Array)[40] = 9;
  expect(kept(before, after)?.from).toBe(39 - 5 - REACH);
  const gap = curve(0, 106, (x) => (x === 40 ? Number.NaN : Math.sin(x)));
  expect(kept(before, gap)?.from).toBe(39 - 5 - REACH);
  expect(kept(gap, gap)?.from).toBe(Number.POSITIVE_INFINITY);
});

it("draws from where a line ends sooner", () => {
  expect(kept(curve(0, 101), curve(0, 60))?.from).toBe(59 - 5 - REACH);
});

describe("draws all", () => {
  const [before, after] = [curve(0, 101), curve(3, 103)];
  const log = mapping(true, [1, 10], [0, 50]);
  const cases: [string, Kept | null][] = [
    ["of another style", kept(before, after, place(5), { ...STYLE })],
    ["of a line that is filled", kept(before, after, place(5), { ...STYLE, fill: "bottom" })],
    ["on another y axis", kept(before, after, place(5, { up: log }))],
    ["on another plot", kept(before, after, place(5, { bottom: 51 }))],
    ["at another pixel ratio", kept(before, after, place(5, { ratio: 2 }))],
    ["that goes back", kept(before, after, place(-5))],
    ["of other samples", kept(before, curve(0.5, 100))],
    ["of no samples before", kept(curve(0, 0), after)],
    [
      "whose times go back",
      kept(before, { ...after, x: [...(after.x as Float64Array)].reverse() }),
    ],
    ["whose time is unknown", kept(before, { ...after, x: after.x && [Number.NaN, 1, 2] })],
  ];
  it.each(cases)("%s", (_, found) => expect(found).toBeNull());

  it("of a stroke of which parts look otherwise than the whole", () => {
    for (const change of [{ opacity: 0.5 }, { dash: [2, 2] }, { stroke: "rgba(1, 2, 3, 0.5)" }]) {
      const style = { ...STYLE, curves: [{ ...LINE, ...change }] };
      const memory = new Memory();
      memory.remember([before], style, place(0));
      expect(memory.kept([after], style, place(5))).toBeNull();
    }
  });

  it("where nothing was drawn, and where another number of curves was", () => {
    const memory = new Memory();
    memory.remember([before], STYLE, place(0));
    expect(memory.kept([after, after], STYLE, place(5))).toBeNull();
    expect(new Memory().kept([after], STYLE, place(5))).toBeNull();
  });
});

it("keeps of several marks what all of them keep, if they slide as one", () => {
  const [one, other] = [
    { shift: 5, from: 80 },
    { shift: 5, from: 70 },
  ];
  expect(keptOf([one, other], WIDTH)).toEqual({ shift: 5, from: 70 });
  expect(keptOf([{ shift: 5, from: Number.POSITIVE_INFINITY }], WIDTH)).toEqual({
    shift: 5,
    from: 95,
  });
  expect(keptOf([one, { shift: 4, from: 70 }], WIDTH)).toBeNull();
  expect(keptOf([one, null], WIDTH)).toBeNull();
  expect(keptOf([{ shift: 100, from: 90 }], WIDTH)).toBeNull();
  expect(keptOf([], WIDTH)).toBeNull();
});

it("traces a line from well before what is seen of it, from where a column begins", () => {
  const x = Float64Array.from({ length: 4000 }, (_, nth) => nth / 4);
  const { across } = place(0);
  const begin = beginning(x, across, 900);
  expect(x[begin]).toBe(900 - 96 - 4);
  expect(beginning(x, across, 0)).toBe(0);
  expect(beginning(Float64Array.of(0, 500, 990), across, 980)).toBe(0);
});
