/** What every BlobStore keeps, whatever it is made of. */
import { createHash, randomBytes } from "node:crypto";
import { readFileSync } from "node:fs";
import { beforeEach, describe, expect, test } from "vitest";
import type { BlobStore } from "../../core/ports.ts";

export function blobStoreContract(name: string, open: () => BlobStore): void {
  describe(`${name} as a blob store`, () => {
    let blobs: BlobStore;
    const bytes = Buffer.from("a picture");
    const id = createHash("sha256").update(bytes).digest("hex");
    const absent = "0".repeat(64);
    beforeEach(() => {
      blobs = open();
    });

    test("names bytes by their hash and gives them back", async () => {
      expect(await blobs.has(id)).toBe(false);
      expect(await blobs.put(bytes)).toBe(id);
      expect(await blobs.put(bytes)).toBe(id);
      expect(await blobs.has(id)).toBe(true);
      expect(Buffer.from(await blobs.read(id))).toEqual(bytes);
      expect(readFileSync(await blobs.path(id))).toEqual(bytes);
    });

    test("the same bytes put many times at once are one blob", async () => {
      const large = randomBytes(300_000);
      const ids = await Promise.all(Array.from({ length: 8 }, () => blobs.put(large)));
      expect(new Set(ids).size).toBe(1);
      expect(Buffer.from(await blobs.read(ids[0]))).toEqual(large);
    });

    test("keeps derivatives beside the original and removes them with it", async () => {
      await blobs.put(bytes);
      expect(await blobs.derivativePath(id, "256.webp")).toBeNull();
      await blobs.putDerivative(id, "256.webp", Buffer.from("small"));
      const path = await blobs.derivativePath(id, "256.webp");
      expect(path === null ? null : readFileSync(path, "utf8")).toBe("small");
      await blobs.remove(id);
      expect(await blobs.has(id)).toBe(false);
      expect(await blobs.derivativePath(id, "256.webp")).toBeNull();
    });

    test("what is not there is BLOB_NOT_FOUND", async () => {
      const refused = expect.objectContaining({ code: "BLOB_NOT_FOUND" });
      await expect(blobs.read(absent)).rejects.toEqual(refused);
      await expect(blobs.path(absent)).rejects.toEqual(refused);
      await expect(blobs.putDerivative(absent, "256.webp", bytes)).rejects.toEqual(refused);
    });

    test.each(["../../etc/passwd", "", "a".repeat(63), `${absent}/../x`, "A".repeat(64)])(
      "the id %j names nothing",
      async (bad) => {
        const refused = expect.objectContaining({ code: "BLOB_NOT_FOUND" });
        await expect(async () => blobs.read(bad)).rejects.toEqual(refused);
        await expect(async () => blobs.has(bad)).rejects.toEqual(refused);
      },
    );

    test.each(["../x", "a/b", "", ".webp", "a..b", "\0"])("the derivative %j names nothing", async (bad) => {
      await blobs.put(bytes);
      const refused = expect.objectContaining({ code: "BLOB_NOT_FOUND" });
      await expect(async () => blobs.putDerivative(id, bad, bytes)).rejects.toEqual(refused);
      await expect(async () => blobs.derivativePath(id, bad)).rejects.toEqual(refused);
    });
  });
}
