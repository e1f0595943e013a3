/** What every PictureStudio does, whatever it is made of. */
import sharp from "sharp";
import { describe, expect, test } from "vitest";
import type { PictureStudio } from "../core/ports.ts";

/** 16 × 16 pixels of red, packed with HEVC. */
const heic =
  "AAAAHGZ0eXBoZWljAAAAAG1pZjFoZWljbWlhZgAAAXxtZXRhAAAAAAAAACFoZGxyAAAAAAAAAABwaWN0AAAAAAAAAAAAAAAAAAAAACJpbG9jAAAAAERAAAEAAQAAAAABoAABAAAAAAAAACgAAAAjaWluZgAAAAAAAQAAABVpbmZlAgAAAAABAABodmMxAAAAAA5waXRtAAAAAAABAAAA/GlwcnAAAADcaXBjbwAAAHVodmNDAQNwAAAAkAAAAAAAHvAA/P34+AAADwNgAAEAGEABDAH//wNwAAADAJAAAAMAAAMAHroCQGEAAQApQgEBA3AAAAMAkAAAAwAAAwAeoCCBBZbqrprm4CGgwIAAAAyAAAADAIRiAAEABkQBwXPBiQAAABNjb2xybmNseAABAA0ABoAAAAAUaXNwZQAAAAAAAABAAAAAQAAAAChjbGFwAAAAEAAAAAEAAAAQAAAAAf///9AAAAAC////0AAAAAIAAAAQcGl4aQAAAAADCAgIAAAAGGlwbWEAAAAAAAAAAQABBYECAwWEAAAAMG1kYXQAAAAkKAGvC0hOQ4D1/TpX/8Kjvl2QZsjEheWo1WpWgJySOXqQK4Cw";

