import { describe, expect, it } from "vitest";
import { countsText } from "../src/streams_rows";
import { commAmong, type Entry, readStreams, STREAMS_TARGET } from "../src/streams_wire";

const ENTRY: Entry = {
  number: 3,
  name: "boiler",
  state: "● live",
  rate: "10.0 rows/s",
  rows: "1,234",
  lost: "–",
  age: "0.2 s",
  pictures: 1,
};

const message = (change: object, entry: object = {}): unknown => ({
  type: "streams",
  streams: [{ ...ENTRY, ...entry }],
  more: 0,
  ...change,
});

describe("what a kernel says of its streams", () => {
  it("is taken where all of it can be understood", () => {
    expect(readStreams(message({}))?.streams).toEqual([ENTRY]);
    expect(readStreams({ type: "streams", streams: [], more: 2 })?.more).toBe(2);
  });

  it.each([
    null,
    "streams",
    [],
    {},
    message({ type: "other" }),
    message({ more: -1 }),
    message({ more: "1" }),
    message({ streams: {} }),
    message({ streams: [null] }),
    message({ streams: Array.from({ length: 51 }, () => ENTRY) }),
    message({}, { number: 1.5 }),
    message({}, { number: "3" }),
    message({}, { pictures: Number.NaN }),
    message({}, { name: 5 }),
    message({}, { state: null }),
    message({}, { name: "x".repeat(301) }),
  ])("is left alone where it cannot: %#", (data) => {
    expect(readStreams(data)).toBeNull();
  });
});

describe("the comm of a kernel", () => {
  it("is the one of our target", () => {
    const comms = { a: { target_name: "jupyter.widget" }, b: { target_name: STREAMS_TARGET } };
    expect(commAmong(comms)).toBe("b");
  });

  it.each([undefined, null, [], {}, { a: null }, { a: { target_name: "x" } }])(
    "is none where there is none: %#",
    (comms) => {
      expect(commAmong(comms)).toBeNull();
    },
  );
});

describe("the counts of a stream", () => {
  it("leave out what is nothing", () => {
    expect(countsText(ENTRY)).toBe("1,234 rows · newest 0.2 s old · 1 picture");
    const other = { ...ENTRY, rows: "1", lost: "7", age: "–", pictures: 0 };
    expect(countsText(other)).toBe("1 row · 7 lost · no picture");
  });
});
