/** The arrays that the next frame builds on, by widget and trait. */

/**
 * One array; of one dimension where `flat`, and then it has one row. What it holds stays as it
 * is until the next frame of it is decoded, which writes on in the same memory.
 */
export interface Stored {
  readonly flat: boolean;
  readonly rows: readonly Float64Array[];
}

/** What a page has of the kernel's arrays. Its size is that of what is shown. */
export class Arrays {
  private readonly models = new Map<string, Map<string, Stored>>();

  get(model: string, trait: string): Stored | undefined {
    return this.models.get(model)?.get(trait);
  }

  put(model: string, trait: string, array: Stored): void {
    const traits = this.models.get(model) ?? new Map<string, Stored>();
    this.models.set(model, traits.set(trait, array));
  }

  /** A widget has been closed. */
  forget(model: string): void {
    this.models.delete(model);
  }

  clear(): void {
    this.models.clear();
  }
}

/** How many times the memory that it needs a row gets, when it needs more than it has. */
const ROOM = 2;

/**
 * `row[drop : drop + keep]` as the beginning of a longer row, of so many columns in all.
 *
 * It lies where the row lies, if there is room behind it, else in new memory with room: a line
 * that slides is neither copied nor made anew with each frame. A browser that is given new
 * arrays many times a second collects garbage for a good part of the time that it works.
 */
export function extend(
  row: Float64Array,
  drop: number,
  keep: number,
  columns: number,
): Float64Array {
  const start = row.byteOffset + drop * Float64Array.BYTES_PER_ELEMENT;
  if (start + columns * Float64Array.BYTES_PER_ELEMENT <= row.buffer.byteLength) {
    return new Float64Array(row.buffer, start, columns);
  }
  const room = new Float64Array(ROOM * columns);
  room.set(row.subarray(drop, drop + keep));
  return room.subarray(0, columns);
}

/** A value that stays as it is: arrays that a later frame may write on are copied. */
export function lasting(value: unknown): unknown {
  if (value instanceof Float64Array) return lent(value) ? value.slice() : value;
  return Array.isArray(value) && value.some(lent) ? value.map(lasting) : value;
}

function lent(value: unknown): boolean {
  return value instanceof Float64Array && value.byteLength !== value.buffer.byteLength;
}
