/** Crosshair: a dotted line at a time, a dot on each curve, and what they say. */

import { type FigureView, namedLines } from "./bqplot";
import { curvesOf } from "./canvas_data";
import { nameOf, nearest, timeText, valueText } from "./readings";
import type { Span } from "./spans";
import { div } from "./toolbar";

/** Pixels from the time to a sample at most: further away there is none at that time. */
const REACH = 24;

/** Pixels between the line and what it says. */
const GAP = 12;

/** Curves that are told of: more do not fit. */
const MOST = 16;

/** Where a plot is in its figure, in CSS pixels, and what it shows. */
export interface Scene {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
  readonly span: Span;
  readonly offset: number | null;
  readonly units: readonly string[];
}

interface Found {
  readonly name: string;
  readonly colour: string;
  readonly unit: string;
  readonly x: number;
  readonly y: number | null;
  readonly scale: { low: number; high: number };
}

/** What a crosshair says, on its element as `reading`: for tests. */
export interface Reading {
  time: number;
  values: { name: string; time: number; value: number | null }[];
}

export class Crosshair {
  private readonly line = div("lw-line");
  private readonly reading = div("lw-reading");
  private readonly dots: HTMLElement[] = [];

  constructor(
    private readonly figure: FigureView,
    private readonly root: HTMLElement,
  ) {
    this.line.hidden = this.reading.hidden = true;
    root.append(this.line, this.reading);
  }

  hide(): void {
    this.line.hidden = this.reading.hidden = true;
    for (const each of this.dots) each.hidden = true;
  }

  /** Show it at a time; what it says keeps clear of the pointer. */
  show(time: number, scene: Scene): void {
    const { left, top, width, height, span } = scene;
    const part = (time - span.start) / (span.end - span.start);
    if (!(part >= 0 && part <= 1)) {
      this.hide();
      return;
    }
    const across = left + part * width;
    Object.assign(this.line.style, { left: px(across), top: px(top), height: px(height) });
    this.line.hidden = false;
    const found = this.find(time, scene);
    this.mark(found, scene);
    this.write(time, found, scene);
    this.place(across, part, scene);
  }

  private find(time: number, { span, width, units }: Scene): Found[] {
    const far = (REACH / width) * (span.end - span.start);
    const all: Found[] = [];
    for (const model of namedLines(this.figure)) {
      const names = (model.get("labels") ?? []) as string[];
      const colours = (model.get("colors") ?? []) as string[];
      const axis = (model.get("scales") as { y?: { get(trait: string): unknown } }).y;
      const [low, high] = [Number(axis?.get("min")), Number(axis?.get("max"))];
      curvesOf(model).forEach((curve, nth) => {
        const at = nearest(curve, time);
        const x = at < 0 ? Number.NaN : (curve.x[at] as number);
        const near = Math.abs(x - time) <= far || between(curve.x, at, time, span);
        all.push({
          name: nameOf(names[nth] ?? "", units[nth] ?? ""),
          colour: colours[nth % colours.length] ?? "currentColor",
          unit: units[nth] ?? "",
          x,
          y: near ? (curve.y[at] as number) : null,
          scale: { low, high },
        });
      });
    }
    return all.slice(0, MOST);
  }

  private mark(found: readonly Found[], { left, top, width, height, span }: Scene): void {
    found.forEach(({ x, y, colour, scale }, nth) => {
      const dot = this.dots[nth] ?? div("lw-dot");
      if (this.dots[nth] === undefined) {
        this.dots.push(dot);
        this.root.insertBefore(dot, this.reading);
      }
      const across = (x - span.start) / (span.end - span.start);
      const up = y === null ? Number.NaN : (y - scale.low) / (scale.high - scale.low);
      dot.hidden = !(across >= 0 && across <= 1 && up >= 0 && up <= 1);
      dot.style.left = px(left + across * width);
      dot.style.top = px(top + (1 - up) * height);
      dot.style.background = colour;
    });
    for (const each of this.dots.slice(found.length)) each.hidden = true;
  }

  private write(time: number, found: readonly Found[], scene: Scene): void {
    const heading = document.createElement("div");
    heading.textContent = timeText(time, scene.span, scene.width, scene.offset);
    const table = document.createElement("table");
    for (const { name, colour, unit, y, scale } of found) {
      const row = table.insertRow();
      const swatch = document.createElement("span");
      swatch.className = "lw-swatch";
      swatch.style.background = colour;
      row.insertCell().append(swatch, name);
      row.insertCell().textContent = y === null ? "–" : valueText(y, scale.high - scale.low, unit);
    }
    this.reading.replaceChildren(heading, table);
    this.reading.hidden = false;
    const values = found.map(({ name, x, y }) => ({ name, time: x, value: y }));
    (this.reading as { reading?: Reading }).reading = { time, values };
  }

  /** Beside the line, on the side that has more room, and within the figure. */
  private place(across: number, part: number, { top }: Scene): void {
    const { style, offsetWidth } = this.reading;
    const most = this.root.clientWidth - offsetWidth;
    const beside = part > 0.5 ? across - GAP - offsetWidth : across + GAP;
    style.left = px(Math.max(0, Math.min(beside, most)));
    style.top = px(top + 4);
  }
}

/** Whether two neighbouring samples that a line joins lie on either side of a time. */
function between(x: ArrayLike<number>, at: number, time: number, span: Span): boolean {
  if (at < 0) return false;
  const other = (x[at] as number) < time ? x[at + 1] : x[at - 1];
  if (other === undefined) return false;
  const apart = Math.abs(other - (x[at] as number));
  return Math.abs((x[at] as number) - time) <= apart && apart < span.end - span.start;
}

function px(value: number): string {
  return `${Math.round(value * 2) / 2}px`;
}
