/** Frames: read, checked as a whole, and made into new values. Nothing here is shown. */

import { type Arrays, extend, type Stored } from "./arrays";

/** What a frame says before its operations. */
export interface Head {
  epoch: string;
  seq: number;
  base: number;
}

/** New values by trait. */
export type Values = Map<string, unknown>;

/** A frame made into values; `stored` is what later frames build on. */
export interface Decoded {
  values: Map<string, Values>;
  stored: { model: string; trait: string; array: Stored }[];
}

/** A frame that cannot be used; the message is a sentence that says why. */
export class Refused extends Error {}

type Fields = Record<string, unknown>;

/** The head of a frame. @throws Refused It has none that is right. */
export function readHead(content: unknown): Head {
  const { type, epoch, seq, base } = fields(content, "the frame");
  if (type !== "frame") refuse(`a message of type ${show(type)} is no frame`);
  if (typeof epoch !== "string" || epoch === "") refuse(`epoch ${show(epoch)} is no name`);
  return { epoch, seq: count(seq, "seq"), base: base === -1 ? -1 : count(base, "base") };
}

/**
 * All operations of a frame as new values. Nothing is changed where the frame is refused; else
 * the arrays that it builds on have been written over behind what it keeps of them.
 *
 * @param arrays What the frame builds on.
 * @throws Refused Something in it is not as the wire has it.
 */
export function decode(content: unknown, buffers: readonly unknown[], arrays: Arrays): Decoded {
  const { ops, base } = fields(content, "the frame");
  if (!Array.isArray(ops)) refuse(`ops ${show(ops)} is no list`);
  const decoded: Decoded = { values: new Map(), stored: [] };
  const arrived = new Set<string>();
  const made: (() => void)[] = [];
  for (const each of ops as unknown[]) {
    const op = fields(each, "an operation");
    const model = name(op.model, "model");
    const values = decoded.values.get(model) ?? new Map<string, unknown>();
    decoded.values.set(model, values);
    if (op.op === "set") {
      for (const [trait, value] of Object.entries(fields(op.state, "state"))) {
        values.set(trait, value);
      }
    } else if (op.op === "array") {
      const trait = name(op.trait, "trait");
      const old = base === -1 ? undefined : arrays.get(model, trait);
      // The second would have to build on the first; the kernel makes none such.
      if (arrived.has(`${model}.${trait}`)) refuse(`the array ${model}.${trait} comes twice`);
      arrived.add(`${model}.${trait}`);
      const make = readArray(op, buffers, old);
      values.set(trait, undefined);
      made.push(() => {
        const array = make();
        values.set(trait, array.flat ? array.rows[0] : array.rows);
        decoded.stored.push({ model, trait, array });
      });
    } else {
      refuse(`there is no operation ${show(op.op)}`);
    }
  }
  for (const make of made) make();
  return decoded;
}

/** An array's operation, checked; gives what makes the array. */
function readArray(op: Fields, buffers: readonly unknown[], old: Stored | undefined): () => Stored {
  const { flat, rows, columns } = readShape(op.shape);
  const drop = count(op.drop, "drop");
  const keep = count(op.keep, "keep");
  if (keep > columns) refuse(`keep ${keep} is more than the ${columns} columns of the new array`);
  const before = keep === 0 ? [] : kept(old, flat, rows, drop + keep);
  const wide = readType(op.dtype);
  const tail = columns - keep;
  const bytes = readBuffer(buffers, count(op.buffer, "buffer"), rows * tail * (wide ? 8 : 4));
  const bases = wide ? null : readBases(op.bases, rows);
  const make = (row: number): Float64Array => {
    const from = before[row];
    const values = from ? extend(from, drop, keep, columns) : new Float64Array(columns);
    const base = bases?.[row] ?? 0;
    for (let column = 0; column < tail; column++) {
      const place = row * tail + column;
      values[keep + column] = wide
        ? bytes.getFloat64(place * 8, true)
        : base + bytes.getFloat32(place * 4, true);
    }
    return values;
  };
  return () => ({ flat, rows: Array.from({ length: rows }, (_, row) => make(row)) });
}

function kept(
  old: Stored | undefined,
  flat: boolean,
  rows: number,
  needed: number,
): readonly Float64Array[] {
  if (old === undefined) return refuse("it keeps columns of an array that is not there");
  if (old.flat !== flat || old.rows.length !== rows) {
    return refuse(`it keeps columns of ${rows} rows where there are ${old.rows.length}`);
  }
  const columns = old.rows[0]?.length ?? 0;
  if (needed > columns) return refuse(`it keeps columns up to ${needed} of an array of ${columns}`);
  return old.rows;
}

function readShape(shape: unknown): { flat: boolean; rows: number; columns: number } {
  if (!Array.isArray(shape) || shape.length < 1 || shape.length > 2) {
    return refuse(`shape ${show(shape)} has neither one nor two dimensions`);
  }
  const sizes = shape.map((each) => count(each, "shape"));
  const flat = sizes.length === 1;
  return { flat, rows: flat ? 1 : (sizes[0] ?? 0), columns: sizes.at(-1) ?? 0 };
}

function readType(dtype: unknown): boolean {
  if (dtype === undefined || dtype === "float32") return false;
  return dtype === "float64" || refuse(`there is no dtype ${show(dtype)}`);
}

function readBases(bases: unknown, rows: number): readonly number[] {
  if (!Array.isArray(bases) || bases.length !== rows || !bases.every(Number.isFinite)) {
    return refuse(`bases ${show(bases)} is not one number for each of ${rows} rows`);
  }
  return bases as number[];
}

function readBuffer(buffers: readonly unknown[], index: number, bytes: number): DataView {
  const buffer = buffers[index];
  let view: DataView;
  if (ArrayBuffer.isView(buffer)) {
    view = new DataView(buffer.buffer, buffer.byteOffset, buffer.byteLength);
  } else if (buffer instanceof ArrayBuffer) {
    view = new DataView(buffer);
  } else {
    return refuse(`there is no buffer ${index}`);
  }
  // Also what bounds a frame: no shape asks for more memory than came over the wire.
  if (view.byteLength !== bytes) {
    return refuse(`buffer ${index} has ${view.byteLength} bytes where ${bytes} are expected`);
  }
  return view;
}

function fields(value: unknown, what: string): Fields {
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    return refuse(`${what} ${show(value)} is no object`);
  }
  return value as Fields;
}

function name(value: unknown, what: string): string {
  return typeof value === "string" && value !== ""
    ? value
    : refuse(`${what} ${show(value)} is no name`);
}

function count(value: unknown, what: string): number {
  return Number.isSafeInteger(value) && (value as number) >= 0
    ? (value as number)
    : refuse(`${what} ${show(value)} is no count`);
}

function refuse(why: string): never {
  throw new Refused(`${why}.`);
}

/** A value from outside, short enough for a sentence. */
function show(value: unknown): string {
  const text = JSON.stringify(value) ?? String(value);
  return text.length > 60 ? `${text.slice(0, 57)}...` : text;
}
