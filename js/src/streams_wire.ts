/** What the panel "Streams" and a kernel say to each other; the same in panel_comm.py. */

/** The comm target by which a page finds a kernel that has livewidgets in use. */
export const STREAMS_TARGET = "livewidgets.streams";

/** A stream that runs; texts are for people. */
export interface Entry {
  number: number;
  name: string;
  state: string;
  rate: string;
  rows: string;
  lost: string;
  age: string;
  pictures: number;
}

/** From the kernel: the streams that run; `more` are left out. */
export interface Streams {
  type: "streams";
  streams: Entry[];
  more: number;
}

/** From the page: it looks, now and for some seconds; or it wants a stream stopped. */
export type Request = { type: "watch" } | { type: "stop"; number: number };

const MOST = 50;
const LONGEST = 300;
const TEXTS = ["name", "state", "rate", "rows", "lost", "age"] as const;

/** What a kernel says, if all of it can be understood. */
export function readStreams(data: unknown): Streams | null {
  if (!isRecord(data) || data.type !== "streams" || !isCount(data.more)) return null;
  if (!Array.isArray(data.streams) || data.streams.length > MOST) return null;
  return data.streams.every(isEntry)
    ? { type: "streams", streams: data.streams, more: data.more }
    : null;
}

/** The comm of a kernel among those that it says it has, if there is one. */
export function commAmong(comms: unknown): string | null {
  if (!isRecord(comms)) return null;
  const found = Object.entries(comms).find(
    ([, each]) => isRecord(each) && each.target_name === STREAMS_TARGET,
  );
  return found?.[0] ?? null;
}

function isEntry(data: unknown): data is Entry {
  if (!isRecord(data) || !isCount(data.number) || !isCount(data.pictures)) return false;
  return TEXTS.every((name) => typeof data[name] === "string" && data[name].length <= LONGEST);
}

function isCount(data: unknown): data is number {
  return typeof data === "number" && Number.isSafeInteger(data) && data >= 0;
}

function isRecord(data: unknown): data is Record<string, unknown> {
  return typeof data === "object" && data !== null && !Array.isArray(data);
}
