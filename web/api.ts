/** Every question the web app asks of the server; the only file that knows addresses. */

import type { z } from "zod";
import type { BoardView } from "../src/http/contract/board-views.ts";
import type { SessionView } from "../src/http/contract/people.ts";
import type { createAnswer, PinPage } from "../src/http/contract/pins.ts";
import type {
  ChipView,
  ComposedAnswer,
  SearchAnswer as PictureAnswer,
  VisualQuery,
} from "../src/http/contract/search.ts";
import type { BoxView, FilterInput, PinView } from "../src/http/contract/views.ts";
import type { WordAnswerView } from "../src/http/contract/words.ts";
import type { PictureSource } from "./parts/picture.tsx";

export type { ChipView, FilterInput, PinPage, PinView, WordAnswerView };
/** With what was understood where words were said, too. */
export type SearchAnswer = PictureAnswer & Partial<Pick<ComposedAnswer, "understood">>;
export type Created = z.output<typeof createAnswer>;

/** What went wrong, as the server says it: a sentence and what to do. */
export class Refusal extends Error {
  readonly code: string;
  readonly status: number;
  readonly remedy: string;

  constructor(status: number, code: string, sentence: string, remedy: string) {
    super(sentence);
    this.status = status;
    this.code = code;
    this.remedy = remedy;
  }
}

async function refusalOf(answer: Response): Promise<Refusal> {
  const problem: Record<string, unknown> = await answer.json().catch(() => ({}));
  const say = (name: string, otherwise: string) =>
    typeof problem[name] === "string" && problem[name] ? problem[name] : otherwise;
  return new Refusal(
    answer.status,
    say("code", "UNKNOWN"),
    asSentence(say("detail", `the server answered ${answer.status}`)),
    say("remedy", "Try again in a moment."),
  );
}

/** "not a picture" becomes "Not a picture." */
function asSentence(words: string): string {
  const begun = words.charAt(0).toUpperCase() + words.slice(1);
  return /[.!?]$/.test(begun) ? begun : `${begun}.`;
}

export async function ask<T>(path: string, init?: RequestInit): Promise<T> {
  const answer = await fetch(path, { credentials: "same-origin", ...init });
  if (!answer.ok) throw await refusalOf(answer);
  return answer.json();
}

export const readSession = () => ask<SessionView>("/session");

let session: Promise<SessionView> | null = null;

/** Who is asking, asked once; `forgetSession` after signing in or out. */
export function knownSession(): Promise<SessionView> {
  session ??= readSession().catch((error: unknown) => {
    session = null;
    throw error;
  });
  return session;
}

export function forgetSession(): void {
  session = null;
}

/** The header that proves a write comes from this page; nothing for a visitor without a session. */
async function proof(): Promise<Record<string, string>> {
  const { csrf } = await knownSession();
  return csrf ? { "x-bowerbird-csrf": csrf } : {};
}

/** A write with its proof; once more with a fresh one when someone signed in or out in another window. */
async function proven<T>(path: string, init: RequestInit, again = true): Promise<T> {
  try {
    return await ask<T>(path, { ...init, headers: { ...init.headers, ...(await proof()) } });
  } catch (error) {
    if (!again || !(error instanceof Refusal) || error.code !== "CSRF_REFUSED") throw error;
    forgetSession();
    return proven<T>(path, init, false);
  }
}

export function write<T>(
  method: "POST" | "PUT" | "PATCH" | "DELETE",
  path: string,
  body?: unknown,
): Promise<T> {
  // A removal that begins as the page is left is still done.
  if (body === undefined) return proven<T>(path, { method, keepalive: method === "DELETE" });
  const headers = { "content-type": "application/json" };
  return proven<T>(path, { method, headers, body: JSON.stringify(body) });
}

/** How many answers a search brings. */
const slateSize = 60;

const pinAddress = (id: string): string => `/pins/${encodeURIComponent(id)}`;

export function listPins(filter: FilterInput, cursor: string | null, limit = 60): Promise<PinPage> {
  const question = new URLSearchParams({ limit: String(limit) });
  if (Object.keys(filter).length > 0) question.set("filter", JSON.stringify(filter));
  if (cursor) question.set("cursor", cursor);
  return ask<PinPage>(`/pins?${question}`);
}

/** How words are searched for, beside what they are. */
export interface WordWays {
  readonly sort?: "relevance" | "newest" | "oldest" | "price" | undefined;
  /** Every word as it was typed. */
  readonly literal?: boolean | undefined;
}

export function searchByWords(words: string, filter: FilterInput, ways: WordWays, cursor: string | null) {
  const question = new URLSearchParams({ q: words, k: String(slateSize) });
  if (ways.sort) question.set("sort", ways.sort);
  if (ways.literal) question.set("spelling", "0");
  if (Object.keys(filter).length > 0) question.set("filter", JSON.stringify(filter));
  if (cursor) question.set("cursor", cursor);
  return ask<WordAnswerView>(`/search?${question}`);
}

