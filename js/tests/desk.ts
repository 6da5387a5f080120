/** A page without a browser: time and animation frames pass when a test says so. */

import type { Target } from "../src/painting";
import { type Page, Transport } from "../src/transport";
import type { PageMessage } from "../src/wire";

/** A widget model that remembers the states it was given. */
export class Model implements Target {
  readonly states: { [trait: string]: unknown }[] = [];
  state_change: Promise<unknown> = Promise.resolve();
  private closed: (() => void)[] = [];

  set_state(state: { [trait: string]: unknown }): void {
    this.states.push(state);
  }

  once(_event: "destroy", callback: () => void): void {
    this.closed.push(callback);
  }

  off(_event: "destroy", callback: () => void): void {
    this.closed = this.closed.filter((each) => each !== callback);
  }

  /** How many listen to it. */
  get listeners(): number {
    return this.closed.length;
  }

  close(): void {
    for (const callback of this.closed) callback();
  }

  /** What it shows now. */
  get shown(): { [trait: string]: unknown } {
    return Object.assign({}, ...this.states);
  }
}

export class Desk implements Page {
  readonly id = "page";
  readonly sent: PageMessage[] = [];
  readonly warnings: string[] = [];
  readonly models = new Map<string, Model>();
  private time = 1_000_000;
  private callbacks: (() => void)[] = [];
  private timers: { id: number; at: number; callback: () => void }[] = [];
  private ids = 0;
  laidOut = 0;

  constructor(...models: string[]) {
    for (const name of models) this.models.set(name, new Model());
  }

  model(name: string): Model {
    const found = this.models.get(name);
    if (found === undefined) throw new Error(`there is no model ${name}`);
    return found;
  }

  /** The messages of one type, in order. */
  said<T extends PageMessage["type"]>(type: T): Extract<PageMessage, { type: T }>[] {
    return this.sent.filter((each) => each.type === type) as Extract<PageMessage, { type: T }>[];
  }

  /** How many callbacks wait for an animation frame. */
  get animating(): number {
    return this.callbacks.length;
  }

  /** Let animation frames pass, and what they set off. */
  async frames(count = 3): Promise<void> {
    for (let each = 0; each < count; each++) {
      const due = this.callbacks;
      this.callbacks = [];
      for (const callback of due) callback();
      await new Promise((resolve) => setImmediate(resolve));
    }
  }

  pass(milliseconds: number): void {
    this.time += milliseconds;
    const due = this.timers.filter((each) => each.at <= this.time);
    this.timers = this.timers.filter((each) => each.at > this.time);
    for (const { callback } of due) callback();
  }

  send(message: PageMessage): void {
    this.sent.push(message);
  }

  find(model: string): Promise<Target> | undefined {
    const found = this.models.get(model);
    return found && Promise.resolve(found);
  }

  animate(callback: () => void): void {
    this.callbacks.push(callback);
  }

  layOut(): void {
    this.laidOut += 1;
  }

  warn(sentence: string): void {
    this.warnings.push(sentence);
  }

  now(): number {
    return this.time;
  }

  later(milliseconds: number, callback: () => void): number {
    this.ids += 1;
    this.timers.push({ id: this.ids, at: this.time + milliseconds, callback });
    return this.ids;
  }

  cancel(timer: number): void {
    this.timers = this.timers.filter((each) => each.id !== timer);
  }
}

/** A page with these models, that has said hello. */
export function start(...models: string[]): { desk: Desk; transport: Transport } {
  const desk = new Desk(...models);
  const transport = new Transport(desk, true);
  transport.hello();
  return { desk, transport };
}

/** A frame that sets traits of one model. */
export function set(
  seq: number,
  base: number,
  state: object,
  model = "label",
  epoch = "e",
): object {
  return { type: "frame", epoch, seq, base, ops: [{ op: "set", model, state }] };
}
