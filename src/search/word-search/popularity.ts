/**
 * How much more often a pin is acted on than others when it is shown, in log-odds, estimated from the log:
 *
 *   rate(d) = (acts + α) / (shown + α + β),   popularity(d) = max(0, ln(odds of rate(d) / odds of α / (α + β)))
 *
 * α and β are learnt from all pins that were shown (empirical Bayes), so a pin that was shown little stays near to the
 * mean, and where pins differ no more than by chance none is popular. A pin that is unknown or disliked is not pushed
 * down. Where on the page a pin was shown is not allowed for.
 *
 * Source: G. Casella (1985), "An introduction to empirical Bayes data analysis", American Statistician 39.
 */
import type { EventSql } from "../../core/event-log.ts";
import type { PinStore } from "../../core/ports.ts";
import { learnBetaPrior } from "../../stats/bayes/learned-priors.ts";
import { relearning } from "./relearning.ts";

/** By row number, 0 and up. */
export type Popularity = (seq: number) => number;

export interface ShownPin {
  readonly seq: number;
  readonly shown: number;
  /** Times that it was opened, followed or saved. */
  readonly acts: number;
}

/** Log-odds by row number; empty when nothing can be learnt. */
export function popularityOf(pins: readonly ShownPin[]): ReadonlyMap<number, number> {
  const arms = pins.map(({ shown, acts }) => ({ x: Math.min(acts, shown), n: shown }));
  const prior = learntOrNull(arms);
  if (prior === null) return new Map();
  const { alpha, beta } = prior;
  const usual = Math.log(alpha / beta);
  const above = pins.map(({ seq }, i) => {
    const { x, n } = arms[i];
    return [seq, Math.log((x + alpha) / (n - x + beta)) - usual] as const;
  });
  return new Map(above.filter(([, logOdds]) => logOdds > 0));
}

/** Null when there are too few arms, or when they differ no more than chance makes them. */
export function learntOrNull(
  arms: ReadonlyArray<{ x: number; n: number }>,
): { alpha: number; beta: number } | null {
  try {
    return learnBetaPrior(arms);
  } catch {
    return null;
  }
}

/** The most shown; the others cannot be told from the mean. */
const mostPins = 2000;
const leastShown = 5;

const shownAndActed = `select pin, count(*) filter (type = 'slate') as shown,
    count(*) filter (type in ('closeup', 'click', 'long_click', 'save')) as acts
  from human_events where pin is not null and type in ('slate', 'closeup', 'click', 'long_click', 'save')
  group by pin having shown >= ${leastShown} order by shown desc, pin limit ${mostPins}`;

export interface PopularityPorts {
  readonly log: Pick<EventSql, "query">;
  readonly pins: Pick<PinStore, "read">;
}

export function followPopularity(ports: PopularityPorts): {
  readonly of: Popularity;
  look(): Promise<void>;
  stop(): void;
} {
  let known: ReadonlyMap<number, number> = new Map();
  const look = async (): Promise<void> => {
    const { rows } = await ports.log.query(shownAndActed, [], { rows: mostPins });
    const pins = new Map(
      (await ports.pins.read(rows.map(([pin]) => String(pin)))).map(({ id, seq }) => [id, seq]),
    );
    known = popularityOf(
      rows.flatMap(([pin, shown, acts]) => {
        const seq = pins.get(String(pin));
        return seq === undefined ? [] : [{ seq, shown: Number(shown), acts: Number(acts) }];
      }),
    );
  };
  return { of: (seq) => known.get(seq) ?? 0, look, stop: relearning(look) };
}
