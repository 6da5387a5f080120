// bqplot in Voila: the first label, and the first curve of the first figure. A curve's path
// carries the data that it was drawn from; it is drawn when its `d` is written. The canvas of
// livewidgets, which takes the path's place, has the newest time that is on it.
"use strict";
(() => {
  let label = null, path = null, newest = null;

  const drawn = new MutationObserver(() => {
    const values = path.__data__.values;
    for (let at = values.length - 1; at >= 0; at--) {
      if (Number.isFinite(values[at].y)) {
        newest = values[at].x;
        return;
      }
    }
  });

  // Jupyter's binary messages begin with the offsets of: channel, header, parent header,
  // metadata, content, buffers. Content and buffers are the payload.
  function payload(data, socket) {
    if (typeof data === "string" || !socket.protocol.startsWith("v1.kernel")) return 0;
    const content = 4;
    return data.byteLength - Number(new DataView(data).getBigUint64(8 * (1 + content), true));
  }

  window.benchmarkReader = {
    label() {
      if (!label?.isConnected) label = document.querySelector(".widget-label");
      return label ? label.textContent : null;
    },
    chart() {
      const ours = document.querySelector(".livewidgets-canvas")?.drawn;
      if (ours) return ours.newest > 1e9 ? ours.newest : null;
      if (!path?.isConnected) {
        path = document.querySelector(".bqplot.figure .curve path.line");
        drawn.disconnect();
        if (path) drawn.observe(path, { attributes: true, attributeFilter: ["d"] });
      }
      return newest > 1e9 ? newest : null; // not what stands there before there are data
    },
    width: () =>
      document.querySelector(".bqplot.figure .plotarea_background")?.getBoundingClientRect().width,
    payload,
  };
})();
