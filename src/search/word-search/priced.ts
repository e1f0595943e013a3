/** The price that a question asks, as a filter, and what is to be said of it. */
import type { PinFilter } from "../../core/nouns.ts";
import type { PinStore } from "../../core/ports.ts";
import type { WordQuestion } from "../../core/understood.ts";
import type { WordNote } from "../../core/words.ts";
import { pricedFilter } from "../understanding/prices.ts";
import { noPrices, severalCurrencies } from "./notes.ts";

/**
 * Where nothing has a price, one that words ask for is passed over. Where prices are in several currencies and the
 * question names none, those in the commonest are compared.
 */
export async function pricesFor(
  filter: PinFilter | undefined,
  { price }: Pick<WordQuestion, "price">,
  { priced }: { readonly priced: number },
  pins: Pick<PinStore, "currencies">,
): Promise<{ readonly filter: PinFilter | undefined; readonly notes: readonly WordNote[] }> {
  const isBounded = filter?.priceFrom !== undefined || filter?.priceTo !== undefined;
  if (price === null && !isBounded) return { filter, notes: [] };
  if (priced === 0) return { filter, notes: [noPrices] };
  const wanted = pricedFilter(filter, price);
  const all = wanted?.currency === undefined ? await pins.currencies() : [];
  return { filter: wanted, notes: all.length > 1 ? [severalCurrencies(all)] : [] };
}
