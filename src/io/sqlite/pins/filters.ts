/** A pin filter as SQL: a condition on `pins` and its values. Different fields narrow; values of one field widen. */
import type { PinFilter } from "../../../core/nouns.ts";
import { lightnessWeight, oklabOfHex } from "../../../vision/colour.ts";
import type { SqlValue } from "../database.ts";

export interface Condition {
  readonly sql: string;
  readonly values: readonly SqlValue[];
}

/** Lists travel as one JSON value, so that any number of them keeps one prepared statement. */
const member = (column: string): string => `${column} in (select value from json_each(?))`;
const seen = `seq in (select seq from seen_words where facet = ? and ${member("word")}
  and model = (select value from meta where name = 'active_model'))`;

/** So near in OKLab, the lightness counted less: see `colourName`. Neighbouring names are .03 to .13 apart. */
const colourRadius = 0.05;
const nearColour = `seq in (select seq from seen_colours
  where model = (select value from meta where name = 'active_model')
  and ${lightnessWeight} * (lightness - ?) * (lightness - ?) + (a - ?) * (a - ?) + (b - ?) * (b - ?)
    <= ${colourRadius ** 2})`;
const unreported = `seq not in (select seq from reports where reason in ('spam', 'nudity', 'violence', 'hate'))`;

/** Currencies of living pins with a price, the commonest first; an amount without one may be in any. */
export const currencies = `select currency, count(*) as pins from pins
  where deleted_at is null and price is not null and currency <> '' group by currency order by pins desc, currency`;
/** The plus keeps SQLite from going by the currency, which most pins share, instead of by the price. */
const inCommonCurrency = `(+currency = '' or +currency = (select currency from (${currencies} limit 1)))`;

const shapes = {
  portrait: "width * 10 < height * 9",
  landscape: "height * 10 < width * 9",
  square: "(width * 10 >= height * 9 and height * 10 >= width * 9)",
};

export function conditionOf(filter: PinFilter = {}): Condition {
  const parts: string[] = ["deleted_at is null"];
  const values: SqlValue[] = [];
  const add = (sql: string, ...given: readonly SqlValue[]): void => {
    parts.push(sql);
    values.push(...given);
  };
  const list = (items: readonly unknown[]): string => JSON.stringify(items);

  if (filter.ids) add(member("id"), list(filter.ids));
  if (filter.owners) add(member("owner"), list(filter.owners));
  if (filter.domains) add(member("domain"), list(filter.domains));
  if (filter.tags) add(`seq in (select seq from pin_tags where ${member("tag")})`, list(filter.tags));
  if (filter.boards) {
    add(
      `seq in (select saves.seq from saves join boards on boards.seq = board
        where removed_at is null and deleted_at is null and
          ((privacy = 'public' and ${member("boards.name")}) or (privacy <> 'private' and ${member("boards.id")})))`,
      ...[list(filter.boards), list(filter.boards)],
    );
  }
  if (filter.kinds) add(seen, "kind", list(filter.kinds));
  if (filter.colours) {
    const colours = colourCondition(filter.colours);
    add(colours.sql, ...colours.values);
  }
  if (filter.safe) add(unreported);
  if (filter.shapes) add(`(${filter.shapes.map((shape) => shapes[shape]).join(" or ") || "false"})`);
  if (filter.currency !== undefined) add(`price is not null and +currency in ('', ?)`, filter.currency);
  else if (filter.priceFrom !== undefined || filter.priceTo !== undefined) add(inCommonCurrency);
  if (filter.priceFrom !== undefined) add("price >= ?", filter.priceFrom);
  if (filter.priceTo !== undefined) add("price <= ?", filter.priceTo);
  if (filter.createdFrom !== undefined) add("created_at >= ?", filter.createdFrom);
  if (filter.createdTo !== undefined) add("created_at <= ?", filter.createdTo);
  if (filter.notHiddenBy !== undefined) {
    add("seq not in (select seq from hides where owner = ?)", filter.notHiddenBy);
  }
  for (const [name, accepted] of Object.entries(filter.attributes ?? {})) {
    add(
      `seq in (select seq from pin_attributes where name = ? and ${member("value")})`,
      name,
      list(accepted.map((value) => String(value))),
    );
  }
  return { sql: parts.join(" and "), values };
}

/** Any of the names, or a colour near any of the others. */
function colourCondition(colours: readonly string[]): Condition {
  const [hexes, names] = [true, false].map((isHex) => colours.filter((one) => one.startsWith("#") === isHex));
  const ways: Condition[] = hexes.map((hex) => {
    const [lightness, a, b] = oklabOfHex(hex);
    return { sql: nearColour, values: [lightness, lightness, a, a, b, b] };
  });
  if (names.length > 0) ways.push({ sql: seen, values: ["colour", JSON.stringify(names)] });
  return {
    sql: `(${ways.map(({ sql }) => sql).join(" or ") || "false"})`,
    values: ways.flatMap(({ values }) => values),
  };
}
