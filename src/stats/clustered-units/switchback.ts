/**
 * A switchback: one market is switched between control and treatment, block by block of time. Blocks were assigned, so
 * blocks are the units; what the last block left behind is dropped from the start of the next. Name the blocks: without
 * names a run of one arm is taken for a block, and where neighbouring blocks are alike (or opposites, as day and night
 * are) its interval misses the effect more often than it says.
 *
 *   effect: difference of the arms' means over what happened (Σ y/Σ n), blocks as clusters (CR2, Satterthwaite)
 *   carry-over: the same contrast among the dropped first periods of blocks that switched; far from the effect means
 *     that the burn-in is needed, or too short
 *   design-based: p = share of the block assignments that could have been drawn whose |t| is as large; interval: the
 *     constant effects that this test does not reject
 *
 * Sources: I. Bojinov, D. Simchi-Levi, J. Zhao (2023), "Design and analysis of switchback experiments", Management
 * Science 69; R. A. Fisher (1935), "The Design of Experiments"; C. F. J. Wu and P. Ding (2021), "Randomization tests for
 * weak null hypotheses in randomized experiments", JASA 116 (why t and not the difference).
 */
import { BowerbirdError } from "../../core/errors.ts";
import type { Random } from "../../core/random.ts";
import { checkCount, checkFinite, checkShare } from "../checking.ts";
import { type AssignedCluster, type ClusteredTest, clusteredDifference } from "./cluster-robust.ts";

/** One period (an hour, say) of one market. */
export interface Period {
  readonly market: string;
  /** Rises within the market. */
  readonly time: number;
  readonly arm: "control" | "treatment";
  /** The block that was assigned, unique within the market; a run of one arm when left out. */
  readonly block?: string | number;
  /** How much happened, and the sum of its outcomes. */
  readonly n: number;
  readonly sum: number;
}

export interface SwitchbackTest extends ClusteredTest {
  /** Periods that were dropped as burn-in. */
  readonly dropped: number;
  /** The contrast among the dropped periods; absent when there are too few. */
  readonly carryOver?: ClusteredTest;
}

/**
 * `burnIn` is the number of periods dropped after every switch.
 *
 * @throws BowerbirdError EMPTY_SAMPLE below two blocks an arm, NOT_FINITE, ZERO_VARIANCE.
 */
export function switchbackEffect(
  periods: readonly Period[],
  { burnIn = 0, confidence = 0.95 }: { readonly burnIn?: number; readonly confidence?: number } = {},
): SwitchbackTest {
  checkCount("burnIn", burnIn);
  const blocks = blocksOf(periods);
  const cut = (block: Block, dropped: boolean): AssignedCluster[] => {
    const kept = block.periods.filter((_, place) => (block.switched && place < burnIn) === dropped);
    return kept.some(({ n }) => n > 0) ? [clusterOf(kept)] : [];
  };
  const options = { confidence };
  const dropped = blocks.reduce(
    (sum, block) => sum + (block.switched ? Math.min(burnIn, block.periods.length) : 0),
    0,
  );
  return {
    ...clusteredDifference(
      blocks.flatMap((block) => cut(block, false)),
      options,
    ),
    dropped,
    carryOver: unlessTooFew(() =>
      clusteredDifference(
        blocks.flatMap((block) => cut(block, true)),
        options,
      ),
    ),
  };
}

interface Block {
  readonly periods: Period[];
  /** Whether a block of the other arm came before it, so that the burn-in is dropped. */
  readonly switched: boolean;
}

