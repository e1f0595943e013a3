/** `bowerbird search PICTURE` and `bowerbird similar PIN`. */
import { readFileSync } from "node:fs";
import type { Command } from "commander";
import { BowerbirdError } from "../core/errors.ts";
import type { Box } from "../core/nouns.ts";
import type { Engine } from "../engine.ts";
import type { Client } from "../http/client.ts";
import { withData, withSettings } from "./data-folder.ts";
import { table } from "./terminal.ts";

interface SearchCommand {
  readonly data: string;
  readonly k: string;
  readonly crop?: string;
  readonly object?: string;
  readonly json?: boolean;
}

/** What both ways of asking have in common. */
interface Row {
  readonly id: string;
  readonly title: string;
  readonly similarity: number;
  readonly reasons: readonly string[];
}

export function addSearch(bowerbird: Command): void {
  withSettings(bowerbird.command("search"))
    .argument("<picture>", "a picture file")
    .description("find pins that look like a picture, or a part of it")
    .option("--k <count>", "how many", "20")
    .option("--crop <x,y,w,h>", "only this part, as fractions of the picture")
    .option("--json", "print JSON")
    .addHelpText("after", "\nExample:\n  bowerbird search sofa.jpg --crop 0.2,0.3,0.5,0.4")
    .action((picture: string, options: SearchCommand) => {
      const bytes = readPicture(picture);
      return find({ bytes, ...(options.crop !== undefined && { crop: parseCrop(options.crop) }) }, options);
    });
  withSettings(bowerbird.command("similar"))
    .argument("<pin>", "a pin's id")
    .description("find pins that look like a pin, or an object in it")
    .option("--k <count>", "how many", "20")
    .option("--object <ordinal>", "an object in the pin, 1..15")
    .option("--json", "print JSON")
    .addHelpText("after", "\nExample:\n  bowerbird similar PIN --object 1")
    .action((pin: string, options: SearchCommand) =>
      find({ pin, ...(options.object !== undefined && { object: Number(options.object) }) }, options),
    );
}

interface Question {
  readonly bytes?: Uint8Array<ArrayBuffer>;
  readonly pin?: string;
  readonly object?: number;
  readonly crop?: Box;
}

async function find(question: Question, options: SearchCommand): Promise<void> {
  const k = Number(options.k);
  if (!Number.isInteger(k) || k < 1 || k > 1000) {
    throw new BowerbirdError("OUT_OF_RANGE", {
      what: "--k",
      actual: options.k,
      range: "a whole number in 1..1000",
    });
  }
  const rows = await withData(
    options,
    (client) => throughServer(client, question, k),
    (engine) => alone(engine, question, k),
  );
  if (options.json) process.stdout.write(`${JSON.stringify({ hits: rows })}\n`);
  else if (rows.length === 0) process.stdout.write("Nothing in the collection looks like this.\n");
  else {
    const cells = rows.map((row) => [row.id, row.similarity.toFixed(3), row.title, row.reasons.join("; ")]);
    process.stdout.write(table(["pin", "similarity", "title", "why"], cells));
  }
}

async function throughServer(client: Client, { bytes, ...question }: Question, k: number): Promise<Row[]> {
  const pictures = bytes ? { pictures: [new Blob([bytes])] } : {};
  const { hits } = await client.search.visual({ body: { ...question, k }, ...pictures });
  return hits.map(({ pin, similarity, reasons }) => ({
    ...{ id: pin.id, title: pin.title, similarity },
    reasons: reasons.map(({ sentence }) => sentence),
  }));
}

async function alone(engine: Engine, { bytes, ...question }: Question, k: number): Promise<Row[]> {
  const { hits } = await engine.search.search({
    ...question,
    ...(bytes && { picture: { bytes } }),
    limit: k,
  });
  return hits.map(({ pin, similarity, reasons }) => ({
    ...{ id: pin.id, title: pin.title, similarity },
    reasons: reasons.map(({ text }) => text),
  }));
}

function readPicture(path: string): Uint8Array<ArrayBuffer> {
  try {
    return new Uint8Array(readFileSync(path));
  } catch (cause) {
    throw new BowerbirdError("SOURCE_NOT_FOUND", { source: path }, { cause });
  }
}

/** Four fractions with commas between. @throws BAD_INPUT */
export function parseCrop(text: string): Box {
  const [x, y, w, h] = text.split(",").map(Number);
  const valid = x >= 0 && y >= 0 && w > 0 && h > 0 && x + w <= 1 && y + h <= 1;
  if (!valid) throw new BowerbirdError("BAD_INPUT", { what: "--crop", why: "it is x,y,w,h as fractions" });
  return { x, y, w, h };
}
