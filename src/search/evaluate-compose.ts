/**
 * How well a picture and words together are obeyed, on a catalogue with its truth. Each item's first studio picture is asked
 * with every colour (and every material) that another item of its category has and it has not: "in green", "in velvet".
 * Asked are those with at least three pictures to be found. Of the ten best:
 *
 *   category   hits that show an item of the same category, of all hits
 *   obeyed     hits that show one with the attribute, of all hits
 *   found      those of as many as there are to be found, ten at most
 */
import { BowerbirdError } from "../core/errors.ts";
import type { ComposedSearch } from "./compose/compose.ts";

/** A line of a catalogue's `pins.jsonl`, with the id of its pin. */
export interface ComposedPicture {
  readonly id: string;
  readonly kind: "item" | "scene";
  readonly items: ReadonlyArray<{
    readonly itemId: number;
    readonly category: string;
    readonly colour: string;
    readonly material: string;
    readonly share: number;
  }>;
}

/** Shares, 0..1, but for `queries` and `shown`. */
export interface ComposeScore {
  readonly queries: number;
  readonly category: number;
  readonly obeyed: number;
  readonly found: number;
  /** Hits a query. */
  readonly shown: number;
}

export interface ComposeEvaluation {
  readonly colour: ComposeScore;
  readonly material: ComposeScore;
  readonly all: ComposeScore;
}

/** What is said for colours of the catalogue that nobody would say. */
const saidFor: Readonly<Record<string, string>> = {
  "sage green": "green",
  "forest green": "green",
  "sky blue": "blue",
  navy: "blue",
  "chalk white": "white",
  plum: "purple",
  lavender: "purple",
  blush: "pink",
  sand: "beige",
};
const leastShare = 0.004;
const leastRelevant = 3;
const top = 10;

export interface ComposeQuestion {
  readonly facet: "colour" | "material";
  readonly pin: string;
  /** Of the thing in it. */
  readonly category: string;
  readonly value: string;
  /** Pins that show such a thing as asked. */
  readonly relevant: ReadonlySet<string>;
}

const spoken = (value: string): string => saidFor[value] ?? value;

/** @param every of all questions one in so many is asked. @throws NOTHING_TO_JUDGE */
export async function evaluateCompose(
  composed: Pick<ComposedSearch, "search">,
  pictures: readonly ComposedPicture[],
  every = 1,
  progress: (done: number, total: number) => void = () => {},
): Promise<ComposeEvaluation> {
  const questions = composeQuestions(pictures).filter((_, i) => i % every === 0);
  if (questions.length === 0) {
    throw new BowerbirdError("NOTHING_TO_JUDGE", { why: "no item comes in another colour or material" });
  }
  const byId = new Map(pictures.map((picture) => [picture.id, picture]));
  const judged: Array<ComposeQuestion & { shown: number; kept: number; obeyed: number }> = [];
  for (const question of questions) {
    const { hits } = await composed.search({
      pin: question.pin,
      text: `in ${question.value}`,
      limit: top,
    });
    const ids = hits.map(({ pin }) => pin.id);
    const shows = (id: string): boolean =>
      byId.get(id)?.items.some(({ category }) => category === question.category) ?? false;
    judged.push({
      ...question,
      shown: ids.length,
      kept: ids.filter(shows).length,
      obeyed: ids.filter((id) => question.relevant.has(id)).length,
    });
    progress(judged.length, questions.length);
  }
  const scoreOf = (some: typeof judged): ComposeScore => {
    const sum = (part: (one: (typeof judged)[number]) => number): number =>
      some.reduce((total, one) => total + part(one), 0);
    const shown = sum((one) => one.shown);
    return {
      queries: some.length,
      category: sum((one) => one.kept) / shown,
      obeyed: sum((one) => one.obeyed) / shown,
      found: sum((one) => one.obeyed) / sum(({ relevant }) => Math.min(top, relevant.size)),
      shown: shown / some.length,
    };
  };
  return {
    colour: scoreOf(judged.filter(({ facet }) => facet === "colour")),
    material: scoreOf(judged.filter(({ facet }) => facet === "material")),
    all: scoreOf(judged),
  };
}

export function composeQuestions(pictures: readonly ComposedPicture[]): ComposeQuestion[] {
  const studio = pictures.filter(({ kind, items }) => kind === "item" && items.length > 0);
  const first = new Map([...studio].reverse().map((picture) => [picture.items[0].itemId, picture]));
  return [...first.values()].flatMap(({ id, items: [item] }) =>
    (["colour", "material"] as const).flatMap((facet) => {
      const alike = pictures.flatMap(({ items }) =>
        items.filter(({ category }) => category === item.category).map((one) => spoken(one[facet])),
      );
      const values = [...new Set(alike)].filter((value) => value !== spoken(item[facet]));
      return values.flatMap((value): ComposeQuestion[] => {
        const relevant = new Set(
          pictures
            .filter((picture) => picture.id !== id && holds(picture, item.category, facet, value))
            .map((one) => one.id),
        );
        return relevant.size < leastRelevant
          ? []
          : [{ facet, pin: id, category: item.category, value, relevant }];
      });
    }),
  );
}

function holds(
  { items }: ComposedPicture,
  category: string,
  facet: ComposeQuestion["facet"],
  value: string,
): boolean {
  return items.some(
    (item) => item.category === category && spoken(item[facet]) === value && item.share >= leastShare,
  );
}
