// The hand-written page says itself what it has painted.
"use strict";
window.benchmarkReader = {
  label() {
    const text = document.getElementById("newest")?.textContent;
    return text && text !== "–" ? text : null;
  },
  chart: () => window.chart?.painted ?? null,
  width: () => window.chart?.plotWidth,
  payload: (data) => (typeof data === "string" ? data.length : data.byteLength),
};
