/** Pins over HTTP. */
import { randomUUID } from "node:crypto";
import { BowerbirdError } from "../../core/errors.ts";
import type { Pin } from "../../core/nouns.ts";
import type { Engine } from "../../engine.ts";
import { longestText } from "../../events/parse-event.ts";
import { failureOf } from "../../ingest/sources.ts";
import type { Asked, Handlers } from "../asked.ts";
import type { pins } from "../contract/pins.ts";
import { type FilterInput, filterInput } from "../contract/views.ts";
import { shownTo } from "../hidden.ts";
import { parseAs } from "../parsing.ts";
import { viewPins } from "../pin-views.ts";
import { writeSlate } from "../slates.ts";

const pageSize = 60;

export const pinHandlers: Handlers<typeof pins> = {
  create: async (asked) => {
    const { caller, engine, happenings, reply } = asked;
    const { url, ...words } = asked.body;
    const pictures = [
      ...asked.pictures.map(({ name, bytes }) => ({ name, bytes, source: `upload:${name}` })),
      ...(url === undefined ? [] : [{ name: url, bytes: await engine.links.fetch(url), source: url }]),
    ];
    if (pictures.length === 0)
      throw new BowerbirdError("BAD_INPUT", { what: "the upload", why: "no picture came" });
    const admitted: Array<{ pin: Pin; created: boolean }> = [];
    const failures: Array<ReturnType<typeof failureOf>> = [];
    for (const picture of pictures) {
      try {
        const { bytes, source } = picture;
        admitted.push(await engine.importer.importOne(bytes, { ...words, source }, { owner: caller.who }));
      } catch (thrown) {
        if (pictures.length === 1) throw thrown;
        failures.push(failureOf(picture.name, thrown));
      }
    }
    for (const { pin, created } of admitted) if (created) happenings.tell({ type: "pin", id: pin.id });
    if (!admitted.some(({ created }) => created)) reply.status(200);
    const views = await show(
      engine,
      admitted.map(({ pin }) => pin),
    );
    return { pins: views.map((pin, i) => ({ pin, created: admitted[i].created })), failures };
  },
  list: async (asked) => {
    const { query, engine } = asked;
    const asFilter = query.filter === undefined ? undefined : parseFilter(query.filter);
    const { filter } = await shownTo(asked, asFilter);
    const { sort, cursor, limit = pageSize } = query;
    const page = await engine.pins.list({
      limit,
      ...(filter && { filter }),
      ...(sort && { sort }),
      ...(cursor && { cursor }),
    });
    const slate = randomUUID();
    writeSlate(asked, {
      ...{
        slate,
        surface: "wall",
        source: sort ?? "newest",
        hits: page.items.map(({ id }) => ({ pin: id })),
      },
      ...(query.filter !== undefined && { query: query.filter.slice(0, longestText) }),
    });
    return {
      slate,
      items: await show(engine, page.items),
      cursor: page.cursor,
      total: await engine.pins.count(filter),
    };
  },
  read: async ({ params, engine }) => readOne(engine, params.id),
  patch: async ({ params, body, engine }) => {
    const { version, ...change } = body;
    const pin = await engine.pins.patch(params.id, change, version);
    await engine.indexes.catchUp();
    return (await show(engine, [pin]))[0];
  },
  remove: async (asked) => {
    const removed = await remove(asked, [asked.params.id]);
    if (removed === 0) throw new BowerbirdError("PIN_NOT_FOUND", { id: asked.params.id });
    return { done: removed };
  },
  restore: async ({ params, engine, happenings }) => {
    await engine.pins.restore([params.id]);
    await engine.indexes.catchUp();
    const pin = await readOne(engine, params.id);
    happenings.tell({ type: "pin", id: params.id });
    return pin;
  },
  bulk: async (asked) => {
    const { body, engine } = asked;
    if (body.action === "delete") return { done: await remove(asked, body.ids) };
    if (body.action === "change") return { done: await change(engine, body) };
    const done = await engine.pins.restore(body.ids);
    await engine.indexes.catchUp();
    return { done };
  },
  count: async ({ body, engine }) => ({ pins: await engine.pins.count(body.filter) }),
};

/** A filter that came as text in the address. @throws BAD_INPUT */
export function parseFilter(text: string): FilterInput {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw new BowerbirdError("BAD_INPUT", { what: "filter", why: "it is not JSON" }, { cause });
  }
  return parseAs<FilterInput>(filterInput, value, "filter");
}

async function show(engine: Engine, pins: readonly Pin[]) {
  return viewPins(pins, engine.understandings, engine.vision.model);
}

async function readOne(engine: Engine, id: string) {
  const [pin] = await show(engine, await engine.pins.read([id]));
  if (!pin) throw new BowerbirdError("PIN_NOT_FOUND", { id });
  return pin;
}

async function remove({ engine, happenings }: Pick<Asked, "engine" | "happenings">, ids: readonly string[]) {
  const removed = await engine.pins.remove(ids);
  await engine.indexes.catchUp();
  if (removed > 0) happenings.tell({ type: "pins-removed", ids: [...ids] });
  return removed;
}

async function change(
  engine: Engine,
  { ids, addTags = [], addBoards = [] }: { ids: readonly string[]; addTags?: string[]; addBoards?: string[] },
): Promise<number> {
  const found = await engine.pins.read(ids);
  for (const pin of found) {
    const tags = [...new Set([...pin.tags, ...addTags])];
    const boards = [...new Set([...pin.boards, ...addBoards])];
    await engine.pins.patch(pin.id, { tags, boards }, pin.version);
  }
  await engine.indexes.catchUp();
  return found.length;
}
