// Panel: the widget that is marked, and the figure's source at the time of its last repaint.
"use strict";
(() => {
  let label = null, view = null, newest = null;

  function find(root, selector) {
    const here = root.querySelector(selector);
    if (here) return here;
    for (const each of root.querySelectorAll("*")) {
      const inside = each.shadowRoot && find(each.shadowRoot, selector);
      if (inside) return inside;
    }
    return null;
  }

  function labelNode() {
    const host = find(document, ".newest");
    return host?.shadowRoot?.querySelector(".bk-clearfix") ?? host?.shadowRoot?.querySelector("div");
  }

  function plotView(views) {
    for (const each of views) {
      if (each.model.type === "Figure") return each;
      const inside = plotView(each.child_views ?? []);
      if (inside) return inside;
    }
    return null;
  }

  function follow() {
    view = plotView(window.Bokeh ? [...window.Bokeh.index] : []);
    if (!view) return;
    const { data_source } = view.model.renderers[0];
    view.repainted.connect(() => {
      const times = data_source.get_column?.("t") ?? data_source.data.t;
      if (times?.length) newest = times[times.length - 1] / 1000;
    });
  }

  // Bokeh's messages are header, metadata, content, and two for each buffer: of them content
  // and each buffer's second are the payload.
  const states = new WeakMap();
  function payload(data, socket) {
    const state = states.get(socket) ?? { part: 0, parts: 0 };
    states.set(socket, state);
    if (state.part === 0) {
      if (typeof data !== "string" || !data.startsWith("{")) return 0;
      state.parts = 3 + 2 * (JSON.parse(data).num_buffers ?? 0);
    }
    const counts = state.part === 2 || (state.part > 2 && state.part % 2 === 0);
    state.part = (state.part + 1) % state.parts;
    return counts ? (typeof data === "string" ? data.length : data.byteLength) : 0;
  }

  window.benchmarkReader = {
    label() {
      if (!label?.isConnected) label = labelNode();
      return label?.textContent || null;
    },
    chart() {
      if (!view) follow();
      return newest;
    },
    width: () => view?.frame.bbox.width,
    payload,
  };
})();
