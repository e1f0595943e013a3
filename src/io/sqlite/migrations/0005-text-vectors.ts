/** What the words of pins mean, by text model, and how far the changes of pins were read for each model. */
export const textVectors = `
  create table text_vectors (
    model text not null, seq integer not null, digest text not null, change integer not null, vector blob,
    primary key (model, seq)
  ) strict, without rowid;
  create index text_vectors_by_change on text_vectors (model, change);
  create table text_marks (
    model text primary key, revision integer not null, seq integer not null, changes integer not null
  ) strict, without rowid;
`;
