/** Presence: whether somebody sees what is shown. Only the page itself can know. */

/** How far outside of the window something still counts as seen: it is about to be. */
const MARGIN = "200px";

/**
 * Watches the document and the elements that show something.
 *
 * A panel of JupyterLab that is hidden, or a figure that is scrolled away, is not seen though
 * the document is. Where no element has been there yet, the document alone decides: a page
 * that loads has to be served before it can show anything.
 *
 * @param changed Told whenever it changes.
 * @param leaving Told when the page goes for good.
 * @param returned Told when a page that had gone is taken out of the browser's cache.
 */
export class Presence {
  private readonly observer: IntersectionObserver;
  private readonly seen = new Map<Element, boolean>();
  private shownOnce = false;
  private last: boolean;

  constructor(
    private readonly changed: (visible: boolean) => void,
    private readonly leaving: () => void,
    private readonly returned: () => void,
  ) {
    this.observer = new IntersectionObserver((entries) => this.intersect(entries), {
      rootMargin: MARGIN,
    });
    this.last = this.visible;
    document.addEventListener("visibilitychange", this.check);
    window.addEventListener("pagehide", this.hide);
    window.addEventListener("pageshow", this.show);
  }

  get visible(): boolean {
    if (document.visibilityState !== "visible") return false;
    if (!this.shownOnce) return true;
    return [...this.seen.values()].some((each) => each);
  }

  /** Watch these elements, and no others. */
  watch(elements: ReadonlySet<Element>): void {
    for (const element of this.seen.keys()) {
      if (elements.has(element)) continue;
      this.observer.unobserve(element);
      this.seen.delete(element);
    }
    for (const element of elements) {
      if (this.seen.has(element)) continue;
      this.seen.set(element, true); // until the observer knows better
      this.shownOnce = true;
      this.observer.observe(element);
    }
    this.check();
  }

  close(): void {
    this.observer.disconnect();
    this.seen.clear();
    document.removeEventListener("visibilitychange", this.check);
    window.removeEventListener("pagehide", this.hide);
    window.removeEventListener("pageshow", this.show);
  }

  private intersect(entries: readonly IntersectionObserverEntry[]): void {
    for (const { target, isIntersecting } of entries) {
      if (this.seen.has(target)) this.seen.set(target, isIntersecting);
    }
    this.check();
  }

  private readonly check = (): void => {
    if (this.visible === this.last) return;
    this.last = this.visible;
    this.changed(this.last);
  };

  private readonly hide = (): void => this.leaving();

  private readonly show = (event: PageTransitionEvent): void => {
    if (event.persisted) this.returned();
  };
}
