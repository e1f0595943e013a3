/**
 * How much more often a pin is acted on for being new, in log-odds, estimated from the log by age when it was shown:
 *
 *   age       k = ⌊log2(1 + days)⌋, 0..10: a day, three, a week, two, a month …
 *   rate(k) = acts / shown,   n(k) = r·(1 − r) / variance of r over pins (as of a ratio of clustered counts)
 *   f(k)    = (n·r + α) / (n + α + β), made not to rise with age (isotonic),   freshness(k) = ln odds f(k) − ln odds f(oldest)
 *
 * n counts pins rather than times shown: what one liked pin brings in is not taken for its age. α and β are learnt
 * from the ages (empirical Bayes); where they differ no more than by chance, or there is nothing to learn from, nothing is
 * fresher than another. What is new is never pushed down.
 *
 * Sources: W. G. Cochran (1977), "Sampling techniques", ch. 6 (ratios); M. Ayer et al. (1955), Annals of Mathematical
 * Statistics 26 (isotonic); G. Casella (1985), "An introduction to empirical Bayes data analysis", American Statistician 39.
 */
import type { EventSql } from "../../core/event-log.ts";
import type { PinStore } from "../../core/ports.ts";
import { isotonicRegression } from "../../stats/classification/score-calibration.ts";
import { learntOrNull } from "./popularity.ts";
import { relearning } from "./relearning.ts";

/** Counts over the pins that were shown at one age. */
export interface ShownAge {
  readonly age: number;
  readonly pins: number;
  readonly shown: number;
  readonly acts: number;
  /** Σ over pins of shown², shown·acts and acts². */
  readonly shownSquared: number;
  readonly crossed: number;
  readonly actsSquared: number;
}

const oldest = 10;

/** Log-odds by age, 0 and up, never rising; empty when nothing can be learnt. */
export function freshnessOf(ages: readonly ShownAge[]): ReadonlyMap<number, number> {
  const known = ages.filter(({ pins, shown }) => pins > 1 && shown > 0).toSorted((a, b) => b.age - a.age);
  const arms = known.map(armOf);
  const prior = learntOrNull(arms);
  if (prior === null) return new Map();
  const weights = arms.map(({ n }) => n + prior.alpha + prior.beta);
  const rates = isotonicRegression(
    arms.map(({ x }, i) => (x + prior.alpha) / weights[i]),
    weights,
  );
  const odds = rates.map((rate) => Math.log(rate / (1 - rate)));
  return new Map(known.map(({ age }, i) => [age, odds[i] - odds[0]]));
}

/** What the pins of an age are worth as independent tries. */
function armOf({ pins, shown, acts, shownSquared, crossed, actsSquared }: ShownAge) {
  const rate = Math.min(acts, shown) / shown;
  const residuals = Math.max(0, actsSquared - 2 * rate * crossed + rate * rate * shownSquared);
  const variance = (residuals * pins) / (pins - 1) / shown ** 2;
  const worth = variance > 0 ? Math.min(shown, (rate * (1 - rate)) / variance) : shown;
  const n = Math.max(1, Math.round(worth));
  return { x: Math.round(rate * n), n };
}

const ageOf = (later: string): string =>
  `least(${oldest}, floor(log2(1 + greatest(0, date_diff('second', p.created, ${later})) / 86400)))::integer`;

const shownByAge = `with each_pin as (
    select e.pin, ${ageOf("e.time")} as age, count(*) filter (type = 'slate') as shown,
      count(*) filter (type in ('closeup', 'click', 'long_click', 'save')) as acts
    from human_events e join pins p on p.id = e.pin
    where type in ('slate', 'closeup', 'click', 'long_click', 'save') group by all)
  select age, count(*), sum(shown), sum(acts), sum(shown * shown), sum(shown * acts), sum(acts * acts)
  from each_pin where shown > 0 group by age`;
const firstByAge = `select ${ageOf("make_timestamp(? * 1000)")} as age, arg_min(id, created) from pins p group by age`;

export interface FreshnessPorts {
  readonly log: Pick<EventSql, "query">;
  readonly pins: Pick<PinStore, "read">;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

/** By row number, which grows with time: the value of the oldest age whose first pin came later is not reached. */
export function followFreshness(ports: FreshnessPorts): {
  readonly of: (seq: number) => number;
  look(): Promise<void>;
  stop(): void;
} {
  /** The newest first. */
  let known: ReadonlyArray<{ readonly first: number; readonly value: number }> = [];
  const look = async (): Promise<void> => {
    const { rows } = await ports.log.query(shownByAge, [], { rows: oldest + 1 });
    const values = freshnessOf(
      rows.map((row) => {
        const [age, pins, shown, acts, shownSquared, crossed, actsSquared] = row.map(Number);
        return { age, pins, shown, acts, shownSquared, crossed, actsSquared };
      }),
    );
    known = values.size === 0 ? [] : await firstPins(values);
  };
  const firstPins = async (values: ReadonlyMap<number, number>) => {
    const { rows } = await ports.log.query(firstByAge, [ports.now()], { rows: oldest + 1 });
    const pins = await ports.pins.read(rows.map(([, id]) => String(id)));
    const seqs = new Map(pins.map(({ id, seq }) => [id, seq]));
    return rows
      .flatMap(([age, id]) => {
        const [first, value] = [seqs.get(String(id)), values.get(Number(age))];
        return first === undefined || value === undefined ? [] : [{ first, value }];
      })
      .sort((one, other) => other.first - one.first);
  };
  return {
    of: (seq) => known.find(({ first }) => first <= seq)?.value ?? 0,
    look,
    stop: relearning(look),
  };
}
