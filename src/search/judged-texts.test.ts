import { existsSync, readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { scoreOf, textRanker } from "./evaluate-text.ts";
import { numberedAsJudged, parseDocuments, parseJudgments, parseQueries } from "./judged-texts.ts";

test("TREC's unclosed topics and capital letters are read", () => {
  const topics =
    "<top>\n<num> Number: 301\n<title> Topic: blue &amp; green\nlamps\n<desc> Description:\nnot this\n</top>";
  expect(parseQueries(topics, "topics")).toEqual([{ id: "301", text: "blue & green lamps" }]);
  const documents = "<DOC><DOCNO> D-1 </DOCNO><TITLE>Lamps</TITLE><TEXT>Lamps of <b>brass</b></TEXT></DOC>";
  expect(parseDocuments(documents, "documents")).toEqual([{ id: "D-1", title: "Lamps", text: "of brass" }]);
});

test("topics with foreign numbers are judged by their place, others by their number", () => {
  const queries = ["7", "9"].map((id) => ({ id, text: "lamp" }));
  const byPlace = parseJudgments("1 0 a 1\n2 0 b 1\n", "judgments");
  expect(numberedAsJudged(queries, byPlace).map(({ id }) => id)).toEqual(["1", "2"]);
  const byNumber = parseJudgments("7 0 a 1\n9 0 b 1\n", "judgments");
  expect(numberedAsJudged(queries, byNumber)).toEqual(queries);
});

test.each([
  ["", "SOURCE_UNREADABLE"],
  ["1 0 a", "SOURCE_UNREADABLE"],
  ["1 0 a good", "SOURCE_UNREADABLE"],
])("judgments %j are refused by name", (content, code) => {
  expect(() => parseJudgments(content, "judgments")).toThrow(expect.objectContaining({ code }));
});

test("measures are trec_eval's, worked by hand", () => {
  const grades = new Map([
    ["a", 1],
    ["b", 0],
    ["c", 1],
  ]);
  const score = scoreOf(["b", "a", "x", "c"], grades);
  expect(score.map).toBeCloseTo((1 / 2 + 2 / 4) / 2, 12);
  expect(score.mrr).toBe(0.5);
  expect(score.recallAt100).toBe(1);
  expect(score.ndcgAt10).toBeCloseTo((1 / Math.log2(3) + 1 / Math.log2(5)) / (1 + 1 / Math.log2(3)), 12);
});

const folder = "../shared/data/text/cranfield.";
describe.runIf(existsSync(`${folder}cran.qry.xml.gz`))("Cranfield, where the shared data is", () => {
  const read = (file: string) => gunzipSync(readFileSync(folder + file)).toString("utf8");
  test("words reach a mean average precision of .31 over every fifth query", () => {
    const documents = parseDocuments(read("cran.all.1400.xml.gz"), "documents");
    const judgments = parseJudgments(read("cranqrel.trec.txt.gz"), "judgments");
    const queries = numberedAsJudged(parseQueries(read("cran.qry.xml.gz"), "queries"), judgments);
    expect([documents.length, queries.length, judgments.size]).toEqual([1400, 225, 225]);
    const flat = Float32Array.of(1);
    const rank = textRanker(
      documents,
      documents.map(() => flat),
    );
    const fifth = queries.filter((_, i) => i % 5 === 0);
    const precisions = fifth.map(({ id, text }) => {
      const { words } = rank(text, flat);
      const ranked = [...words.keys()]
        .filter((place) => words[place] > 0)
        .sort((a, b) => words[b] - words[a]);
      return scoreOf(
        ranked.slice(0, 1000).map((place) => documents[place].id),
        judgments.get(id) ?? new Map<string, number>(),
      ).map;
    });
    expect(precisions.reduce((sum, one) => sum + one, 0) / fifth.length).toBeGreaterThan(0.31);
  });
});
