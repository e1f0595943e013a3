/** Pins with their words, boards and understandings; people, keys and jobs; remembered answers and the audit trail. */
export const firstTables = `
create table meta (name text primary key, value text not null) strict, without rowid;

create table pins (
  seq integer primary key autoincrement,
  id text not null unique,
  blob text not null,
  mime text not null,
  bytes integer not null,
  width integer not null,
  height integer not null,
  placeholder text not null,
  title text not null,
  description text not null,
  link text not null,
  domain text not null,
  price real,
  currency text not null,
  attributes text not null,
  owner text not null,
  near_group text not null,
  created_at integer not null,
  updated_at integer not null,
  deleted_at integer,
  version integer not null,
  revision integer not null
) strict;
create index pins_by_revision on pins (revision);
create index pins_by_time on pins (created_at, seq) where deleted_at is null;
create index pins_by_title on pins (title collate nocase, seq) where deleted_at is null;
create index pins_by_price on pins (price, seq) where deleted_at is null and price is not null;
create index pins_by_domain on pins (domain) where deleted_at is null and domain <> '';
create index pins_by_owner on pins (owner) where deleted_at is null;
create index pins_by_group on pins (near_group);

create table pin_tags (
  seq integer not null references pins, position integer not null, tag text not null collate nocase,
  primary key (seq, position)
) strict, without rowid;
create index tags_by_name on pin_tags (tag, seq);

create table pin_attributes (
  name text not null, value text not null, seq integer not null references pins,
  primary key (name, value, seq)
) strict, without rowid;
create index attributes_by_pin on pin_attributes (seq);

create table pin_sources (
  seq integer not null references pins, source text not null,
  primary key (seq, source)
) strict, without rowid;
create index sources_by_name on pin_sources (source);

create table boards (
  id integer primary key, name text not null unique collate nocase, owner text not null, created_at integer not null
) strict;
create table board_pins (
  board integer not null references boards, seq integer not null references pins, added_at integer not null,
  primary key (board, seq)
) strict, without rowid;
create index boards_by_pin on board_pins (seq);

create table understandings (
  seq integer not null references pins, model text not null, body text not null,
  primary key (model, seq)
) strict, without rowid;

create table sights (
  model text not null, key integer not null, embedding blob not null, body text not null,
  primary key (model, key)
) strict, without rowid;

create table seen_words (
  model text not null, facet text not null, word text not null collate nocase, seq integer not null,
  primary key (model, facet, word, seq)
) strict, without rowid;

create table people (
  id text primary key, name text not null, email text not null unique collate nocase, role text not null,
  created_at integer not null
) strict, without rowid;
create table sign_in_links (
  hash text primary key, person text not null references people on delete cascade, expires_at integer not null
) strict, without rowid;
create table sessions (
  hash text primary key, person text not null references people on delete cascade, expires_at integer not null
) strict, without rowid;
create table api_keys (
  id text primary key, hash text not null unique, name text not null, role text not null, created_by text not null,
  created_at integer not null, last_used_at integer, revoked_at integer
) strict, without rowid;

create table jobs (
  id text primary key, kind text not null, state text not null, input text not null, progress text not null,
  created_by text not null, created_at integer not null, started_at integer, ended_at integer,
  worker text, leased_until integer
) strict, without rowid;
create index jobs_by_state on jobs (kind, state, created_at);
create table job_failures (
  job text not null references jobs, position integer not null, body text not null,
  primary key (job, position)
) strict, without rowid;

create table remembered_answers (
  key text not null, who text not null, request text not null, status integer not null, body text not null,
  at integer not null,
  primary key (key, who)
) strict, without rowid;
create table audit (
  at integer not null, who text not null, what text not null, subject text not null, detail text not null
) strict;
create index audit_by_time on audit (at);
`;
