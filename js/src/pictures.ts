/** Pictures: the elements on the page that show what the transport serves. */

import type { WidgetModel, WidgetView } from "@jupyter-widgets/base";

const FIGURE = ".bqplot.figure";

/**
 * The elements of models' views that are in the page: the whole figure for a mark, a scale
 * or an axis of bqplot, the widget's own element for others.
 */
export async function pictures(models: Iterable<Promise<WidgetModel>>): Promise<Set<Element>> {
  const found = new Set<Element>();
  for (const model of await settled(models)) {
    for (const view of await settled(Object.values(model.views ?? {}))) {
      const element = elementOf(view);
      if (element?.isConnected) found.add(element.closest(FIGURE) ?? element);
    }
  }
  return found;
}

function elementOf(view: WidgetView): Element | null {
  const element: unknown = view.el;
  return element instanceof Element ? element : null;
}

/** Those of them that came to something. */
async function settled<T>(promises: Iterable<Promise<T>>): Promise<T[]> {
  const results = await Promise.allSettled(promises);
  return results.flatMap((each) => (each.status === "fulfilled" ? [each.value] : []));
}
