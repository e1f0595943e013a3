/**
 * Impressions: a pin of which at least half was in view for one second on end, the threshold of the Media Rating Council
 * (2014), "MRC Viewable Ad Impression Measurement Guidelines"; a picture too tall for that counts when it fills half of
 * the window. It is told once for each place of a slate, when it goes out of view, with the time it was there.
 */
import type { Happening, Shown } from "./happening.ts";
import { random } from "./random.ts";

export interface SeenViews {
  /** Counts the element's impression; the answer stops it. */
  watch(element: Element, shown: Shown): () => void;
  /** The page is left: what is in view goes out of it. */
  end(): void;
  /** Someone is back on the page. */
  begin(): void;
}

interface View {
  readonly shown: Shown;
  inView: boolean;
  /** When it came into view, 0 while it is not. */
  since: number;
}

/** Milliseconds. */
const viewed = 1000;

export function seenViews(record: (event: Happening) => void): SeenViews {
  const views = new Map<Element, View>();
  const end = (view: View): void => {
    const { since, shown } = view;
    const dwell = Date.now() - since;
    view.since = 0;
    if (since === 0 || dwell < viewed) return;
    const id = shown.slate === undefined ? random() : `seen:${shown.slate}:${shown.position}`;
    record({ type: "impression", ...shown, id, time: since, dwell });
  };
  const observer = new IntersectionObserver(
    (entries) => {
      for (const { target, intersectionRatio, intersectionRect } of entries) {
        const view = views.get(target);
        if (!view) continue;
        view.inView = intersectionRatio >= 0.5 || intersectionRect.height >= innerHeight / 2;
        if (!view.inView) end(view);
        else if (view.since === 0) view.since = Date.now();
      }
    },
    { threshold: [0, 0.1, 0.2, 0.3, 0.4, 0.5] },
  );
  return {
    watch: (element, shown) => {
      views.set(element, { shown, inView: false, since: 0 });
      observer.observe(element);
      return () => {
        const view = views.get(element);
        if (view) end(view);
        views.delete(element);
        observer.unobserve(element);
      };
    },
    end: () => views.forEach(end),
    begin: () => {
      for (const view of views.values()) if (view.inView) view.since = Date.now();
    },
  };
}
