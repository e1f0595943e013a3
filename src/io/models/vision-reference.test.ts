/** The outputs of models/reference.json are reproduced, and the model processes survive what can happen to them. */
import { readFileSync } from "node:fs";
import sharp from "sharp";
import { afterAll, describe, expect, test } from "vitest";
import { seededRandom } from "../../core/random.ts";
import { parseSettings } from "../../core/settings.ts";
import { dot } from "../../math/vectors.ts";
import { isBareGround } from "../../search/bare-ground.ts";
import { builtinModel } from "../../vision/vision.ts";
import { sharpStudio } from "../pictures/sharp-studio.ts";
import { openInferencePool } from "./inference-pool.ts";
import { openNamer } from "./onnx-models.ts";

interface Reference {
  synthetic: { height: number; width: number; embedding: number[]; top5?: unknown }[];
  pictures: { file: string; inputWidth: number; inputHeight: number; embedding: number[] }[];
}
const reference = JSON.parse(readFileSync("models/reference.json", "utf8")) as Reference;
const sample = (file: string): string => `samples/home/pictures/${file}`;
const settings = parseSettings({ "vision.processes": 1, "ingest.megapixels": 4 });
const pool = await openInferencePool(settings, { cache: "" });
const studio = sharpStudio(settings);
afterAll(() => pool.close());

describe("reference.json", () => {
  test("synthetic inputs", async () => {
    const models = await openNamer(1, "cpu");
    for (const { width, height, embedding } of reference.synthetic) {
      const image = Float32Array.from({ length: 3 * width * height }, (_, i) => (i * 7919) % 256);
      const out = await models.embed(image, { width, height });
      embedding.forEach((value, i) => {
        expect(Math.abs(out.embedding[i] - value)).toBeLessThan(1e-3);
      });
    }
  });

  test("sample pictures, resized by us", async () => {
    for (const { file, embedding } of reference.pictures) {
      const { embedding: ours } = await pool.understand({ path: sample(file) });
      expect(dot(ours, embedding), file).toBeGreaterThan(0.99);
    }
  });
});

describe("model processes", () => {
  test("objects with boxes, kinds, colours and embeddings", async () => {
    const { objects, model } = await pool.understand({ path: sample("scene-living-007.webp") });
    expect(model).toBe(builtinModel);
    expect(objects.length).toBeGreaterThan(1);
    for (const { box, embedding, palette, ordinal } of objects) {
      expect(box.x + box.w).toBeLessThanOrEqual(1 + 1e-9);
      expect(dot(embedding, embedding)).toBeCloseTo(1, 3);
      expect(palette.length).toBeGreaterThan(0);
      expect(ordinal).toBeLessThan(16);
    }
  });

  test("a plain wall and noise are bare grounds, furniture and rooms are not", async () => {
    const random = seededRandom(23);
    const [width, height] = [640, 480];
    const drawn = (at: (x: number, y: number) => number): Promise<Buffer> => {
      const bytes = Buffer.alloc(3 * width * height);
      for (let i = 0; i < bytes.length; i++) {
        bytes[i] = at((i / 3) % width, i / 3 / width);
      }
      return sharp(bytes, { raw: { width, height, channels: 3 } })
        .png()
        .toBuffer();
    };
    const grounds = [
      await drawn(() => 200),
      await drawn((x, y) => 210 - 60 * Math.hypot(x / width - 0.3, y / height - 0.4) + 3 * random.next()),
      await drawn(() => random.integer(256)),
    ];
    for (const bytes of grounds) expect(isBareGround(await pool.understand({ bytes }))).toBe(true);
    for (const file of ["sofa-156-a", "mug-034-b", "scene-living-007"]) {
      expect(isBareGround(await pool.understand({ path: sample(`${file}.webp`) })), file).toBe(false);
    }
  });

  test("a killed process costs nothing but time", async () => {
    const asked = pool.understand({ path: sample("armchair-143-a.webp") });
    for (const pid of pool.pids) process.kill(pid, "SIGKILL");
    expect((await asked).kind.path.length).toBeGreaterThan(0);
  });

  test("what is no picture, cut off or too large is refused with a code", async () => {
    const jpeg = await sharp({ create: { width: 600, height: 600, channels: 3, background: "#c06a47" } })
      .jpeg()
      .toBuffer();
    const cases: [string, Uint8Array][] = [
      ["PICTURE_UNSUPPORTED", Buffer.from("not a picture")],
      ["PICTURE_UNSUPPORTED", Buffer.alloc(0)],
      ["PICTURE_UNREADABLE", jpeg.subarray(0, jpeg.length / 2)],
      [
        "PICTURE_TOO_LARGE",
        await sharp({ create: { width: 3000, height: 3000, channels: 3, background: "red" } })
          .png()
          .toBuffer(),
      ],
      [
        "PICTURE_UNREADABLE",
        Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><image href="file:///etc/passwd"/></svg>'),
      ],
      [
        "PICTURE_UNREADABLE",
        Buffer.from(
          '<svg xmlns="http://www.w3.org/2000/svg"><image href="file:///etc/passwd"/></svg>',
          "utf16le",
        ),
      ],
      [
        "PICTURE_UNREADABLE",
        Buffer.from('<?xml version="1.0"?><!DOCTYPE svg [<!ENTITY a "b">]><svg>&a;</svg>'),
      ],
    ];
    for (const [code, bytes] of cases) {
      await expect(pool.understand({ bytes }), code).rejects.toMatchObject({ code });
      await expect(studio.thumbnails({ bytes }, [64]), code).rejects.toMatchObject({ code });
    }
  });

  test("every kind of picture is understood: grey, alpha, 16 bits, CMYK, animated, one pixel, lying on its side", async () => {
    const base = sharp({
      create: { width: 64, height: 48, channels: 4, background: { r: 9, g: 99, b: 199, alpha: 0.5 } },
    });
    const png = await base.png().toBuffer();
    const variants = [
      png,
      await sharp(png).greyscale().jpeg().toBuffer(),
      await sharp(png).toColourspace("rgb16").png().toBuffer(),
      await sharp(png).flatten().toColourspace("cmyk").jpeg().toBuffer(),
      await sharp(png).gif().toBuffer(),
      await sharp(png).resize(1, 1).png().toBuffer(),
      await sharp(png).avif({ effort: 0 }).toBuffer(),
      await sharp(png).flatten().tiff().toBuffer(),
      Buffer.from(
        '<svg xmlns="http://www.w3.org/2000/svg" width="20" height="10"><rect width="9" height="9"/></svg>',
      ),
    ];
    for (const bytes of variants) {
      expect((await pool.understand({ bytes })).embedding).toHaveLength(256);
      expect((await studio.inspect({ bytes })).mime).toMatch(/^image\//);
    }
    const lying = await sharp(png).flatten().jpeg().withMetadata({ orientation: 6 }).toBuffer();
    expect(await studio.inspect({ bytes: lying })).toMatchObject({ width: 48, height: 64 });
    const [small] = await studio.thumbnails({ bytes: lying }, [32]);
    expect((await sharp(small).metadata()).height).toBe(32);
  });
});
