// Looks at every picture of a dashboard in each animation frame, after all that the page itself
// does in it and before it is painted, and counts the frames in which it has changed.
"use strict";
(() => {
  const PICTURES = ".bqplot.figure";
  const record = { names: [], changes: [], frames: 0, painted: 0, bytes: 0 };
  const before = [];

  // What a picture is, as a text: what is on its canvas, its candles, its image, its words.
  function state(element) {
    const canvas = element.querySelector(".livewidgets-canvas");
    const paths = [...element.querySelectorAll(".stick_body")].at(-1)?.getAttribute("d") ?? "";
    const image = [...element.querySelectorAll("image")].map((each) => each.getAttribute("href"));
    return [canvas?.drawn?.frames, paths, image.at(-1), element.textContent].join("|");
  }

  function look() {
    record.frames += 1;
    let painted = false;
    document.querySelectorAll(PICTURES).forEach((element, nth) => {
      const now = state(element);
      record.names[nth] = element.querySelector(".mainheading")?.textContent || `picture ${nth + 1}`;
      record.changes[nth] ??= 0;
      if (now === before[nth]) return;
      before[nth] = now;
      record.changes[nth] += 1;
      painted = true;
    });
    record.painted += painted;
  }

  // As in probe.js: a resize observer is called after all callbacks of an animation frame.
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

  window.WebSocket = class extends window.WebSocket {
    constructor(...where) {
      super(...where);
      this.addEventListener("message", ({ data }) => {
        record.bytes += typeof data === "string" ? data.length : data.byteLength;
      });
    }
  };

  window.gallery = { record: () => structuredClone(record) };

  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start, { once: true });
  else start();
})();
