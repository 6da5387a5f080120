/** A page as a picture: the page of a dashboard has no script and asks nobody for anything. */

/** Pixels of a side at most: what browsers draw at least. */
const MOST = 8192;

const NARROWEST = 640;

// What no XML may have (XML 1.0, 2.2), which the serializer writes all the same, and DEL.
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const UNWRITABLE = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f\ufffe\uffff]/g;

/** Text with U+FFFD for each character that would make an image of it unreadable. */
export function writable(text: string): string {
  return text.replace(UNWRITABLE, "\ufffd");
}

/**
 * Draw a page.
 *
 * @param markup - The page, as HTML that needs nothing else.
 * @param beside - An element, as wide as whose surroundings it is drawn, in their colours.
 */
export async function pictureOf(markup: string, beside: Element): Promise<Blob> {
  const width = Math.min(MOST, Math.max(NARROWEST, beside.parentElement?.clientWidth ?? 0));
  const colours = schemeOf(beside);
  const height = Math.min(MOST, await heightOf(markup, width, colours));
  const page = new DOMParser().parseFromString(markup, "text/html").documentElement;
  page.style.colorScheme = colours;
  const whole =
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" ` +
    `style="color-scheme:${colours}"><foreignObject width="100%" height="100%">` +
    `${writable(new XMLSerializer().serializeToString(page))}</foreignObject></svg>`;
  const image = new Image();
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(whole)}`;
  await image.decode();
  const scale = Math.min(window.devicePixelRatio || 1, MOST / Math.max(width, height));
  const canvas = document.createElement("canvas");
  canvas.width = Math.round(width * scale);
  canvas.height = Math.round(height * scale);
  const context = canvas.getContext("2d");
  if (!context) throw new Error("this browser has no canvas to draw on.");
  context.fillStyle = colours === "dark" ? "#121212" : "#ffffff";
  context.fillRect(0, 0, canvas.width, canvas.height);
  context.drawImage(image, 0, 0, canvas.width, canvas.height);
  return new Promise((resolve, reject) =>
    canvas.toBlob(
      (data) => (data ? resolve(data) : reject(new Error("this browser makes no PNG of it."))),
      "image/png",
    ),
  );
}

/** How high it is when it is so wide: it is laid out where nobody sees it. */
async function heightOf(markup: string, width: number, colours: string): Promise<number> {
  const frame = document.createElement("iframe");
  frame.setAttribute("sandbox", "allow-same-origin"); // to be measured; no script runs
  frame.setAttribute("aria-hidden", "true");
  frame.style.cssText = `position:fixed;left:-99999px;border:0;width:${width}px;height:10px`;
  frame.style.colorScheme = colours;
  const loaded = new Promise((resolve) => {
    frame.onload = resolve;
  });
  frame.srcdoc = markup;
  document.body.append(frame);
  await loaded;
  const height = frame.contentDocument?.documentElement.scrollHeight ?? 0;
  frame.remove();
  if (height === 0) throw new Error("the page cannot be laid out.");
  return height;
}

/** Whether text is light around an element. */
function schemeOf(element: Element): "dark" | "light" {
  const probe = document.createElement("span");
  probe.style.color = "var(--jp-ui-font-color1, #000)";
  element.parentElement?.append(probe);
  const [red = 0, green = 0, blue = 0] = (getComputedStyle(probe).color.match(/\d+/g) ?? []).map(
    Number,
  );
  probe.remove();
  return red + green + blue > 384 ? "dark" : "light";
}
