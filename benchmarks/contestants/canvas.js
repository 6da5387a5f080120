// The yardstick's page: rows come in batches, are reduced to pixel columns as they come, and
// are drawn once per animation frame. A column is a bucket of absolute time and keeps the
// first, lowest, highest and last value of each channel; rows are kept for a resize.
"use strict";

const MARGIN = { left: 64, right: 32, top: 48, bottom: 40 };
const COLOURS = ["#1f77b4", "#ff7f0e", "#2ca02c", "#d62728", "#9467bd", "#8c564b", "#e377c2", "#7f7f7f"];
const FIRST = 0, LOW = 1, HIGH = 2, LAST = 3, KEPT = 4;

const CLOCK = new Intl.DateTimeFormat("en-GB", { timeStyle: "medium" });

class Buckets {
  constructor(channels, columns, window) {
    this.channels = channels;
    this.width = window / columns; // seconds
    this.size = columns + 2;
    this.number = new Float64Array(this.size).fill(-1); // of the bucket that is in each place
    this.values = new Float32Array(this.size * channels * KEPT);
  }

  // All rows of a batch, channel by channel: one place is worked on at a time.
  add(times, values, count) {
    const { channels, size, number } = this;
    for (let row = 0; row < count; row++) {
      const bucket = Math.floor(times[row] / this.width);
      const place = bucket % size;
      const fresh = number[place] !== bucket;
      if (fresh) number[place] = bucket;
      let at = place * channels * KEPT;
      for (let channel = 0; channel < channels; channel++, at += KEPT) {
        this.put(at, values[channel * count + row], fresh);
      }
    }
  }

  put(at, value, fresh) {
    const kept = this.values;
    if (fresh) {
      kept[at + FIRST] = kept[at + LOW] = kept[at + HIGH] = kept[at + LAST] = value;
      return;
    }
    if (value < kept[at + LOW]) kept[at + LOW] = value;
    if (value > kept[at + HIGH]) kept[at + HIGH] = value;
    kept[at + LAST] = value;
  }
}

// The rows of the last window, for when the page changes its size.
class History {
  constructor(channels, rows) {
    this.batches = [];
    this.rows = 0;
    this.most = rows;
  }

  add(times, values, count) {
    this.batches.push([times, values, count]);
    this.rows += count;
    while (this.rows - this.batches[0][2] >= this.most) this.rows -= this.batches.shift()[2];
  }
}

class Chart {
  constructor(canvas, label, { columns, window, rows }) {
    Object.assign(this, { canvas, label, columns, window });
    this.context = canvas.getContext("2d");
    this.history = new History(columns.length, rows);
    this.newest = null; // the newest time that has come
    this.painted = null; // the newest time that is on the canvas
    this.low = this.high = null;
    this.waiting = 0;
    new ResizeObserver(() => this.resize()).observe(canvas);
    this.resize();
  }

  resize() {
    const ratio = window.devicePixelRatio;
    const { clientWidth, clientHeight } = this.canvas; // read here alone: it costs a layout
    this.plotWidth = clientWidth - MARGIN.left - MARGIN.right;
    this.plotHeight = clientHeight - MARGIN.top - MARGIN.bottom;
    this.canvas.width = Math.round(clientWidth * ratio);
    this.canvas.height = Math.round(clientHeight * ratio);
    this.context.setTransform(ratio, 0, 0, ratio, 0, 0);
    const columns = Math.max(1, Math.round(this.plotWidth * ratio));
    this.buckets = new Buckets(this.columns.length, columns, this.window);
    for (const batch of this.history.batches) this.buckets.add(...batch);
    this.draw();
  }

  receive(buffer) {
    const count = (buffer.byteLength - 8) / 4 / (1 + this.columns.length);
    const newest = new DataView(buffer).getFloat64(0, true);
    const times = Float64Array.from(new Float32Array(buffer, 8, count), (each) => each + newest);
    const values = new Float32Array(buffer, 8 + 4 * count);
    this.history.add(times, values, count);
    this.buckets.add(times, values, count);
    this.newest = newest;
    this.waiting ||= requestAnimationFrame(() => {
      this.waiting = 0;
      this.draw();
    });
  }

