import { describe, expect, it } from "vitest";
import { Arrays, lasting } from "../src/arrays";
import { decode, Refused, readHead } from "../src/frames";
import type { ArrayOp } from "../src/wire";
import { golden } from "./golden";

describe("golden frames", () => {
  it.each(golden().map((each) => [each.name, each] as const))(
    "%s",
    (_, { frames, expect: want }) => {
      const arrays = new Arrays();
      let shown = new Map<string, unknown>();
      for (const { content, buffers } of frames) {
        if (readHead(content).base === -1) {
          arrays.clear();
          shown = new Map();
        }
        const { values, stored } = decode(content, buffers, arrays);
        for (const { model, trait, array } of stored) arrays.put(model, trait, array);
        for (const [model, traits] of values) {
          for (const [trait, value] of traits) shown.set(`${model}.${trait}`, value);
        }
      }
      expect(want.length).toBeGreaterThan(0);
      expect(shown).toEqual(new Map(want.map((e) => [`${e.model}.${e.trait}`, e.value])));
    },
  );
});

const ARRAY: ArrayOp = {
  op: "array",
  model: "lines",
  trait: "y",
  shape: [2, 3],
  drop: 1,
  keep: 2,
  buffer: 0,
  bases: [10, 20],
};

function having(): Arrays {
  const arrays = new Arrays();
  const rows = [Float64Array.of(1, 2, 3), Float64Array.of(4, 5, 6)];
  arrays.put("lines", "y", { flat: false, rows });
  return arrays;
}

function frame(op: object, base = 4): object {
  return { type: "frame", epoch: "e", seq: 5, base, ops: [op] };
}

const TAIL = [Float32Array.of(0.5, -0.5)];

it("keeps what it is told to and puts the tail behind it", () => {
  const { values } = decode(frame(ARRAY), TAIL, having());
  expect(values.get("lines")?.get("y")).toEqual([
    Float64Array.of(2, 3, 10.5),
    Float64Array.of(5, 6, 19.5),
  ]);
});

it("leaves what is there as it is", () => {
  const arrays = having();
  decode(frame(ARRAY), TAIL, arrays);
  expect(arrays.get("lines", "y")?.rows[0]).toEqual(Float64Array.of(1, 2, 3));
});

it("changes nothing of what is there when an operation after it is refused", () => {
  const arrays = having();
  const put = (content: object): void => {
    for (const { model, trait, array } of decode(content, TAIL, arrays).stored) {
      arrays.put(model, trait, array);
    }
  };
  put(frame(ARRAY)); // into memory with room
  const shown = arrays.get("lines", "y")?.rows.map((each) => [...each]);
  const bad = { ...frame(ARRAY), ops: [ARRAY, { op: "append", model: "lines" }] };
  expect(() => decode(bad, TAIL, arrays)).toThrow(Refused);
  expect(arrays.get("lines", "y")?.rows.map((each) => [...each])).toEqual(shown);
});

it("writes on in the same memory, and says what lasts", () => {
  const arrays = having();
  let last: unknown;
  const memory = new Set<unknown>();
  for (let nth = 0; nth < 100; nth++) {
    const { values, stored } = decode(frame(ARRAY), TAIL, arrays);
    memory.add(stored[0]?.array.rows[0]?.buffer);
    last = lasting(values.get("lines")?.get("y"));
    for (const { model, trait, array } of stored) arrays.put(model, trait, array);
  }
  expect(memory.size).toBeLessThan(40);
  const before = [Float64Array.of(10.5, 10.5, 10.5), Float64Array.of(19.5, 19.5, 19.5)];
  expect(last).toEqual(before);
  decode(frame({ ...ARRAY, keep: 0, drop: 0 }), [new Float32Array(6)], arrays);
  decode(frame({ ...ARRAY, keep: 1, drop: 0 }), [new Float32Array(4)], arrays);
  expect(last).toEqual(before);
});

it("reads bytes wherever they lie", () => {
  const bytes = new Uint8Array(11);
  new DataView(bytes.buffer).setFloat32(3, 0.5, true);
  new DataView(bytes.buffer).setFloat32(7, -0.5, true);
  const { stored } = decode(frame(ARRAY), [bytes.subarray(3)], having());
  expect(stored[0]?.array.rows[1]?.[2]).toBe(19.5);
});

