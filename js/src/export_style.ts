/** Colours of a theme in an exported picture, which has no theme around it. */

const PAINTED = ["fill", "stroke"] as const;

/**
 * Write the colours that CSS variables stand for into elements of a picture.
 *
 * @returns What puts the variables back.
 */
export function withColours(picture: SVGSVGElement): () => void {
  const undo: (() => void)[] = [];
  for (const element of picture.querySelectorAll<SVGElement>('[style*="var("]')) {
    const before = element.getAttribute("style") ?? "";
    const seen = getComputedStyle(element);
    for (const name of PAINTED) {
      if (element.style.getPropertyValue(name).includes("var(")) {
        element.style.setProperty(name, seen.getPropertyValue(name));
      }
    }
    undo.push(() => element.setAttribute("style", before));
  }
  return () => {
    for (const each of undo) each();
  };
}
