/** How the controls look: quiet, in the colours of JupyterLab's and Voila's themes. */

/** On a figure's element while it has our controls. */
export const CONTROLLED_CLASS = "livewidgets-controlled";

const ID = "livewidgets-controls-style";

const STYLE = `
.${CONTROLLED_CLASS} { position: relative; outline: none; touch-action: pan-y; }
.${CONTROLLED_CLASS} > .toolbar_div { display: none !important; }
.${CONTROLLED_CLASS}:focus-visible { outline: 2px solid var(--jp-brand-color1, #1976d2);
  outline-offset: -2px; border-radius: 4px; }
.${CONTROLLED_CLASS}.lw-grabbed { cursor: grabbing; user-select: none; }
.lw-controls { position: absolute; inset: 0; pointer-events: none; overflow: hidden;
  --lw-size: 28px; color: var(--jp-ui-font-color1, #222);
  font: 12px/16px var(--jp-ui-font-family, system-ui, sans-serif); }
.lw-controls button { min-width: var(--lw-size); height: var(--lw-size); padding: 0 6px;
  display: inline-flex; align-items: center; justify-content: center; gap: 5px;
  border: 0; border-radius: 4px; margin: 0; box-sizing: border-box; cursor: pointer;
  background: transparent; color: inherit; font: inherit; white-space: nowrap; }
.lw-controls button:hover, .lw-controls button[aria-expanded="true"] {
  background: var(--jp-layout-color2, #eee); }
.lw-controls button:focus-visible { outline: 2px solid var(--jp-brand-color1, #1976d2);
  outline-offset: -2px; }
.lw-controls svg { width: 16px; height: 16px; fill: none; stroke: currentColor;
  stroke-width: 1.6; stroke-linecap: round; stroke-linejoin: round; flex: none; }
.lw-controls [hidden] { display: none !important; }
.lw-bar, .lw-panel, .lw-state { background: var(--jp-layout-color1, #fff);
  border: 1px solid var(--jp-border-color2, #d0d0d0); border-radius: 6px; }
.lw-bar { position: absolute; top: 4px; right: 4px; display: flex; flex-wrap: wrap; opacity: 0;
  justify-content: flex-end; max-width: calc(100% - 8px); box-sizing: border-box; z-index: 2;
  transition: opacity 120ms; }
.lw-bar .lw-more { display: none; } .lw-more svg { stroke-width: 2.4; }
.${CONTROLLED_CLASS}:hover .lw-bar, .${CONTROLLED_CLASS}:focus .lw-bar,
.${CONTROLLED_CLASS}:focus-within .lw-bar { opacity: 1; }
.${CONTROLLED_CLASS}:hover .lw-bar, .${CONTROLLED_CLASS}:focus-within .lw-bar,
.${CONTROLLED_CLASS}:focus .lw-bar, .lw-state, .lw-panel { pointer-events: auto; }
.lw-panel { position: absolute; top: 36px; right: 4px; padding: 4px; z-index: 3;
  max-height: max(260px, 100% - 48px); max-width: calc(100% - 8px); overflow: auto;
  box-sizing: border-box; box-shadow: 0 2px 8px rgba(0, 0, 0, 0.2); }
.lw-windows { display: grid; grid-template-columns: repeat(4, auto); }
.lw-windows button[aria-pressed="true"] { font-weight: 600;
  background: var(--jp-layout-color2, #eee); }
.lw-help dl { display: grid; grid-template-columns: max-content auto; gap: 2px 14px; margin: 4px 6px; }
.lw-help dt, .lw-help dd { float: none; width: auto; margin: 0; padding: 0; text-align: left; }
.lw-help dt { font-weight: 600; white-space: nowrap; }
.lw-state { position: absolute; display: flex; align-items: center; gap: 4px;
  padding: 1px 1px 1px 8px; max-width: calc(100% - 8px); box-sizing: border-box; }
.lw-state .lw-note { overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
.lw-state .lw-back { font-weight: 600; color: var(--jp-brand-color0, #0d47a1); flex: none; }
.lw-spoken { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
.lw-line { position: absolute; width: 0; border-left: 1px dotted currentColor; opacity: 0.75; }
.lw-dot { position: absolute; width: 7px; height: 7px; margin: -4.5px; border-radius: 50%;
  border: 1px solid var(--jp-layout-color1, #fff); }
.lw-reading { position: absolute; padding: 4px 8px; border-radius: 4px; max-width: 60%;
  background: var(--jp-layout-color1, #fff); border: 1px solid var(--jp-border-color2, #d0d0d0);
  font-variant-numeric: tabular-nums; opacity: 0.94; box-sizing: border-box; overflow: hidden; }
.lw-controls:has(> .lw-state:not([hidden])) .lw-reading { margin-top: 34px; }
.lw-reading table { border-collapse: collapse; } .lw-reading td { padding: 0; }
.lw-reading td + td { padding-left: 10px; text-align: right; white-space: nowrap; }
.lw-reading .lw-swatch { display: inline-block; width: 9px; height: 3px; margin-right: 6px;
  vertical-align: middle; }
.lw-controls:has(.lw-panel:not([hidden])) { overflow: visible; }
.widget-vbox:has(> .${CONTROLLED_CLASS} .lw-panel:not([hidden])) { overflow: visible !important; }
.lw-box { position: absolute; background: var(--jp-brand-color1, #1976d2); opacity: 0.18; }
@media (pointer: coarse) {
  .lw-controls { --lw-size: 44px; }
  .lw-bar { opacity: 1; pointer-events: auto; }
  .lw-bar .lw-more { display: inline-flex; }
  .lw-bar:not(.lw-open) .lw-rare { display: none; }
  .lw-bar:not(.lw-open) { border-color: transparent; background: transparent; }
  .lw-panel { top: 52px; }
}
@media (prefers-reduced-motion: reduce) { .lw-bar { transition: none; } }
`;

/** Put the style into the page, once. */
export function addControlsStyle(): void {
  if (document.getElementById(ID) !== null) return;
  const style = document.createElement("style");
  style.id = ID;
  style.textContent = STYLE;
  document.head.append(style);
}
