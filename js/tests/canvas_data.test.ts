import { expect, it } from "vitest";
import { Samples } from "../src/canvas_data";

/** Rows with room behind them, as frames write them. */
function rows(...values: number[][]): Float64Array[] {
  return values.map((each) => {
    const room = new Float64Array(each.length + 4);
    room.set(each);
    return room.subarray(0, each.length);
  });
}

it("gives the model what stays as it is, and draws what is there", () => {
  const attributes: { [trait: string]: unknown } = { x: rows([0]), y: rows([0]) };
  const samples = new Samples(attributes);
  const y = rows([3, 4]);
  expect(samples.take(rows([1, 2]), y)).toBe(true);
  const given = attributes.y as Float64Array[];
  expect(given).toEqual([Float64Array.of(3, 4)]);
  expect(given[0]?.buffer.byteLength).toBe(16); // bqplot saves all of a row's buffer
  (y[0] as Float64Array)[1] = 5;
  expect(attributes.y).toEqual([Float64Array.of(3, 4)]);
  expect(attributes.y).toBe(attributes.y);
});

it("draws what the model is given by others", () => {
  const attributes: { [trait: string]: unknown } = { x: rows([0]), y: rows([0]) };
  const samples = new Samples(attributes);
  attributes.x = [Float64Array.of(7)];
  expect(samples.curves().map(({ x }) => x)).toEqual([Float64Array.of(7)]);
  expect({ ...attributes }).toEqual({ x: [Float64Array.of(7)], y: [Float64Array.of(0)] });
});

it("leaves the model to itself with what it has", () => {
  const attributes: { [trait: string]: unknown } = { x: rows([0]), y: rows([0]) };
  const samples = new Samples(attributes);
  samples.take(rows([1]), rows([2]));
  samples.close();
  expect(attributes).toEqual({ x: [Float64Array.of(1)], y: [Float64Array.of(2)] });
  attributes.x = 5;
  expect(attributes.x).toBe(5);
});

it("does not take another number of curves, or none", () => {
  const samples = new Samples({ x: rows([0], [0]), y: rows([0], [0]) });
  expect(samples.take(rows([1]), rows([1]))).toBe(false);
  expect(samples.take(rows([], []), rows([], []))).toBe(false);
  expect(samples.take(rows([1], [1]), rows([1], [1]))).toBe(true);
});

it("knows its limits, whatever cannot be shown", () => {
  const samples = new Samples({ x: [1, 2, 3], y: [Number.NaN, 4, -4] });
  expect(samples.limits()).toEqual({ x: [[1, 3]], y: [[-4, 4]] });
  expect(new Samples({ x: [1], y: [Number.NaN] }).limits().y).toEqual([]);
});