/** @param open a studio that refuses pictures of more than so many megapixels */
export function pictureStudioContract(name: string, open: (megapixels: number) => PictureStudio): void {
  describe(`${name} as a picture studio`, () => {
    const studio = open(4);
    const noise = { type: "gaussian", mean: 128, sigma: 30 } as const;
    const picture = (width: number, height: number) =>
      sharp({ create: { width, height, channels: 3, background: "#c06a47", noise } });
    const sizeOf = async (bytes: Uint8Array): Promise<string> => {
      const { format, width, height, exif, icc, pages = 1 } = await sharp(bytes).metadata();
      expect([exif, icc, pages]).toEqual([undefined, undefined, 1]);
      return `${format} ${width}x${height}`;
    };

    test.each(["jpeg", "png", "webp", "gif", "tiff", "avif"] as const)(
      "knows a %s by its bytes",
      async (format) => {
        const bytes = await picture(60, 40).toFormat(format).toBuffer();
        const { placeholder, ...known } = await studio.inspect({ bytes });
        expect(known).toEqual({ mime: `image/${format}`, width: 60, height: 40 });
        expect(Buffer.from(placeholder, "base64").length).toBeGreaterThan(4);
      },
    );

    test("the same bytes have the same placeholder, another picture has another", async () => {
      const placeholderOf = async (background: string): Promise<string> => {
        const bytes = await sharp({ create: { width: 30, height: 30, channels: 3, background } })
          .png()
          .toBuffer();
        return (await studio.inspect({ bytes })).placeholder;
      };
      expect(await placeholderOf("#c06a47")).toBe(await placeholderOf("#c06a47"));
      expect(await placeholderOf("#c06a47")).not.toBe(await placeholderOf("#2f62c4"));
    });

    test("a size for each that is asked, the longest side at most so long, in the picture's shape", async () => {
      const bytes = await picture(800, 400).jpeg().toBuffer();
      const made = await studio.thumbnails({ bytes }, [640, 256, 32]);
      expect(await Promise.all(made.map(sizeOf))).toEqual(["webp 640x320", "webp 256x128", "webp 32x16"]);
    });

    test("never larger than the picture itself", async () => {
      const bytes = await picture(300, 100).png().toBuffer();
      const made = await studio.thumbnails({ bytes }, [1280, 640, 256]);
      expect(await Promise.all(made.map(sizeOf))).toEqual(["webp 300x100", "webp 300x100", "webp 256x85"]);
    });

    test.each(["jpeg", "webp"] as const)(
      "a %s that lies on its side stands upright, and loses what is written in it",
      async (format) => {
        const bytes = await picture(300, 100)
          .withMetadata({ orientation: 6, exif: { IFD0: { Artist: "somebody" } } })
          .toFormat(format)
          .toBuffer();
        expect(await studio.inspect({ bytes })).toMatchObject({ width: 100, height: 300 });
        const made = await studio.thumbnails({ bytes }, [1280, 150]);
        expect(await Promise.all(made.map(sizeOf))).toEqual(["webp 100x300", "webp 50x150"]);
        for (const one of made) expect(Buffer.from(one).includes("somebody")).toBe(false);
      },
    );

    test("of a WebP nothing is kept that stands behind its picture, and of a moving one the first", async () => {
      const still = Buffer.concat([
        await picture(90, 60).webp().toBuffer(),
        Buffer.from("<script>behind</script>"),
      ]);
      const frames = await Promise.all(
        ["red", "blue"].map((background) =>
          sharp({ create: { width: 40, height: 30, channels: 3, background } })
            .png()
            .toBuffer(),
        ),
      );
      const moving = await sharp(frames, { join: { animated: true } })
        .webp({ loop: 0, delay: [50, 50] })
        .toBuffer();
      const [fromStill] = await studio.thumbnails({ bytes: still }, [1280]);
      const [fromMoving] = await studio.thumbnails({ bytes: moving }, [1280]);
      expect(await sizeOf(fromStill)).toBe("webp 90x60");
      expect(Buffer.from(fromStill).includes("behind")).toBe(false);
      expect(await sizeOf(fromMoving)).toBe("webp 40x30");
      const { dominant } = await sharp(fromMoving).stats();
      expect(dominant.r).toBeGreaterThan(dominant.b);
    });

    test("a light WebP keeps its pixels to the last", async () => {
      const bytes = await sharp({ create: { width: 320, height: 200, channels: 3, background: "#2b777c" } })
        .webp()
        .toBuffer();
      const [same, small] = await studio.thumbnails({ bytes }, [1280, 160]);
      expect(Buffer.from(same)).toEqual(bytes);
      expect(await sizeOf(small)).toBe("webp 160x100");
    });

    test("what is clear stays clear, what is grey stays grey", async () => {
      const glass = await sharp({ create: { width: 40, height: 20, channels: 4, background: "#ff000080" } })
        .png()
        .toBuffer();
      const grey = await picture(40, 20).greyscale().png().toBuffer();
      const [clear] = await studio.thumbnails({ bytes: glass }, [30]);
      expect((await sharp(clear).metadata()).hasAlpha).toBe(true);
      const [dull] = await studio.thumbnails({ bytes: grey }, [30]);
      const [red, green, blue] = (await sharp(dull).stats()).channels;
      expect(Math.abs(red.mean - green.mean) + Math.abs(red.mean - blue.mean)).toBeLessThan(3);
    });

    test("damage is said by the type of the picture, never by the decoder", async () => {
      const cases = await Promise.all(
        (["jpeg", "png", "webp", "gif", "tiff", "avif"] as const).map(
          async (format) => [format, await picture(150, 100).toFormat(format).toBuffer()] as const,
        ),
      );
      const sentence =
        /^the picture cannot be decoded: the (JPEG|PNG|WebP|GIF|TIFF|AVIF) is damaged or cut off$/;
      for (const [format, whole] of cases) {
        for (const end of [20, whole.length / 2, whole.length - 60]) {
          const error = await studio.inspect({ bytes: whole.subarray(0, end) }).catch((thrown) => thrown);
          expect(error, `${format} cut at ${end}`).toMatchObject({ code: "PICTURE_UNREADABLE" });
          expect(error.message).toMatch(sentence);
          expect(error.message.toLowerCase()).toContain(`the ${format} `);
        }
      }
    });

    test("a HEIC is a picture where there is a decoder, and otherwise what to do about it is said", async () => {
      const bytes = Buffer.from(heic, "base64");
      const known = await studio.inspect({ bytes }).catch((thrown) => thrown);
      if ("mime" in known) expect(known).toMatchObject({ mime: "image/heic", width: 16, height: 16 });
      else {
        expect(known).toMatchObject({
          code: "PICTURE_UNSUPPORTED",
          details: { sniffed: expect.stringContaining("HEIC") },
        });
        expect(known.remedy).toContain("HEIC, as JPEG");
      }
    });

    test("what cannot be shown is refused with a code", async () => {
      const jpeg = await picture(600, 600).jpeg().toBuffer();
      const cases: ReadonlyArray<readonly [string, Uint8Array]> = [
        ["PICTURE_UNSUPPORTED", Buffer.from("not a picture")],
        ["PICTURE_UNSUPPORTED", Buffer.alloc(0)],
        ["PICTURE_UNREADABLE", jpeg.subarray(0, jpeg.length / 2)],
        ["PICTURE_TOO_LARGE", await picture(2100, 2000).png({ compressionLevel: 0 }).toBuffer()],
        [
          "PICTURE_UNREADABLE",
          Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><script>1</script></svg>'),
        ],
      ];
      for (const [code, bytes] of cases) {
        await expect(studio.inspect({ bytes }), code).rejects.toMatchObject({ code });
        await expect(studio.thumbnails({ bytes }, [64]), code).rejects.toMatchObject({ code });
      }
    });
  });
}
