// Looks at the page in every animation frame, after all that the page itself does in it and
// before it is painted, and notes what has changed since. Times are seconds since 1970 by the
// page's own clock. `window.benchmarkReader` comes from the contestant's own script.
"use strict";
(() => {
  const record = { label: [], chart: [], messages: [], frames: {} }; // frames by whole second
  const time = () => (performance.timeOrigin + performance.now()) / 1000;
  let label = null, chart = null;

  function look() {
    const reader = window.benchmarkReader;
    const second = Math.floor(time());
    record.frames[second] = (record.frames[second] ?? 0) + 1;
    const text = reader.label();
    if (text !== label && Number(text) > 0) record.label.push([time(), Number((label = text))]);
    const newest = reader.chart();
    if (newest !== null && newest !== chart) record.chart.push([time(), (chart = newest)]);
  }

  // Callbacks of requestAnimationFrame run in the order of their requests, so ours would come
  // before the page's own. Resize observers are called after all of them and after layout, in
  // the same frame, and each is called once for an element that it begins to observe.
  function start() {
    const sentinel = document.createElement("div");
    sentinel.style.cssText =
      "position:fixed;left:0;top:0;width:1px;height:1px;visibility:hidden;contain:strict";
    document.documentElement.append(sentinel);
    const observer = new ResizeObserver(look);
    requestAnimationFrame(function next() {
      observer.unobserve(sentinel);
      observer.observe(sentinel);
      requestAnimationFrame(next);
    });
  }

  // Each WebSocket message: its size, and how much of that is payload.
  window.WebSocket = class extends window.WebSocket {
    constructor(...where) {
      super(...where);
      this.addEventListener("message", ({ data }) => {
        const size = typeof data === "string" ? data.length : data.byteLength;
        record.messages.push([time(), size, window.benchmarkReader.payload(data, this)]);
      });
    }
  };

  window.benchmark = {
    ready: () => label !== null && chart !== null,
    width: () => window.benchmarkReader.width(),
    // With how far this clock has drifted from the machine's since the page was opened.
    record: () => ({ ...record, drift: time() - Date.now() / 1000 }),
  };

  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start, { once: true });
  else start();
})();
