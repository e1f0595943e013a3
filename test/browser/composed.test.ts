/**
 * A picture and words together, on the whole sample catalogue's truth: what was asked is obeyed and the thing stays what it
 * is. It needs no browser; it stands here because the catalogue is imported here.
 */
import { cpSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, inject, test } from "vitest";
import { truthOf } from "../../src/cli/eval/eval-compose.ts";
import { type Engine, openEngine } from "../../src/engine.ts";
import { evaluateCompose } from "../../src/search/evaluate-compose.ts";

const data = mkdtempSync(join(tmpdir(), "bowerbird-composed-"));
let engine: Engine;
beforeAll(async () => {
  cpSync(inject("sampleData"), data, { recursive: true });
  engine = await openEngine({ data, environment: {} });
});
afterAll(async () => {
  await engine.close();
  rmSync(data, { recursive: true, force: true });
});

test("of ten hits at least eight are as asked and nine show the same kind of thing, in colours and in materials", async () => {
  const pictures = await truthOf(engine, "samples/home");
  const { colour, material } = await evaluateCompose(engine.composed, pictures, 20);
  for (const [name, { queries, obeyed, category, found }] of Object.entries({ colour, material })) {
    console.log(
      `${name}: ${queries} questions, obeyed ${obeyed.toFixed(3)}, category ${category.toFixed(3)}`,
    );
    expect(queries).toBeGreaterThan(20);
    expect(obeyed).toBeGreaterThanOrEqual(0.8);
    expect(category).toBeGreaterThanOrEqual(0.9);
    expect(found).toBeGreaterThanOrEqual(0.65);
  }
});
