/** What the kernel says of a figure's controls, checked before it is believed. */

import type { ControlsState, RefusedMessage } from "./wire";

/** A state as the wire has it, or null. */
export function readControls(value: unknown): ControlsState | null {
  if (typeof value !== "object" || value === null) return null;
  const { group, following, paused, window, moves, bucket, note, units, offset, answered } =
    value as Partial<ControlsState>;
  const right =
    typeof group === "string" &&
    typeof following === "boolean" &&
    typeof paused === "boolean" &&
    typeof note === "string" &&
    (window === null || Number.isFinite(window)) &&
    typeof moves === "boolean" &&
    Number.isFinite(bucket) &&
    (offset === null || Number.isFinite(offset)) &&
    Array.isArray(units) &&
    units.every((each) => typeof each === "string") &&
    typeof answered === "object" &&
    answered !== null &&
    Object.values(answered).every(Number.isSafeInteger);
  return right ? (value as ControlsState) : null;
}

export function isRefused(content: unknown): content is RefusedMessage {
  const { type, page, figure, id, why } = (content ?? {}) as Partial<RefusedMessage>;
  return (
    type === "refused" &&
    [page, figure, why].every((each) => typeof each === "string") &&
    Number.isSafeInteger(id)
  );
}
