import { expect, test } from "vitest";
import { seededRandom } from "../../core/random.ts";
import { relatedByChoices } from "./related-searches.ts";
import { searchMemory } from "./search-memory.ts";

const day = 86_400_000;
const now = 100 * day;
const search = (words: string, person: string, age = 0, pin: string | null = "p") => ({
  ...{ words, person, at: now - age, pin },
});

test("people are counted, not searches: a flood of one is one", () => {
  const memory = searchMemory(3);
  for (let i = 0; i < 1000; i++) memory.searched(search("buy now", "spammer", i));
  for (const person of ["a", "b", "c"]) memory.searched(search("  Teal   SOFA ", person));
  expect([...memory.shared()].map(({ key }) => key)).toEqual(["teal sofa"]);
  expect(memory.popularity("teal sofa", now)).toBe(3);
  expect(memory.popularity("buy now", now)).toBe(1);
  expect(memory.trending(now, 9)).toMatchObject([{ key: "teal sofa", people: 3 }]);
});

test("what found nothing is shown to nobody, and what is long ago counts little", () => {
  const memory = searchMemory(2);
  for (const person of ["a", "b"]) memory.searched(search("nothing", person, 0, null));
  for (const person of ["a", "b"]) memory.searched(search("old", person, 14 * day));
  expect([...memory.shared()].map(({ key }) => key)).toEqual(["old"]);
  expect(memory.popularity("old", now)).toBeCloseTo(1, 12);
});

test("what rises comes before what is always searched for", () => {
  const memory = searchMemory(3);
  for (let i = 0; i < 140; i++) memory.searched(search("always", `person-${i}`, (i % 14) * day));
  for (let i = 0; i < 12; i++) memory.searched(search("rising", `person-${i}`));
  expect(memory.trending(now, 2).map(({ key }) => key)).toEqual(["rising", "always"]);
});

test("who is forgotten counts for nothing", () => {
  const memory = searchMemory(2);
  for (const person of ["a", "b"]) {
    memory.searched(search("sofa", person));
    memory.chose({ words: "sofa", pin: "p1", subject: person });
  }
  memory.forget("a");
  expect([...memory.shared()]).toEqual([]);
  expect(memory.pinsOf("sofa")).toEqual(new Map([["p1", 1]]));
  memory.forget("b");
  expect(memory.pinsOf("sofa")).toEqual(new Map());
});

test("the walk finds searches that share chosen pins, nearer ones first, and none that share nothing", () => {
  const memory = searchMemory(1);
  const choices: Array<[string, string, number]> = [
    ["sofa", "p1", 5],
    ["couch", "p1", 4],
    ["settee", "p2", 2],
    ["couch", "p2", 3],
    ["lamp", "p9", 5],
  ];
  for (const [words, pin, people] of choices) {
    for (let i = 0; i < people; i++) memory.chose({ words, pin, subject: `${words}-${i}` });
  }
  expect(relatedByChoices("sofa", memory, 5).map(({ key }) => key)).toEqual(["couch", "settee"]);
  expect(relatedByChoices("unheard of", memory, 5)).toEqual([]);
});

test("on a made-up graph the walk agrees with a long simulation of it", () => {
  const memory = searchMemory(1);
  const random = seededRandom(4);
  for (let i = 0; i < 60; i++) {
    const [from, to] = [random.next() * 6, random.next() * 8].map(Math.floor);
    memory.chose({ words: `q${from}`, pin: `p${to}`, subject: `s${i}` });
  }
  const step = (ends: ReadonlyMap<string, number>): string => {
    let left = random.next() * [...ends.values()].reduce((sum, n) => sum + n, 0);
    for (const [end, people] of ends) {
      left -= people;
      if (left <= 0) return end;
    }
    return "";
  };
  const visits = new Map<string, number>();
  for (let walk = 0; walk < 20_000; walk++) {
    let at = "q0";
    for (let round = 0; round < 4; round++) {
      at = random.next() < 0.5 ? "q0" : step(memory.searchesOf(step(memory.pinsOf(at))));
    }
    visits.set(at, (visits.get(at) ?? 0) + 1);
  }
  const degree = (key: string) => [...memory.pinsOf(key).values()].reduce((sum, n) => sum + n, 0);
  const simulated = [...visits]
    .filter(([key]) => key !== "q0")
    .map(([key, count]) => ({ key, nearness: count / 20_000 / Math.sqrt(degree(key)) }));
  const walked = new Map(relatedByChoices("q0", memory, 10).map(({ key, nearness }) => [key, nearness]));
  for (const { key, nearness } of simulated) expect(walked.get(key)).toBeCloseTo(nearness, 1.7);
});
