/** Pictures through sharp: sniffed, bounded, upright, in sRGB, without metadata. */
import sharp, { type OutputInfo, type Sharp } from "sharp";
import { rgbaToThumbHash } from "thumbhash";
import { type Box, wholePicture } from "../../core/nouns.ts";
import type { PictureSource, PictureStudio } from "../../core/ports.ts";
import { enlarged } from "../../vision/enlarge.ts";
import type { Size } from "../../vision/model-inputs.ts";
import type { DecodedPicture } from "../../vision/vision.ts";
import { drawn } from "./drawings.ts";
import { type Bounds, sniff, undecodable } from "./picture-sniff.ts";

/** Pixels of the longest side that are kept once decoded; every model and thumbnail needs fewer. */
const workingSide = 1280;
/** Pixels of the longest side that a ThumbHash is made of: it keeps seven waves across at most. */
const placeholderSide = 64;
const webpOptions = { quality: 80, effort: 2 } as const;

export function sharpStudio(bounds: Bounds): PictureStudio {
  // Several pictures are worked on at once; more threads for each would only take turns with the model processes.
  sharp.concurrency(1);
  return {
    inspect: async (source) => {
      const { mime, width, height } = await sniff(source, bounds);
      const small = await open(await pixelsOf(source, mime, bounds), mime, bounds)
        .resize(placeholderSide, placeholderSide, { fit: "inside" })
        .ensureAlpha()
        .raw()
        .toBuffer({ resolveWithObject: true })
        .catch(undecodable(mime, bounds));
      const hash = rgbaToThumbHash(small.info.width, small.info.height, small.data);
      return { mime, width, height, placeholder: Buffer.from(hash).toString("base64") };
    },
    thumbnails: (source, sizes) => thumbnails(source, sizes, bounds),
  };
}

/**
 * Decoded once; each size is made from the pixels of the one before. A size that the picture does not reach is the
 * picture at its own size, and that is encoded once; a light WebP without metadata stays as it is, so that it loses
 * nothing by being encoded again.
 */
async function thumbnails(
  source: PictureSource,
  sizes: readonly number[],
  bounds: Bounds,
): Promise<readonly Uint8Array[]> {
  const { mime, width, height, finished } = await sniff(source, bounds);
  const whole = await pixelsOf(source, mime, bounds);
  const longest = Math.max(width, height);
  const made: Uint8Array[] = [];
  let pixels: Pixels | null = null;
  let last = Infinity;
  for (const size of sizes) {
    const side = Math.min(size, longest);
    if (side === longest && finished) made.push(finished);
    else if (side === last) made.push(made[made.length - 1]);
    else {
      const larger: Sharp = pixels ? sharp(pixels.data, { raw: pixels.info }) : open(whole, mime, bounds);
      pixels = await shrunk(larger, side).catch(undecodable(mime, bounds));
      made.push(await sharp(pixels.data, { raw: pixels.info }).webp(webpOptions).toBuffer());
    }
    last = side;
  }
  return made;
}

interface Pixels {
  readonly data: Uint8Array;
  readonly info: OutputInfo;
}

function shrunk(picture: Sharp, side: number): Promise<Pixels> {
  return picture
    .resize(side, side, { fit: "inside", withoutEnlargement: true })
    .raw()
    .toBuffer({ resolveWithObject: true });
}

/** Decoded once, at most 1,280 pixels a side; regions are cut from memory. @throws PICTURE_* */
export async function decodePicture(source: PictureSource, bounds: Bounds): Promise<DecodedPicture> {
  const { mime } = await sniff(source, bounds);
  const { data, info } = await open(source, mime, bounds)
    .flatten({ background: "#ffffff" })
    .removeAlpha()
    .resize(workingSide, workingSide, { fit: "inside", withoutEnlargement: true })
    .raw()
    .toBuffer({ resolveWithObject: true })
    .catch(undecodable(mime, bounds));
  const raw = { width: info.width, height: info.height, channels: 3 as const };
  /** A whole picture may be asked for twice at the same size. */
  const wholes = new Map<string, Promise<Uint8Array>>();
  const regionOf = async (box: Box, size: Size): Promise<Uint8Array> => {
    const left = Math.min(raw.width - 1, Math.max(0, Math.round(box.x * raw.width)));
    const top = Math.min(raw.height - 1, Math.max(0, Math.round(box.y * raw.height)));
    const width = Math.max(1, Math.min(raw.width - left, Math.round(box.w * raw.width)));
    const height = Math.max(1, Math.min(raw.height - top, Math.round(box.h * raw.height)));
    const reduced = { width: Math.min(width, size.width), height: Math.min(height, size.height) };
    const pixels = await sharp(data, { raw })
      .extract({ left, top, width, height })
      .resize(reduced.width, reduced.height, { fit: "fill", kernel: "cubic" })
      .raw()
      .toBuffer();
    const isWanted = reduced.width === size.width && reduced.height === size.height;
    return isWanted ? pixels : enlarged(pixels, reduced, size);
  };
  return {
    width: info.width,
    height: info.height,
    rgb: (box, size) => {
      if (box !== wholePicture) return regionOf(box, size);
      const name = `${size.width}x${size.height}`;
      const known = wholes.get(name) ?? regionOf(box, size);
      wholes.set(name, known);
      return known;
    },
  };
}

/** What sharp can stop in the middle: the picture itself, or what a drawing shows. */
async function pixelsOf(source: PictureSource, mime: string, bounds: Bounds): Promise<PictureSource> {
  return mime === "image/svg+xml" ? { bytes: await drawn(source, bounds) } : source;
}

function open(source: PictureSource, mime: string, bounds: Bounds): Sharp {
  return sharp("path" in source ? source.path : source.bytes, {
    limitInputPixels: bounds["ingest.megapixels"] * 1e6,
    // A TIFF whose strips cannot be read is black, and only a grave warning.
    failOn: mime === "image/tiff" ? "error" : "truncated",
    sequentialRead: true,
  })
    .timeout({ seconds: bounds["ingest.seconds"] })
    .rotate()
    .toColourspace("srgb");
}
