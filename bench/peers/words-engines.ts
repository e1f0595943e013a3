/** The engines that `words.ts` compares, behind one face. MiniSearch and Orama are loaded only where they are installed. */
import { createRequire } from "node:module";
import { resolve } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { pathToFileURL } from "node:url";
import type { Pin } from "../../src/core/nouns.ts";
import type { PinChanges } from "../../src/core/words.ts";
import { wordKeeper } from "../../src/index/word-index/word-keeper.ts";
import { noFacets, questionReader } from "../../src/search/understanding/question-reader.ts";
import { wordSearch } from "../../src/search/word-search/word-search.ts";
import type { Collection, MadePin } from "../collections/made-up-words.ts";
import { wordsAlone } from "../collections/words-alone.ts";

export interface WordEngine {
  /** How many hits of the first page. */
  search(question: string): Promise<number>;
  close(): void;
}

export type WordEngineMaker = (collection: Collection) => Promise<WordEngine>;

/** Hits a page, as GET /search gives. */
const page = 60;
/** Pins handed over at a time. */
const portion = 5000;

function* portions({ size, pin }: Collection): Generator<MadePin[]> {
  for (let from = 1; from <= size; from += portion) {
    yield Array.from({ length: Math.min(portion, size - from + 1) }, (_, i) => pin(from + i));
  }
}

function asPin({ seq, title, tags, description }: MadePin): Pin {
  const id = String(seq);
  return {
    ...{ id, seq, title, tags, description, group: id, blob: id, owner: "person:a" },
    ...{ mime: "image/webp", bytes: 1, width: 1, height: 1, placeholder: "", link: "", domain: "" },
    ...{ price: null, attributes: {}, boards: [], sources: [] },
    ...{ createdAt: 0, updatedAt: 0, deletedAt: null, version: 1 },
  };
}

/** The whole search of Bowerbird over pins that are made when they are read, without pictures. */
const bowerbird: WordEngineMaker = async (collection) => {
  const { size } = collection;
  const changes: PinChanges = {
    latest: () => 1,
    since: ({ seq }, limit) => {
      const last = Math.min(size, seq + limit);
      const changed = Array.from({ length: last - seq }, (_, i) => {
        const pin = asPin(collection.pin(seq + 1 + i));
        return { seq: pin.seq, pin, seen: null };
      });
      return { changes: changed, mark: { revision: 1, seq: last } };
    },
  };
  const keeper = wordKeeper({
    changes,
    model: () => "none",
    labels: () => [],
    tick: () => performance.now(),
  });
  await keeper.catchUp();
  const words = wordSearch({
    pins: {
      readSeqs: async (seqs) => seqs.map((seq) => asPin(collection.pin(seq))),
      currencies: async () => [],
      matching: () => Promise.reject(new Error("no filters here")),
    },
    understandings: { read: async () => new Map() },
    keeper,
    questions: questionReader(noFacets, () => []),
    model: () => "none",
    ...wordsAlone,
    tick: () => performance.now(),
  });
  return {
    search: async (text) => (await words.search({ text, limit: page })).hits.length,
    close: () => keeper.stop(),
  };
};

/** Raw FTS5 in memory: all words, bm25 with our weights of title, tags and description. */
const fts5: WordEngineMaker = async (collection) => {
  const database = new DatabaseSync(":memory:");
  database.exec(
    "create virtual table pins using fts5 (title, tags, description, tokenize = 'porter unicode61')",
  );
  const insert = database.prepare("insert into pins (rowid, title, tags, description) values (?, ?, ?, ?)");
  for (const pins of portions(collection)) {
    database.exec("begin");
    for (const { seq, title, tags, description } of pins) insert.run(seq, title, tags.join(" "), description);
    database.exec("commit");
  }
  const find = database.prepare(
    "select rowid from pins where pins match ? order by bm25(pins, 3.0, 2.0, 1.0) limit ?",
  );
  return { search: async (text) => find.all(text, page).length, close: () => database.close() };
};

/** @throws when it is not installed */
async function peer(name: string, folder: string): Promise<unknown> {
  return import(pathToFileURL(createRequire(resolve(folder, "package.json")).resolve(name)).href);
}

interface MiniSearchModule {
  default: new (
    options: object,
  ) => {
    addAll(pins: readonly object[]): void;
    search(text: string, options: object): readonly unknown[];
  };
}

const miniSearch =
  (folder: string): WordEngineMaker =>
  async (collection) => {
    const { default: MiniSearch } = (await peer("minisearch", folder)) as MiniSearchModule;
    const index = new MiniSearch({ idField: "seq", fields: ["title", "tags", "description"] });
    for (const pins of portions(collection))
      index.addAll(pins.map((pin) => ({ ...pin, tags: pin.tags.join(" ") })));
    const how = { combineWith: "AND", boost: { title: 3, tags: 2 } };
    return { search: async (text) => index.search(text, how).slice(0, page).length, close: () => {} };
  };

/** Milliseconds, so that a run ends. */
const longestBuild = 120_000;

interface OramaModule {
  create(options: object): unknown;
  insertMultiple(index: unknown, pins: readonly object[], batch: number): Promise<unknown>;
  search(index: unknown, question: object): Promise<{ hits: readonly unknown[] }>;
}

const orama =
  (folder: string): WordEngineMaker =>
  async (collection) => {
    const { create, insertMultiple, search } = (await peer("@orama/orama", folder)) as OramaModule;
    const index = create({ schema: { title: "string", tags: "string", description: "string" } });
    const started = performance.now();
    for (const pins of portions(collection)) {
      if (performance.now() - started > longestBuild) {
        throw new Error(
          `after ${longestBuild / 1000} s it held ${pins[0].seq - 1} of ${collection.size} pins`,
        );
      }
      const rows = pins.map(({ seq, title, tags, description }) => ({
        ...{ id: String(seq), title, tags: tags.join(" "), description },
      }));
      await insertMultiple(index, rows, portion);
    }
    const how = { threshold: 0, limit: page, boost: { title: 3, tags: 2 } };
    return {
      search: async (term) => (await search(index, { term, ...how })).hits.length,
      close: () => {},
    };
  };

/** @param peers folder whose node_modules may hold minisearch and @orama/orama */
export function wordEngines(peers: string): Readonly<Record<string, WordEngineMaker>> {
  return { bowerbird, fts5, minisearch: miniSearch(peers), orama: orama(peers) };
}
