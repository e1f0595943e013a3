/** Every question the web app asks of the server, in its own words; the only file that knows addresses. */

import type { CropArea } from "./parts/crop.ts";
import { cropToText } from "./parts/crop.ts";
import type { FoundObject } from "./parts/object-dots.tsx";
import type { PictureSource } from "./parts/picture.tsx";
import type { PaletteSwatch } from "./parts/swatches.tsx";

export interface PinCard extends PictureSource {
  readonly id: string;
  readonly title: string;
}

export interface PinDetail extends PinCard {
  readonly description: string;
  readonly link: string;
  readonly domain: string;
  readonly price: { readonly amount: number; readonly currency: string } | null;
  readonly tags: readonly string[];
  readonly boards: readonly string[];
  readonly palette: readonly PaletteSwatch[];
  /** From general to special. */
  readonly trail: readonly string[];
  readonly objects: readonly FoundObject[];
  readonly version: number;
}

export interface Hit {
  readonly pin: PinCard;
  /** Why it is here: "Same kind", "Contains it". */
  readonly reason: string;
  readonly detail: string;
}

export interface Refinement {
  readonly key: string;
  readonly text: string;
  readonly filter: Filters;
}

export interface Slate {
  readonly hits: readonly Hit[];
  readonly cursor: string | null;
  readonly objects: readonly FoundObject[];
  readonly kind: string;
  readonly refinements: readonly Refinement[];
  /** Kinds to try when nothing is similar. */
  readonly nearestKinds: readonly string[];
}

/** As they stand in the address. */
export interface Filters {
  readonly kind?: string;
  readonly colour?: string;
  readonly board?: string;
  readonly tag?: string;
  readonly shape?: "portrait" | "landscape" | "square";
  readonly priceFrom?: number;
  readonly priceTo?: number;
  readonly createdFrom?: number;
}

export interface Page<T> {
  readonly items: readonly T[];
  readonly cursor: string | null;
}

export interface Added {
  readonly pin: PinCard;
  readonly created: boolean;
}

export type PictureQuery = { readonly file: Blob } | { readonly url: string };

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
    say("detail", say("title", `The server answered ${answer.status}.`)),
    say("remedy", "Try again in a moment."),
  );
}

export async function ask<T>(path: string, init?: RequestInit): Promise<T> {
  const answer = await fetch(path, { credentials: "same-origin", ...init });
  if (!answer.ok) throw await refusalOf(answer);
  return answer.json();
}

const json = (method: string, body: unknown): RequestInit => ({
  method,
  headers: { "content-type": "application/json" },
  body: JSON.stringify(body),
});

/** Address parameters of what is said, lists repeated, nothing for what is not. */
export function questionOf(filters: Filters & { cursor?: string; limit?: number; words?: string }): string {
  const said = Object.entries(filters).filter(([, value]) => value !== undefined && value !== "");
  return new URLSearchParams(said.map(([name, value]) => [name, String(value)])).toString();
}

export const listPins = (filters: Filters & { words?: string }, cursor: string | null, limit = 60) =>
  ask<Page<PinCard>>(`/api/pins?${questionOf({ ...filters, limit, cursor: cursor ?? undefined })}`);

export const readPin = (id: string) => ask<PinDetail>(`/api/pins/${encodeURIComponent(id)}`);

export function similarTo(id: string, crop: CropArea | null, filters: Filters): Promise<Slate> {
  const question = questionOf(filters);
  const region = crop ? `&crop=${cropToText(crop)}` : "";
  return ask<Slate>(`/api/pins/${encodeURIComponent(id)}/similar?${question}${region}`);
}

export function searchByPicture(
  query: PictureQuery,
  crop: CropArea | null,
  filters: Filters,
): Promise<Slate> {
  const form = new FormData();
  if (crop) form.set("crop", cropToText(crop));
  form.set("filter", JSON.stringify(filters));
  if ("url" in query) form.set("url", query.url);
  else form.set("picture", query.file, "query");
  return ask<Slate>("/api/search/visual", { method: "POST", body: form });
}

export const patchPin = (id: string, change: Partial<Pick<PinDetail, "title" | "tags" | "boards">>) =>
  ask<PinDetail>(`/api/pins/${encodeURIComponent(id)}`, json("PATCH", change));

export const removePins = (ids: readonly string[]) => ask<unknown>("/api/pins/remove", json("POST", { ids }));

export const addLink = (url: string) => ask<Added>("/api/pins", json("POST", { url }));

/** Uploads one picture and says how far it has come, 0..1; `fetch` can't say that. */
export function addPicture(file: File, onProgress: (part: number) => void): Promise<Added> {
  const { promise, resolve, reject } = Promise.withResolvers<Added>();
  const request = new XMLHttpRequest();
  request.open("POST", "/api/pins");
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

export const listBoards = () =>
  ask<ReadonlyArray<{ name: string; pins: number }>>("/api/boards").catch(() => []);
