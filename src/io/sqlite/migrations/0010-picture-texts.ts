/**
 * Text that a reader has found in pictures, and the names of owners: both are words of a pin, so what changes them changes
 * the pin, and whoever follows changes hears of it.
 */
const nextRevision = `update meta set value = cast(cast(value as integer) + 1 as text) where name = 'revision';`;
const latest = `(select cast(value as integer) from meta where name = 'revision')`;
const readPin = `
    ${nextRevision}
    update pins set revision = ${latest} where seq = new.seq;`;
const ofOwner = (row: "new" | "old"): string => `
    ${nextRevision}
    update pins set revision = ${latest} where owner = 'person:' || ${row}.id;`;

export const pictureTexts = `
  create table picture_texts (
    seq integer primary key references pins on delete cascade, reader text not null, text text not null
  ) strict;
  create trigger picture_read after insert on picture_texts when new.text <> '' begin ${readPin}
  end;
  create trigger picture_read_again after update on picture_texts when new.text <> old.text begin ${readPin}
  end;
  create trigger owner_renamed after update of name on people when new.name <> old.name begin ${ofOwner("new")}
  end;
  create trigger owner_gone after delete on people begin ${ofOwner("old")}
  end;
`;
