/**
 * What the models saw, in SQLite: one row a region (the picture and each object), embeddings as half floats
 * (2 bytes a number, relative error below 5e-4), the rest as JSON.
 */
import { BowerbirdError } from "../../../core/errors.ts";
import type { Pin } from "../../../core/nouns.ts";
import {
  ordinalOfKey,
  type SeenObject,
  type Sight,
  seqOfKey,
  type Understanding,
  vectorKey,
} from "../../../core/nouns.ts";
import type { UnderstandingStore } from "../../../core/ports.ts";
import { oklabOfHex } from "../../../vision/colour.ts";
import { coloursOf } from "../../../vision/subject.ts";
import type { Database, Row } from "../database.ts";
import { readPin } from "../pin-rows.ts";
import { fromHalf, toHalf } from "./half-floats.ts";

const keysAPin = 16;

export function sqliteUnderstandings(database: Database): UnderstandingStore {
  const writeOne = (seq: number, understanding: Understanding): void => {
    const { model, objects, embedding, kind, labels, palette, hash, ...rest } = understanding;
    forgetPin(seq, model);
    database.run("insert into understandings values (?, ?, ?)", seq, model, JSON.stringify(rest));
    writeSight(model, vectorKey(seq, 0), { embedding, kind, labels, palette, hash }, {});
    for (const { ordinal, box, confidence, ...sight } of objects) {
      writeSight(model, vectorKey(seq, ordinal), sight, { box, confidence });
    }
    for (const word of new Set([understanding, ...objects].flatMap((sight) => sight.kind.path))) {
      database.run("insert or ignore into seen_words values (?, 'kind', ?, ?)", model, word, seq);
    }
    const colours = coloursOf(understanding);
    for (const { name } of colours) {
      database.run("insert or ignore into seen_words values (?, 'colour', ?, ?)", model, name, seq);
    }
    for (const hex of new Set(colours.map((swatch) => swatch.hex))) {
      database.run("insert into seen_colours values (?, ?, ?, ?, ?)", model, seq, ...oklabOfHex(hex));
    }
    database.run("update pins set revision = ? where seq = ?", database.nextRevision(), seq);
  };

  const writeSight = (model: string, key: number, sight: Sight, place: Partial<SeenObject>): void => {
    const { embedding, ...rest } = sight;
    const body = JSON.stringify({ ...rest, ...place });
    database.run("insert into sights values (?, ?, ?, ?)", model, key, toHalf(embedding), body);
  };

  const forgetPin = (seq: number, model: string): void => {
    database.run("delete from understandings where model = ? and seq = ?", model, seq);
    database.run(
      "delete from sights where model = ? and key between ? and ?",
      ...[model, vectorKey(seq, 0), vectorKey(seq, keysAPin - 1)],
    );
    database.run("delete from seen_colours where model = ? and seq = ?", model, seq);
    for (const facet of ["kind", "colour"]) {
      database.run(
        `delete from seen_words where model = ? and facet = ? and seq = ?
         and word in (select word from seen_words where model = ? and facet = ? and seq = ?)`,
        ...[model, facet, seq, model, facet, seq],
      );
    }
  };

  const readOne = (seq: number, model: string): Understanding | null => {
    const row = database.get("select body from understandings where model = ? and seq = ?", model, seq);
    if (!row) return null;
    const sights = database.all(
      "select key, embedding, body from sights where model = ? and key between ? and ? order by key",
      ...[model, vectorKey(seq, 0), vectorKey(seq, keysAPin - 1)],
    );
    const [{ ordinal: _, ...whole }, ...objects] = sights.map(readSight);
    return { ...JSON.parse(String(row.body)), model, ...whole, objects };
  };

  const store: UnderstandingStore = {
    write: async (entries) =>
      database.transaction(() => {
        for (const { seq, understanding } of entries) writeOne(seq, understanding);
      }),
    read: async (seqs, model) =>
      new Map(
        seqs.flatMap((seq) => {
          const understanding = readOne(seq, model);
          return understanding ? [[seq, understanding] as const] : [];
        }),
      ),
    missing: async (model, limit, afterSeq = 0): Promise<readonly Pin[]> =>
      database
        .all(
          `select * from pins where deleted_at is null and seq > ? and not exists
             (select 1 from understandings where model = ? and understandings.seq = pins.seq)
           order by seq limit ?`,
          ...[afterSeq, model, limit],
        )
        .map((row) => readPin(database, row)),
    vectors: async function* (model, afterKey = -1) {
      let last = afterKey;
      for (;;) {
        const rows = database.all(
          `select key, embedding from sights join pins on pins.seq = key / ${keysAPin}
           where model = ? and key > ? and deleted_at is null order by key limit 2000`,
          ...[model, last],
        );
        if (rows.length === 0) return;
        for (const row of rows) {
          last = Number(row.key);
          yield { key: last, vector: fromHalf(row.embedding) };
        }
      }
    },
    watermark: async () => Number(database.get("select value from meta where name = 'revision'")?.value ?? 0),
    changesSince: async (watermark, model) => {
      const changed = database.all(
        "select seq, deleted_at from pins where revision > ? order by seq",
        watermark,
      );
      const keysOf = (seq: number): readonly number[] => [
        ...database.numbers(
          "select key from sights where model = ? and key between ? and ?",
          ...[model, vectorKey(seq, 0), vectorKey(seq, keysAPin - 1)],
        ),
      ];
      const added = changed.flatMap((row) => (row.deleted_at === null ? keysOf(Number(row.seq)) : []));
      const living = new Set(added);
      const removed = changed.flatMap((row) =>
        Array.from({ length: keysAPin }, (_, ordinal) => vectorKey(Number(row.seq), ordinal)),
      );
      return { added, removed: removed.filter((key) => !living.has(key)) };
    },
    count: async (model) => {
      const row = database.get(
        `select count(*) as regions, sum(key % ${keysAPin} = 0) as pictures
         from sights join pins on pins.seq = key / ${keysAPin} where model = ? and deleted_at is null`,
        model,
      );
      const pictures = Number(row?.pictures ?? 0);
      return { pictures, objects: Number(row?.regions ?? 0) - pictures };
    },
    models: async () =>
      database
        .all("select distinct model from understandings order by model")
        .map((row) => String(row.model)),
    activate: async (model) =>
      database.transaction(() => {
        database.run(
          `insert into meta select 'previous_model', value from meta where name = 'active_model' and value <> ?
           on conflict (name) do update set value = excluded.value`,
          model,
        );
        database.run(
          "insert into meta values ('active_model', ?) on conflict (name) do update set value = excluded.value",
          model,
        );
      }),
    activeModel: async () => {
      const row = database.get("select value from meta where name = 'active_model'");
      return row ? String(row.value) : null;
    },
    forget: async (model) => {
      if (model === (await store.activeModel())) {
        throw new BowerbirdError("BAD_INPUT", { what: `model ${model}`, why: "it is the one in use" });
      }
      database.transaction(() => {
        for (const table of ["understandings", "sights", "seen_words", "seen_colours"]) {
          database.run(`delete from ${table} where model = ?`, model);
        }
      });
    },
  };
  return store;
}

function readSight(row: Row): SeenObject {
  const key = Number(row.key);
  if (seqOfKey(key) < 1) throw new BowerbirdError("DATA_CORRUPT", { what: "the state", why: `key ${key}` });
  return { ordinal: ordinalOfKey(key), ...JSON.parse(String(row.body)), embedding: fromHalf(row.embedding) };
}
