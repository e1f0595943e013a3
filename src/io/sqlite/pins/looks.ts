/** What pins can be narrowed by and suggested for, in SQLite: read for many pins at once, without their understandings. */
import type { NamedPerson, PeopleByName, PinLook, PinLooks } from "../../../core/guidance.ts";
import type { AttributeValue, SeenObject } from "../../../core/nouns.ts";
import { coloursOf } from "../../../vision/subject.ts";
import type { Database, Row } from "../database.ts";

export function sqliteLooks(database: Database): PinLooks {
  const read = (rows: readonly Row[], model: string): PinLook[] => {
    const seqs = JSON.stringify(rows.map(({ seq }) => Number(seq)));
    const tags = wordsBySeq(
      database.all(
        `select seq, tag as word from pin_tags where seq in (select value from json_each(?)) order by seq, position`,
        seqs,
      ),
    );
    const boards = wordsBySeq(
      database.all(
        `select distinct saves.seq as seq, name as word from saves join boards on boards.seq = board
         where saves.seq in (select value from json_each(?)) and removed_at is null and deleted_at is null
           and privacy = 'public'`,
        seqs,
      ),
    );
    const seen = seenBySeq(
      database.all(
        `select wanted.value as seq, sights.key % 16 as ordinal, body from json_each(?) as wanted
         join sights on model = ? and sights.key between wanted.value * 16 and wanted.value * 16 + 15
         order by sights.key`,
        ...[seqs, model],
      ),
    );
    return rows.map((row) => {
      const seq = Number(row.seq);
      return {
        ...{ seq, title: String(row.title), tags: tags.get(seq) ?? [], boards: boards.get(seq) ?? [] },
        attributes: JSON.parse(String(row.attributes)) as Record<string, AttributeValue>,
        kinds: [...(seen.get(seq)?.kinds ?? [])],
        colours: [...(seen.get(seq)?.colours ?? [])],
      };
    });
  };

  return {
    read: (seqs, model) => {
      const rows = database.all(
        `select pins.seq, title, attributes from json_each(?) as wanted join pins on pins.seq = wanted.value
         where deleted_at is null order by wanted.key`,
        JSON.stringify(seqs),
      );
      return read(rows, model);
    },
    latest: () => Number(database.get("select value from meta where name = 'revision'")?.value ?? 0),
    since: (mark, limit, model) => {
      const rows = database.all(
        `select seq, revision, deleted_at, title, attributes from pins
         where (revision, seq) > (?, ?) order by revision, seq limit ?`,
        ...[mark.revision, mark.seq, limit],
      );
      const living = rows.filter((row) => row.deleted_at === null);
      const looks = new Map(read(living, model).map((look) => [look.seq, look]));
      const last = rows.at(-1);
      return {
        changes: rows.map(({ seq }) => ({ seq: Number(seq), look: looks.get(Number(seq)) ?? null })),
        mark: last ? { revision: Number(last.revision), seq: Number(last.seq) } : mark,
      };
    },
  };
}

function wordsBySeq(rows: readonly Row[]): Map<number, string[]> {
  const words = new Map<number, string[]>();
  for (const row of rows) {
    const known = words.get(Number(row.seq));
    if (known) known.push(String(row.word));
    else words.set(Number(row.seq), [String(row.word)]);
  }
  return words;
}

function seenBySeq(rows: readonly Row[]): Map<number, { kinds: Set<string>; colours: Set<string> }> {
  const sights = new Map<number, Array<Omit<SeenObject, "embedding">>>();
  for (const { seq, ordinal, body } of rows) {
    const sight = { ordinal: Number(ordinal), ...JSON.parse(String(body)) };
    sights.set(Number(seq), [...(sights.get(Number(seq)) ?? []), sight]);
  }
  return new Map(
    [...sights].map(([seq, [whole, ...objects]]) => [
      seq,
      {
        kinds: new Set([whole, ...objects].flatMap(({ kind }) => kind.path)),
        colours: new Set(coloursOf({ ...whole, objects }).map(({ name }) => name)),
      },
    ]),
  );
}

export function sqlitePeopleByName(database: Database): PeopleByName {
  const holding = `from boards where owner = 'person:' || people.id and privacy = 'public' and deleted_at is null`;
  return {
    named: (prefix, limit) =>
      database
        .all(
          `select id, name, (select count(*) ${holding}) as boards,
             (select pins.id from saves join pins using (seq)
              where board in (select seq ${holding}) and removed_at is null and pins.deleted_at is null limit 1) as pin
           from people where email is not null and name >= ? collate nocase and name < ? collate nocase
             and exists (select 1 ${holding}) order by name collate nocase limit ?`,
          ...[prefix, `${prefix}\u{10ffff}`, limit],
        )
        .map(
          (row): NamedPerson => ({
            ...{ id: String(row.id), name: String(row.name), boards: Number(row.boards) },
            pin: row.pin === null ? null : String(row.pin),
          }),
        ),
  };
}
