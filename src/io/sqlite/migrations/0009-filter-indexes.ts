/** Filters that many pins fit read an index instead of the pins with all their words. */
export const filterIndexes = `
  create index pins_by_shape on pins (width, height) where deleted_at is null;
  create index pins_by_price_and_currency on pins (price, currency) where deleted_at is null and price is not null;
`;
