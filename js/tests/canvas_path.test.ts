import { describe, expect, it } from "vitest";
import { type Mapping, pixel } from "../src/canvas_axis";
import { type Pen, type Steps, trace } from "../src/canvas_path";

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

const SAME: Mapping = { log: false, from: 0, factor: 1, to: 0, slid: 0 };

/** Tenths of pixels are no 64ths. */
function inTenths(path: string): string {
  return path.replace(/-?\d+\.\d+/g, (each) => `${Math.round(10 * Number(each)) / 10}`);
}

function drawn(x: number[], y: number[], steps: Steps = "linear"): string {
  const note = new Note();
  trace(note, Float64Array.from(x), Float64Array.from(y), SAME, SAME, steps);
  return inTenths(note.path.join(""));
}

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
        return Number.isNaN(value) ? [] : [[pixel(SAME, each), value] as [number, number]];
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

describe("a brush that draws bars", () => {
  /** Notes bars and cuts as well. */
  class Brush extends Note {
    bar(column: number, top: number, bottom: number): void {
      this.path.push(`B${column},${top},${bottom}`);
    }

    cut(): void {
      this.path.push("C");
    }
  }

  function painted(x: number[], y: number[], steps: Steps = "linear", slid = 0): string {
    const brush = new Brush();
    trace(brush, x, y, { ...SAME, slid }, SAME, steps);
    return inTenths(brush.path.join(""));
  }

  it("draws one where a column has three samples, and lines elsewhere", () => {
    expect(painted([0.2, 0.4, 0.6], [5, 1, 3])).toBe("B0,1,5");
    expect(painted([0.2, 0.4, 3], [5, 1, 3])).toBe("M0.2,5L0.4,1L3,3");
  });

  it("joins a bar to the column beside it at their border", () => {
    const x = [0.2, 0.4, 0.5, 1.5, 2.5];
    expect(painted(x, [5, 1, 3, 9, 9])).toBe("B0,1,6M1,6L1.5,9L2.5,9");
    expect(painted(x, [5, 1, 3, 9, 9], "step-after")).toBe("B0,1,5M1,3L1.5,3L1.5,9L2.5,9L2.5,9");
    expect(painted(x, [5, 1, 3, 9, 9], "step-before")).toBe("B0,1,9M1,9L1,9L1.5,9L1.5,9L2.5,9");
    expect(painted([0.2, 0.4, 0.5, 1.5, 1.6, 1.7], [5, 1, 3, 9, 8, 7])).toBe("B0,1,6B1,6,9");
  });

  it("joins a bar by lines to what is farther away, before and after", () => {
    expect(painted([0.5, 3.1, 3.2, 3.3, 6], [0, 5, 1, 3, 4])).toBe("M0.5,0L3.1,5M3.3,3B3,1,5L6,4");
  });

  it("does not join what a break parts", () => {
    const nan = Number.NaN;
    expect(painted([0.1, 0.2, 0.3, 0.5, 1.5], [5, 1, 3, nan, 9])).toBe("B0,1,5M1.5,9");
  });

  it("cuts the line at the same places of it, wherever it has slid to", () => {
    const x = Array.from({ length: 100 }, (_, at) => at + 0.5);
    const cuts = (slid: number): number[] => {
      const parts = painted(x, x, "linear", slid).split("C").slice(1);
      return parts.map((part) => Number(/^L([-\d.]+),/.exec(part)?.[1]) + slid);
    };
    expect(cuts(0)).toEqual([32.5, 64.5, 96.5]);
    expect(cuts(7)).toEqual(cuts(0));
  });
});
