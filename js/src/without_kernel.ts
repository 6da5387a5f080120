/** A figure without a kernel, as in a notebook that was saved, and is only opened again. */

const STYLE_ID = "livewidgets-without-kernel";

/**
 * Keep a figure's curves at its axes: Lab puts a sign in front of what is in a widget without a
 * kernel, which moves the figure's SVG to the right, and not the one behind it with the axes.
 */
export function keepFiguresWhole(): void {
  if (document.getElementById(STYLE_ID) !== null) return;
  const style = document.createElement("style");
  style.id = STYLE_ID;
  style.textContent = `.bqplot.figure.jupyter-widgets-disconnected::before { position: absolute; }`;
  document.head.append(style);
}
