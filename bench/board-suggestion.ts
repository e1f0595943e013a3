/**
 * Which board a pin belongs to, predicted: people who sort the sample catalogue by kind, by style, by colour, or by kind
 * and colour, saving one pin after another (half of them pictures without words); each save is predicted from the ones before it. Beside it what is simpler:
 * the board saved to last, the largest, the one with the nearest pin, the one with the nearest middle.
 *
 *   node bench/board-suggestion.ts [people]
 *
 * Prints, over all predicted saves: hit@1, hit@3, the mean log loss, and the expected calibration error in ten bins.
 * `general` are the weights everyone starts from, `personal` those learnt from the person's own saves. The last line is
 * the general weights learnt anew from the first half of the people; the table is of the second half.
 */
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Random, seededRandom } from "../src/core/random.ts";
import { parseSettings } from "../src/core/settings.ts";
import { openInferencePool } from "../src/io/models/inference-pool.ts";
import { dot } from "../src/math/vectors.ts";
import {
  type BoardLook,
  boardProbabilities,
  fitWeights,
  generalWeights,
  type PinLook,
  pastChoices,
  personalWeights,
  wordsOf,
} from "../src/recommend/board-choice.ts";

const people = Number(process.argv[2] ?? 40);
const savesEach = 60;
const hour = 3_600_000;

interface Item {
  readonly category: string;
  readonly colour: string;
  readonly style: string;
}
interface Line {
  readonly file: string;
  readonly title: string;
  readonly tags: readonly string[];
  readonly items: readonly Item[];
}
interface Thing extends PinLook {
  readonly item: Item;
}

const lines = readFileSync("samples/home/pins.jsonl", "utf8")
  .trim()
  .split("\n")
  .map((line): Line => JSON.parse(line))
  .filter(({ items }) => items.length === 1);

/** Embeddings are kept between runs. */
async function embeddings(): Promise<ReadonlyMap<string, Float32Array>> {
  const kept = join(tmpdir(), "bowerbird-board-suggestion.json");
  if (existsSync(kept)) {
    const read: Array<[string, number[]]> = JSON.parse(readFileSync(kept, "utf8"));
    return new Map(read.map(([file, vector]) => [file, Float32Array.from(vector)]));
  }
  const pool = await openInferencePool(parseSettings({ "vision.processes": 2 }), { cache: "" });
  const found = new Map<string, Float32Array>();
  await Promise.all(
    lines.map(async ({ file }) => {
      const seen = await pool.look({ path: join("samples/home", file) }, { x: 0, y: 0, w: 1, h: 1 });
      found.set(file, seen.embedding);
    }),
  );
  await pool.close();
  writeFileSync(kept, JSON.stringify([...found].map(([file, vector]) => [file, [...vector]])));
  return found;
}

const vectors = await embeddings();
const things: Thing[] = lines.map(({ file, title, tags, items }) => ({
  vector: vectors.get(file) ?? null,
  words: wordsOf([title, ...tags].join(" ")),
  item: items[0],
}));

/** How a person sorts: the name of the board of a thing, or null for what they would not save. */
const sortings: ReadonlyArray<(item: Item) => string> = [
  ({ category }) => category,
  ({ style }) => style,
  ({ colour }) => colour,
  ({ category, colour }) => `${colour} ${category}`,
];
/** Names that say nothing, as many people give. */
const plainNames = [
  "ideas",
  "for later",
  "new place",
  "love",
  "maybe",
  "mum's house",
  "wish list",
  "one day",
  "to buy",
];

interface Save {
  readonly thing: Thing;
  readonly board: string;
}

/** One of the person's habits at a time, their boards in small runs: who saves a lamp often saves another. */
function savesOf(random: Random, turn: number): readonly Save[] {
  const sorting = sortings[turn % sortings.length];
  const named = random.next() < 0.5;
  const bare = random.next() < 0.5;
  const boards = random.shuffle([...new Set(things.map(({ item }) => sorting(item)))]).slice(0, 8);
  const names = new Map(boards.map((board, i) => [board, named ? board : (plainNames[i] ?? `board ${i}`)]));
  const pool = random.shuffle(things.filter(({ item }) => names.has(sorting(item))));
  const saves: Save[] = [];
  while (saves.length < savesEach && pool.length > 0) {
    const again = saves.length > 0 && random.next() < 0.35 ? saves[saves.length - 1].board : null;
    const at = again === null ? 0 : pool.findIndex(({ item }) => names.get(sorting(item)) === again);
    const [thing] = pool.splice(Math.max(0, at), 1);
    saves.push({
      thing: bare ? { ...thing, words: [] } : thing,
      board: names.get(sorting(thing.item)) ?? "",
    });
  }
  return saves;
}

type Method = (pin: PinLook, boards: readonly BoardLook[], now: number) => readonly number[];

