/** The latest saves of those whom someone follows, in SQLite. Who may see a board is said by `catalog/boards.ts`, too. */
import type { FollowedSave, FollowedSaves } from "../../../core/followed.ts";
import { personOfOwner } from "../../../core/people.ts";
import type { Database, Row } from "../database.ts";
import { keysetPage } from "../keyset.ts";
import { newestFirst } from "../people/opinions.ts";

/** `?1` is who asks as an owner, `?2` the same as a person. Of a pin's saves SQLite takes the columns of the latest. */
const theirs = `
  select saves.seq, saves.board, saves.saved_by, saves.saved_at, 'board' as through
  from follows join boards on boards.id = follows.subject join saves on saves.board = boards.seq
  where follows.owner = ?1 and kind = 'board' and boards.deleted_at is null
    and (privacy <> 'private' or boards.owner = ?1
      or boards.seq in (select board from board_collaborators where person = ?2))
    and removed_at is null and saved_by <> ?1
  union all
  select saves.seq, saves.board, saves.saved_by, saves.saved_at, 'person'
  from follows join saves on saves.saved_by = 'person:' || follows.subject join boards on boards.seq = saves.board
  where follows.owner = ?1 and kind = 'person' and boards.deleted_at is null and privacy = 'public'
    and removed_at is null`;

const latest = `
  select seq, board, saved_by, max(saved_at) as saved_at, through from (${theirs})
  where seq not in (select seq from hides where owner = ?1) group by seq`;

export function sqliteFollowedSaves(database: Database): FollowedSaves {
  return {
    page: async (owner, { cursor, limit }) =>
      keysetPage(
        (after) =>
          database.all(
            `select latest.*, pins.id as pin, boards.id as board_id, boards.name as board_name
             from (${latest}) as latest join pins using (seq) join boards on boards.seq = latest.board
             where pins.deleted_at is null and (latest.saved_at, latest.seq) < (?3, ?4)
             order by latest.saved_at desc, latest.seq desc limit ?5`,
            ...[owner, personOfOwner(owner) ?? "", ...(after ?? newestFirst), limit + 1],
          ),
        {
          ...(cursor !== undefined && { cursor }),
          limit,
          keyOf: (row) => [Number(row.saved_at), Number(row.seq)],
        },
        readFollowedSave,
      ),
  };
}

const readFollowedSave = (row: Row): FollowedSave => ({
  pin: String(row.pin),
  seq: Number(row.seq),
  board: String(row.board_id),
  boardName: String(row.board_name),
  savedBy: String(row.saved_by),
  savedAt: Number(row.saved_at),
  through: row.through === "board" ? "board" : "person",
});
