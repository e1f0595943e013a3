import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, expect, test } from "vitest";
import { blobStoreContract } from "./blob-files.contract.ts";
import { blobFiles } from "./blob-files.ts";

const folders: string[] = [];
const fresh = (): string => {
  const folder = mkdtempSync(join(tmpdir(), "bowerbird-blobs-"));
  folders.push(folder);
  return folder;
};
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

blobStoreContract("files", () => blobFiles(join(fresh(), "blobs")));

test("nothing half-written is left beside a blob", async () => {
  const root = fresh();
  const blobs = blobFiles(root);
  const id = await blobs.put(Buffer.from("whole"));
  expect(readdirSync(join(root, id.slice(0, 2), id.slice(2, 4)))).toEqual([id]);
});

test("a place that is no folder is an error, not a lost blob", async () => {
  const root = join(fresh(), "file");
  writeFileSync(root, "");
  await expect(blobFiles(root).put(Buffer.from("x"))).rejects.toMatchObject({ name: "BowerbirdError" });
});