/** Ranks by any score, without a probability of its own. */
const scored =
  (score: (pin: PinLook, board: BoardLook) => number): Method =>
  (pin, boards) => {
    const scores = boards.map((board) => score(pin, board));
    const order = scores.toSorted((a, b) => b - a);
    return scores.map((each) => 2 ** -(1 + order.indexOf(each)));
  };
const cosines = (pin: PinLook, { pins }: BoardLook): number[] =>
  pins.map(({ vector }) => (vector && pin.vector ? dot(vector, pin.vector) : 0));
const middle = (pin: PinLook, board: BoardLook): number => {
  const sum = board.pins.reduce(
    (total, { vector }) => total.map((x, i) => x + (vector?.[i] ?? 0)),
    new Float64Array(pin.vector?.length ?? 0),
  );
  return pin.vector ? dot(sum, pin.vector) / Math.sqrt(dot(sum, sum)) : 0;
};

const methods: Readonly<Record<string, Method>> = {
  "most recent": scored((_, { pins }) => Math.max(...pins.map(({ savedAt }) => savedAt))),
  largest: scored((_, { pins }) => pins.length),
  "nearest pin": scored((pin, board) => Math.max(...cosines(pin, board))),
  "nearest middle": scored(middle),
  "Bowerbird, general": (pin, boards, now) => boardProbabilities(pin, boards, now),
  "Bowerbird, personal": (pin, boards, now) => boardProbabilities(pin, boards, now, personalWeights(boards)),
};

interface Tally {
  first: number;
  three: number;
  loss: number;
  milliseconds: number;
  readonly bins: Array<{ n: number; p: number; hits: number }>;
}
const tallies = new Map<string, Tally>(
  Object.keys(methods).map((name) => [
    name,
    {
      first: 0,
      three: 0,
      loss: 0,
      milliseconds: 0,
      bins: Array.from({ length: 10 }, () => ({ n: 0, p: 0, hits: 0 })),
    },
  ]),
);
let predicted = 0;

function predict(save: Save, boards: readonly BoardLook[], now: number): void {
  const right = boards.findIndex(({ name }) => name === save.board);
  if (right < 0 || boards.length < 2) return;
  predicted++;
  for (const [name, method] of Object.entries(methods)) {
    const tally = tallies.get(name);
    if (!tally) continue;
    const started = performance.now();
    const p = method(save.thing, boards, now);
    tally.milliseconds += performance.now() - started;
    const rank = p.filter((each) => each > p[right]).length;
    tally.first += Number(rank === 0);
    tally.three += Number(rank < 3);
    tally.loss -= Math.log(Math.max(1e-12, p[right]));
    const highest = Math.max(...p);
    const bin = tally.bins[Math.min(9, Math.floor(highest * 10))];
    bin.n++;
    bin.p += highest;
    bin.hits += Number(rank === 0);
  }
}

const random = seededRandom(7);
const learning: BoardLook[][] = [];
for (let turn = 0; turn < people; turn++) {
  const boards = new Map<string, BoardLook>();
  const saves = savesOf(random, turn);
  let now = 1_700_000_000_000;
  for (const save of saves) {
    now += Math.ceil((random.next() < 0.2 ? 48 : 0.2) * hour * random.next());
    if (turn % 2 === 1) predict(save, [...boards.values()], now);
    const board = boards.get(save.board) ?? { name: save.board, pins: [] };
    boards.set(save.board, { ...board, pins: [{ ...save.thing, savedAt: now }, ...board.pins] });
  }
  if (turn % 2 === 0) learning.push([...boards.values()]);
}

console.log(`${people} people, ${predicted} predicted saves of ${things.length} things\n`);
console.log("method                 hit@1  hit@3  log loss  calibration error  ms a suggestion");
for (const [name, { first, three, loss, bins, milliseconds }] of tallies) {
  const error = bins.reduce((sum, { p, hits }) => sum + Math.abs(p - hits), 0) / predicted;
  const probabilities = name.startsWith("Bowerbird");
  const cells = [
    (first / predicted).toFixed(3),
    (three / predicted).toFixed(3),
    probabilities ? (loss / predicted).toFixed(3) : "—",
    probabilities ? error.toFixed(3) : "—",
    (milliseconds / predicted).toFixed(2),
  ];
  const widths = [7, 7, 10, 19, 17];
  console.log(name.padEnd(21) + cells.map((cell, i) => cell.padStart(widths[i])).join(""));
}

/** Everyone's choices in one fit: each brings its own options, so boards of different people never meet. */
const choices = learning.flatMap((boards) => pastChoices(boards, savesEach));
const learnt = fitWeights(choices, [0, 0, 0, 0, 0], [20, 20, 20, 20, 20]);
const shown = learnt.map((w) => w.toFixed(1)).join(", ");
console.log(`\ngeneral weights now: ${generalWeights.join(", ")}; learnt anew: ${shown}`);
