/** Models of one's own in the file formats of the hub, tiny and with random weights. */
import { mkdtempSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { type Family, tinyClasses, tinyDimensions, writeTinyModel } from "../../../test/tiny-models.ts";
import { wholePicture } from "../../core/nouns.ts";
import { seededRandom } from "../../core/random.ts";
import { dot } from "../../math/vectors.ts";
import { cocoClasses } from "../../vision/coco-classes.ts";
import type { DecodedPicture } from "../../vision/vision.ts";
import { openHubDetector, openHubEmbedder } from "./hub-models.ts";
import { folderOf, versionOf } from "./model-folder.ts";

const root = mkdtempSync(join(tmpdir(), "bowerbird-models-"));
afterAll(() => rmSync(root, { recursive: true, force: true }));
const options = { cache: join(root, "cache"), hub: false, device: "cpu", threads: 1 } as const;

/** Noise of one colour above and another below. */
const pictureOf = (seed: number): DecodedPicture => {
  const random = seededRandom(seed);
  const tones = Array.from({ length: 6 }, () => random.integer(200));
  return {
    width: 80,
    height: 60,
    rgb: async (_, { width, height }) =>
      Uint8Array.from({ length: 3 * width * height }, (_, i) => {
        const below = i > (3 * width * height) / 2 ? 3 : 0;
        return tones[(i % 3) + below] + random.integer(50);
      }),
  };
};

describe.each<[Family, boolean]>([
  ["clip", true],
  ["siglip", true],
  ["dinov2", false],
  ["dinov3_vit", false],
])("%s", (family, readsWords) => {
  test("embeds pictures, and words where it can, as unit vectors of one length", async () => {
    const folder = writeTinyModel(join(root, family), family);
    const { model, dimensions, embed, embedText } = await openHubEmbedder(folder, options);
    expect(model).toMatch(new RegExp(`^${family}@[0-9a-f]{8}$`));
    expect(dimensions).toBe(tinyDimensions);
    const [one, other] = [await embed(pictureOf(1), wholePicture), await embed(pictureOf(2), wholePicture)];
    expect(dot(one, one)).toBeCloseTo(1, 5);
    expect(dot(one, other)).toBeLessThan(0.999);
    expect(embedText !== null).toBe(readsWords);
    if (!embedText) return;
    const [chair, lamp, again] = await embedText(["a chair", "some lamp", "a chair"]);
    expect(chair).toHaveLength(dimensions);
    expect(dot(chair, chair)).toBeCloseTo(1, 5);
    expect(again).toEqual(chair);
    expect(dot(chair, lamp)).toBeLessThan(0.9999);
  });
});

describe.each<[Family, readonly string[]]>([
  ["detr", tinyClasses],
  ["yolos", tinyClasses],
  ["rt_detr", tinyClasses],
  ["owlvit", cocoClasses],
])("%s", (family, classes) => {
  test("finds boxes within the picture, of its classes, the most confident first", async () => {
    const folder = writeTinyModel(join(root, family), family);
    const detector = await openHubDetector(folder, options);
    const found = await detector.anyKind(pictureOf(3), 0);
    expect(found.length).toBeGreaterThan(0);
    expect(found.length).toBeLessThanOrEqual(5);
    for (const { box, className, confidence } of found) {
      expect(Math.min(box.x, box.y, box.w, box.h)).toBeGreaterThanOrEqual(0);
      expect(Math.max(box.x + box.w, box.y + box.h)).toBeLessThanOrEqual(1 + 1e-6);
      expect(classes).toContain(className);
      expect(confidence).toBeLessThanOrEqual(1);
    }
    expect(found.map(({ confidence }) => confidence)).toEqual(
      found.map(({ confidence }) => confidence).toSorted((a, b) => b - a),
    );
    expect((await detector.byClass(pictureOf(3), 0, 7)).length).toBeLessThanOrEqual(7);
  });
});

describe("the version", () => {
  test("is of the weights, not of the place", async () => {
    const first = await versionOf(writeTinyModel(join(root, "a", "mine"), "clip", 1));
    const same = await versionOf(writeTinyModel(join(root, "b", "mine"), "clip", 1));
    const retrained = await versionOf(writeTinyModel(join(root, "c", "mine"), "clip", 2));
    expect(same).toBe(first);
    expect(retrained).not.toBe(first);
  });
});

describe("what cannot be used is refused with the reason", () => {
  const empty = join(root, "empty");
  test.each([
    ["someone/some-model", /`vision.hub` is off/],
    ["../nowhere/../at all", /neither a folder nor an id/],
    [root, /no config.json/],
  ])("%s", async (named, why) => {
    await expect(folderOf(named, options, [])).rejects.toThrow(why);
    await expect(folderOf(named, options, [])).rejects.toMatchObject({ code: "MODEL_UNUSABLE" });
  });
  test("files that are missing or no model", async () => {
    writeTinyModel(empty, "dinov2");
    await expect(openHubDetector(empty, options)).rejects.toThrow(/a dinov2 model finds no objects/);
    writeFileSync(join(empty, "onnx", "model.onnx"), "no model");
    await expect(openHubEmbedder(empty, options)).rejects.toMatchObject({ code: "MODEL_UNUSABLE" });
    renameSync(join(empty, "onnx"), join(empty, "elsewhere"));
    await expect(openHubEmbedder(empty, options)).rejects.toThrow(/there is no model.onnx/);
  });
});

test("from the hub once, then from this machine", async () => {
  const source = writeTinyModel(join(root, "hub"), "siglip");
  let asked = 0;
  const hub = createServer(async ({ url = "" }, response) => {
    asked++;
    const file = url.replace("/someone/tiny-siglip/resolve/main/", "");
    const bytes = await readFile(join(source, file)).catch(() => null);
    response.writeHead(bytes ? 200 : 404).end(bytes);
  });
  await new Promise<void>((resolve) => hub.listen(0, "127.0.0.1", resolve));
  const before = process.env.HF_ENDPOINT;
  process.env.HF_ENDPOINT = `http://127.0.0.1:${(hub.address() as AddressInfo).port}`;
  try {
    const fetched = await openHubEmbedder("someone/tiny-siglip", { ...options, hub: true });
    expect(fetched.model).toMatch(/^tiny-siglip@/);
    expect(fetched.embedText).not.toBeNull();
    const times = asked;
    expect((await openHubEmbedder("someone/tiny-siglip", options)).model).toBe(fetched.model);
    expect(asked).toBe(times);
  } finally {
    if (before === undefined) delete process.env.HF_ENDPOINT;
    else process.env.HF_ENDPOINT = before;
    hub.close();
  }
});
