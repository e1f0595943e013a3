/**
 * A reader of text in pictures at an address: it is sent the picture's bytes with their type and answers with the text, as
 * plain text or as JSON with a `text`. A few lines before any program that reads pictures make one.
 */
import { readFile } from "node:fs/promises";
import { BowerbirdError } from "../core/errors.ts";
import type { ReadPicture } from "../core/picture-texts.ts";

const patience = 60_000;
const longest = 4000;
/** The picture is at fault, not the reader. */
const refused = new Set([400, 413, 415, 422]);

/** @throws READER_FAILED when there is no answer, or another than a text */
export const httpReader =
  (address: string): ReadPicture =>
  async ({ path, mime }, signal) => {
    const failed = (why: string, cause?: unknown) =>
      new BowerbirdError("READER_FAILED", { address, why }, { cause });
    const body = await readFile(path);
    const answer = await fetch(address, {
      ...{ method: "POST", body, headers: { "content-type": mime } },
      signal: AbortSignal.any([signal, AbortSignal.timeout(patience)]),
    }).catch((cause: unknown) => {
      throw failed("it does not answer", cause);
    });
    if (refused.has(answer.status)) return "";
    if (!answer.ok) throw failed(`it answers ${answer.status}`);
    const said = await answer.text();
    const isJson = answer.headers.get("content-type")?.includes("json") ?? false;
    const text = isJson ? textIn(said) : said;
    if (text === null) throw failed("its JSON has no text");
    return text.slice(0, longest).toWellFormed().trim();
  };

function textIn(json: string): string | null {
  try {
    const answer: unknown = JSON.parse(json);
    const text = typeof answer === "object" && answer !== null && "text" in answer ? answer.text : null;
    return typeof text === "string" ? text : null;
  } catch {
    return null;
  }
}
