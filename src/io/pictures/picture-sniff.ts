/** What a picture is, by its bytes: type, upright size and bounds; and what is said of one that cannot be decoded. */
import { readFile, stat } from "node:fs/promises";
import sharp, { type Metadata } from "sharp";
import { BowerbirdError } from "../../core/errors.ts";
import type { PictureSource } from "../../core/ports.ts";
import type { Settings } from "../../core/settings.ts";
import type { Size } from "../../vision/model-inputs.ts";
import { mayBeDrawing, refuseUnsafeDrawing } from "./drawings.ts";

export type Bounds = Pick<Settings, "ingest.megabytes" | "ingest.megapixels" | "ingest.seconds">;

/** A WebP of up to so many bytes a pixel is no heavier than one made here would be. */
const lightBytesPerPixel = 0.25;
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
/** Types as people call them, and the first bytes that tell them where not even the size can be read. */
const types: ReadonlyArray<readonly [name: string, mime: string, head: RegExp]> = [
  ["JPEG", "image/jpeg", /^\xff\xd8\xff/],
  ["PNG", "image/png", /^\x89PNG/],
  ["WebP", "image/webp", /^RIFF.{4}WEBP/s],
  ["AVIF", "image/avif", /^.{4}ftypavi[fs]/s],
  ["HEIC", "image/heic", /^.{4}ftyp(hei[cxms]|hev[cx]|mif1|msf1)/s],
  ["GIF", "image/gif", /^GIF8[79]a/],
  ["TIFF", "image/tiff", /^(II[*+]\0|MM\0[*+])/],
  ["SVG", "image/svg+xml", /^\s*<(svg|\?xml.*<svg)/is],
];

export interface Sniffed extends Size {
  readonly mime: string;
  /** The bytes, where they are a light WebP as this would make it itself. */
  readonly finished: Uint8Array | null;
}

/** Type and upright size from the bytes themselves, within the bounds. */
export async function sniff(source: PictureSource, bounds: Bounds): Promise<Sniffed> {
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
    .catch((cause: unknown) => {
      throw unknownPicture(data, cause);
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

function firstBytes(data: Uint8Array): string {
  return data.byteLength === 0
    ? "an empty file"
    : `begins with ${Buffer.from(data.subarray(0, 8)).toString("hex")}`;
}

/** Of bytes that begin as a picture does it is said that they are damaged. */
function unknownPicture(data: Uint8Array, cause: unknown): BowerbirdError {
  const start = Buffer.from(data.subarray(0, 1024)).toString("latin1");
  const type = types.find(([, , head]) => head.test(start));
  return type === undefined
    ? new BowerbirdError("PICTURE_UNSUPPORTED", { sniffed: firstBytes(data) }, { cause })
    : damaged(type[1], cause);
}

function damaged(mime: string, cause: unknown): BowerbirdError {
  const [name = "picture"] = types.find(([, its]) => its === mime) ?? [];
  return new BowerbirdError("PICTURE_UNREADABLE", { why: `the ${name} is damaged or cut off` }, { cause });
}

/** What sharp throws while decoding, in our words: its own may be of another picture decoded at the same time. */
export function undecodable(mime: string, bounds: Bounds): (error: unknown) => never {
  return (cause) => {
    const said = cause instanceof Error ? cause.message : String(cause);
    const seconds = bounds["ingest.seconds"];
    if (/timeout/i.test(said)) throw new BowerbirdError("PICTURE_TOO_SLOW", { seconds }, { cause });
    if (mime === "image/heic" && /not been built in|unsupported codec|plugin/i.test(said)) {
      throw new BowerbirdError("PICTURE_UNSUPPORTED", { sniffed: "HEIC without a decoder here" }, { cause });
    }
    throw damaged(mime, cause);
  };
}
