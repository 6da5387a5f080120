/** How the panel "Streams" looks: as JupyterLab's own panels do, in its themes' colours. */

const ID = "livewidgets-streams-style";

const STYLE = `
.lw-streams { display: flex; flex-direction: column; overflow: auto; min-width: 180px;
  background: var(--jp-layout-color1, #fff); color: var(--jp-ui-font-color1, #222);
  font: var(--jp-ui-font-size1, 13px)/1.5 var(--jp-ui-font-family, system-ui, sans-serif); }
.lw-streams h2 { margin: 0; padding: 8px 12px; font-size: 11px; font-weight: 600;
  letter-spacing: 1px; text-transform: uppercase;
  border-bottom: 1px solid var(--jp-border-color2, #e0e0e0); }
.lw-streams h3 { margin: 8px 0 0; font-size: inherit; }
.lw-streams .lw-none { margin: 0; padding: 12px; color: var(--jp-ui-font-color2, #555); }
.lw-streams ul { list-style: none; margin: 0; padding: 0; }
.lw-streams li { padding: 6px 8px 6px 12px; border-bottom: 1px solid var(--jp-border-color3, #eee); }
.lw-streams section > p { margin: 0; padding: 4px 12px; color: var(--jp-ui-font-color2, #555); }
.lw-streams section > p:empty { display: none; }
.lw-streams button { border: 0; border-radius: 4px; background: transparent; color: inherit;
  font: inherit; cursor: pointer; }
.lw-streams button:hover { background: var(--jp-layout-color2, #eee); }
.lw-streams button:focus-visible { outline: 2px solid var(--jp-brand-color1, #1976d2);
  outline-offset: -2px; }
.lw-streams button[aria-disabled="true"] { opacity: 0.5; cursor: default; }
.lw-streams .lw-notebook { width: 100%; padding: 4px 12px; text-align: left; font-weight: 600;
  overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
.lw-stream-head { display: flex; align-items: center; gap: 4px; }
.lw-stream-name { flex: 1 1 auto; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
.lw-stream-head button { flex: none; display: inline-flex; padding: 4px; min-width: 24px;
  min-height: 24px; align-items: center; justify-content: center; }
.lw-streams svg { width: 16px; height: 16px; fill: currentColor; }
.lw-stream-now { display: flex; justify-content: space-between; gap: 8px; flex-wrap: wrap; }
.lw-stream-state { font-weight: 600; }
.lw-stream-now, .lw-stream-counts { font-size: 12px; font-variant-numeric: tabular-nums; }
.lw-stream-counts { color: var(--jp-ui-font-color2, #555); }
`;

/** Put the style into the page, once. */
export function addStreamsStyle(): void {
  if (document.getElementById(ID) !== null) return;
  const style = document.createElement("style");
  style.id = ID;
  style.textContent = STYLE;
  document.head.append(style);
}
