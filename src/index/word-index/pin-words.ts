/** A pin as the word index takes it: what people wrote, what the models saw, and what that is a kind of. */
import type { Pin } from "../../core/nouns.ts";
import type { AroundPin, Facet, LabelWords, PlacedText, SeenWords, WordDocument } from "../../core/words.ts";
import { coloursSaid } from "../../vision/colour-words.ts";
import { coloursOf } from "../../vision/subject.ts";
import { wordsIn } from "./analyzer.ts";

/** Labels less sure than this are not words of a picture. */
const sure = 0.15;

/** @param labels of the vision model by number, for synonyms and what a label is a kind of; may be empty */
export function pinWords(
  pin: Pin,
  seen: SeenWords | null,
  labels: readonly LabelWords[],
  { ownerName = "", read = "" }: AroundPin = {},
): WordDocument {
  const written: PlacedText[] = [
    ...pinTexts("title", [pin.title]),
    ...pinTexts("tags", pin.tags),
    ...pinTexts("description", [pin.description]),
    ...pinTexts("boards", pin.boards),
    ...pinTexts(
      "attributes",
      Object.values(pin.attributes).filter((value) => typeof value === "string"),
    ),
    ...pinTexts("read", [read]),
    ...pinTexts("owner", [ownerName]),
    ...pinTexts("domain", [pin.domain]),
  ];
  return {
    seq: pin.seq,
    texts: [...written, ...colourTexts(written), ...(seen ? seenTexts(seen, labels) : [])],
    facets: facetsOf(pin, seen),
    group: pin.group,
    labels: seen?.postings ?? [],
    price: pin.price?.amount ?? null,
    createdAt: pin.createdAt,
  };
}

function pinTexts(place: PlacedText["place"], texts: readonly string[]): PlacedText[] {
  return texts.filter((text) => text !== "").map((text) => ({ place, text, weight: 1 }));
}

/** What written colours are a kind of: navy is blue, sage is green. */
function colourTexts(written: readonly PlacedText[]): PlacedText[] {
  const general = new Set<string>();
  for (const { text } of written) {
    for (const { path, value } of coloursSaid(wordsIn(text))) {
      for (const name of [...path, value]) general.add(name);
    }
  }
  return [...general].map((text) => ({ place: "general", text, weight: 1 }));
}

function seenTexts(seen: SeenWords, labels: readonly LabelWords[]): PlacedText[] {
  const words = new Map<string, PlacedText>();
  const say = (place: PlacedText["place"], text: string, weight: number): void => {
    const known = words.get(`${place} ${text}`);
    if (!known || known.weight < weight) words.set(`${place} ${text}`, { place, text, weight });
  };
  for (const sight of [seen, ...seen.objects]) {
    say("seen", sight.kind.name, sight.kind.confidence);
    for (const general of sight.kind.path.slice(0, -1)) say("general", general, sight.kind.confidence);
    for (const { name, index, confidence } of sight.labels) {
      if (confidence < sure) continue;
      say("seen", name, confidence);
      for (const synonym of labels[index]?.synonyms ?? []) say("general", synonym, confidence);
      for (const general of labels[index]?.path ?? []) say("general", general, confidence);
    }
  }
  return [...words.values()];
}

function facetsOf(pin: Pin, seen: SeenWords | null): Facet[] {
  const sights = seen ? [seen, ...seen.objects] : [];
  const values: Array<readonly [string, readonly string[]]> = [
    ["kind", sights.map(({ kind }) => kind.name)],
    ["colour", seen ? coloursOf(seen).map(({ name }) => name) : []],
    ["tag", pin.tags],
    ["board", pin.boards],
    ["owner", [pin.owner]],
    ["domain", pin.domain === "" ? [] : [pin.domain]],
  ];
  return values.flatMap(([name, all]) => [...new Set(all)].map((value) => ({ name, value })));
}
