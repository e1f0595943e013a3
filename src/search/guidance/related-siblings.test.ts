import { expect, test } from "vitest";
import type { PinLook } from "../../core/guidance.ts";
import { analyzer } from "../../index/word-index/analyzer.ts";
import { lexicon } from "../understanding/lexicon.ts";
import { understand } from "../understanding/understanding.ts";
import { phraseBook } from "./phrase-book.ts";
import { relatedSiblings } from "./related-siblings.ts";

const words = lexicon(analyzer(), [], []);
const book = phraseBook();
["sofa", "sofa", "stool", "lamp", "armchair"].forEach((kind, seq) => {
  const look: PinLook = { seq, title: "", tags: [], attributes: {}, boards: [], kinds: [kind], colours: [] };
  book.put(seq, look);
});

test("other things of the kind, the commonest first, as asked where there are such", () => {
  const near = relatedSiblings(
    understand("velvet armchair", words, analyzer()),
    { lexicon: words, book, leadsTo: (text) => (text === "velvet stool" ? null : 7) },
    5,
  );
  expect(near.map(({ text }) => text)).toEqual(["velvet sofa", "stool"]);
});

test("a search for no thing has no siblings", () => {
  const ports = { lexicon: words, book, leadsTo: () => 7 };
  expect(relatedSiblings(understand("blue velvet", words, analyzer()), ports, 5)).toEqual([]);
});