  draw() {
    if (this.newest === null) return;
    this.label.textContent = this.newest.toFixed(6);
    const { context, canvas, buckets } = this;
    const last = Math.floor(this.newest / buckets.width);
    const shown = [];
    for (let bucket = last - buckets.size + 3; bucket <= last; bucket++) {
      if (buckets.number[bucket % buckets.size] === bucket) shown.push(bucket);
    }
    this.scale(shown);
    context.clearRect(0, 0, canvas.width, canvas.height);
    const end = (last + 1) * buckets.width;
    this.axes(end - this.window, end);
    context.save();
    context.beginPath();
    context.rect(MARGIN.left, MARGIN.top, this.plotWidth, this.plotHeight);
    context.clip();
    this.columns.forEach((_, channel) => this.curve(channel, shown, last));
    context.restore();
    this.legend();
    this.painted = this.newest;
  }

  // The y limits hold what is shown, and shrink only when it uses less than half of them.
  scale(shown) {
    const { values, size, channels } = this.buckets;
    let low = Infinity, high = -Infinity;
    for (const bucket of shown) {
      const start = (bucket % size) * channels * KEPT;
      for (let at = start; at < start + channels * KEPT; at += KEPT) {
        if (values[at + LOW] < low) low = values[at + LOW];
        if (values[at + HIGH] > high) high = values[at + HIGH];
      }
    }
    const fits = this.low !== null && low >= this.low && high <= this.high;
    if (fits && high - low > (this.high - this.low) / 2) return;
    const room = 0.1 * (high - low || 1);
    this.low = low - room;
    this.high = high + room;
  }

  y(value) {
    return MARGIN.top + (this.plotHeight * (this.high - value)) / (this.high - this.low);
  }

  curve(channel, shown, last) {
    const { context, buckets } = this;
    const { values } = buckets;
    const pixels = (buckets.width / this.window) * this.plotWidth;
    const right = MARGIN.left + this.plotWidth - (last + 0.5) * pixels;
    const slope = -this.plotHeight / (this.high - this.low);
    const top = MARGIN.top - slope * this.high;
    context.beginPath();
    for (const bucket of shown) {
      const x = right + bucket * pixels;
      const at = ((bucket % buckets.size) * buckets.channels + channel) * KEPT;
      context.lineTo(x, top + slope * values[at + FIRST]);
      if (values[at + LOW] === values[at + HIGH]) continue;
      context.lineTo(x, top + slope * values[at + LOW]);
      context.lineTo(x, top + slope * values[at + HIGH]);
      context.lineTo(x, top + slope * values[at + LAST]);
    }
    context.strokeStyle = COLOURS[channel % COLOURS.length];
    context.lineWidth = 1; // hairlines: at 1.5 the rasteriser takes four times as long
    context.stroke();
  }

  axes(start, end) {
    const { context } = this;
    const bottom = MARGIN.top + this.plotHeight;
    context.fillStyle = "#444";
    context.strokeStyle = "#ddd";
    context.font = "11px sans-serif";
    context.beginPath();
    context.textAlign = "center";
    for (const time of ticks(start, end, 7)) {
      const x = MARGIN.left + ((time - start) / this.window) * this.plotWidth;
      context.moveTo(x, MARGIN.top);
      context.lineTo(x, bottom);
      context.fillText(CLOCK.format(time * 1000), x, bottom + 16);
    }
    context.textAlign = "right";
    for (const value of ticks(this.low, this.high, 6)) {
      context.moveTo(MARGIN.left, this.y(value));
      context.lineTo(MARGIN.left + this.plotWidth, this.y(value));
      context.fillText(Number(value.toPrecision(6)), MARGIN.left - 6, this.y(value) + 4);
    }
    context.lineWidth = 1;
    context.stroke();
  }

  legend() {
    const { context } = this;
    context.textAlign = "left";
    this.columns.forEach((name, channel) => {
      context.fillStyle = COLOURS[channel % COLOURS.length];
      context.fillText(name, MARGIN.left + 8, MARGIN.top + 14 + 14 * channel);
    });
  }
}

function* ticks(low, high, most) {
  const rough = (high - low) / most;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 5, 10].map((each) => each * power).find((each) => each >= rough);
  for (let value = Math.ceil(low / step) * step; value <= high; value += step) yield value;
}

const socket = new WebSocket(`ws://${location.host}/live`);
socket.binaryType = "arraybuffer";
socket.onmessage = ({ data }) => {
  if (typeof data !== "string") window.chart.receive(data);
  else window.chart = new Chart(document.getElementById("chart"),
                                document.getElementById("newest"), JSON.parse(data));
};
