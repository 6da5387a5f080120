// Two programs that make pictures without anti-aliasing, of lines without a width: a pixel is
// set where the line passes through it. One listens to what is drawn on our canvas, the other
// draws all rows, and knows nothing of the first.
async ({ times, values, scale }) => {
  const floats = (text) =>
    new Float64Array(Uint8Array.from(atob(text), (each) => each.charCodeAt(0)).buffer);
  const canvas = document.querySelector(".livewidgets-canvas");
  const { width, height } = canvas;

  class Bitmap {
    pixels = new Uint8Array(width * height);

    column(x, one, other) {
      if (x < 0 || x >= width) return;
      const top = Math.max(0, Math.floor(Math.min(one, other)));
      const bottom = Math.min(height - 1, Math.floor(Math.max(one, other)));
      for (let y = top; y <= bottom; y++) this.pixels[y * width + x] = 1;
    }

    line(x0, y0, x1, y1) {
      if (x1 < x0) [x0, y0, x1, y1] = [x1, y1, x0, y0];
      if (Math.floor(x0) === Math.floor(x1)) return this.column(Math.floor(x0), y0, y1);
      const at = (x) => y0 + ((x - x0) / (x1 - x0)) * (y1 - y0);
      for (let x = Math.floor(x0); x <= Math.floor(x1); x++) {
        this.column(x, x <= x0 ? y0 : at(x), x + 1 >= x1 ? y1 : at(x + 1));
      }
    }
  }

  // What is drawn: the calls that our program makes, with each line as thin as can be.
  const drawn = new Bitmap();
  let calls = 0;
  let pending = [];
  let pen = null;
  const listener = {
    lineWidth: 1,
    clearRect: () => drawn.pixels.fill(0),
    beginPath: () => (pending = []),
    moveTo: (x, y) => (pen = [x, y]),
    lineTo: (x, y) => {
      pending.push([...pen, x, y]);
      pen = [x, y];
    },
    stroke: () => pending.forEach((each) => drawn.line(...each)),
    fillRect(left, top, wide, high) {
      calls += 1;
      const thick = this.lineWidth / 2;
      drawn.column(Math.floor(left + wide / 2), top + thick, top + high - thick);
    },
  };
  for (const name of ["setTransform", "save", "restore", "setLineDash"]) listener[name] = () => {};
  canvas.getContext = () => listener;
  const { frames } = canvas.drawn;
  document.body.setAttribute("data-redraw", ""); // as when a theme changes
  while (canvas.drawn.frames === frames) await new Promise((resolve) => setTimeout(resolve, 10));
  delete canvas.getContext;

  // All rows: from each to the next, where there is one. A canvas's places are 64ths of pixels.
  const place = (value, low, high, length) =>
    Math.round(((value - low) / (high - low)) * length * 64) / 64;
  const all = new Bitmap();
  let before = null;
  const y = floats(values);
  for (const [nth, x] of floats(times).entries()) {
    const here = Number.isNaN(y[nth]) ? null : [
      place(x, scale.start, scale.end, width),
      height - place(y[nth], scale.low, scale.high, height),
    ];
    if (before !== null && here !== null) all.line(...before, ...here);
    before = here;
  }

  const differ = [];
  drawn.pixels.forEach((each, at) => {
    if (each !== all.pixels[at]) differ.push([at % width, Math.floor(at / width)]);
  });
  return {
    width,
    height,
    calls,
    ink: all.pixels.reduce((sum, each) => sum + each, 0),
    count: differ.length,
    differ: differ.slice(0, 20),
  };
}
