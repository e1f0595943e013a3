/**
 * Records what people see and do, here and on any other website, and sends it to `POST /events`: in batches, again after
 * a failure, across reloads, and by beacon when the page is left. Nothing is recorded for a browser that asks not to be
 * tracked (Global Privacy Control, Do-Not-Track), nor without consent where it is asked for. No dependencies; under 3 kB.
 */
import type { Happening, Shown } from "./happening.ts";
import { random } from "./random.ts";
import { seenViews } from "./seen-views.ts";

export type Consent = "on" | "ask" | "off";

export interface Recorder {
  /** What the place has decided; until then events wait. */
  start(consent: Consent): void;
  record(event: Happening): void;
  /** Counts the element's impression; the answer stops it. */
  watch(element: Element, shown: Shown): () => void;
  /** A link was followed: a click, and a long one when they come back after ten seconds or more. */
  follow(event: Omit<Happening, "type">): void;
  /** Whether someone is still to be asked. */
  mustAsk(): boolean;
  /** What they answered, kept for half a year. */
  answer(granted: boolean): void;
  /** The name that this browser gave itself, or null while it has none. */
  visitor(): string | null;
}

type Event = Happening & { readonly id: string };

const away = 10_000;
const pause = 2000;
const longestPause = 60_000;
const batch = 50;
/** Unsent events that are kept over a reload. */
const most = 500;
const halfAYear = 15_552_000;
const names = { visitor: "bowerbird.visitor", session: "bowerbird.session", unsent: "bowerbird.unsent" };

/** @param url of `POST /events` */
export function recorder(url: string): Recorder {
  let consent: Consent | null = null;
  let unsent: Event[] = [];
  let sending = false;
  let failures = 0;
  let timer = 0;
  let left: { readonly event: Happening; readonly at: number } | null = null;
  const mine = new Set<string>();

  const granted = (): string | undefined => /bowerbird_consent=(\w+)/.exec(document.cookie)?.[1];
  const may = (): boolean =>
    !signal() && (consent === "ask" ? granted() === "granted" : consent === "on" && granted() !== "denied");

  /** Of several tabs each keeps the events of all. */
  const keep = (): void => {
    const others = read(names.unsent).filter(({ id }) => !mine.has(id));
    write(names.unsent, [...others, ...unsent].slice(-most));
  };
  const forget = (): void => {
    unsent = [];
    for (const name of Object.values(names)) stored(() => localStorage.removeItem(name));
  };
  const body = (events: readonly Event[]): string => JSON.stringify({ sentAt: Date.now(), events });
  const later = (milliseconds: number): void => {
    clearTimeout(timer);
    timer = window.setTimeout(send, milliseconds);
  };
  const send = async (): Promise<void> => {
    if (sending || unsent.length === 0 || !may()) return;
    sending = true;
    const some = unsent.slice(0, batch);
    // As plain text it needs no question beforehand from another website.
    const init = { method: "POST", body: body(some), headers: { "content-type": "text/plain" } };
    const status = await fetch(url, init).then(
      (answer) => answer.status,
      () => 0,
    );
    sending = false;
    if (status === 0 || status === 429 || status >= 500) failures++;
    else {
      // Accepted, or refused for good.
      failures = 0;
      unsent = unsent.filter((event) => !some.includes(event));
    }
    keep();
    if (unsent.length > 0) later(failures === 0 ? 0 : backoff(failures));
  };
  const record = (event: Happening): void => {
    if (consent !== null && !may()) return;
    const id = event.id ?? random();
    if (mine.has(id)) return;
    mine.add(id);
    unsent = [...unsent, { time: Date.now(), ...event, id }].slice(-most);
    if (consent !== null) begin();
  };
  /** Names are given only once it is known that they may be. */
  const begin = (): void => {
    const who = {
      visitor: named(localStorage, names.visitor),
      session: named(sessionStorage, names.session),
      consent: granted() === "granted" ? "granted" : "unasked",
    };
    unsent = unsent.map((event) => ({ ...who, ...event }));
    if (failures === 0) later(unsent.length >= batch ? 0 : pause);
  };
  const decide = (): void => {
    if (consent === null) return;
    if (!may()) forget();
    const kept = read(names.unsent).filter(({ id }) => !mine.has(id));
    for (const { id } of kept) mine.add(id);
    unsent = [...kept, ...unsent];
    if (unsent.length > 0) begin();
  };
  const views = seenViews(record);
  const hidden = (): void => {
    views.end();
    if (left?.at === 0) left = { event: left.event, at: Date.now() };
    if (unsent.length === 0 || !may()) return;
    // They stay until an answer says that they arrived: sent twice they are one event.
    for (let i = 0; i < unsent.length; i += batch)
      navigator.sendBeacon(url, body(unsent.slice(i, i + batch)));
    keep();
  };
  const shown = (): void => {
    views.begin();
    if (left && left.at > 0 && Date.now() - left.at >= away) record({ ...left.event, type: "long_click" });
    left = null;
    later(pause);
  };
  addEventListener("pagehide", hidden);
  addEventListener("online", () => later(0));
  document.addEventListener("visibilitychange", () => (document.hidden ? hidden() : shown()));

  return {
    start: (decided) => {
      consent = decided;
      decide();
    },
    record,
    watch: views.watch,
    follow: (event) => {
      record({ ...event, type: "click" });
      left = { event: { ...event, type: "click" }, at: 0 };
    },
    mustAsk: () => consent === "ask" && !signal() && granted() === undefined,
    answer: (yes) => {
      // biome-ignore lint/suspicious/noDocumentCookie: the server reads it, and not every browser has another way
      document.cookie = `bowerbird_consent=${yes ? "granted" : "denied"}; path=/; max-age=${halfAYear}; samesite=lax`;
      decide();
    },
    visitor: () => stored(() => localStorage.getItem(names.visitor)) ?? null,
  };
}

const signal = (): boolean =>
  navigator.doNotTrack === "1" ||
  ("globalPrivacyControl" in navigator && navigator.globalPrivacyControl === true);

/** 2 s, 4 s … 60 s, each by chance up to half shorter, so that not everybody comes back at once. */
const backoff = (failures: number): number =>
  Math.min(longestPause, 1000 * 2 ** failures) * (1 - Math.random() / 2);

/** What a browser that keeps nothing answers: undefined. */
function stored<T>(work: () => T): T | undefined {
  try {
    return work();
  } catch {
    return undefined;
  }
}

function named(storage: Storage, name: string): string {
  const known = stored(() => storage.getItem(name));
  if (known) return known;
  const made = random();
  stored(() => storage.setItem(name, made));
  return made;
}

function read(name: string): Event[] {
  const kept: unknown = stored(() => JSON.parse(localStorage.getItem(name) ?? "[]"));
  return Array.isArray(kept) ? kept : [];
}

function write(name: string, events: readonly Event[]): void {
  stored(() =>
    events.length > 0 ? localStorage.setItem(name, JSON.stringify(events)) : localStorage.removeItem(name),
  );
}
