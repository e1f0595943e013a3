import { expect, test } from "vitest";
import { settingsTable } from "../../core/settings.ts";
import { analyzer } from "./analyzer.ts";
import { languages } from "./stemmers.ts";

test.each([
  ["english", ["lamps", "Lamp"]],
  ["german", ["Stühle", "Stuhl", "stuhle"]],
  ["german", ["blaue", "blauer", "blau"]],
  ["french", ["chaises", "Chaise"]],
  ["spanish", ["lámparas", "lampara"]],
  ["italian", ["sedie", "sedia"]],
  ["portuguese", ["cadeiras", "cadeira"]],
  ["dutch", ["stoelen", "stoel"]],
  ["swedish", ["lampor", "lampa"]],
  ["russian", ["лампы", "лампа"]],
  ["russian", ["синий", "синяя"]],
  ["english", ["стульев", "стулья"]],
  ["greek by its script", ["καρέκλες", "καρέκλα"]],
])("in %s %j are one word", (language, forms) => {
  const { term } = analyzer(language.split(" ")[0]);
  const { words } = analyzer(language.split(" ")[0]);
  expect(new Set(forms.map((form) => words(form)[0].term)).size).toBe(1);
  expect(term(words(forms[0])[0].word)).toBe(words(forms[0])[0].term);
});

test("without a language words are found only as they are written", () => {
  expect(analyzer("none").term("lamps")).toBe("lamps");
});

test("the languages that can be set are those that are known", () => {
  expect([...settingsTable["search.language"].choices].sort()).toEqual([...languages].sort());
});
