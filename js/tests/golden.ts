/** The golden frames that the Python side wrote, as messages. */

import { readdirSync, readFileSync } from "node:fs";

const FOLDER = new URL("../../tests/transport/golden/", import.meta.url);

interface Case {
  frames: { content: unknown; buffers: [number, number][] }[];
  expect: {
    model: string;
    trait: string;
    value?: unknown;
    shape?: number[];
    bytes?: [number, number];
  }[];
}

export interface Golden {
  name: string;
  frames: { content: unknown; buffers: DataView[] }[];
  /** What a page then has, as bqplot's own deserializer would give it. */
  expect: { model: string; trait: string; value: unknown }[];
}

export function golden(): Golden[] {
  const names = readdirSync(FOLDER).filter((each) => each.endsWith(".json"));
  return names.map((file) => read(file.replace(".json", "")));
}

function read(name: string): Golden {
  const text = readFileSync(new URL(`${name}.json`, FOLDER), "utf8");
  const data = Uint8Array.from(readFileSync(new URL(`${name}.bin`, FOLDER)));
  const { frames, expect } = JSON.parse(text) as Case;
  return {
    name,
    frames: frames.map(({ content, buffers }) => ({
      content,
      // Views into one large buffer, as some servers deliver them: offsets must be honoured.
      buffers: buffers.map(([offset, length]) => new DataView(data.buffer, offset, length)),
    })),
    expect: expect.map(({ model, trait, value, shape, bytes }) => ({
      model,
      trait,
      value: bytes === undefined ? value : array(data.slice(bytes[0], bytes[0] + bytes[1]), shape),
    })),
  };
}

function array(bytes: Uint8Array<ArrayBuffer>, shape: number[] = []): unknown {
  const flat = new Float64Array(bytes.buffer);
  if (shape.length === 1) return flat;
  const [rows = 0, columns = 0] = shape;
  return Array.from({ length: rows }, (_, row) => flat.slice(row * columns, (row + 1) * columns));
}
