import { describe, expect, it } from "vitest";
import {
  Glide,
  type Mapping,
  mapping,
  type Pen,
  pixel,
  type Steps,
  trace,
} from "../src/canvas_path";

/** Notes what is drawn, as SVG has it. */
class Note implements Pen {
  readonly path: string[] = [];

  moveTo(x: number, y: number): void {
    this.path.push(`M${x},${y}`);
  }

  lineTo(x: number, y: number): void {
    this.path.push(`L${x},${y}`);
  }
}

const SAME: Mapping = { log: false, from: 0, factor: 1, to: 0 };

function drawn(x: number[], y: number[], steps: Steps = "linear"): string {
  const note = new Note();
  trace(note, Float64Array.from(x), Float64Array.from(y), SAME, SAME, steps);
  return note.path.join("");
}

describe("a mapping", () => {
  it("puts the ends of a domain at the ends of a range, of a logarithmic one too", () => {
    const axis = mapping(false, [10, 20], [0, 100]);
    expect([10, 15, 20, 30].map((each) => pixel(axis, each))).toEqual([0, 50, 100, 200]);
    const log = mapping(true, [1, 100], [200, 0]);
    expect(pixel(log, 10)).toBeCloseTo(100, 9);
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

describe("a line", () => {
  it("goes through its samples and breaks where there is none", () => {
    const nan = Number.NaN;
    expect(drawn([0, 1, 2, 3, 4], [5, 6, nan, 7, 8])).toBe("M0,5L1,6M3,7L4,8");
    expect(drawn([0, nan, 2], [5, 6, 7])).toBe("M0,5M2,7");
    expect(drawn([0, 1], [nan, nan])).toBe("");
    expect(drawn([], [])).toBe("");
  });

  it("goes in steps before and after", () => {
    expect(drawn([0, 1], [5, 6], "step-before")).toBe("M0,5L0,6L1,6");
    expect(drawn([0, 1], [5, 6], "step-after")).toBe("M0,5L1,5L1,6");
  });

  it("ends with the shorter of x and y", () => {
    expect(drawn([0, 1, 2], [5, 6])).toBe("M0,5L1,6");
  });

  it("keeps of a column the first, the lowest, the highest and the last", () => {
    expect(drawn([0.1, 0.2, 0.3, 0.4, 0.5, 0.6], [5, 6, 9, 1, 2, 3])).toBe(
      "M0.1,5L0.3,9L0.4,1L0.6,3",
    );
    expect(drawn([0.1, 0.2, 0.3, 0.4, 0.5, 0.6], [5, 4, 1, 9, 2, 3])).toBe(
      "M0.1,5L0.3,1L0.4,9L0.6,3",
    );
    expect(drawn([0.1, 0.2, 0.3], [1, 2, 3])).toBe("M0.1,1L0.3,3");
  });

  it("covers the same span of each column as all samples do, whatever they are", () => {
    let state = 7;
    const random = (): number => {
      state = (state * 48271) % 2147483647;
      return state / 2147483647;
    };
    for (let round = 0; round < 200; round++) {
      let at = 0;
      const x = Array.from({ length: 1 + Math.floor(random() * 60) }, () => {
        at += random() < 0.2 ? random() * 3 : random() * 0.2;
        return at;
      });
      const y = x.map(() => (random() < 0.05 ? Number.NaN : Math.floor(random() * 10)));
      const kept: [number, number][] = [];
      const keep = (left: number, top: number): unknown => kept.push([left, top]);
      trace({ moveTo: keep, lineTo: keep }, x, y, SAME, SAME, "linear");
      const all = x.flatMap((each, nth) => {
        const value = y[nth] ?? Number.NaN;
        return Number.isNaN(value) ? [] : [[each, value] as [number, number]];
      });
      const spans = (points: [number, number][]): Map<number, number[]> => {
        const found = new Map<number, number[]>();
        for (const [left, top] of points) {
          const column = Math.floor(left);
          const [low = top, high = top] = found.get(column) ?? [];
          found.set(column, [Math.min(low, top), Math.max(high, top)]);
        }
        return found;
      };
      expect(spans(kept)).toEqual(spans(all));
      expect(kept.length).toBeLessThanOrEqual(all.length);
    }
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
      const moved = pixel(first, START + 30) - pixel(got, START + 30);
      expect(Math.abs(moved - Math.round(moved))).toBeLessThan(1e-4);
      expect(Math.abs(pixel(got, start + 30) - pixel(wanted, start + 30))).toBeLessThan(0.501);
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
