import { expect, it } from "vitest";
import { type Helm, Navigator, PATIENCE } from "../src/navigator";
import type { Span } from "../src/spans";
import type { Act } from "../src/wire";

class Deck implements Helm {
  readonly sent: Act[] = [];
  readonly painted: Span[] = [];
  private callbacks: (() => void)[] = [];
  private timers = new Map<number, () => void>();

  send(act: Act): number {
    return this.sent.push(act);
  }

  paint(span: Span): void {
    this.painted.push(span);
  }

  animate(callback: () => void): void {
    this.callbacks.push(callback);
  }

  later(milliseconds: number, callback: () => void): number {
    expect(milliseconds).toBe(PATIENCE);
    this.timers.set(this.timers.size + 1, callback);
    return this.timers.size;
  }

  cancel(timer: number): void {
    this.timers.set(timer, () => {});
  }

  frame(): void {
    for (const callback of this.callbacks.splice(0)) callback();
  }

  wait(): void {
    for (const [timer, callback] of this.timers) {
      this.timers.set(timer, () => {});
      callback();
    }
  }
}

const span = (start: number): Span => ({ start, end: start + 10 });
const zoom = (start: number): Act => ({ act: "zoom", ...span(start) });

function start(): { deck: Deck; navigator: Navigator } {
  const deck = new Deck();
  const navigator = new Navigator(deck);
  navigator.told(0, 10);
  return { deck, navigator };
}

it("moves at once, and asks once per frame for the newest", () => {
  const { deck, navigator } = start();
  navigator.move(span(1));
  navigator.move(span(2));
  expect(navigator.span).toEqual(span(2));
  expect(deck.sent).toEqual([]);
  deck.frame();
  expect(deck.painted).toEqual([span(2)]);
  expect(deck.sent).toEqual([zoom(2)]);
});

it("has one question under way, then asks the newest", () => {
  const { deck, navigator } = start();
  for (const at of [1, 2, 3]) {
    navigator.move(span(at));
    deck.frame();
  }
  expect(deck.painted).toEqual([span(1), span(2), span(3)]);
  expect(deck.sent).toEqual([zoom(1)]);
  navigator.answered(1);
  deck.frame();
  expect(deck.sent).toEqual([zoom(1), zoom(3)]);
  expect(navigator.holds).toBe(true);
});

it("holds against the kernel until the last question is answered", async () => {
  const { deck, navigator } = start();
  navigator.move(span(5));
  deck.frame();
  navigator.told(100, 110);
  expect(navigator.span).toEqual(span(5));
  navigator.answered(0); // another page's, or an old one
  expect(navigator.holds).toBe(true);
  navigator.answered(1);
  navigator.told(5.1, undefined); // comes with the answer, in the same frame
  navigator.told(undefined, 15.1);
  await Promise.resolve();
  expect(navigator.holds).toBe(false);
  expect(deck.painted.at(-1)).toEqual({ start: 5.1, end: 15.1 });
});

it("gives the axis back at once for anything but a zoom", () => {
  const { deck, navigator } = start();
  navigator.move(span(5));
  deck.frame();
  navigator.move(span(6));
  navigator.act({ act: "live" });
  deck.frame();
  expect(navigator.holds).toBe(false);
  expect(navigator.span).toEqual(span(0));
  expect(deck.sent).toEqual([zoom(5), { act: "live" }]);
  navigator.answered(1);
  navigator.move(span(7));
  deck.frame();
  expect(deck.sent).toHaveLength(2); // "live" is under way still
  navigator.answered(2);
  deck.frame();
  expect(deck.sent.at(-1)).toEqual(zoom(7));
});

it("shows what there is when it is refused, or nobody answers", async () => {
  for (const how of ["refused", "silence"]) {
    const { deck, navigator } = start();
    navigator.move(span(5));
    deck.frame();
    if (how === "refused") navigator.refused(1);
    else deck.wait();
    await Promise.resolve();
    expect(navigator.holds).toBe(false);
    expect(deck.painted.at(-1)).toEqual(span(0));
  }
});
