import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { afterAll, expect, test } from "vitest";
import { z } from "zod";
import { BowerbirdError } from "../../core/errors.ts";
import type { Vision } from "../../core/ports.ts";
import { evaluateDetection } from "../../search/evaluate-detection.ts";
import { evaluateRetrieval, type RetrievalRow } from "../../search/evaluate-retrieval.ts";
import { jsonLines, namingFiles, under } from "./evaluation.ts";

const folder = mkdtempSync(join(tmpdir(), "bowerbird-evaluation-"));
afterAll(() => rmSync(folder, { recursive: true }));

/** Sees nothing in any picture. */
const blind: Vision = {
  ...{ model: "none@1", dimensions: 1, processes: 1, embedText: null },
  understand: async () => {
    throw new BowerbirdError("PICTURE_UNSUPPORTED", { sniffed: "begins with 6e6f" });
  },
  look: () => Promise.reject(new Error("not asked")),
  detect: () => Promise.reject(new Error("not asked")),
  close: async () => {},
};
const pictureOf = (file: string) => ({ path: file });
const retrieval = (rows: readonly RetrievalRow[]) => evaluateRetrieval(blind, rows, pictureOf, 0.03);

test("a file that is missing is named before anything is looked at", () => {
  writeFileSync(join(folder, "here.jpg"), "");
  expect(under(folder, [{ file: "here.jpg" }])("here.jpg")).toEqual({ path: join(folder, "here.jpg") });
  for (const gone of ["gone.jpg", "."]) {
    expect(() => under(folder, [{ file: "here.jpg" }, { file: gone }])).toThrow(
      expect.objectContaining({ code: "SOURCE_NOT_FOUND", details: { source: join(folder, gone) } }),
    );
  }
});

test("lines are read as any editor writes them, and a wrong one is told by its number", () => {
  const file = join(folder, "rows.jsonl");
  const read = () => jsonLines(file, z.object({ n: z.number() }));
  const text = '\uFEFF{"n":1}\r\n\r\n{"n":2}';
  for (const bytes of [text, gzipSync(text)]) {
    writeFileSync(file, bytes);
    expect(read()).toEqual([{ n: 1 }, { n: 2 }]);
  }
  writeFileSync(file, '{"n":1}\n{"n":"two"}\n');
  expect(read).toThrow(/rows\.jsonl:2 cannot be read: n /);
});

test("a picture that cannot be seen is told by its file and why", async () => {
  const seen = namingFiles(blind).understand({ path: "bad.jpg" });
  await expect(seen).rejects.toMatchObject({ code: "SOURCE_UNREADABLE" });
  await expect(seen).rejects.toThrow(/^bad\.jpg cannot be read: the bytes are not a picture/);
});

test("rows without a question, without a catalogue or none at all are refused by name, before anything is looked at", async () => {
  const row = (role: RetrievalRow["role"]): RetrievalRow => ({ file: "a", set: "mugs", role, group: "1" });
  for (const [rows, why] of [
    [[], /there is no row/],
    [[row("query")], /the set mugs has the role catalogue/],
    [[row("catalogue")], /the set mugs has the role query/],
  ] as const) {
    await expect(retrieval(rows)).rejects.toMatchObject({ code: "NOTHING_TO_JUDGE" });
    await expect(retrieval(rows)).rejects.toThrow(why);
  }
  const withoutBoxes = evaluateDetection(blind, [{ file: "a", boxes: [] }], pictureOf);
  await expect(withoutBoxes).rejects.toMatchObject({ code: "NOTHING_TO_JUDGE" });
});
