/** Keys: what each does while a figure has the focus. */

export type Command =
  | { do: "toggle" | "live" | "clear" | "save" | "help" }
  | { do: "pan"; part: number }
  | { do: "zoom"; factor: number };

import { STEP, ZOOM } from "./spans";

interface Key {
  readonly key: string;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly altKey: boolean;
  readonly shiftKey: boolean;
}

/** What a key asks for; null where it is none of ours. */
export function commandOf({ key, ctrlKey, metaKey, altKey, shiftKey }: Key): Command | null {
  if (ctrlKey || metaKey || altKey) return null;
  const step = shiftKey ? 5 * STEP : STEP;
  switch (key) {
    case " ":
      return { do: "toggle" };
    case "ArrowLeft":
      return { do: "pan", part: -step };
    case "ArrowRight":
      return { do: "pan", part: step };
    case "+":
    case "=":
      return { do: "zoom", factor: 1 / ZOOM };
    case "-":
    case "_":
      return { do: "zoom", factor: ZOOM };
    case "Home":
    case "Escape":
      return { do: "live" };
    case "c":
      return { do: "clear" };
    case "s":
      return { do: "save" };
    case "?":
      return { do: "help" };
    default:
      return null;
  }
}

/** For people: keys and gestures, what they do, and whether they move time. */
export const LIST: readonly (readonly [string, string, boolean])[] = [
  ["Space", "pause, go on", false],
  ["← →", "move (Shift: further)", true],
  ["+ −", "zoom", true],
  ["Home, Esc", "back to live", false],
  ["C", "clear the picture", false],
  ["S", "save as PNG", false],
  ["Wheel, pinch", "zoom where the pointer is", true],
  ["Drag", "move", true],
  ["Shift + drag", "zoom into a span", true],
  ["Double click", "back to live", true],
];
