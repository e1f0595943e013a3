/** `bowerbird search "words"`. */
import type { WordAnswerView } from "../http/contract/words.ts";
import { parseFilter } from "../http/handlers/pins.ts";
import { viewWordAnswer } from "../http/handlers/words.ts";
import { withData } from "./data-folder.ts";
import { parseCount } from "./parse-count.ts";
import {
  type ReadThumbnail,
  shownPictures,
  thumbnailsOfEngine,
  thumbnailsOfServer,
} from "./pictures/shown-pictures.ts";
import { table } from "./terminal.ts";

export interface WordsCommand {
  readonly data: string;
  readonly server?: string;
  readonly key?: string;
  readonly k: string;
  readonly filter?: string;
  readonly explain?: boolean;
  readonly json?: boolean;
}

export async function findWords(text: string, options: WordsCommand): Promise<void> {
  const k = parseCount(options.k);
  const filter = options.filter === undefined ? undefined : parseFilter(options.filter);
  const explain = options.explain === true;
  const told = async (answer: WordAnswerView, read: ReadThumbnail): Promise<string> => {
    if (options.json) return `${JSON.stringify(jsonOf(answer))}\n`;
    const pins = answer.hits.map(({ pin }) => pin);
    return textOf(answer, await shownPictures(pins, read));
  };
  const said = await withData(
    options,
    async (client) => {
      const query = {
        ...{ q: text, k },
        ...(explain && { explain: "1" as const }),
        ...(filter && { filter: JSON.stringify(filter) }),
      };
      return told(await client.words.search({ query }), thumbnailsOfServer(client));
    },
    async (engine) => {
      await engine.wordsReady();
      const answer = await engine.words.search({ text, limit: k, explain, ...(filter && { filter }) });
      return told(viewWordAnswer(answer), thumbnailsOfEngine(engine));
    },
  );
  process.stdout.write(said);
}

/** Hits as short rows; the rest as the API says it. */
function jsonOf({ hits, ...rest }: WordAnswerView) {
  const rows = hits.map(({ pin, ...hit }) => ({ id: pin.id, title: pin.title, ...hit }));
  return { hits: rows, ...rest };
}

function textOf({ hits, total, corrections, chips }: WordAnswerView, pictures: string): string {
  const corrected = corrections
    .map(({ from, to }) => `Nothing holds “${from}”; looked for “${to}”.\n`)
    .join("");
  if (hits.length === 0) return `${corrected}Nothing found.\n`;
  const rows = hits.map(({ pin, score, step, parts }) => [
    ...[pin.id, score.toFixed(2), step, pin.title || pin.sources[0]],
    (parts ?? []).map(({ name, value }) => `${name} ${value.toFixed(2)}`).join(" + "),
  ]);
  const narrower = chips.map(({ label, pins }) => `${label} (${pins})`).join(", ");
  const found = `${total} found.${narrower ? ` Narrow it by ${narrower}.` : ""}\n`;
  return `${corrected}${pictures}${table(["pin", "score", "found by", "title", "parts"], rows)}${found}`;
}
