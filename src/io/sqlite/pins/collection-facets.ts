/**
 * Values that the pins carry, for reading questions: of the newest pins only, so that it takes no longer in a large
 * collection, and counted anew at most every few seconds after a change.
 */
import type { Clock } from "../../../core/clock.ts";
import type { CollectionFacets } from "../../../core/understood.ts";
import type { FacetCount } from "../../../core/words.ts";
import type { Database } from "../database.ts";

const newest = 20_000;
const mostValues = 5_000;
const longestValue = 60;
/** Milliseconds between two counts. */
const rest = 10_000;

export function sqliteCollectionFacets(database: Database, clock: Clock): CollectionFacets {
  let known: {
    readonly revision: number;
    readonly at: number;
    readonly counts: readonly FacetCount[];
  } | null = null;
  const count = (): FacetCount[] => {
    const after = Number(database.get("select max(seq) as last from pins")?.last ?? 0) - newest;
    const rows = [
      ...database.all(
        `select name, value, count(*) as pins from pin_attributes
         where seq > ? and length(value) between 2 and ? group by name, value having pins > 1 order by pins desc limit ?`,
        ...[after, longestValue, mostValues],
      ),
      ...database.all(
        `select 'domain' as name, domain as value, count(*) as pins from pins
         where seq > ? and domain <> '' and deleted_at is null group by domain having pins > 1 order by pins desc limit ?`,
        ...[after, mostValues],
      ),
      ...database.all(
        `select 'board' as name, name as value, 1 as pins from boards
         where privacy = 'public' and deleted_at is null order by seq desc limit ?`,
        mostValues,
      ),
    ];
    return rows.map(({ name, value, pins }) => ({
      name: String(name),
      value: String(value),
      pins: Number(pins),
    }));
  };
  return {
    facets: () => {
      const revision = Number(database.get("select value from meta where name = 'revision'")?.value ?? 0);
      if (known && (known.revision === revision || clock.now() - known.at < rest)) return known.counts;
      known = { revision, at: clock.now(), counts: count() };
      return known.counts;
    },
  };
}
