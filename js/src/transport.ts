/** The transport: judges frames, applies them, and tells the kernel what became of them. */

import { Acknowledgements, type Timing } from "./acknowledgements";
import { Arrays } from "./arrays";
import { decode, type Head, Refused, readHead } from "./frames";
import { Painter, type Stage } from "./painting";
import { Waits } from "./waits";
import type { ModelsMessage, PageMessage } from "./wire";

/** Milliseconds after which a page that was not heard speaks up again. */
export const PATIENCE = 10_000;

/** Names of widgets that are kept at most: those that are gone are not told of. */
export const MOST_NAMES = 1000;

/** What a transport does through the page; a test brings its own. */
export interface Page extends Stage, Timing {
  /** Names this page among those of the kernel. */
  readonly id: string;
  send(message: PageMessage): void;
}

/** One page's end of the wire. See wire.ts for what it keeps to. */
export class Transport {
  private readonly arrays = new Arrays();
  private readonly painter: Painter;
  private readonly acknowledgements: Acknowledgements;
  private readonly waits = new Waits(() => this.page.now());
  private readonly named = new Set<string>();
  private epoch = "";
  private have = -1;
  /** The newest frame that is on the screen. */
  private shown = -1;
  private paints = 0;
  private paintedAt = 0;
  /** A snapshot is on its way, as far as we know; nothing else is asked for until it comes. */
  private asked = false;
  private timer: number | null = null;
  private visible: boolean;

  /**
   * @param visible Whether somebody sees the page now.
   * @param applied Called when a frame has been applied.
   */
  constructor(
    private readonly page: Page,
    visible: boolean,
    private readonly applied: () => void = () => {},
  ) {
    this.visible = visible;
    this.acknowledgements = new Acknowledgements(page, () => this.acknowledge());
    this.painter = new Painter(
      page,
      () => this.painted(),
      (model) => {
        this.arrays.forget(model);
        this.named.delete(model);
      },
      () => this.waits.paints(),
    );
  }

  /** The models that frames came for, or will. */
  get models(): ReadonlySet<string> {
    return new Set([...this.named, ...this.painter.models]);
  }

  /** Begin, or begin anew: whatever was there is void. */
  hello(): void {
    this.forget();
    this.expect(); // a hello asks, too
    this.page.send({ type: "hello", page: this.page.id, visible: this.visible });
  }

  /** Say nothing any more. */
  close(): void {
    this.forget();
    this.painter.close();
  }

  /** Paint on widgets that have come since their frames did. */
  retry(): void {
    this.painter.retry();
  }

  bye(): void {
    this.forget();
    this.page.send({ type: "bye", page: this.page.id });
  }

  /** Somebody sees the page now, or nobody does. */
  see(visible: boolean): void {
    if (visible === this.visible) return;
    this.visible = visible;
    this.forget();
    if (visible) this.expect(); // to be seen again asks, too
    this.page.send({ type: "visible", page: this.page.id, visible });
  }

  /** A message of the kernel has come. */
  receive(content: unknown, buffers: readonly unknown[]): void {
    if (isModels(content)) {
      this.name(content.models);
      return;
    }
    if (!this.visible) return;
    let head: Head | null = null;
    try {
      head = readHead(content);
      const known = head.epoch === this.epoch;
      if (known && head.seq <= this.have) {
        if (head.base === -1) this.answered(head);
        return;
      }
      if (head.base !== -1 && !(known && head.base === this.have)) {
        this.ask(head.epoch, `frame ${head.seq} builds on ${head.base}, and this page lacks it.`);
        return;
      }
      this.apply(head, content, buffers);
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      if (!this.asked) this.page.warn(`livewidgets: a frame is refused: ${error.message}`);
      this.ask(head?.epoch ?? this.epoch, error.message);
    }
  }

  private name(models: readonly string[]): void {
    for (const model of models) {
      this.named.delete(model);
      this.named.add(model);
    }
    for (const oldest of this.named) {
      if (this.named.size <= MOST_NAMES) break;
      this.named.delete(oldest);
    }
  }

  /** A snapshot has come of what is here already: the kernel may wait to hear so. */
  private answered(head: Head): void {
    this.settle();
    if (this.shown === head.seq) this.acknowledge();
  }

  private apply(head: Head, content: unknown, buffers: readonly unknown[]): void {
    const { values, stored } = decode(content, buffers, this.arrays);
    if (head.base === -1) {
      this.arrays.clear();
      this.painter.retain(values);
      this.shown = head.seq - 1;
      this.settle();
    }
    this.epoch = head.epoch;
    this.have = head.seq;
    for (const { model, trait, array } of stored) this.arrays.put(model, trait, array);
    this.waits.frame();
    this.painter.put(values);
    this.applied();
  }

  private ask(epoch: string, why: string): void {
    if (this.asked) return;
    this.expect();
    const have = epoch === this.epoch ? this.have : -1;
    this.page.send({ type: "resync", page: this.page.id, epoch, have, why });
  }

  private expect(): void {
    this.settle();
    this.asked = true;
    // A kernel that restarts its comms, or a connection that breaks, loses messages.
    if (this.visible) this.timer = this.page.later(PATIENCE, () => this.hello());
  }

  private settle(): void {
    this.asked = false;
    if (this.timer !== null) this.page.cancel(this.timer);
    this.timer = null;
  }

  private painted(): void {
    this.paints += 1;
    this.paintedAt = this.page.now();
    const frames = this.have - this.shown;
    this.shown = this.have;
    this.acknowledgements.painted(frames);
  }

  private acknowledge(): void {
    this.page.send({
      type: "ack",
      page: this.page.id,
      epoch: this.epoch,
      seq: this.shown,
      painted: this.paints,
      at: this.paintedAt,
      wait: this.waits.median(),
    });
  }

  private forget(): void {
    this.painter.drop();
    this.acknowledgements.drop();
    this.waits.drop();
    this.arrays.clear();
    this.epoch = "";
    this.have = this.shown = -1;
    this.settle();
  }
}

function isModels(content: unknown): content is ModelsMessage {
  const { type, models } = (content ?? {}) as Partial<ModelsMessage>;
  const texts = Array.isArray(models) && models.every((each) => typeof each === "string");
  return type === "models" && texts;
}
