/**
 * What we lean on in bqplot's own models. Where a model is another, nothing is done.
 *
 * A mark redraws itself when its data change, and once more for each of its scales that
 * change, but not while its model is `dirty`. With new data on their way those redraws are
 * in vain: the scales go first, and the one redraw that counts comes with the data.
 */

interface MarkModel {
  dirty: boolean;
  on(event: "data_updated", callback: () => void): void;
  off(event: "data_updated", callback: () => void): void;
  trigger(event: "data_updated"): void;
}

/** Whether a state brings a mark's data: arrays, as bqplot holds them. */
export function bringsData(state: { [trait: string]: unknown }): boolean {
  return Object.values(state).some(
    (value) => value instanceof Float64Array || (Array.isArray(value) && isRow(value[0])),
  );
}

/** Keep a mark from redrawing itself until its data come; gives what ends that. */
export function holdRedraw(model: object): () => void {
  if (!isMark(model) || model.dirty) return () => {};
  let redrawn = false;
  const note = (): void => {
    redrawn = true;
  };
  model.on("data_updated", note);
  model.dirty = true;
  return () => {
    model.off("data_updated", note);
    model.dirty = false;
    // Data that are equal to those that are there change nothing; its scales may have.
    if (!redrawn) model.trigger("data_updated");
  };
}

function isMark(model: object): model is MarkModel {
  return "dirty" in model && typeof model.dirty === "boolean" && "trigger" in model;
}

function isRow(value: unknown): boolean {
  return value instanceof Float64Array;
}
