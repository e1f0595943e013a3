/**
 * The names people give to boards, sections and themselves, and the notes they write: plain text that shows what it
 * says. Control characters and those that turn the direction of writing are taken out, so that a name cannot disguise
 * itself or the words around it.
 */
import { BowerbirdError } from "../core/errors.ts";

export const nameBound = 100;
export const textBound = 2_000;

/** Bidirectional controls, zero-width marks that only hide, the byte order mark. Joiners stay: some scripts need them. */
const disguises = /[\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff]/g;

/** One line, composed (NFC), trimmed. @throws BAD_INPUT when nothing is left or it is longer than 100 characters */
export function parseName(text: string, what: string): string {
  const name = oneLine(text);
  if (name === "") throw new BowerbirdError("BAD_INPUT", { what, why: "it has no letters" });
  if ([...name].length > nameBound) {
    throw new BowerbirdError("BAD_INPUT", { what, why: `it is longer than ${nameBound} characters` });
  }
  return name;
}

/** A name that came with pictures and cannot be asked about: cut at 100 characters, empty where nothing is left. */
export function cutName(text: string): string {
  return [...oneLine(text)].slice(0, nameBound).join("").trim();
}

/** Any number of lines, trimmed, cut at 2,000 characters. */
export function parseText(text: string): string {
  return [...plain(text).trim()].slice(0, textBound).join("");
}

function oneLine(text: string): string {
  return plain(text).replace(/\s+/gu, " ").trim();
}

function plain(text: string): string {
  return text
    .toWellFormed()
    .replace(/(?![\t\n])\p{Cc}/gu, " ")
    .replace(disguises, "")
    .normalize("NFC");
}
