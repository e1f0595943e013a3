/** Pictures through sharp: sniffed, bounded, upright, in sRGB, without metadata. */
import { readFile, stat } from "node:fs/promises";
import sharp, { type Metadata, type OutputInfo, type Sharp } from "sharp";
import { rgbaToThumbHash } from "thumbhash";
import { BowerbirdError } from "../core/errors.ts";
import { type Box, wholePicture } from "../core/nouns.ts";
import type { PictureSource, PictureStudio } from "../core/ports.ts";
import type { Settings } from "../core/settings.ts";
import { enlarged } from "../vision/enlarge.ts";
import type { Size } from "../vision/model-inputs.ts";
import type { DecodedPicture } from "../vision/vision.ts";

type Bounds = Pick<Settings, "ingest.megabytes" | "ingest.megapixels" | "ingest.seconds">;

/** Pixels of the longest side that are kept once decoded; every model and thumbnail needs fewer. */
const workingSide = 1280;
/** Pixels of the longest side that a ThumbHash is made of: it keeps seven waves across at most. */
const placeholderSide = 64;
/** A WebP of up to so many bytes a pixel is no heavier than one made here would be. */
const lightBytesPerPixel = 0.25;
const webpOptions = { quality: 80, effort: 2 } as const;
const mimes: Readonly<Record<string, string>> = {
  jpeg: "image/jpeg",
  png: "image/png",
  webp: "image/webp",
  avif: "image/avif",
  heif: "image/heic",
  gif: "image/gif",
  tiff: "image/tiff",
  svg: "image/svg+xml",
};
/** What a drawing may not hold: scripts, entities, and references to anything outside itself. */
const unsafeDrawing =
  /<!ENTITY|<script|<foreignObject|(?:href|src)\s*=\s*["']\s*(?!#|data:image\/)|url\(\s*["']?(?!#)|@import/i;

export function sharpStudio(bounds: Bounds): PictureStudio {
  // Several pictures are worked on at once; more threads for each would only take turns with the model processes.
  sharp.concurrency(1);
  return {
    inspect: async (source) => {
      const { mime, width, height } = await sniff(source, bounds);
      const small = await open(source, bounds)
        .resize(placeholderSide, placeholderSide, { fit: "inside" })
        .ensureAlpha()
        .raw()
        .toBuffer({ resolveWithObject: true })
        .catch(unreadable(bounds));
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
  const { width, height, finished } = await sniff(source, bounds);
  const longest = Math.max(width, height);
  const made: Uint8Array[] = [];
  let pixels: Pixels | null = null;
  let last = Infinity;
  for (const size of sizes) {
    const side = Math.min(size, longest);
    if (side === longest && finished) made.push(finished);
    else if (side === last) made.push(made[made.length - 1]);
    else {
      const larger: Sharp = pixels ? sharp(pixels.data, { raw: pixels.info }) : open(source, bounds);
      pixels = await shrunk(larger, side).catch(unreadable(bounds));
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
  await sniff(source, bounds);
  const { data, info } = await open(source, bounds)
    .flatten({ background: "#ffffff" })
    .removeAlpha()
    .resize(workingSide, workingSide, { fit: "inside", withoutEnlargement: true })
    .raw()
    .toBuffer({ resolveWithObject: true })
    .catch(unreadable(bounds));
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

function open(source: PictureSource, bounds: Bounds): Sharp {
  return sharp("path" in source ? source.path : source.bytes, {
    limitInputPixels: bounds["ingest.megapixels"] * 1e6,
    failOn: "truncated",
    sequentialRead: true,
    density: 96,
  })
    .timeout({ seconds: bounds["ingest.seconds"] })
    .rotate()
    .toColourspace("srgb");
}

interface Sniffed extends Size {
  readonly mime: string;
  /** The bytes, where they are a light WebP as this would make it itself. */
  readonly finished: Uint8Array | null;
}

/** Type and upright size from the bytes themselves, within the bounds. */
async function sniff(source: PictureSource, bounds: Bounds): Promise<Sniffed> {
  const bytes = "path" in source ? (await stat(source.path)).size : source.bytes.byteLength;
  const most = bounds["ingest.megabytes"];
  if (bytes > most * 1e6) {
    throw new BowerbirdError("PICTURE_TOO_LARGE", {
      actual: `${(bytes / 1e6).toFixed(1)} MB`,
      bound: `${most} MB`,
    });
  }
  const data = "path" in source ? await readFile(source.path) : source.bytes;
  if (data.byteLength === 0) throw new BowerbirdError("PICTURE_UNSUPPORTED", { sniffed: "an empty file" });
  if (mayBeDrawing(data)) refuseUnsafeDrawing(data);
  const metadata = await sharp(data, { limitInputPixels: false })
    .metadata()
    .catch(() => {
      throw new BowerbirdError("PICTURE_UNSUPPORTED", { sniffed: firstBytes(data) });
    });
  if (metadata.format === "svg") refuseUnsafeDrawing(data);
  const mime = mimes[metadata.format ?? ""];
  if (!mime)
    throw new BowerbirdError("PICTURE_UNSUPPORTED", { sniffed: metadata.format ?? firstBytes(data) });
  const { width, height } = uprightSize(metadata);
  const megapixels = (width * height) / 1e6;
  if (megapixels > bounds["ingest.megapixels"]) {
    throw new BowerbirdError("PICTURE_TOO_LARGE", {
      actual: `${megapixels.toFixed(0)} megapixels`,
      bound: `${bounds["ingest.megapixels"]} megapixels`,
    });
  }
  return {
    ...{ mime: metadata.compression === "av1" ? "image/avif" : mime, width, height },
    finished: isFinished(metadata, data) ? data : null,
  };
}

/** A still WebP with nothing beside its pixels, in its file or behind it, and few bytes for them. */
function isFinished(metadata: Metadata, data: Uint8Array): boolean {
  const { format, pages, orientation, exif, icc, xmp, iptc, width, height } = metadata;
  if (format !== "webp" || (pages ?? 1) > 1 || (exif ?? icc ?? xmp ?? iptc ?? orientation) !== undefined)
    return false;
  const told = 8 + new DataView(data.buffer, data.byteOffset).getUint32(4, true);
  return told === data.byteLength && data.byteLength <= lightBytesPerPixel * width * height;
}

function uprightSize({ width, height, orientation, pageHeight }: Metadata): {
  width: number;
  height: number;
} {
  const upright = { width: width ?? 0, height: pageHeight ?? height ?? 0 };
  const lying = (orientation ?? 1) >= 5;
  return lying ? { width: upright.height, height: upright.width } : upright;
}

/** Read byte by byte and without NULs, so that a drawing in UTF-16 is looked at too. */
function refuseUnsafeDrawing(data: Uint8Array): void {
  if (unsafeDrawing.test(Buffer.from(data).toString("latin1").replaceAll("\0", ""))) {
    throw new BowerbirdError("PICTURE_UNREADABLE", {
      why: "the drawing holds scripts, entities or outside references",
    });
  }
}

/** Before anything parses it: by its first bytes. */
function mayBeDrawing(data: Uint8Array): boolean {
  const head = Buffer.from(data.subarray(0, 4096)).toString("latin1").replaceAll("\0", "");
  return /<(?:\?xml|svg|!DOCTYPE|!--)/i.test(head);
}

function firstBytes(data: Uint8Array): string {
  return data.byteLength === 0
    ? "an empty file"
    : `begins with ${Buffer.from(data.subarray(0, 8)).toString("hex")}`;
}

/** What sharp throws while decoding, in the words of the error table. */
function unreadable(bounds: Bounds): (error: unknown) => never {
  return (error) => {
    const why = error instanceof Error ? error.message.split("\n")[0] : String(error);
    if (/timeout/i.test(why)) {
      throw new BowerbirdError("PICTURE_TOO_SLOW", { seconds: bounds["ingest.seconds"] }, { cause: error });
    }
    throw new BowerbirdError("PICTURE_UNREADABLE", { why }, { cause: error });
  };
}
