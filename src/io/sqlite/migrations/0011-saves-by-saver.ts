/** Finds what someone saved lately, for those who follow them. */
export const savesBySaver = `
  create index saves_by_saver on saves (saved_by, saved_at) where removed_at is null;
`;