/** The newest and the oldest in turn, as a taste of everything. */
export async function samplePins(count: number): Promise<readonly PinView[]> {
  const ends = ["newest", "oldest"].map((sort) =>
    ask<PinPage>(`/pins?${new URLSearchParams({ sort, limit: String(Math.ceil(count / 2)) })}`),
  );
  const [newest = [], oldest = []] = (await Promise.all(ends)).map(({ items }) => items);
  const found = newest.flatMap((pin, place) => [pin, oldest[place] ?? pin]);
  return [...new Map(found.map((pin) => [pin.id, pin])).values()];
}

export const readPin = (id: string) => ask<PinView>(pinAddress(id));

/** A part of a picture with what the thing in it should be like. */
interface Sought {
  readonly crop: BoxView | null;
  readonly filter: FilterInput;
  readonly like: string | undefined;
}

const queryOf = ({ crop, filter, like }: Sought) => ({
  ...(crop ? { crop } : {}),
  ...(like ? { text: like } : {}),
  ...{ filter, k: slateSize },
});

/** What is like a pin as a whole, or like a part of it. */
export function searchByPin(pin: string, sought: Sought) {
  if (sought.crop || sought.like) return search({ pin, ...queryOf(sought) });
  const question = new URLSearchParams({ k: String(slateSize) });
  if (Object.keys(sought.filter).length > 0) question.set("filter", JSON.stringify(sought.filter));
  return ask<SearchAnswer>(`${pinAddress(pin)}/similar?${question}`);
}

export function searchByPicture(picture: Blob, sought: Sought) {
  return search(queryOf(sought), picture);
}

function search(query: VisualQuery & { text?: string }, picture?: Blob): Promise<SearchAnswer> {
  const path = query.text ? "/search" : "/search/visual";
  if (!picture) return write<SearchAnswer>("POST", path, query);
  const form = new FormData();
  form.set("request", JSON.stringify(query));
  form.set("picture", picture, "query");
  return proven<SearchAnswer>(path, { method: "POST", body: form });
}

/** The picture at an address of the web, fetched by the server: a page may not read other sites. */
export async function linkedPicture(url: string): Promise<Blob> {
  const answer = await fetch(`/search/linked-picture?${new URLSearchParams({ url })}`);
  if (!answer.ok) throw await refusalOf(answer);
  return answer.blob();
}

type PinWords = Pick<PinView, "title" | "description" | "link" | "tags" | "boards">;
export const patchPin = (id: string, change: Partial<PinWords>) =>
  write<PinView>("PATCH", pinAddress(id), change);

export const removePins = (ids: readonly string[]) =>
  write<unknown>("POST", "/pins/bulk", { action: "delete", ids });
export const restorePins = (ids: readonly string[]) =>
  write<unknown>("POST", "/pins/bulk", { action: "restore", ids });
export const changePins = (ids: readonly string[], change: { addTags?: string[]; addBoards?: string[] }) =>
  write<unknown>("POST", "/pins/bulk", { action: "change", ids, ...change });

/** Adds the picture at an address of the web. */
export const addLink = (url: string) => write<Created>("POST", "/pins", { url });

/** Uploads one picture and says how far it has come, 0..1; `fetch` can't say that. */
export async function addPicture(file: File, onProgress: (part: number) => void): Promise<Created> {
  const headers = await proof();
  const { promise, resolve, reject } = Promise.withResolvers<Created>();
  const request = new XMLHttpRequest();
  request.open("POST", "/pins");
  for (const [name, value] of Object.entries(headers)) request.setRequestHeader(name, value);
  request.upload.onprogress = (event) => event.lengthComputable && onProgress(event.loaded / event.total);
  request.onerror = () => reject(new TypeError("The server can't be reached."));
  request.onload = async () => {
    const answer = new Response(request.responseText, { status: request.status });
    if (answer.ok) resolve(await answer.json());
    else reject(await refusalOf(answer));
  };
  const form = new FormData();
  form.set("picture", file, file.name);
  request.send(form);
  return promise;
}

/** Public boards and one's own, the fullest first. */
export async function listBoards(): Promise<readonly BoardView[]> {
  const { items } = await ask<{ items: BoardView[] }>("/boards?sort=largest&limit=50");
  return items;
}

/** What people call a pin: its title, else what the models see in it. */
export function nameOf({ title, kind }: Pick<PinView, "title" | "kind">): string {
  if (title || !kind) return title || "Untitled picture";
  return kind.name.charAt(0).toUpperCase() + kind.name.slice(1);
}

/** A pin as the Picture part shows it. */
export function sourceOf(pin: PinView): PictureSource {
  const sizes = Object.entries(pin.thumbnails).map(([side, url]) => ({ side: Number(side), url }));
  return { width: pin.width, height: pin.height, placeholder: pin.placeholder, sizes };
}