/** What was assigned at once in one market: a named block, else a run of one arm. */
function blocksOf(periods: readonly Period[]): Block[] {
  for (const { n, sum, time } of periods) {
    checkFinite("a period", n, sum, time);
    checkCount("a period's n", n);
  }
  const blocks: Block[] = [];
  const rising = [...periods].sort((a, b) =>
    a.market === b.market ? a.time - b.time : a.market < b.market ? -1 : 1,
  );
  for (const period of rising) {
    const last = blocks.at(-1);
    const before = last?.periods.at(-1);
    const follows = before?.market === period.market;
    const sameArm = follows && before.arm === period.arm;
    if (last && sameArm && before.block === period.block) last.periods.push(period);
    else blocks.push({ periods: [period], switched: follows && !sameArm });
  }
  return blocks;
}

function clusterOf(periods: readonly Period[]): AssignedCluster {
  return {
    arm: periods[0].arm,
    n: periods.reduce((sum, { n }) => sum + n, 0),
    sum: periods.reduce((sum, period) => sum + period.sum, 0),
  };
}

function unlessTooFew(run: () => ClusteredTest): ClusteredTest | undefined {
  try {
    return run();
  } catch (thrown) {
    if (thrown instanceof BowerbirdError && thrown.code !== "NOT_FINITE") return undefined;
    throw thrown;
  }
}

export interface RandomisationTest {
  readonly difference: number;
  readonly p: number;
  /** Of a constant effect, by inversion. */
  readonly interval: readonly [number, number];
  readonly draws: number;
}

/**
 * Exact in any sample for assigned units (clusters, blocks): the numbers of units an arm are held fixed.
 * O(draws · units).
 *
 * @throws BowerbirdError EMPTY_SAMPLE below two units an arm, NOT_FINITE, ZERO_VARIANCE.
 */
export function randomisationTest(
  units: readonly AssignedCluster[],
  random: Random,
  { draws = 999, confidence = 0.95 }: { readonly draws?: number; readonly confidence?: number } = {},
): RandomisationTest {
  checkCount("draws", draws, 19);
  checkShare("confidence", confidence);
  const observed = clusteredDifference(units, { kind: "CR0" });
  const assignments = Array.from({ length: draws }, () => random.shuffle(units.map(({ arm }) => arm)));
  /** p of the hypothesis that everybody's outcome rose by `effect`. */
  const pOf = (effect: number): number => {
    const bare = units.map((unit) => (unit.arm === "treatment" ? unit.sum - effect * unit.n : unit.sum));
    const t = (arms: readonly AssignedCluster["arm"][]): number =>
      Math.abs(quickT(units.map(({ n }, i) => ({ arm: arms[i], n, sum: bare[i] }))));
    const seen = t(units.map(({ arm }) => arm)) * (1 - 1e-10);
    return (1 + assignments.filter((arms) => t(arms) >= seen).length) / (draws + 1);
  };
  const edge = (side: 1 | -1): number => {
    const { difference, standardError } = observed;
    let [inside, outside] = [0, 4];
    while (outside < 1e4 && pOf(difference + side * outside * standardError) > 1 - confidence) outside *= 2;
    for (let step = 0; step < 12; step++) {
      const middle = (inside + outside) / 2;
      if (pOf(difference + side * middle * standardError) > 1 - confidence) inside = middle;
      else outside = middle;
    }
    return difference + side * outside * standardError;
  };
  return { difference: observed.difference, p: pOf(0), interval: [edge(-1), edge(1)], draws };
}

/** The CR0 t of the two arms' means: Σ (sum - mean n)² over N² in each arm. */
function quickT(units: readonly AssignedCluster[]): number {
  const arms = ["control", "treatment"].map((name) => {
    const own = units.filter(({ arm }) => arm === name);
    const people = own.reduce((sum, { n }) => sum + n, 0);
    const mean = own.reduce((sum, unit) => sum + unit.sum, 0) / people;
    return {
      mean,
      variance: own.reduce((sum, unit) => sum + (unit.sum - mean * unit.n) ** 2, 0) / people ** 2,
    };
  });
  const spread = Math.sqrt(arms[0].variance + arms[1].variance);
  return spread > 0 ? (arms[1].mean - arms[0].mean) / spread : 0;
}
