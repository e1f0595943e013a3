/** What the commands of `bowerbird eval` share: reading judged files, an engine over an empty folder, printing a score. */
import { mkdtempSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { gunzipSync } from "node:zlib";
import { z } from "zod";
import { BowerbirdError } from "../../core/errors.ts";
import type { PictureSource, Vision } from "../../core/ports.ts";
import type { Engine } from "../../engine.ts";
import { table } from "../terminal.ts";

/** Where the files are. All are looked for at once, rather than after an hour. @throws SOURCE_NOT_FOUND */
export function under(root: string, files: ReadonlyArray<{ readonly file: string }>) {
  const place = (file: string): string => resolve(root, file);
  const missing = files.find(({ file }) => !statSync(place(file), { throwIfNoEntry: false })?.isFile());
  if (missing) throw new BowerbirdError("SOURCE_NOT_FOUND", { source: place(missing.file) });
  return (file: string) => ({ path: place(file) });
}

export function tell(done: number, total: number): void {
  if (process.stderr.isTTY) process.stderr.write(`\r\x1b[K${done}/${total}${done === total ? "\n" : ""}`);
}

/** Says which file it was that could not be seen. @throws SOURCE_UNREADABLE */
export function namingFiles(vision: Vision): Vision {
  const named =
    <R, A extends unknown[]>(see: (picture: PictureSource, ...given: A) => Promise<R>) =>
    (picture: PictureSource, ...given: A): Promise<R> =>
      see(picture, ...given).catch((cause: unknown) => {
        if (!(cause instanceof BowerbirdError) || !("path" in picture)) throw cause;
        throw new BowerbirdError(
          "SOURCE_UNREADABLE",
          { source: picture.path, why: cause.message },
          { cause },
        );
      });
  return { ...vision, understand: named(vision.understand), detect: named(vision.detect) };
}

/** So long a picture may take: own pictures on a busy machine are waited for, rather than an hour's work thrown away. */
const patience = 600;

/** The models of an engine over an empty folder. */
export async function withEmptyEngine<T>(work: (engine: Engine) => Promise<T>): Promise<T> {
  const { openEngine } = await import("../../engine.ts");
  const data = mkdtempSync(join(tmpdir(), "bowerbird-eval-"));
  const engine = await openEngine({ data, settings: { "ingest.seconds": patience } });
  try {
    return await work(engine);
  } finally {
    await engine.close();
    rmSync(data, { recursive: true, force: true });
  }
}

/** @throws SOURCE_NOT_FOUND SOURCE_UNREADABLE */
export function jsonLines<T>(file: string, schema: z.ZodType<T>): T[] {
  const lines = readText(file).split("\n");
  return lines.flatMap((line, i) =>
    line.trim() === "" ? [] : [parseJson(line, schema, `${file}:${i + 1}`)],
  );
}

/** A text file, plain or gzipped, with or without a byte-order mark. @throws SOURCE_NOT_FOUND SOURCE_UNREADABLE */
export function readText(file: string): string {
  let bytes: Buffer;
  try {
    bytes = readFileSync(file);
  } catch (cause) {
    throw new BowerbirdError("SOURCE_NOT_FOUND", { source: file }, { cause });
  }
  if (bytes[0] !== 0x1f || bytes[1] !== 0x8b) return textOf(bytes);
  try {
    return textOf(gunzipSync(bytes));
  } catch (cause) {
    throw new BowerbirdError("SOURCE_UNREADABLE", { source: file, why: "the gzip is damaged" }, { cause });
  }
}

const textOf = (bytes: Buffer): string => bytes.toString("utf8").replace(/^\uFEFF/, "");

export function parseJson<T>(text: string, schema: z.ZodType<T>, place: string): T {
  try {
    return schema.parse(JSON.parse(text));
  } catch (cause) {
    const issue = cause instanceof z.ZodError ? cause.issues[0] : undefined;
    const why = issue ? `${issue.path.join(".")} ${issue.message}` : "it is not JSON";
    throw new BowerbirdError("SOURCE_UNREADABLE", { source: place, why }, { cause });
  }
}

export function print(score: object, json: boolean | undefined): void {
  if (json) {
    process.stdout.write(`${JSON.stringify(score)}\n`);
    return;
  }
  const rows = flatten("", score).map(([name, value]) => [
    name,
    Number.isInteger(value) && value > 1 ? String(value) : value.toFixed(3),
  ]);
  process.stdout.write(table(["measure", "value"], rows));
}

function flatten(prefix: string, score: object): Array<readonly [string, number]> {
  return Object.entries(score).flatMap(([name, value]: [string, unknown]) => {
    const path = prefix ? `${prefix}.${name}` : name;
    if (typeof value === "number") return [[path, value] as const];
    return typeof value === "object" && value !== null ? flatten(path, value) : [];
  });
}
