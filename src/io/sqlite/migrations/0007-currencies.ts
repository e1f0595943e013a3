/** Which currencies there are is counted with every question about prices. */
export const currencyIndex = `
  create index pins_by_currency on pins (currency) where deleted_at is null and price is not null;
`;
