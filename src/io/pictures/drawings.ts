/**
 * Drawings (SVG), which are programs rather than pictures: what they may not hold, and how they become pixels. No library
 * stops in the middle of a filter, so one that may be slow is drawn by a process that is ended when its time is over.
 */
import { spawn } from "node:child_process";
import { readFile } from "node:fs/promises";
import { buffer } from "node:stream/consumers";
import { fileURLToPath } from "node:url";
import { BowerbirdError } from "../../core/errors.ts";
import type { PictureSource } from "../../core/ports.ts";
import type { Settings } from "../../core/settings.ts";

type Bounds = Pick<Settings, "ingest.megapixels" | "ingest.seconds">;

const program = fileURLToPath(new URL(`./drawing-process${import.meta.url.slice(-3)}`, import.meta.url));

/** What a drawing may not hold: scripts, entities, drawings within it, and references to anything outside itself. */
const unsafeDrawing =
  /<!ENTITY|<script|<foreignObject|\son[a-z]+\s*=\s*["']|(?:href|src)\s*=\s*["']\s*(?!#|data:image\/(?:png|jpe?g|gif|webp)[;,])|url\(\s*["']?(?!#)|@import/i;
/** What may be repeated or computed for every pixel; plain shapes are drawn at once. */
const mayBeSlow = /<(?:\w+:)?(?:filter|pattern|mask|use|marker)\b/i;
const shortBytes = 200_000;

/** The pixels of a drawing as a PNG, or the drawing itself where it cannot be slow. @throws PICTURE_TOO_SLOW PICTURE_UNREADABLE */
export async function drawn(source: PictureSource, bounds: Bounds): Promise<Uint8Array> {
  const drawing = "path" in source ? await readFile(source.path) : source.bytes;
  if (drawing.byteLength < shortBytes && !mayBeSlow.test(plainText(drawing))) return drawing;
  const seconds = bounds["ingest.seconds"];
  const artist = spawn(process.execPath, [program, String(bounds["ingest.megapixels"])], {
    stdio: ["pipe", "pipe", "ignore"],
    timeout: seconds * 1000,
    killSignal: "SIGKILL",
  });
  const ended = new Promise<{ code: number | null; signal: string | null }>((resolve, reject) => {
    artist.once("close", (code, signal) => resolve({ code, signal })).once("error", reject);
  });
  // One that is ended before it has read everything says so by its end.
  artist.stdin.on("error", () => {});
  artist.stdin.end(drawing);
  const [png, { code, signal }] = await Promise.all([buffer(artist.stdout), ended]);
  if (code === 0) return png;
  if (signal === "SIGKILL") throw new BowerbirdError("PICTURE_TOO_SLOW", { seconds });
  throw new BowerbirdError("PICTURE_UNREADABLE", { why: "the SVG cannot be drawn" });
}

/** @throws PICTURE_UNREADABLE */
export function refuseUnsafeDrawing(data: Uint8Array): void {
  if (unsafeDrawing.test(plainText(data))) {
    throw new BowerbirdError("PICTURE_UNREADABLE", {
      why: "the drawing holds scripts, entities, drawings or outside references",
    });
  }
}

/** Before anything parses it: by its first bytes. */
export function mayBeDrawing(data: Uint8Array): boolean {
  const head = plainText(data.subarray(0, 4096));
  return /<(?:\?xml|svg|!DOCTYPE|!--)/i.test(head);
}

/** Read byte by byte and without NULs, so that a drawing in UTF-16 is looked at too. */
function plainText(data: Uint8Array): string {
  return Buffer.from(data).toString("latin1").replaceAll("\0", "");
}
