/** What bqplot draws is hidden, while the canvas draws it. */

/** On a mark's element while its curves are drawn by us. */
export const HIDDEN_CLASS = "livewidgets-on-canvas";

// What is hidden so is not painted at all, and still hears the pointer.
const HIDE = ["line", "area", "dot"]
  .map((each) => `.bqplot .${HIDDEN_CLASS} > .curve > .${each}`)
  .join(", ")
  .concat(" { visibility: hidden !important; pointer-events: painted; }");

export function hideStyle(): void {
  if (document.getElementById(HIDDEN_CLASS) !== null) return;
  const style = document.createElement("style");
  style.id = HIDDEN_CLASS;
  style.textContent = HIDE;
  document.head.append(style);
}