describe("refuses, with a sentence, operations such as", () => {
  const wrong: [string, object, RegExp][] = [
    ["an unknown one", { ...ARRAY, op: "append" }, /no operation "append"/],
    ["one for no model", { ...ARRAY, model: "" }, /model "" is no name/],
    ["one for no trait", { ...ARRAY, trait: 7 }, /trait 7 is no name/],
    ["a negative drop", { ...ARRAY, drop: -1 }, /drop -1 is no count/],
    ["a drop that is no number", { ...ARRAY, drop: Number.NaN }, /drop null is no count/],
    ["half a keep", { ...ARRAY, keep: 1.5 }, /keep 1.5 is no count/],
    ["a keep as text", { ...ARRAY, keep: "2" }, /keep "2" is no count/],
    ["more kept than the new array has", { ...ARRAY, keep: 4 }, /keep 4 is more than the 3/],
    ["more kept than the old array has", { ...ARRAY, drop: 2 }, /up to 4 of an array of 3/],
    ["an immense drop", { ...ARRAY, drop: 2 ** 60 }, /is no count/],
    ["rows that are not there", { ...ARRAY, shape: [3, 3] }, /of 3 rows where there are 2/],
    ["another number of dimensions", { ...ARRAY, shape: [3] }, /of 1 rows where there are 2/],
    ["three dimensions", { ...ARRAY, shape: [1, 2, 3] }, /neither one nor two/],
    ["no shape", { ...ARRAY, shape: undefined }, /neither one nor two/],
    ["a shape larger than its bytes", { ...ARRAY, shape: [2, 2 ** 40] }, /bytes where/],
    ["another trait's columns", { ...ARRAY, trait: "x" }, /an array that is not there/],
    ["a buffer that did not come", { ...ARRAY, buffer: 1 }, /there is no buffer 1/],
    ["a base too few", { ...ARRAY, bases: [1] }, /not one number for each of 2 rows/],
    ["a base that is no number", { ...ARRAY, bases: [1, null] }, /not one number for each/],
    ["an unknown dtype", { ...ARRAY, dtype: "int64" }, /no dtype "int64"/],
    ["too few bytes for its dtype", { ...ARRAY, dtype: "float64" }, /has 8 bytes where 16/],
    ["a state that is a list", { op: "set", model: "m", state: [1] }, /state \[1\] is no object/],
  ];

  it.each(wrong)("%s", (_, op, sentence) => {
    const arrays = having();
    const before = { op: "set", model: "other", state: { value: 1 } };
    const content = { ...frame(op), ops: [before, op] };
    expect(() => decode(content, TAIL, arrays)).toThrow(Refused);
    expect(() => decode(content, TAIL, arrays)).toThrow(sentence);
    expect(arrays).toEqual(having());
  });
});

it("refuses an array that comes twice: the second would build on the first", () => {
  const twice = { ...frame(ARRAY), ops: [ARRAY, ARRAY] };
  expect(() => decode(twice, TAIL, having())).toThrow(/lines\.y comes twice/);
});

it("keeps nothing in a snapshot", () => {
  expect(() => decode(frame(ARRAY, -1), TAIL, having())).toThrow(/not there/);
});

it.each([
  [null],
  ["frame"],
  [[]],
  [{ type: "hello" }],
  [{ type: "frame", epoch: 1, seq: 1, base: 0 }],
  [{ type: "frame", epoch: "e", seq: -1, base: -1 }],
  [{ type: "frame", epoch: "e", seq: 1, base: -2 }],
  [{ type: "frame", epoch: "e", seq: 1e300, base: 0 }],
])("refuses a head such as %j", (content) => {
  expect(() => readHead(content)).toThrow(Refused);
});

it("survives anything at all", () => {
  let state = 1;
  const random = (below: number): number => {
    state = (state * 48271) % 2147483647;
    return state % below;
  };
  const odd = [null, -1, 0, 1, 2, 1.5, "x", "", [], {}, [1], [1, 2], true, 2 ** 53, undefined];
  const keys = ["op", "model", "trait", "shape", "drop", "keep", "buffer", "bases", "dtype"];
  let refused = 0;
  for (let round = 0; round < 5000; round++) {
    const op: Record<string, unknown> = { ...ARRAY };
    for (let change = 0; change <= random(3); change++) {
      op[keys[random(keys.length)] ?? "op"] = odd[random(odd.length)];
    }
    const buffers = [TAIL[0], odd[random(odd.length)], new Uint8Array(random(40))];
    try {
      decode(frame(op), buffers.slice(random(3)), having());
    } catch (error) {
      expect(error).toBeInstanceOf(Refused);
      expect((error as Refused).message).toMatch(/\.$/);
      refused += 1;
    }
  }
  expect(refused).toBeGreaterThan(1000);
});
