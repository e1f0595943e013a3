/** Changed pins in the order of their changes, with what was seen in them, for the word index. */
import { type SeenObject, vectorKey } from "../../../core/nouns.ts";
import type { AroundPin, PinChanges, SeenWords } from "../../../core/words.ts";
import type { Database, Row } from "../database.ts";
import { readPin } from "../pin-rows.ts";

const keysAPin = 16;

export function sqlitePinChanges(database: Database): PinChanges {
  const seenIn = (seq: number, model: string): SeenWords | null => {
    const row = database.get("select body from understandings where model = ? and seq = ?", model, seq);
    if (!row) return null;
    const sights = database
      .all(
        "select body from sights where model = ? and key between ? and ? order by key",
        ...[model, vectorKey(seq, 0), vectorKey(seq, keysAPin - 1)],
      )
      .map(({ body }, ordinal): Omit<SeenObject, "embedding"> => ({ ordinal, ...JSON.parse(String(body)) }));
    const [whole, ...objects] = sights;
    const { postings } = JSON.parse(String(row.body)) as Pick<SeenWords, "postings">;
    return { ...whole, objects, postings };
  };
  const nameOf = (owner: string): string | undefined =>
    owner.startsWith("person:")
      ? textOf(database.get("select name as text from people where id = ?", owner.slice("person:".length)))
      : undefined;
  const aroundOf = ({ seq, owner }: Row): AroundPin => ({
    ownerName: nameOf(String(owner)) ?? "",
    read: textOf(database.get("select text from picture_texts where seq = ?", Number(seq))) ?? "",
  });
  return {
    latest: () => Number(database.get("select value from meta where name = 'revision'")?.value ?? 0),
    since: (mark, limit, model) => {
      const rows = database.all(
        "select * from pins where (revision, seq) > (?, ?) order by revision, seq limit ?",
        ...[mark.revision, mark.seq, limit],
      );
      const changes = rows.map((row) => {
        const seq = Number(row.seq);
        if (row.deleted_at !== null) return { seq, pin: null, seen: null };
        return { seq, pin: readPin(database, row), seen: seenIn(seq, model), ...aroundOf(row) };
      });
      const last = rows.at(-1);
      return { changes, mark: last ? { revision: Number(last.revision), seq: Number(last.seq) } : mark };
    },
  };
}

const textOf = (row: Row | undefined): string | undefined => (row ? String(row.text) : undefined);
