/** Icons: drawn in 16 × 16 units, in the colour of the text around them. */

const PATHS = {
  pause: "M5 3v10M11 3v10",
  play: "M5 3l8 5-8 5z",
  live: "M3 3l6 5-6 5zM12 3v10",
  window: "M8 4v4l3 2M14 8A6 6 0 1 1 2 8a6 6 0 0 1 12 0z",
  closer: "M8 3v10M3 8h10",
  wider: "M3 8h10",
  clear: "M3 4.5h10M6.5 4V2.5h3V4M4.5 4.5l.7 9h5.6l.7-9",
  save: "M8 2v8M4.8 7L8 10.2 11.2 7M3 13.5h10",
  help: "M5.8 6a2.2 2.2 0 1 1 3.2 2c-.7.4-1 .8-1 1.6M8 12.4v.2",
  stop: "M4 4h8v8H4z",
  more: "M3.5 8h.1M8 8h.1M12.5 8h.1",
} as const;

export type Icon = keyof typeof PATHS;

const SVG = "http://www.w3.org/2000/svg";

export function icon(name: Icon): SVGSVGElement {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("viewBox", "0 0 16 16");
  svg.setAttribute("aria-hidden", "true");
  const path = document.createElementNS(SVG, "path");
  path.setAttribute("d", PATHS[name]);
  svg.append(path);
  return svg;
}
