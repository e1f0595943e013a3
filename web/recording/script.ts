/**
 * `/events.js`, the recorder for any other website. One line loads it; pins name themselves and are watched, and a click
 * on one is a click:
 *
 *     <script async src="https://pins.example.org/events.js" data-consent="on"></script>
 *     <a data-bowerbird-pin="PIN" data-bowerbird-slate="SLATE" data-bowerbird-position="0" href="…">…</a>
 *
 * `bowerbird.record({ type: "purchase", pin: "PIN", value: 40, currency: "EUR" })` records anything else.
 */
import type { Shown } from "./happening.ts";
import { type Consent, type Recorder, recorder } from "./recorder.ts";

declare global {
  interface Window {
    bowerbird?: Recorder;
  }
}

const script = document.currentScript;
if (script instanceof HTMLScriptElement && !window.bowerbird) {
  const given = script.dataset.consent;
  const consent: Consent = given === "ask" || given === "off" ? given : "on";
  const bowerbird = recorder(new URL("/events", script.src).href);
  window.bowerbird = bowerbird;
  bowerbird.start(consent);
  const watched = new Map<Element, () => void>();
  const look = (): void => {
    for (const [element, stop] of watched) {
      if (element.isConnected) continue;
      stop();
      watched.delete(element);
    }
    for (const element of document.querySelectorAll<HTMLElement>("[data-bowerbird-pin]")) {
      if (!watched.has(element)) watched.set(element, bowerbird.watch(element, shownBy(element)));
    }
  };
  look();
  new MutationObserver(look).observe(document, { childList: true, subtree: true });
  document.addEventListener("click", ({ target }) => {
    const pin = target instanceof Element ? target.closest<HTMLElement>("[data-bowerbird-pin]") : null;
    if (pin) bowerbird.follow(shownBy(pin));
  });
}

function shownBy({ dataset }: HTMLElement): Shown {
  const {
    bowerbirdPin: pin = "",
    bowerbirdSlate: slate,
    bowerbirdPosition: position,
    bowerbirdSurface: surface,
  } = dataset;
  return {
    pin,
    ...(slate !== undefined && { slate }),
    ...(position !== undefined && { position: Number(position) }),
    ...(surface !== undefined && { surface }),
  };
}
