import { mkdirSync, mkdtempSync, renameSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import sharp from "sharp";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { Found } from "../../ingest/sources.ts";
import { followFolder } from "./folders-watch.ts";

let root: string;
let folder: string;
let stop: AbortController;
let jpeg: Buffer;
beforeEach(async () => {
  root = mkdtempSync(join(tmpdir(), "bowerbird-follow-"));
  folder = join(root, "shop");
  mkdirSync(folder);
  stop = new AbortController();
  jpeg = await sharp({ create: { width: 20, height: 10, channels: 3, background: "#c06a47" } })
    .jpeg()
    .toBuffer();
});
afterEach(() => {
  stop.abort();
  rmSync(root, { recursive: true, force: true });
});

const followed = async () => {
  const { ready, found } = followFolder(folder, { "ingest.megabytes": 1 }, stop.signal, 50);
  await ready;
  return found[Symbol.asyncIterator]();
};
/** Sources of what comes, until there are so many. */
async function sources(found: AsyncIterator<readonly Found[]>, count: number): Promise<string[]> {
  const names: string[] = [];
  while (names.length < count) {
    const { value, done } = await found.next();
    if (done) break;
    for (const one of value as readonly Found[]) names.push("failure" in one ? one.failure.file : one.source);
  }
  return names.sort();
}

test("what is added comes, also in a new folder; what is hidden or no picture does not", async () => {
  writeFileSync(join(folder, "before.jpg"), jpeg);
  const found = await followed();
  writeFileSync(join(folder, ".hidden.jpg"), jpeg);
  writeFileSync(join(folder, "notes.md"), "words");
  mkdirSync(join(folder, "chairs", "old"), { recursive: true });
  writeFileSync(join(folder, "chairs", "old", "a.jpg"), jpeg);
  writeFileSync(join(folder, "b.jpg"), jpeg);
  expect(await sources(found, 2)).toEqual(["shop/b.jpg", "shop/chairs/old/a.jpg"]);
});

test("a file that is moved into the folder comes whole, and so does one written again", async () => {
  const found = await followed();
  writeFileSync(join(root, "elsewhere.jpg"), jpeg);
  renameSync(join(root, "elsewhere.jpg"), join(folder, "moved.jpg"));
  expect(await sources(found, 1)).toEqual(["shop/moved.jpg"]);
  const other = Buffer.concat([jpeg, Buffer.alloc(10)]);
  writeFileSync(join(folder, "moved.jpg"), other);
  const { value } = await found.next();
  const [one] = value as readonly Found[];
  expect("read" in one && Buffer.from(await one.read())).toEqual(other);
});

test("links in a circle neither hold it up nor end it", async () => {
  symlinkSync(folder, join(folder, "again"));
  for (const [one, other] of [
    ["left", "right"],
    ["right", "left"],
  ]) {
    mkdirSync(join(folder, one));
    symlinkSync(join(folder, other), join(folder, one, "over"));
  }
  symlinkSync(join(folder, "to"), join(folder, "fro"));
  symlinkSync(join(folder, "fro"), join(folder, "to"));
  const found = await followed();
  writeFileSync(join(folder, "a.jpg"), jpeg);
  expect((await sources(found, 1)).every((name) => name.endsWith("a.jpg"))).toBe(true);
});

test("it ends when it is told to, and a folder that is not there does not hold it up", async () => {
  const found = await followed();
  const next = found.next();
  stop.abort();
  expect((await next).done).toBe(true);
  stop = new AbortController();
  folder = join(root, "nowhere");
  await followed();
});
