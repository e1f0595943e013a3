/** `bowerbird search PICTURE`, `bowerbird search WORDS` and `bowerbird similar PIN`. */
import { existsSync, readFileSync } from "node:fs";
import type { Command } from "commander";
import { BowerbirdError } from "../core/errors.ts";
import type { Box } from "../core/nouns.ts";
import type { Engine } from "../engine.ts";
import { type ComposedAnswer, cropInput, type SearchAnswer } from "../http/contract/search.ts";
import type { FilterInput } from "../http/contract/views.ts";
import { parseFilter } from "../http/handlers/pins.ts";
import { viewAnswer, viewComposedAnswer } from "../http/handlers/search.ts";
import { parseAs } from "../http/parsing.ts";
import { withData, withServer, withSettings } from "./data-folder.ts";
import { parseCount } from "./parse-count.ts";
import {
  type ReadThumbnail,
  shownPictures,
  thumbnailsOfEngine,
  thumbnailsOfServer,
} from "./pictures/shown-pictures.ts";
import { findWords } from "./search-words.ts";
import { table } from "./terminal.ts";

interface SearchCommand {
  readonly data: string;
  readonly server?: string;
  readonly key?: string;
  readonly k: string;
  readonly crop?: string;
  readonly object?: string;
  readonly filter?: string;
  readonly text?: string;
  readonly explain?: boolean;
  readonly json?: boolean;
}

export function addSearch(bowerbird: Command): void {
  withServer(withSettings(bowerbird.command("search")))
    .argument("<question>", "words, a picture file or the address of a picture")
    .description("find pins by words, or pins that look like a picture or a part of it")
    .option("--k <count>", "how many", "20")
    .option("--crop <x,y,w,h>", "only this part, as fractions of the picture")
    .option("--text <words>", "with a picture: what the thing in it should be like")
    .option("--filter <json>", "a Filter of the API, such as a chip's")
    .option("--explain", "with words: every part of each score")
    .option("--json", "print JSON")
    .addHelpText(
      "after",
      '\nExamples:\n  bowerbird search "blue armchair"\n  bowerbird search sofa.jpg --crop 0.2,0.3,0.5,0.4',
    )
    .action((picture: string, options: SearchCommand) => {
      if (isWords(picture)) return findWords(picture, options);
      const asked = /^https?:/i.test(picture) ? { url: picture } : { bytes: readPicture(picture) };
      return find(
        {
          ...asked,
          ...(options.crop !== undefined && { crop: parseAs<Box>(cropInput, options.crop, "--crop") }),
        },
        options,
      );
    });
  withServer(withSettings(bowerbird.command("similar")))
    .argument("<pin>", "a pin's id")
    .description("find pins that look like a pin, or an object in it")
    .option("--k <count>", "how many", "20")
    .option("--object <ordinal>", "an object in the pin, 1..15")
    .option("--text <words>", "what the thing in it should be like")
    .option("--filter <json>", "a Filter of the API, such as a chip's")
    .option("--json", "print JSON")
    .addHelpText(
      "after",
      "\nExample:\n  bowerbird similar PIN --object 1\n  bowerbird similar PIN --text 'in green'",
    )
    .action((pin: string, options: SearchCommand) =>
      find({ pin, ...(options.object !== undefined && { object: Number(options.object) }) }, options),
    );
}

interface Question {
  readonly bytes?: Uint8Array<ArrayBuffer>;
  readonly pin?: string;
  readonly url?: string;
  readonly object?: number;
  readonly crop?: Box;
}

async function find(question: Question, options: SearchCommand): Promise<void> {
  const k = parseCount(options.k);
  const filter = options.filter === undefined ? {} : { filter: parseFilter(options.filter) };
  const { bytes, ...body } = { ...question, ...filter };
  const words = options.text;
  const told = async (answer: SearchAnswer, read: ReadThumbnail): Promise<string> => {
    if (options.json) return `${JSON.stringify(jsonOf(answer))}\n`;
    return textOf(answer, await shownPictures(pinsOf(answer), read));
  };
  const text = await withData(
    options,
    async (client) => {
      const pictures = bytes && { pictures: [new Blob([bytes])] };
      const answer = await (words === undefined
        ? client.search.visual({ body: { ...body, k }, ...pictures })
        : client.search.composed({ body: { ...body, text: words, k }, ...pictures }));
      return told(answer, thumbnailsOfServer(client));
    },
    async (engine) => told(await alone(engine, { bytes, ...body }, k, words), thumbnailsOfEngine(engine)),
  );
  process.stdout.write(text);
}

async function alone(
  engine: Engine,
  { bytes, url, ...question }: Question & { readonly filter?: FilterInput },
  k: number,
  text: string | undefined,
): Promise<SearchAnswer> {
  const picture = url === undefined ? bytes : await engine.links.fetch(url);
  const query = { ...question, ...(picture && { picture: { bytes: picture } }), limit: k };
  return text === undefined
    ? viewAnswer(await engine.search.search(query))
    : viewComposedAnswer(await engine.composed.search({ ...query, text }));
}

/** A picture is a file that is there, an address, or a name that ends like a picture's. */
function isWords(text: string): boolean {
  return (
    !/^https?:/i.test(text) &&
    !existsSync(text) &&
    !/\.(jpe?g|png|webp|gif|avif|tiff?|bmp|heic|svg)$/i.test(text)
  );
}

/** Hits as short rows; the rest as the API says it. */
function jsonOf({ hits, ...rest }: SearchAnswer) {
  const rows = hits.map(({ pin, similarity, score, region, reasons, similar }) => ({
    ...{ id: pin.id, title: pin.title, similarity, score, similar, region },
    reasons: reasons.map(({ sentence }) => sentence),
  }));
  return { hits: rows, ...rest };
}

const pinsOf = ({ hits }: SearchAnswer) => hits.map(({ pin }) => pin);

function textOf(answer: SearchAnswer & Partial<ComposedAnswer>, pictures: string): string {
  const { hits, intent, chips, nothingSimilar, understood: said = [] } = answer;
  const letGo = said.length > 0 && said.every(({ relaxed }) => relaxed);
  const likely = `Looking for ${intent.sentence} (${Math.round(100 * intent.kind.confidence)} %).\n`;
  const understood = letGo
    ? `${likely}Nothing here fits the words, too; these look like the picture.\n`
    : likely;
  if (nothingSimilar) {
    const kinds = nothingSimilar.nearestKinds.join(", ");
    return `${understood}${nothingSimilar.sentence}${kinds ? ` The nearest it holds: ${kinds}.` : ""}\n`;
  }
  const rows = hits.map(({ pin, similarity, reasons }) => [
    ...[pin.id, similarity.toFixed(3), pin.title || pin.sources[0]],
    reasons.map(({ sentence }) => sentence).join("; "),
  ]);
  const narrower = chips.map(({ label, pins }) => `${label} (${pins})`).join(", ");
  return `${understood}${pictures}${table(["pin", "similarity", "title", "why"], rows)}${narrower ? `Narrow it by ${narrower}.\n` : ""}`;
}

function readPicture(path: string): Uint8Array<ArrayBuffer> {
  try {
    return new Uint8Array(readFileSync(path));
  } catch (cause) {
    throw new BowerbirdError("SOURCE_NOT_FOUND", { source: path }, { cause });
  }
}
