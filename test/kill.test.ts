/** An import killed with -9 five times at random points and started again: the same catalogue, nothing twice or lost. */
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { importAndKill, importToEnd, makePictures } from "../bench/ingest-kills.ts";
import { seededRandom } from "../src/core/random.ts";

const pictures = 12;
const root = mkdtempSync(join(tmpdir(), "bowerbird-kill-"));
afterAll(() => rmSync(root, { recursive: true, force: true }));

test("five times killed and started again, it ends with what one quiet import gives", async () => {
  const source = join(root, "pictures");
  mkdirSync(source);
  await makePictures(source, pictures);
  const random = seededRandom(17);
  for (let kill = 0; kill < 5; kill++) {
    const words = 1 + random.integer(pictures);
    expect(await importAndKill(join(root, "killed"), source, words)).toBeGreaterThanOrEqual(1);
  }
  const killed = await importToEnd(join(root, "killed"), source);
  const quiet = await importToEnd(join(root, "quiet"), source);
  expect(killed).toEqual(quiet);
  expect(quiet.pins).toHaveLength(pictures);
  expect(killed.vectors).toBe(killed.expected);
}, 180_000);
