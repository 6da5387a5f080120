/** The page of a dashboard, in Voila: it has no one else who would say that it is cut off. */

import { type KernelConnection, KernelWatch } from "./kernel";
import { type Answer, Reconnection } from "./reconnection";

export const BANNER_CLASS = "livewidgets-banner";

/** By which a page that is left says which kernel it had; the same in livewidgets_server. */
const LEFT = "livewidgets-left";

const RELOADS = "livewidgets-reloads";

/** Milliseconds that the server may take to answer. */
const PATIENCE = 10_000;

const STYLE: Partial<CSSStyleDeclaration> = {
  // It pushes the page down: what is shown, and is old, stays legible.
  position: "sticky",
  top: "0",
  zIndex: "10000",
  padding: "6px 12px",
  textAlign: "center",
  background: "#7a2e00",
  color: "#fff",
  font: "14px/20px var(--jp-ui-font-family, sans-serif)",
};

/** What we use of a connection beside what all kernels have. */
interface DashboardKernel extends KernelConnection {
  readonly id: string;
  readonly serverSettings: { readonly baseUrl: string };
  reconnect(): Promise<void>;
}

const attended = new WeakSet<object>();

/** Attend to the page of a dashboard, once; elsewhere there is nothing to do. */
export function attend(kernel: KernelConnection | null): void {
  if (kernel === null || attended.has(kernel)) return;
  if (document.body.dataset.voila === undefined || !isDashboards(kernel)) return;
  attended.add(kernel);
  const banner = new Banner();
  const reconnection = new Reconnection({
    ask: () => ask(kernel),
    connect: () => void kernel.reconnect().catch(() => {}), // it is asked for again
    reload: () => window.location.reload(),
    say: (sentence) => banner.say(sentence),
    get reloads(): number[] {
      return readReloads();
    },
    set reloads(times: number[]) {
      writeReloads(times);
    },
    now: () => Date.now(),
    chance: () => Math.random(),
    later: (milliseconds, callback) => window.setTimeout(callback, milliseconds),
    cancel: (timer) => window.clearTimeout(timer),
  });
  new KernelWatch(kernel, (connected) => (connected ? reconnection.found() : reconnection.lost()));
  window.addEventListener("online", () => reconnection.hurry());
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "visible") reconnection.hurry();
  });
  if (isServed()) window.addEventListener("beforeunload", () => leave(kernel.id));
}

function isDashboards(kernel: KernelConnection): kernel is DashboardKernel {
  const { id, serverSettings, reconnect } = kernel as Partial<DashboardKernel>;
  return typeof id === "string" && !!serverSettings?.baseUrl && typeof reconnect === "function";
}

/** Whether it comes from `livewidgets serve`, which can give a page its kernel again. */
function isServed(): boolean {
  try {
    const config = document.getElementById("jupyter-config-data")?.textContent ?? "{}";
    return (JSON.parse(config) as Record<string, unknown>).livewidgetsServed === "true";
  } catch {
    return false;
  }
}

async function ask(kernel: DashboardKernel): Promise<Answer> {
  const address = `${kernel.serverSettings.baseUrl}api/kernels/${encodeURIComponent(kernel.id)}`;
  const signal = AbortSignal.timeout(PATIENCE);
  try {
    const answer = await fetch(address, { cache: "no-store", credentials: "same-origin", signal });
    if (answer.ok) return "there";
    // A proxy answers for a server that does not: that is no answer.
    return answer.status >= 500 ? "silent" : "gone";
  } catch {
    return "silent";
  }
}

/** A reload that comes soon has the same kernel, and with it what the kernel remembers. */
function leave(kernel: string): void {
  const scope = `path=${window.location.pathname}; max-age=3600; samesite=strict`;
  // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API needs HTTPS, and time.
  document.cookie = `${LEFT}=${kernel}; ${scope}`;
}

function readReloads(): number[] {
  try {
    const times: unknown = JSON.parse(window.sessionStorage.getItem(RELOADS) ?? "[]");
    return Array.isArray(times) ? times.filter((each) => typeof each === "number") : [];
  } catch {
    return [];
  }
}

function writeReloads(times: readonly number[]): void {
  try {
    window.sessionStorage.setItem(RELOADS, JSON.stringify(times.slice(-10)));
  } catch {
    // Storage that is full or forbidden: then a reload is not remembered.
  }
}

/** A line over the whole page. It is there from the beginning, so that changes are read out. */
class Banner {
  private readonly element: HTMLElement;

  constructor() {
    this.element = document.createElement("div");
    this.element.className = BANNER_CLASS;
    this.element.setAttribute("role", "status");
    this.element.setAttribute("aria-live", "polite");
    Object.assign(this.element.style, STYLE, { display: "none" });
    document.body.prepend(this.element);
  }

  say(sentence: string | null): void {
    this.element.style.display = sentence === null ? "none" : "block";
    this.element.textContent = sentence === null ? "" : `⚠ ${sentence}`;
  }
}
