/** Text in pictures, as a reader has found it, in SQLite. */
import type { PictureTextStore } from "../../../core/picture-texts.ts";
import type { Database } from "../database.ts";

export function sqlitePictureTexts(database: Database): PictureTextStore {
  return {
    unread: (reader, limit) =>
      database
        .all(
          `select pins.seq, blob, mime from pins left join picture_texts on picture_texts.seq = pins.seq and reader = ?
           where deleted_at is null and reader is null order by pins.seq desc limit ?`,
          ...[reader, limit],
        )
        .map(({ seq, blob, mime }) => ({ seq: Number(seq), blob: String(blob), mime: String(mime) })),
    write: async (reader, texts) =>
      database.transaction(() => {
        for (const { seq, text } of texts) {
          database.run(
            `insert into picture_texts select seq, ?, ? from pins where seq = ?
             on conflict (seq) do update set reader = excluded.reader, text = excluded.text`,
            ...[reader, text, seq],
          );
        }
      }),
  };
}
