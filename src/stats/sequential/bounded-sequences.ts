/**
 * The mean of values in [0, 1] at any time, for any sample size: no limit theorem, no assumption but the bounds.
 *
 *   betting: capital K(m) = Π (1 ± λ_t (x_t - m)), hedged; the sequence keeps the m with ½ max(K⁺, K⁻) < 1/α
 *   empirical Bernstein: Σλx/Σλ ± (ln(2/α) + Σ 4(x_t - x̄_{t-1})² (-ln(1-λ_t) - λ_t)/4)/Σλ
 *   bets: λ_t = √(2 ln(2/α)/(σ̂²_{t-1} t ln(1+t))), capped, from what was seen before t
 *   difference of two arms: each at α/2, [l1 - u0, u1 - l0]
 *
 * Values arrive in order; the arms' intervals may be intersected over looks.
 *
 * Source: I. Waudby-Smith, A. Ramdas (2024), "Estimating means of bounded random variables by betting", JRSS B 86.
 */
import { BowerbirdError } from "../../core/errors.ts";
import { checkShare } from "../checking.ts";

type Interval = readonly [number, number];

/** Each value with the bet and the mean that were settled before it was seen. */
function* withBets(values: readonly number[], alpha: number) {
  let [mean, variance, t] = [0.5, 0.25, 1];
  for (const x of values) {
    if (!(x >= 0 && x <= 1))
      throw new BowerbirdError("OUT_OF_RANGE", { what: "a value", actual: x, range: "from 0 to 1" });
    yield { x, mean, bet: Math.sqrt((2 * Math.log(2 / alpha)) / (variance * t * Math.log1p(t))) };
    const next = (mean * t + x) / (t + 1);
    variance = (variance * t + (x - next) ** 2) / (t + 1);
    [mean, t] = [next, t + 1];
  }
}

/**
 * The narrower one: hedged capital inverted on 1,001 candidates, rounded outward. O(1,000 n).
 *
 * @throws BowerbirdError OUT_OF_RANGE for a value outside [0, 1], DOES_NOT_APPLY when no mean fits the values.
 */
export function bettingInterval(values: readonly number[], alpha: number): Interval {
  checkShare("alpha", alpha);
  const grid = 1000;
  const [up, down] = [new Float64Array(grid + 1), new Float64Array(grid + 1)];
  for (const { x, bet } of withBets(values, alpha)) {
    for (let i = 0; i <= grid; i++) {
      const m = i / grid;
      up[i] += Math.log1p(Math.min(bet, 0.5 / Math.max(m, 1e-12)) * (x - m));
      down[i] += Math.log1p(-Math.min(bet, 0.5 / Math.max(1 - m, 1e-12)) * (x - m));
    }
  }
  // K⁺ falls and K⁻ rises with m: the means that are kept lie between the last that is too low and the first too high
  const edge = Math.log(2 / alpha);
  const low = Math.max(
    0,
    up.findLastIndex((capital) => capital >= edge),
  );
  const firstHigh = down.findIndex((capital) => capital >= edge);
  const high = firstHigh < 0 ? grid : firstHigh;
  if (low >= high && !(low === 0 && high === 0) && !(low === grid && high === grid))
    throw new BowerbirdError("DOES_NOT_APPLY", {
      method: "the betting sequence",
      why: "no mean fits the values",
    });
  return [low / grid, high / grid];
}

/** The quicker one, in closed form. O(n). @throws BowerbirdError OUT_OF_RANGE for a value outside [0, 1]. */
export function empiricalBernsteinInterval(values: readonly number[], alpha: number): Interval {
  checkShare("alpha", alpha);
  let [bets, weighted, cost] = [0, 0, 0];
  for (const { x, mean, bet } of withBets(values, alpha)) {
    const capped = Math.min(bet, 0.5);
    bets += capped;
    weighted += capped * x;
    cost += (x - mean) ** 2 * (-Math.log1p(-capped) - capped);
  }
  if (bets === 0) return [0, 1];
  const reach = (Math.log(2 / alpha) + cost) / bets;
  return [Math.max(0, weighted / bets - reach), Math.min(1, weighted / bets + reach)];
}

/** Treatment minus control for two streams of values in [0, 1]. @throws as `bettingInterval`. */
export function boundedDifference(
  control: readonly number[],
  treatment: readonly number[],
  alpha: number,
): Interval {
  checkShare("alpha", alpha);
  const [l0, u0] = bettingInterval(control, alpha / 2);
  const [l1, u1] = bettingInterval(treatment, alpha / 2);
  return [l1 - u0, u1 - l0];
}
