/**
 * The contract's answers for the sample catalogue, from its written truth instead of models: what the pages do is
 * tested in seconds. Every answer is parsed by the contract's own schema, so it can't drift from the real server.
 */
import { createReadStream, existsSync, readFileSync } from "node:fs";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { extname, join } from "node:path";
import type { z } from "zod";
import { pinPage } from "../../src/http/contract/pins.ts";
import { searchAnswer } from "../../src/http/contract/search.ts";
import { type FilterInput, type PinView, pinView } from "../../src/http/contract/views.ts";

interface Line {
  readonly file: string;
  readonly width: number;
  readonly height: number;
  readonly title: string;
  readonly description: string;
  readonly tags: readonly string[];
  readonly items: readonly Item[];
}
interface Item {
  readonly category: string;
  readonly colour: string;
  readonly colourHex: string;
  readonly box: PinView["objects"][number]["box"];
}

const lines = <T>(file: string): T[] =>
  readFileSync(join("samples/home", file), "utf8")
    .trim()
    .split("\n")
    .map((line): T => JSON.parse(line));

const readPins = (): PinView[] => lines<Line>("pins.jsonl").map(pinOf);

function pinOf(line: Line): PinView {
  const id = line.file.replace(/^.*\/|\.webp$/g, "");
  const seen = line.items.filter(({ box }) => box.w > 0.02 && box.h > 0.02);
  const swatch = (item: Item) => ({ hex: item.colourHex, name: item.colour, share: 1 / seen.length });
  const kindOf = (name: string) => ({ name, confidence: 0.9, path: ["home", name] });
  const address = `/thumbnails/${id}`;
  return pinView.parse({
    id,
    title: line.title,
    description: line.description,
    tags: line.tags,
    link: "https://shop.example/",
    domain: "shop.example",
    price: { amount: 120, currency: "EUR" },
    attributes: {},
    owner: "system",
    boards: [],
    sources: [line.file],
    width: line.width,
    height: line.height,
    mime: "image/webp",
    bytes: 1,
    placeholder: "",
    original: `/blobs/${id}`,
    thumbnails: { 256: `${address}/256`, 640: `${address}/640`, 1280: `${address}/1280` },
    kind: kindOf(seen.length === 1 ? (seen[0]?.category ?? "thing") : "room"),
    palette: [...new Map(seen.map((item) => [item.colourHex, swatch(item)])).values()].slice(0, 5),
    labels: [],
    objects: seen.slice(0, 12).map((item, index) => ({
      ordinal: index + 1,
      box: item.box,
      confidence: 0.8,
      kind: kindOf(item.category),
      palette: [swatch(item)],
    })),
    group: id,
    createdAt: "2026-11-01T00:00:00.000Z",
    updatedAt: "2026-11-01T00:00:00.000Z",
    version: 1,
  });
}

const keeps = (filter: FilterInput) => (pin: PinView) =>
  (!filter.kinds || filter.kinds.some((kind) => pin.kind?.path.includes(kind))) &&
  (!filter.tags || filter.tags.some((tag) => pin.tags.includes(tag))) &&
  (!filter.colours || filter.colours.some((colour) => pin.palette.some((each) => each.name === colour))) &&
  !filter.boards?.length;

