/** Files that the buttons of a dashboard ask for: the kernel makes them, the page saves them. */

import { pictureOf } from "./page_picture";

/** On a button's element; the same in livewidgets/transport/download_button.py. */
const BUTTON = "livewidgets-download";
const NAMED = "livewidgets-model-";

const SAID = "livewidgets-download-said";
const STYLE_ID = "livewidgets-download-style";

/** Buttons are hidden by a style of their own until somebody is there who can save. */
const STYLE = `
.${BUTTON} { display: inline-block !important; }
.${SAID} { flex: 0 1 auto; font: 13px/1.4 var(--jp-ui-font-family, system-ui, sans-serif);
  color: var(--jp-ui-font-color1, currentColor); }
`;

/** Milliseconds after which a kernel that says nothing is said to do so; a cell may run. */
const PATIENCE = 10_000;

const MIMES = new Set(["text/csv", "text/html"]);

interface FileMessage {
  readonly type: "file";
  readonly name: string;
  readonly mime: string;
  readonly picture: boolean;
}

/** A button's model, as far as files go. */
export interface Sender {
  on(event: "msg:custom", heard: Heard): void;
  off(event: "msg:custom", heard: Heard): void;
}

type Heard = (content: unknown, buffers?: readonly unknown[]) => void;

/** Attends to the buttons whose models are one kernel's. */
export class Downloads {
  private readonly waiting = new Map<string, () => void>();

  /** @param find Gives a model of that kernel; undefined where it is another's. */
  constructor(private readonly find: (id: string) => Promise<unknown> | undefined) {
    if (!document.getElementById(STYLE_ID)) {
      const style = document.createElement("style");
      style.id = STYLE_ID;
      style.textContent = STYLE;
      document.head.append(style);
    }
    // Before the button itself hears it, and asks the kernel.
    document.addEventListener("click", this.clicked, true);
  }

  close(): void {
    document.removeEventListener("click", this.clicked, true);
    for (const end of [...this.waiting.values()]) end();
  }

  private readonly clicked = (event: MouseEvent): void => {
    const button = event.target instanceof Element ? event.target.closest(`.${BUTTON}`) : null;
    const id = [...(button?.classList ?? [])].find((name) => name.startsWith(NAMED));
    const found = id && this.find(id.slice(NAMED.length));
    if (button && found) void found.then((model) => this.wait(button, id, model as Sender));
  };

  /** Save the next file that a button's model is sent. */
  private wait(button: Element, id: string, model: Sender): void {
    this.waiting.get(id)?.();
    const say = status(button);
    const heard: Heard = (content, buffers) => {
      end();
      void answered(content, buffers, button).then(say, (error: unknown) =>
        say(`It cannot be saved: ${error instanceof Error ? error.message : String(error)}`),
      );
    };
    const timer = window.setTimeout(() => say("The kernel has not answered yet."), PATIENCE);
    const end = (): void => {
      window.clearTimeout(timer);
      model.off("msg:custom", heard);
      this.waiting.delete(id);
    };
    this.waiting.set(id, end);
    model.on("msg:custom", heard);
    say("Preparing the file …");
  }
}

/** Do what an answer says, and say what was done. */
async function answered(
  content: unknown,
  buffers: readonly unknown[] | undefined,
  button: Element,
): Promise<string> {
  const said = (content ?? {}) as { type?: unknown; why?: unknown };
  if (said.type === "no file" && typeof said.why === "string") return said.why;
  const data = bytesOf(buffers?.[0]);
  if (!isFile(content) || !data) return "The kernel's answer is no file.";
  if (!content.picture) {
    save(new Blob([data], { type: content.mime }), content.name);
    return `Saved ${content.name}`;
  }
  const name = content.name.replace(/\.html$/, ".png");
  save(await pictureOf(new TextDecoder().decode(data), button), name);
  return `Saved ${name}`;
}

function isFile(content: unknown): content is FileMessage {
  const { type, name, mime, picture } = (content ?? {}) as Partial<FileMessage>;
  return (
    type === "file" &&
    typeof name === "string" &&
    MIMES.has(mime ?? "") &&
    typeof picture === "boolean"
  );
}

function bytesOf(buffer: unknown): Uint8Array<ArrayBuffer> | undefined {
  if (buffer instanceof ArrayBuffer) return new Uint8Array(buffer);
  if (!ArrayBuffer.isView(buffer)) return undefined;
  const { buffer: whole, byteOffset, byteLength } = buffer;
  return new Uint8Array(whole as ArrayBuffer, byteOffset, byteLength);
}

function save(data: Blob, name: string): void {
  const address = URL.createObjectURL(data);
  const link = document.createElement("a");
  link.href = address;
  link.download = name;
  link.click();
  // The browser reads it a little later.
  window.setTimeout(() => URL.revokeObjectURL(address), 60_000);
}

/** What says beside the buttons how it goes, to screen readers, too. */
function status(button: Element): (sentence: string) => void {
  const bar = button.parentElement ?? document.body;
  let said = bar.querySelector<HTMLElement>(`:scope > .${SAID}`);
  if (!said) {
    said = document.createElement("span");
    said.className = SAID;
    said.setAttribute("role", "status");
    bar.append(said);
  }
  const place = said;
  return (sentence) => {
    place.textContent = sentence;
  };
}
