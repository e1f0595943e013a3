/** Visual search over HTTP. */
import { BowerbirdError } from "../../core/errors.ts";
import type { PictureSource } from "../../core/ports.ts";
import type { VisualQuery } from "../../search/question.ts";
import type { VisualAnswer } from "../../search/search.ts";
import type { Asked, Handlers } from "../asked.ts";
import type { SearchAnswer, search } from "../contract/search.ts";
import type { FilterInput } from "../contract/views.ts";
import { viewKind, viewObject, viewPin } from "../pin-views.ts";
import { writeSlate } from "../slates.ts";
import { parseFilter } from "./pins.ts";

export const searchHandlers: Handlers<typeof search> = {
  visual: async (asked) => {
    const { body, pictures, engine } = asked;
    const { k, url, filter, pin, ...rest } = body;
    const uploaded: PictureSource | null = pictures[0] ? { bytes: pictures[0].bytes } : null;
    const given = [uploaded, pin, url].filter((one) => one !== null && one !== undefined);
    if (given.length !== 1) {
      throw new BowerbirdError("BAD_INPUT", {
        what: "the query",
        why: "give one of: a picture, `pin`, `url`",
      });
    }
    const picture = url === undefined ? uploaded : { bytes: await engine.links.fetch(url) };
    return ask(asked, "visual_search", {
      ...rest,
      limit: k ?? engine.settings["search.results"],
      ...(picture && { picture }),
      ...(pin !== undefined && { pin }),
      ...(filter && { filter }),
    });
  },
  linkedPicture: async ({ query, engine, reply }) => {
    const picture = { bytes: await engine.links.fetch(query.url) };
    await engine.studio.inspect(picture);
    const [shown] = await engine.studio.thumbnails(picture, [1280]);
    return reply.type("image/webp").header("cache-control", "private, max-age=300").send(Buffer.from(shown));
  },
  similar: async (asked) => {
    const { params, query, engine } = asked;
    return ask(asked, "similar", {
      pin: params.id,
      limit: query.k ?? engine.settings["search.results"],
      ...(query.object !== undefined && { object: query.object }),
      ...(query.cursor !== undefined && { cursor: query.cursor }),
      ...(query.filter !== undefined && { filter: parseFilter(query.filter) }),
    });
  },
};

type About = Pick<Asked, "engine" | "request" | "caller">;

async function ask(about: About, surface: string, query: VisualQuery): Promise<SearchAnswer> {
  const answer = await about.engine.search.search(query);
  writeSlate(about, {
    ...{ slate: answer.slate, surface, source: "visual", model: answer.model },
    ...(query.pin !== undefined && { query: query.pin }),
    hits: answer.hits.map(({ pin, similarity, score }) => ({ pin: pin.id, scores: { similarity, score } })),
  });
  return viewAnswer(answer);
}

/** What `bowerbird search` prints, too. */
export function viewAnswer(answer: VisualAnswer): SearchAnswer {
  const { sight, view, box, quality } = answer.intent;
  return {
    slate: answer.slate,
    region: { ...box },
    objects: answer.query.objects.map(viewObject),
    intent: {
      kind: viewKind(sight.kind),
      view,
      palette: sight.palette.map((swatch) => ({ ...swatch })),
      quality: { ...quality },
      sentence: `${lookedAt[view]}, most likely ${sight.kind.name}`,
    },
    hits: answer.hits.map(({ pin, seen, similarity, score, region, reasons }) => ({
      pin: viewPin(pin, seen),
      similarity,
      score,
      region: region && { ...region },
      reasons: reasons.map(({ kind, text }) => ({ kind, sentence: text })),
    })),
    chips: answer.chips.map(({ facet, text, hits, filter }) => ({
      facet,
      label: text,
      pins: hits,
      filter: structuredClone(filter) as FilterInput,
    })),
    nothingSimilar: answer.nothingSimilar && {
      sentence: "Nothing in the collection looks like this.",
      nearestKinds: [...answer.nothingSimilar.nearestKinds],
    },
    cursor: answer.cursor,
    timings: { ...answer.timings },
  };
}

const lookedAt = { object: "one thing", scene: "a scene", crop: "the part that was drawn" } as const;
