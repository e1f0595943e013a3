/**
 * Guided chips: how many steps to a picture that someone has in mind, with and without them.
 *
 *   node bench/guided-chips.ts [--searches 400]
 *
 * Someone looks for one picture of the sample catalogue and types its kind, or nothing. A step is looking through twelve pictures, or
 * pressing a chip; a chip is pressed when it is true of the picture and keeps at most two thirds of what is left, up to
 * four. The pictures' truth stands in for what models see, and nobody presses a wrong chip: the figures compare ways to
 * choose chips, and say little of real people. Chips are eight at a time; beside Bowerbird's, the chips nearest to an even
 * split, chosen one by one.
 */
import { readFileSync } from "node:fs";
import { parseArgs } from "node:util";
import type { PinLook } from "../src/core/guidance.ts";
import type { PinFilter } from "../src/core/nouns.ts";
import { seededRandom } from "../src/core/random.ts";
import { guidedChips } from "../src/search/guidance/guided-chips.ts";

interface Line {
  readonly title: string;
  readonly tags: readonly string[];
  readonly items: ReadonlyArray<Record<"category" | "colour" | "material" | "style" | "pattern", string>>;
}

const { values } = parseArgs({ options: { searches: { type: "string", default: "400" } } });
const looks = readFileSync("samples/home/pins.jsonl", "utf8")
  .trim()
  .split("\n")
  .map((line, seq): PinLook => {
    const { title, tags, items } = JSON.parse(line) as Line;
    const all = (name: keyof Line["items"][number]) => [...new Set(items.map((item) => item[name]))];
    const [{ material, style }] = items;
    const attributes = { material, style };
    return { seq, title, tags, attributes, boards: [], kinds: all("category"), colours: all("colour") };
  });

const screen = 12;
const offered = 8;
const deepest = 4;
const random = seededRandom(1);
type Chooser = (left: readonly PinLook[], filter: PinFilter, said: string) => readonly PinFilter[];

const choosers: Readonly<Record<string, Chooser | null>> = {
  "no chips": null,
  "nearest to an even split": (left, filter, said) => {
    const all = guidedChips(left, filter, { said: new Set([said]), limit: 200 }).chips;
    const unevenness = ({ pins }: { pins: number }): number => Math.abs(pins / left.length - 0.5);
    return [...all]
      .sort((a, b) => unevenness(a) - unevenness(b))
      .slice(0, offered)
      .map((chip) => chip.filter);
  },
  "Bowerbird's chips": (left, filter, said) =>
    guidedChips(left, filter, { said: new Set([said]), limit: offered }).chips.map((chip) => chip.filter),
};

const searches = Array.from({ length: Number(values.searches) }, () => {
  const target = looks[Math.floor(random.next() * looks.length)];
  return { target, kind: target.kinds[0] };
});
for (const typed of ["its kind is typed", "nothing is typed"]) {
  console.log(`| steps to the picture, ${typed} | mean | median | 90 % within |\n| --- | --- | --- | --- |`);
  for (const [name, choose] of Object.entries(choosers)) {
    const steps = searches
      .map(({ target, kind }) => stepsTo(target, typed === "nothing is typed" ? "" : kind, choose))
      .sort((a, b) => a - b);
    const mean = steps.reduce((sum, one) => sum + one, 0) / steps.length;
    const at = (part: number): number => steps[Math.floor(part * (steps.length - 1))];
    console.log(`| ${name} | ${mean.toFixed(2)} | ${at(0.5)} | ${at(0.9)} |`);
  }
}

/** @param kind empty for the whole catalogue */
function stepsTo(target: PinLook, kind: string, choose: Chooser | null): number {
  let left = looks.filter(({ kinds }) => kind === "" || kinds.includes(kind));
  let filter: PinFilter = {};
  let presses = 0;
  while (choose && presses < deepest && left.indexOf(target) >= screen) {
    const chip = choose(left, filter, kind).find((one) => {
      const kept = left.filter((look) => fits(look, one));
      return fits(target, one) && kept.length <= (2 / 3) * left.length;
    });
    if (!chip) break;
    filter = chip;
    left = left.filter((look) => fits(look, chip));
    presses++;
  }
  return presses + Math.ceil((left.indexOf(target) + 1) / screen);
}

function fits(look: PinLook, { kinds, colours, tags, attributes }: PinFilter): boolean {
  return (
    (kinds ?? []).every((kind) => look.kinds.includes(kind)) &&
    (colours ?? []).every((colour) => look.colours.includes(colour)) &&
    (tags ?? []).every((tag) => look.tags.includes(tag)) &&
    Object.entries(attributes ?? {}).every(([name, [value]]) => look.attributes[name] === value)
  );
}
