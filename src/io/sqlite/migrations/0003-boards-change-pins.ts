/**
 * The names of public boards belong to a pin's words. What changes them changes the pin, so that whoever follows changes
 * (the word index) hears of it: a board that becomes private must not be found by its name any longer.
 */
const nextRevision = `update meta set value = cast(cast(value as integer) + 1 as text) where name = 'revision';`;
const latest = `(select cast(value as integer) from meta where name = 'revision')`;
const pinOf = (row: "new" | "old"): string => `
    ${nextRevision}
    update pins set revision = ${latest} where seq = ${row}.seq;`;

export const boardsChangePins = `
  create trigger pin_saved after insert on saves begin ${pinOf("new")}
  end;
  create trigger pin_moved after update of board, removed_at on saves begin ${pinOf("new")}
  end;
  create trigger pin_unsaved after delete on saves begin ${pinOf("old")}
  end;
  create trigger board_changed after update of name, privacy, deleted_at on boards
  when old.name <> new.name or old.privacy <> new.privacy or old.deleted_at is not new.deleted_at begin
    ${nextRevision}
    update pins set revision = ${latest}
    where seq in (select seq from saves where board = new.seq and removed_at is null);
  end;
`;
