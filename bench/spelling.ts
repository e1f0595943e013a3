/**
 * How long it takes to find the word that was meant, and how often it is found, in a vocabulary of made-up words with a
 * slip in each of those asked for (a letter added, dropped, changed, or two neighbours swapped):
 *
 *   node bench/spelling.ts [--size 20000] [--words 2000]
 *
 * Limit: 2 ms.
 */
import { parseArgs } from "node:util";
import { seededRandom } from "../src/core/random.ts";
import { analyzer } from "../src/index/word-index/analyzer.ts";
import { wordIndex } from "../src/index/word-index/word-index.ts";
import { madeCollection } from "./collections/made-up-words.ts";

const { values } = parseArgs({
  options: { size: { type: "string", default: "20000" }, words: { type: "string", default: "2000" } },
});
const { size, pin } = madeCollection(Number(values.size));
const index = wordIndex(analyzer());
for (let seq = 1; seq <= size; seq++) {
  const { title, description } = pin(seq);
  index.add([
    {
      ...{ seq, facets: [], group: String(seq), labels: [], price: null, createdAt: 0 },
      texts: [{ place: "title", text: `${title} ${description}`, weight: 1 }],
    },
  ]);
}
const random = seededRandom(8);
const letters = "abcdefghijklmnopqrstuvwxyz";

function slipped(word: string): string {
  const at = random.integer(word.length - 1);
  const letter = letters[random.integer(letters.length)];
  const [head, tail] = [word.slice(0, at), word.slice(at)];
  return [`${head}${letter}${tail}`, head + tail.slice(1), head + letter + tail.slice(1)].concat(
    head + tail[1] + tail[0] + tail.slice(2),
  )[random.integer(4)];
}

const times: number[] = [];
let right = 0;
while (times.length < Number(values.words)) {
  const words = pin(1 + random.integer(size)).description.split(" ");
  const word = words[random.integer(words.length)];
  if (word.length < 5) continue;
  const typed = slipped(word);
  const started = performance.now();
  const meant = index.vocabulary.nearest(typed);
  times.push(performance.now() - started);
  if (meant === word) right++;
}
times.sort((a, b) => a - b);
const at = (share: number): string => times[Math.floor(share * (times.length - 1))].toFixed(3);
console.log(`${index.vocabulary.size} words, ${times.length} with a slip, ${right} mended to what was meant`);
console.table({ milliseconds: { p50: at(0.5), p99: at(0.99), slowest: at(1) } });
