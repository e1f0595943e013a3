/**
 * The documentation and the tables say the same. After a change of a table:
 *
 *   UPDATE_DOCS=1 npx vitest run test/docs.test.ts
 */
import { readFileSync, writeFileSync } from "node:fs";
import { expect, test } from "vitest";
import { program } from "../src/cli/main.ts";
import { referencePages } from "../src/cli/reference.ts";

const pages = Object.entries(referencePages(program()));
const pathOf = (name: string): string => new URL(`../docs/${name}`, import.meta.url).pathname;

if (process.env.UPDATE_DOCS) for (const [name, text] of pages) writeFileSync(pathOf(name), text);

test.each(pages)("docs/%s is what the tables say", (name, text) => {
  expect(readFileSync(pathOf(name), "utf8")).toBe(text);
});
