/**
 * Anonymous people beside accounts, passwords, sessions that can be listed; boards with an owner, sections, notes and
 * an order; follows, hides and reports.
 */
export const peopleAndBoards = `
  create table new_people (
    id text primary key, name text not null, email text unique collate nocase, role text not null, password text,
    history integer not null, created_at integer not null
  ) strict, without rowid;
  insert into new_people select id, name, email, role, null, 1, created_at from people;
  create table new_links (
    hash text primary key, person text not null references new_people on delete cascade, expires_at integer not null
  ) strict, without rowid;
  insert into new_links select * from sign_in_links;
  create table new_sessions (
    hash text primary key, id text not null unique, person text not null references new_people on delete cascade,
    device text not null, created_at integer not null, used_at integer not null, expires_at integer not null
  ) strict, without rowid;
  insert into new_sessions select hash, lower(hex(randomblob(8))), person, '', 0, 0, expires_at from sessions;
  drop table sessions;
  drop table sign_in_links;
  drop table people;
  alter table new_people rename to people;
  alter table new_links rename to sign_in_links;
  alter table new_sessions rename to sessions;
  create index sessions_by_person on sessions (person);

  create table merged_people (
    id text primary key, into_id text not null references people on delete cascade, at integer not null
  ) strict, without rowid;

  create table new_boards (
    seq integer primary key, id text not null unique, owner text not null, name text not null collate nocase,
    description text not null, privacy text not null, cover text, position real not null, created_at integer not null,
    updated_at integer not null, saved_at integer not null, archived_at integer, deleted_at integer,
    version integer not null
  ) strict;
  insert into new_boards
    select id, lower(hex(randomblob(10))), owner, name, '', 'public', null, id, created_at, created_at, created_at,
      null, null, 1
    from boards;
  create table sections (
    seq integer primary key, id text not null unique, board integer not null references new_boards on delete cascade,
    name text not null collate nocase, position real not null, deleted_at integer
  ) strict;
  create unique index sections_by_name on sections (board, name) where deleted_at is null;
  create table saves (
    board integer not null references new_boards on delete cascade, seq integer not null references pins,
    section integer references sections on delete set null, note text not null, position real not null,
    saved_by text not null, saved_at integer not null, removed_at integer,
    origin integer references new_boards on delete set null,
    primary key (board, seq)
  ) strict, without rowid;
  insert into saves
    select board, seq, null, '', -row_number() over (order by added_at, seq), owner, added_at, null, null
    from board_pins join boards on boards.id = board;
  drop table board_pins;
  drop table boards;
  alter table new_boards rename to boards;
  create unique index boards_by_owner on boards (owner, name) where deleted_at is null;
  create index boards_by_name on boards (name) where deleted_at is null;
  create index saves_by_pin on saves (seq) where removed_at is null;
  create index saves_by_place on saves (board, position, seq) where removed_at is null;
  create index saves_by_section on saves (section) where section is not null;
  create index saves_by_origin on saves (origin) where origin is not null;
  create table board_collaborators (
    board integer not null references boards on delete cascade,
    person text not null references people on delete cascade,
    primary key (board, person)
  ) strict, without rowid;
  create index collaborators_by_person on board_collaborators (person);

  create table follows (
    owner text not null, kind text not null, subject text not null, at integer not null,
    primary key (owner, kind, subject)
  ) strict, without rowid;
  create index follows_by_subject on follows (kind, subject);
  create table hides (
    owner text not null, seq integer not null references pins, reason text not null, at integer not null,
    primary key (owner, seq)
  ) strict, without rowid;
  create index hides_by_time on hides (owner, at);
  create table reports (
    id text primary key, owner text not null, seq integer not null references pins, reason text not null,
    words text not null, at integer not null, unique (owner, seq)
  ) strict, without rowid;
  create index reports_by_time on reports (at);
  `;
