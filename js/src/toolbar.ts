/** Toolbar: the buttons of a figure, its state, and the list of its keys. */

import { type Icon, icon } from "./icons";
import { LIST } from "./keys";
import { durationText, WINDOWS } from "./spans";
import type { ControlsState } from "./wire";

/** What the buttons do. */
export interface Deeds {
  toggle(): void;
  live(): void;
  zoom(factor: 1 | -1): void;
  choose(seconds: number): void;
  clear(): void;
  save(): void;
  /** The focus was on something that is gone. */
  focus(): void;
}

export class Toolbar {
  readonly bar = div("lw-bar");
  /** Where what does not follow says so, with the way back. */
  readonly state = div("lw-state");
  readonly panels: readonly HTMLElement[];
  readonly spoken = document.createElement("span");
  private readonly note = document.createElement("span");
  private readonly pause: HTMLButtonElement;
  private readonly window: HTMLButtonElement;
  private readonly help: HTMLButtonElement;
  /** What is there only where time can be moved. */
  private readonly moving: HTMLElement[] = [];
  private readonly windows = div("lw-panel lw-windows");
  private readonly keys = div("lw-panel lw-help");
  private shown = "";

  constructor(private readonly deeds: Deeds) {
    this.bar.setAttribute("role", "toolbar");
    this.bar.setAttribute("aria-label", "Controls of the figure");
    this.pause = button("pause", "Pause (Space)", () => deeds.toggle());
    this.window = button("window", "Window length", () => this.open(this.windows));
    this.help = button("help", "Keys and gestures (?)", () => this.open(this.keys));
    this.moving.push(
      button("wider", "Zoom out (-)", () => deeds.zoom(-1)),
      button("closer", "Zoom in (+)", () => deeds.zoom(1)),
    );
    const rare = [
      this.window,
      ...this.moving,
      button("clear", "Clear the picture (C)", () => deeds.clear()),
      button("save", "Save as PNG (S)", () => deeds.save()),
      this.help,
    ];
    for (const each of rare) each.classList.add("lw-rare");
    const more = button("more", "More controls", () => {
      const open = this.bar.classList.toggle("lw-open");
      more.setAttribute("aria-expanded", String(open));
    });
    more.classList.add("lw-more");
    this.bar.append(this.pause, ...rare, more);
    const back = button("live", "Back to live (Home)", () => {
      deeds.focus();
      deeds.live();
    });
    back.classList.add("lw-back");
    back.append("Live");
    this.note.className = "lw-note";
    // Read out when the state changes, and not with each row that is counted.
    this.spoken.className = "lw-spoken";
    this.spoken.setAttribute("role", "status");
    this.state.append(this.note, back);
    this.state.hidden = true;
    this.panels = [this.windows, this.keys];
    this.fillWindows();
    this.fillKeys();
    for (const [panel, opener] of [
      [this.windows, this.window],
      [this.keys, this.help],
    ] as const) {
      panel.hidden = true;
      opener.setAttribute("aria-expanded", "false");
    }
  }

  /** Show or hide the list of keys. */
  toggleHelp(): void {
    this.open(this.keys);
  }

  /** Hide what is open; whether anything was. */
  close(): boolean {
    const open = this.panels.some((each) => !each.hidden);
    this.open(null);
    return open;
  }

  /** Show a state; `note` where the page has something to say itself. */
  show(state: ControlsState, note = ""): void {
    const { following, paused, window, moves } = state;
    const text = note || state.note || (following ? "" : paused ? "paused" : "zoomed");
    const key = [following, paused, window, moves, text].join("|");
    if (key === this.shown) return;
    this.shown = key;
    const label = following ? "Pause (Space)" : "Go on (Space)";
    this.pause.replaceChildren(icon(following ? "pause" : "play"));
    this.pause.title = label;
    this.pause.setAttribute("aria-label", label);
    for (const each of this.moving) each.hidden = !moves;
    this.window.hidden = window === null;
    const length = window === null ? "" : durationText(window);
    this.window.replaceChildren(icon("window"), length);
    this.window.setAttribute("aria-label", `Window length: ${length}`);
    for (const each of this.windows.querySelectorAll("button")) {
      each.setAttribute("aria-pressed", String(Number(each.value) === window));
    }
    this.note.textContent = text;
    const spoken = note || (following ? "live" : paused ? "paused" : "zoomed");
    if (this.spoken.textContent !== spoken) this.spoken.textContent = spoken;
    this.note.title = text;
    this.state.hidden = following && note === "";
  }

  private open(panel: HTMLElement | null): void {
    for (const each of this.panels) each.hidden = each !== panel || !each.hidden;
    this.window.setAttribute("aria-expanded", String(!this.windows.hidden));
    this.help.setAttribute("aria-expanded", String(!this.keys.hidden));
  }

  private fillWindows(): void {
    this.windows.setAttribute("role", "group");
    this.windows.setAttribute("aria-label", "Window length");
    for (const seconds of WINDOWS) {
      const text = durationText(seconds);
      const each = button(null, `Show ${text}`, () => {
        this.open(null);
        this.deeds.focus();
        this.deeds.choose(seconds);
      });
      each.value = String(seconds);
      each.append(text);
      this.windows.append(each);
    }
  }

  private fillKeys(): void {
    this.keys.setAttribute("role", "dialog");
    this.keys.setAttribute("aria-label", "Keys and gestures");
    const list = document.createElement("dl");
    for (const [key, what, moves] of LIST) {
      const [term, meaning] = [document.createElement("dt"), document.createElement("dd")];
      term.textContent = key;
      meaning.textContent = what;
      list.append(term, meaning);
      if (moves) this.moving.push(term, meaning);
    }
    this.keys.append(list);
  }
}

export function div(name: string): HTMLDivElement {
  const made = document.createElement("div");
  made.className = name;
  return made;
}

function button(drawn: Icon | null, label: string, act: () => void): HTMLButtonElement {
  const made = document.createElement("button");
  made.type = "button";
  made.title = label;
  made.setAttribute("aria-label", label);
  if (drawn !== null) made.append(icon(drawn));
  made.addEventListener("click", act);
  return made;
}
