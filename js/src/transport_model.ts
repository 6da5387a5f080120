/** The widget without a view that the kernel sends its frames to. */

import { type IBackboneModelOptions, WidgetModel } from "@jupyter-widgets/base";
import { Canvases } from "./canvas";
import { Controls } from "./controls";
import { isRefused } from "./controls_state";
import { attend } from "./dashboard";
import { Badges } from "./disconnected";
import { Downloads } from "./downloads";
import { KernelWatch, kernelOf } from "./kernel";
import type { Target } from "./painting";
import { pictures } from "./pictures";
import { Presence } from "./presence";
import { type Page, Transport } from "./transport";
import { MODULE, VERSION } from "./version";
import type { PageMessage } from "./wire";

/** Milliseconds between looks for views that have come or gone: no event tells of them. */
const LOOK_INTERVAL = 500;

type Attributes = Parameters<WidgetModel["initialize"]>[0];

export class TransportModel extends WidgetModel {
  // Declared alone: fields of their own would be made anew after `initialize`.
  declare private end: (() => void) | undefined;
  declare private restored: (() => void) | undefined;

  override defaults(): ReturnType<WidgetModel["defaults"]> {
    return {
      ...super.defaults(),
      _model_name: "TransportModel",
      _model_module: MODULE,
      _model_module_version: VERSION,
    };
  }

  override initialize(attributes: Attributes, options: IBackboneModelOptions): void {
    super.initialize(attributes, options);
    // A saved notebook has the model and no comm: there is nobody to talk to.
    if (this.comm_live) this.begin();
  }

  override set_state(state: Parameters<WidgetModel["set_state"]>[0]): void {
    super.set_state(state);
    // The kernel never sends this model a state: the widget manager has loaded all states anew,
    // since the connection had been lost, and frames with it.
    this.restored?.();
  }

  override close(commClosed?: boolean): Promise<void> {
    this.end?.();
    return super.close(commClosed);
  }

  private begin(): void {
    const badges = new Badges();
    const canvases = new Canvases((sentence) => console.warn(sentence));
    const id = randomId();
    const send = (message: PageMessage): void => this.say(message);
    const controls = new Controls({ page: id, send });
    const downloads = new Downloads((id) => this.known(id));
    let connected = true;
    const presence = new Presence(
      (visible) => transport.see(visible),
      () => transport.bye(),
      () => transport.hello(),
    );
    const transport = new Transport(this.page(id, canvases, controls), presence.visible, () => {
      connected = true;
      badges.hide();
    });
    const look = async (): Promise<void> => {
      const elements = await pictures([...transport.models].map((id) => this.find(id)));
      if (this.end === undefined) return;
      presence.watch(elements);
      transport.retry();
      canvases.look();
      await controls.look();
      if (this.end === undefined) controls.close();
      if (!connected) badges.show(elements);
    };
    const follow = (live: boolean): void => {
      if (live) {
        transport.hello();
      } else {
        connected = false;
        void look();
      }
    };
    attend(kernelOf(this.widget_manager));
    const kernel = new KernelWatch(kernelOf(this.widget_manager), follow);
    const timer = window.setInterval(() => void look(), LOOK_INTERVAL);
    this.on("msg:custom", (content: unknown, buffers?: readonly unknown[]) =>
      isRefused(content)
        ? content.page === id && controls.refused(content)
        : transport.receive(content, buffers ?? []),
    );
    this.on("comm_live_update", () => follow(this.comm_live));
    this.restored = () => transport.hello();
    this.end = () => {
      this.end = this.restored = undefined;
      window.clearInterval(timer);
      transport.close();
      presence.close();
      kernel.close();
      badges.hide();
      controls.close();
      canvases.close();
      downloads.close();
    };
    transport.hello();
  }

  private find(id: string): Promise<WidgetModel> {
    return this.widget_manager.get_model(id);
  }

  private known(id: string): Promise<WidgetModel> | undefined {
    return this.widget_manager.has_model(id) ? this.find(id) : undefined;
  }

  private say(message: PageMessage): void {
    try {
      if (this.comm_live) this.send({ ...message }, {});
    } catch {
      // The connection has been disposed of, as when Voila's page is left: the kernel
      // finds out by silence.
    }
  }

  private page(id: string, canvases: Canvases, controls: Controls): Page {
    return {
      id,
      send: (message: PageMessage) => this.say(message),
      find: (id): Promise<Target> | undefined => this.known(id),
      take: (target, state) => controls.take(target, canvases.take(target, state)),
      animate: (callback) => void window.requestAnimationFrame(callback),
      // Soon: some widgets change their elements a few microtasks later (MathJax, of a label).
      layOut: () => void window.setTimeout(() => document.body.getBoundingClientRect()),
      warn: (sentence) => console.warn(sentence),
      now: () => Date.now(),
      later: (milliseconds, callback) => window.setTimeout(callback, milliseconds),
      cancel: (timer) => window.clearTimeout(timer),
    };
  }
}

/** Not `randomUUID`: a page that came over plain HTTP does not have it. */
function randomId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}
