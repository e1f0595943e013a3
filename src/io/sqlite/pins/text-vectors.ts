/** Text vectors in SQLite, and as the source of an index: a change is a write, pins without a vector are removed. */
import { seqOfKey, vectorKey } from "../../../core/nouns.ts";
import type { TextVectorStore } from "../../../core/texts.ts";
import type { VectorSource } from "../../../index/index-keeper.ts";
import type { Database } from "../database.ts";
import { fromHalf, toHalf } from "./half-floats.ts";

export function sqliteTextVectors(database: Database): TextVectorStore & VectorSource {
  const vectorOf = (model: string, seq: number): Float32Array | null => {
    const row = database.get(
      "select vector from text_vectors where model = ? and seq = ? and vector is not null",
      ...[model, seq],
    );
    return row ? fromHalf(row.vector) : null;
  };
  return {
    readTo: (model) => {
      const row = database.get("select revision, seq from text_marks where model = ?", model);
      return { revision: Number(row?.revision ?? 0), seq: Number(row?.seq ?? 0) };
    },
    digests: (model, seqs) =>
      new Map(
        database
          .all(
            `select seq, digest from text_vectors where model = ? and vector is not null
             and seq in (select value from json_each(?))`,
            ...[model, JSON.stringify(seqs)],
          )
          .map((row) => [Number(row.seq), String(row.digest)]),
      ),
    write: async (model, texts, mark) =>
      database.transaction(() => {
        database.run(
          `insert into text_marks values (?, ?, ?, 1) on conflict (model) do update
           set revision = excluded.revision, seq = excluded.seq, changes = changes + 1`,
          ...[model, mark.revision, mark.seq],
        );
        for (const { seq, digest, vector } of texts) {
          database.run(
            `insert into text_vectors select ?, ?, ?, changes, ? from text_marks where model = ?
             on conflict (model, seq) do update
             set digest = excluded.digest, change = excluded.change, vector = excluded.vector`,
            ...[model, seq, digest, vector && toHalf(vector), model],
          );
        }
      }),
    watermark: async () => Number(database.get("select max(changes) as last from text_marks")?.last ?? 0),
    changesSince: async (watermark, model) => {
      const rows = database.all(
        "select seq, vector is null as gone from text_vectors where model = ? and change > ? order by seq",
        ...[model, watermark],
      );
      const keysOf = (gone: number): number[] =>
        rows.filter((row) => Number(row.gone) === gone).map(({ seq }) => vectorKey(Number(seq), 0));
      return { added: keysOf(0), removed: keysOf(1) };
    },
    vectors: async function* (model, afterKey = -1) {
      let last = afterKey < 0 ? 0 : seqOfKey(afterKey);
      for (;;) {
        const rows = database.all(
          `select seq, vector from text_vectors where model = ? and seq > ? and vector is not null
           order by seq limit 1000`,
          ...[model, last],
        );
        if (rows.length === 0) return;
        for (const row of rows) {
          last = Number(row.seq);
          yield { key: vectorKey(last, 0), vector: fromHalf(row.vector) };
        }
      }
    },
    read: async (seqs, model) =>
      new Map(
        seqs.flatMap((seq) => {
          const embedding = vectorOf(model, seq);
          return embedding ? [[seq, { embedding, objects: [] }] as const] : [];
        }),
      ),
    count: async (model) => {
      const sql = "select count(*) as texts from text_vectors where model = ? and vector is not null";
      return { pictures: Number(database.get(sql, model)?.texts ?? 0), objects: 0 };
    },
    activate: async () => {},
  };
}
