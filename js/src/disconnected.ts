/** "Disconnected": said on every picture when its kernel is gone. Never by colour alone. */

export const BADGE_CLASS = "livewidgets-disconnected";

const TEXT = "⚠ disconnected";

const STYLE: Partial<CSSStyleDeclaration> = {
  position: "absolute",
  top: "2px",
  right: "2px",
  zIndex: "10",
  padding: "0 8px",
  borderRadius: "8px",
  border: "1px solid currentColor",
  background: "var(--jp-layout-color1, white)",
  color: "var(--jp-error-color0, #b71c1c)",
  font: "12px/18px var(--jp-ui-font-family, sans-serif)",
  pointerEvents: "none",
};

/** Puts the badge on elements, and takes it off again. */
export class Badges {
  private readonly badges = new Map<HTMLElement, HTMLElement>();

  /** Mark these elements, and leave those that are marked. */
  show(elements: Iterable<Element>): void {
    for (const element of elements) {
      if (!(element instanceof HTMLElement) || this.badges.has(element)) continue;
      if (element.querySelector(`:scope > .${BADGE_CLASS}`) !== null) continue;
      if (getComputedStyle(element).position === "static") element.style.position = "relative";
      const badge = document.createElement("span");
      badge.className = BADGE_CLASS;
      badge.setAttribute("role", "status");
      badge.setAttribute("aria-live", "polite");
      Object.assign(badge.style, STYLE);
      element.append(badge);
      // After it is in the page: a region that is born with its text is not read out.
      badge.textContent = TEXT;
      this.badges.set(element, badge);
    }
  }

  hide(): void {
    for (const badge of this.badges.values()) badge.remove();
    this.badges.clear();
  }
}
