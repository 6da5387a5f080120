/**
 * The plugin of the side panel "Streams", in JupyterLab.
 *
 * It is apart from the one that draws: whatever fails here, pictures go on. What it needs of
 * JupyterLab is loaded only there; no other page has to have it.
 */

import type { Open } from "./streams_panel";

const RANK = 650; // after JupyterLab's own

/** What we use of JupyterLab and of what is open in it. */
interface Application {
  readonly name: string;
  readonly shell: {
    add(widget: object, area: string, options: { rank: number }): void;
    widgets(area: string): Iterable<unknown>;
    activateById(id: string): void;
  };
}

interface Document {
  readonly id: string;
  readonly title: { readonly label: string };
  readonly sessionContext?: {
    readonly path?: string;
    readonly session?: { readonly kernel?: Open["kernel"] | null } | null;
  };
}

export const streamsPlugin = {
  id: "livewidgets:streams",
  description: "Lists the streams of the open notebooks, and stops them.",
  autoStart: true,
  activate: (app: unknown): void => {
    if ((app as Partial<Application>).name !== "JupyterLab") return;
    show(app as Application).catch((error: unknown) => {
      console.warn("livewidgets: the panel of streams cannot be shown", error);
    });
  },
};

async function show({ shell }: Application): Promise<void> {
  const { StreamsPanel } = await import("./streams_panel");
  const panel = new StreamsPanel(
    () => opened(shell.widgets("main")),
    (id) => shell.activateById(id),
  );
  shell.add(panel, "left", { rank: RANK });
}

function* opened(widgets: Iterable<unknown>): Generator<Open> {
  for (const widget of widgets) {
    const { id, title, sessionContext } = widget as Document;
    const kernel = sessionContext?.session?.kernel;
    if (kernel) yield { id, name: title.label, path: sessionContext.path ?? title.label, kernel };
  }
}