function similar(
  pins: readonly PinView[],
  query: { pin?: string; crop?: PinView["objects"][number]["box"]; filter?: FilterInput },
) {
  const asked = pins.find((pin) => pin.id === query.pin);
  const { crop } = query;
  const object =
    crop && asked?.objects.find(({ box }) => Math.abs(box.x - crop.x) + Math.abs(box.y - crop.y) < 0.01);
  const kind = object?.kind ?? asked?.kind ?? { name: "sofa", confidence: 0.9, path: ["home", "sofa"] };
  const near = pins.filter(
    (pin) => pin.id !== query.pin && pin.objects.some((each) => each.kind.name === kind.name),
  );
  const hits = (near.length ? near : pins.slice(0, 40)).filter(keeps(query.filter ?? {}));
  return {
    slate: "slate-1",
    region: crop ?? { x: 0, y: 0, w: 1, h: 1 },
    objects: asked?.objects ?? pins.find((pin) => pin.objects.length > 3)?.objects ?? [],
    intent: { kind, view: crop ? "crop" : "scene", palette: [], sentence: `a ${kind.name}` },
    hits: hits.slice(0, 60).map((pin) => ({
      pin,
      score: 5,
      similarity: 0.8,
      region: null,
      reasons: [{ kind: pin.objects.length > 1 ? "contains it" : "same kind", sentence: "same kind" }],
    })),
    chips: ["teal", "mustard", "walnut"].map((colour) => ({
      facet: "colour",
      label: colour,
      pins: 3,
      filter: { colours: [colour] },
    })),
    nothingSimilar: hits.length ? null : { sentence: "Nothing here comes close.", nearestKinds: ["vase"] },
    cursor: null,
    timings: { all: 1 },
  };
}

const types: Readonly<Record<string, string>> = {
  ".html": "text/html",
  ".js": "text/javascript",
  ".css": "text/css",
  ".svg": "image/svg+xml",
  ".woff2": "font/woff2",
  ".webmanifest": "application/manifest+json",
};

async function bodyOf(request: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(Buffer.from(part));
  return Buffer.concat(parts).toString("latin1");
}

/** Serves `web/dist` and the routes on a port of the system's choosing. */
export async function openStandIn(): Promise<{ url: string; server: Server }> {
  const pins = readPins();
  const server = createServer((request, response) => void answer(request, response, pins));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}`, server };
}

async function answer(request: IncomingMessage, response: ServerResponse, pins: readonly PinView[]) {
  const url = new URL(request.url ?? "/", "http://stand-in");
  const [, noun = "", id = ""] = url.pathname.split("/").map(decodeURIComponent);
  const say = (body: unknown, schema?: z.ZodType, status = 200) => {
    response.writeHead(status, { "content-type": "application/json" });
    response.end(JSON.stringify(schema ? schema.parse(body) : body));
  };
  if (noun === "thumbnails") return void createReadStream(`samples/home/pictures/${id}.webp`).pipe(response);
  if (noun === "session") return say({ person: null, role: "viewer", csrf: null });
  if (noun === "boards") return say({ items: [] });
  if (noun === "stream")
    return void response.writeHead(200, { "content-type": "text/event-stream" }).write(":\n\n");
  if (noun === "search") {
    const body = await bodyOf(request);
    const query = body.startsWith("{") ? JSON.parse(body) : {};
    return say(similar(pins, query), searchAnswer);
  }
  if (noun === "pins" && request.method === "POST") {
    const file = /filename="([^"]+)"/.exec(await bodyOf(request))?.[1] ?? "";
    const bad = file.startsWith("bad");
    const failure = {
      file,
      code: "PICTURE_BROKEN",
      sentence: "This file is not a picture.",
      remedy: "Open and save it again.",
    };
    return say(
      { pins: bad ? [] : [{ pin: pins[0], created: true }], failures: bad ? [failure] : [] },
      undefined,
      201,
    );
  }
  if (noun === "pins" && id) {
    const pin = pins.find((each) => each.id === id);
    return pin
      ? say(pin)
      : say({ code: "PIN_NOT_FOUND", detail: `no pin ${id}`, remedy: "Look at the list." }, undefined, 404);
  }
  if (noun === "pins") {
    const kept = pins.filter(keeps(JSON.parse(url.searchParams.get("filter") ?? "{}")));
    const from = Number(url.searchParams.get("cursor") ?? 0);
    const to = from + Number(url.searchParams.get("limit") ?? 60);
    const cursor = to < kept.length ? String(to) : null;
    return say({ items: kept.slice(from, to), cursor, total: kept.length }, pinPage);
  }
  const file = join("web/dist", url.pathname);
  const served = extname(file) && existsSync(file) ? file : "web/dist/index.html";
  response.writeHead(200, { "content-type": types[extname(served)] ?? "text/plain" });
  createReadStream(served).pipe(response);
}
