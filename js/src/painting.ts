/**
 * Painting: new values go to their widgets at once where none have since the last animation
 * frame, and else with the next one. The work is done before the page repaints, not in it, so
 * that the repaint that shows them is not late by it.
 */

import { lasting } from "./arrays";
import { bringsData, holdRedraw } from "./bqplot";
import type { Values } from "./frames";

type State = { [trait: string]: unknown };

/** What painting asks of a widget model. */
export interface Target {
  /** Settles when the states that came by themselves have been taken over. */
  readonly state_change: Promise<unknown>;
  set_state(state: State): void;
  once(event: "destroy", callback: () => void): void;
  off(event: "destroy", callback: () => void): void;
}

/** The page around it; a test brings its own. */
export interface Stage {
  /** The model of a comm; undefined where the page has none of that name. */
  find(model: string): Promise<Target> | undefined;
  /** Take what is drawn otherwise of a model's new state; gives what to tell the model. */
  take?(target: Target, state: State): State;
  /** Call back before the next repaint. */
  animate(callback: () => void): void;
  /** Lay the page out now: what must be done before the repaint need not be done in it. */
  layOut?(): void;
  warn(sentence: string): void;
}

interface Canvas {
  pending: Values;
  target: Target | null;
  /** The `state_change` that is known to have settled. */
  settled: Promise<unknown> | null;
  waiting: boolean;
  /** Leaves the target to itself. */
  ignore(): void;
}

/**
 * Keeps the newest value of each trait until it is painted, and no older one.
 *
 * @param painted Called after each animation frame that left nothing to paint, but for
 *   widgets that the page does not have.
 * @param closed Called when a widget that was painted on has been closed.
 * @param begins Called in each animation frame after a frame came, before anything is painted.
 */
export class Painter {
  private readonly canvases = new Map<string, Canvas>();
  private readonly warned = new Set<string>();
  private requested = false;

  constructor(
    private readonly stage: Stage,
    private readonly painted: () => void,
    private readonly closed: (model: string) => void,
    private readonly begins: () => void = () => {},
  ) {}

  /** The models that are painted on. */
  get models(): IterableIterator<string> {
    return this.canvases.keys();
  }

  /** Paint now, or, where that was done since the last animation frame, with the next one. */
  put(values: ReadonlyMap<string, Values>): void {
    for (const [model, traits] of values) {
      const canvas = this.canvas(model);
      for (const [trait, value] of traits) canvas.pending.set(trait, value);
    }
    if (!this.requested) {
      this.paint();
      this.stage.layOut?.();
    }
    this.request();
  }

  /** Try again what waits for widgets that were not here: no further frame may come. */
  retry(): void {
    for (const [model, { pending, target }] of this.canvases) {
      if (pending.size > 0 && target === null && this.stage.find(model) !== undefined) {
        this.request();
      }
    }
  }

  /** Drop what waits to be painted. */
  drop(): void {
    for (const canvas of this.canvases.values()) canvas.pending.clear();
  }

  /** Keep only these models: a snapshot names all that there are. */
  retain(models: ReadonlyMap<string, unknown>): void {
    for (const [model, canvas] of this.canvases) {
      if (models.has(model)) continue;
      canvas.ignore();
      this.canvases.delete(model);
    }
  }

  /** Paint nothing any more, and leave all widgets to themselves. */
  close(): void {
    this.retain(new Map());
  }

  private canvas(model: string): Canvas {
    const known = this.canvases.get(model);
    if (known !== undefined) return known;
    const made: Canvas = {
      pending: new Map(),
      target: null,
      settled: null,
      waiting: false,
      ignore: () => {},
    };
    this.canvases.set(model, made);
    return made;
  }

  private request(): void {
    if (this.requested) return;
    this.requested = true;
    this.stage.animate(() => {
      this.requested = false;
      this.begins();
      if (this.paint()) this.painted();
    });
  }

  /** Whether nothing is left to paint, but for widgets that the page does not have. */
  private paint(): boolean {
    let waiting = false;
    const ready: { model: string; target: Target; state: State }[] = [];
    for (const [model, canvas] of this.canvases) {
      if (canvas.pending.size === 0) continue;
      const target = canvas.target;
      if (target === null || canvas.settled !== target.state_change) {
        this.prepare(model, canvas);
        waiting ||= canvas.waiting;
        continue;
      }
      const pending: State = Object.fromEntries(canvas.pending);
      canvas.pending.clear();
      const taken = this.stage.take?.(target, pending) ?? pending;
      const state = Object.fromEntries(
        Object.entries(taken).map(([trait, value]) => [trait, lasting(value)]),
      );
      if (Object.keys(state).length > 0) ready.push({ model, target, state });
    }
    const data = ready.filter(({ state }) => bringsData(state));
    const rest = ready.filter((each) => !data.includes(each));
    const held = data.map(({ target }) => holdRedraw(target));
    for (const { model, target, state } of [...rest, ...data]) {
      try {
        target.set_state(state);
      } catch (error) {
        this.warn(model, `livewidgets: the widget ${model} cannot show a frame: ${error}`);
      }
    }
    for (const [index, release] of held.entries()) {
      try {
        release();
      } catch (error) {
        this.warn(data[index]?.model ?? "", `livewidgets: a mark cannot be drawn: ${error}`);
      }
    }
    return !waiting;
  }

  /** Find the model, and wait until no state of its own is on its way: frames overtake states. */
  private prepare(model: string, canvas: Canvas): void {
    if (canvas.waiting) return;
    const found = canvas.target ?? this.stage.find(model);
    if (found === undefined) {
      this.warn(model, `livewidgets: frames come for the widget ${model}, which is not here`);
      return;
    }
    canvas.waiting = true;
    Promise.resolve(found)
      .then(async (target) => {
        if (this.canvases.get(model) !== canvas) return; // it was let go of meanwhile
        if (canvas.target === null) {
          const gone = (): void => this.remove(model);
          canvas.target = target;
          canvas.ignore = () => target.off("destroy", gone);
          target.once("destroy", gone);
        }
        const change = target.state_change;
        await change.catch(() => {}); // a state that could not be taken over is over, too
        canvas.settled = change;
      })
      .catch((error: unknown) => {
        this.warn(model, `livewidgets: the widget ${model} cannot be had: ${error}`);
        canvas.pending.clear();
      })
      .finally(() => {
        canvas.waiting = false;
        this.request(); // whatever came of it, what was painted is to be acknowledged
      });
  }

  private remove(model: string): void {
    this.canvases.delete(model);
    this.warned.delete(model);
    this.closed(model);
  }

  private warn(model: string, sentence: string): void {
    if (this.warned.has(model)) return;
    this.warned.add(model);
    this.stage.warn(sentence);
  }
}
