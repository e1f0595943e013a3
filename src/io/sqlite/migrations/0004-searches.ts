/** The last searches of each person, searches that are kept with the pins noticed for them, and people by name. */
export const searchTables = `
  create table past_searches (
    owner text not null, words text not null collate nocase, at integer not null,
    primary key (owner, words)
  ) strict, without rowid;
  create index past_searches_by_time on past_searches (owner, at);

  create table saved_searches (
    seq integer primary key autoincrement, id text not null unique, owner text not null, name text not null,
    words text not null, filter text not null, created_at integer not null, after integer not null,
    unique (owner, words, filter)
  ) strict;
  create table search_matches (
    search integer not null references saved_searches on delete cascade, seq integer not null references pins,
    at integer not null, fresh integer not null,
    primary key (search, seq)
  ) strict, without rowid;
  create index matches_by_pin on search_matches (seq);

  create index people_by_name on people (name collate nocase) where email is not null;
`;
