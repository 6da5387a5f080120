/** The side panel "Streams" of JupyterLab: what runs in the open notebooks, and how to stop it. */

import { Widget } from "@lumino/widgets";
import { type Kernel, KernelStreams } from "./kernel_streams";
import { NotebookPart } from "./streams_rows";
import { addStreamsStyle } from "./streams_style";

export const PANEL_ID = "livewidgets-streams";

/** Milliseconds between looks for notebooks that were opened and cells that have run. */
const LOOK_INTERVAL = 1000;

const NONE = "No stream runs in the open notebooks.";

const SVG = "http://www.w3.org/2000/svg";

/** An open notebook, or a console: what has a kernel. */
export interface Open {
  readonly id: string;
  readonly name: string;
  readonly path: string;
  readonly kernel: Kernel;
}

/** One notebook's kernel, and the part of the panel that shows it. */
interface Shown {
  open: Open;
  streams: KernelStreams;
  part: NotebookPart;
}

export class StreamsPanel extends Widget {
  private readonly shown = new Map<string, Shown>();
  private readonly parts = document.createElement("div");
  private readonly none = document.createElement("p");
  private readonly timer: number;
  private seen = false;

  /**
   * @param opened Gives the notebooks that are open now.
   * @param jump Shows one of them.
   */
  constructor(
    private readonly opened: () => Iterable<Open>,
    private readonly jump: (id: string) => void,
  ) {
    super();
    this.id = PANEL_ID;
    this.addClass("lw-streams");
    this.title.caption = "Streams";
    this.title.icon = { render };
    this.node.setAttribute("role", "region");
    this.node.setAttribute("aria-label", "Streams");
    const heading = document.createElement("h2");
    heading.textContent = "Streams";
    this.none.className = "lw-none";
    this.none.textContent = NONE;
    this.none.tabIndex = -1; // where the focus goes when the last stream ends
    this.node.append(heading, this.none, this.parts);
    addStreamsStyle();
    this.timer = window.setInterval(() => this.look(), LOOK_INTERVAL);
  }

  override dispose(): void {
    window.clearInterval(this.timer);
    for (const { streams } of this.shown.values()) streams.close();
    this.shown.clear();
    super.dispose();
  }

  protected override onAfterShow(): void {
    this.look();
  }

  private look(): void {
    const seen = this.isVisible && document.visibilityState === "visible";
    const came = seen && !this.seen;
    this.seen = seen;
    if (!seen) return;
    this.match();
    for (const { streams } of this.shown.values()) {
      if (came) streams.rest();
      streams.look(Date.now());
    }
  }

  /** Follow the kernels that are open now, each once, and no others. */
  private match(): void {
    const open = new Map<string, Open>();
    for (const each of this.opened()) {
      if (!open.has(each.kernel.id)) open.set(each.kernel.id, each);
    }
    for (const [id, each] of this.shown) {
      const now = open.get(id);
      if (now?.kernel === each.open.kernel) {
        each.open = now;
      } else {
        each.streams.close();
        each.part.element.remove();
        this.shown.delete(id);
      }
    }
    for (const [id, each] of open) {
      if (this.shown.has(id)) continue;
      const part = new NotebookPart(() => this.jump(this.shown.get(id)?.open.id ?? each.id));
      const streams = new KernelStreams(each.kernel, () => this.draw());
      this.shown.set(id, { open: each, streams, part });
    }
    this.draw();
  }

  private draw(): void {
    let any = false;
    for (const { open, streams, part } of this.shown.values()) {
      const { streams: entries = [], more = 0 } = streams.listing ?? {};
      const focused = part.element.contains(document.activeElement);
      part.show(open.name, open.path, entries, more, streams.stopping, (each) =>
        streams.stop(each),
      );
      if (entries.length === 0) {
        part.element.remove();
        if (focused) this.none.focus();
      } else {
        any = true;
        if (!part.element.isConnected) this.parts.append(part.element);
      }
    }
    this.none.hidden = any;
  }
}

/** The panel's own icon: three waves. */
function render(host: HTMLElement): void {
  if (host.querySelector("svg") !== null) return;
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("viewBox", "0 0 20 20");
  svg.setAttribute("width", "20");
  svg.setAttribute("height", "20");
  svg.setAttribute("aria-hidden", "true");
  svg.style.cssText = "display: block; margin: 0 auto";
  const path = document.createElementNS(SVG, "path");
  path.setAttribute("d", "M2 5q4-4 8 0t8 0M2 10q4-4 8 0t8 0M2 15q4-4 8 0t8 0");
  path.setAttribute("fill", "none");
  path.setAttribute("stroke", "var(--jp-inverse-layout-color3, #616161)");
  path.setAttribute("stroke-width", "1.8");
  path.setAttribute("stroke-linecap", "round");
  svg.append(path);
  host.append(svg);
}
