/** What the panel "Streams" shows of each stream: elements that are kept and written anew. */

import { icon } from "./icons";
import type { Entry } from "./streams_wire";

/** A stream's place in the list. */
export class StreamRow {
  readonly element = document.createElement("li");
  readonly button = document.createElement("button");
  private readonly name = document.createElement("span");
  private readonly state = document.createElement("span");
  private readonly rate = document.createElement("span");
  private readonly counts = document.createElement("div");

  constructor(stop: () => void) {
    const [head, now] = [document.createElement("div"), document.createElement("div")];
    head.className = "lw-stream-head";
    now.className = "lw-stream-now";
    this.name.className = "lw-stream-name";
    this.state.className = "lw-stream-state";
    this.counts.className = "lw-stream-counts";
    this.button.type = "button";
    this.button.append(icon("stop"));
    this.button.addEventListener("click", stop);
    head.append(this.name, this.button);
    now.append(this.state, this.rate);
    this.element.append(head, now, this.counts);
  }

  show(entry: Entry, stopping: boolean): void {
    write(this.name, entry.name);
    this.name.title = entry.name;
    write(this.state, stopping ? "■ stopping …" : entry.state);
    write(this.rate, entry.rate);
    write(this.counts, countsText(entry));
    // Not `disabled`, which would take the focus away.
    this.button.setAttribute("aria-disabled", String(stopping));
    this.button.title = `Stop ${entry.name}`;
    this.button.setAttribute("aria-label", `Stop ${entry.name}`);
  }
}

/** A notebook's part of the panel: its name, which leads to it, and its streams. */
export class NotebookPart {
  readonly element = document.createElement("section");
  readonly rows = new Map<number, StreamRow>();
  private readonly heading = document.createElement("button");
  private readonly list = document.createElement("ul");
  private readonly more = document.createElement("p");

  constructor(jump: () => void) {
    const title = document.createElement("h3");
    this.heading.type = "button";
    this.heading.className = "lw-notebook";
    this.heading.addEventListener("click", jump);
    title.append(this.heading);
    this.element.append(title, this.list, this.more);
  }

  show(
    name: string,
    path: string,
    entries: readonly Entry[],
    left: number,
    stopping: ReadonlySet<number>,
    stop: (number: number) => void,
  ): void {
    write(this.heading, name);
    this.heading.title = `Go to ${path}`;
    this.element.setAttribute("aria-label", path);
    write(this.more, left ? `and ${left} more` : "");
    const numbers = new Set(entries.map((each) => each.number));
    for (const [number, row] of this.rows) {
      if (numbers.has(number)) continue;
      const focused = row.element.contains(document.activeElement);
      const next = row.element.nextElementSibling ?? row.element.previousElementSibling;
      row.element.remove();
      this.rows.delete(number);
      // Who works by keyboard goes on from the next one.
      if (focused) (next?.querySelector("button") ?? this.heading).focus();
    }
    for (const entry of entries) {
      let row = this.rows.get(entry.number);
      if (row === undefined) {
        row = new StreamRow(() => stop(entry.number));
        this.rows.set(entry.number, row);
        this.list.append(row.element);
      }
      row.show(entry, stopping.has(entry.number));
    }
  }
}

/** Rows, losses, the newest row's age and the pictures of a stream, as far as there are any. */
export function countsText(entry: Entry): string {
  const none = "–";
  const parts = [
    many(entry.rows, "row"),
    entry.lost === none ? "" : `${entry.lost} lost`,
    entry.age === none ? "" : `newest ${entry.age} old`,
    entry.pictures ? many(String(entry.pictures), "picture") : "no picture",
  ];
  return parts.filter((part) => part).join(" · ");
}

function many(count: string, what: string): string {
  return `${count} ${what}${count === "1" ? "" : "s"}`;
}

/** Text as text; an element that says it already is left alone. */
function write(element: HTMLElement, text: string): void {
  if (element.textContent !== text) element.textContent = text;
}
