/** Visual search over HTTP. */
import { BowerbirdError } from "../../core/errors.ts";
import type { PictureSource } from "../../core/ports.ts";
import type { ComposedAnswer } from "../../search/compose/compose.ts";
import type { VisualQuery } from "../../search/question.ts";
import type { VisualAnswer } from "../../search/search.ts";
import type { Asked, Handlers } from "../asked.ts";
import type {
  ComposedAnswer as ComposedAnswerView,
  SearchAnswer,
  search,
  VisualQuestion,
} from "../contract/search.ts";
import type { FilterInput } from "../contract/views.ts";
import { viewEvidence } from "../evidence-views.ts";
import { shownTo } from "../hidden.ts";
import { viewKind, viewObject, viewPin } from "../pin-views.ts";
import { writeSlate } from "../slates.ts";
import { parseFilter } from "./pins.ts";

export const searchHandlers: Handlers<typeof search> = {
  composed: async (asked) => {
    const { text, blob, limit, ...body } = asked.body;
    const k = limit ?? body.k;
    const query = await visualQuestion(asked, { ...body, ...(k !== undefined && { k }) }, blob);
    const answer = await asked.engine.composed.search({ ...query, text });
    writeVisualSlate(asked, "composed_search", query, answer);
    return viewComposedAnswer(answer);
  },
  visual: async (asked) => ask(asked, "visual_search", await visualQuestion(asked, asked.body)),
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
      ...(query.cutoff !== undefined && { cutoff: query.cutoff }),
      ...(query.cursor !== undefined && { cursor: query.cursor }),
      ...(await shownTo(asked, query.filter === undefined ? undefined : parseFilter(query.filter))),
    });
  },
};

type About = Pick<Asked, "engine" | "request" | "caller">;

/** The one picture that is asked by. @throws BAD_INPUT BLOB_NOT_FOUND */
async function visualQuestion(
  { pictures, engine, caller }: Pick<Asked, "pictures" | "engine" | "caller">,
  { k, url, filter, pin, object, crop, cutoff, cursor }: VisualQuestion,
  blob?: string,
): Promise<VisualQuery> {
  const uploaded: PictureSource | null = pictures[0] ? { bytes: pictures[0].bytes } : null;
  const given = [...pictures, pin, url, blob].filter((one) => one !== undefined);
  const refused = (why: string) => new BowerbirdError("BAD_INPUT", { what: "the query", why });
  if (given.length !== 1) throw refused("give one of: a picture, `pin`, `url`");
  if (object !== undefined && crop) throw refused("give `object` or `crop`, not both");
  const linked = url === undefined ? uploaded : { bytes: await engine.links.fetch(url) };
  const picture = blob === undefined ? linked : { path: await engine.blobs.path(blob) };
  return {
    limit: k ?? engine.settings["search.results"],
    ...(picture && { picture }),
    ...(pin !== undefined && { pin }),
    ...(object !== undefined && { object }),
    ...(crop && { crop }),
    ...(cutoff !== undefined && { cutoff }),
    ...(cursor !== undefined && { cursor }),
    ...(await shownTo({ engine, caller }, filter)),
  };
}

async function ask(about: About, surface: string, query: VisualQuery): Promise<SearchAnswer> {
  const answer = await about.engine.search.search(query);
  writeVisualSlate(about, surface, query, answer);
  return viewAnswer(answer);
}

function writeVisualSlate(about: About, surface: string, query: VisualQuery, answer: VisualAnswer): void {
  writeSlate(about, {
    ...{ slate: answer.slate, surface, source: "visual", model: answer.model },
    ...(query.pin !== undefined && { query: query.pin }),
    hits: answer.hits.map(({ pin, similarity, score }) => ({ pin: pin.id, scores: { similarity, score } })),
  });
}

/** What `bowerbird similar --text` prints, too. */
export function viewComposedAnswer(answer: ComposedAnswer): ComposedAnswerView {
  return { ...viewAnswer(answer), understood: viewEvidence(answer.understood, answer.relaxed) };
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
    hits: answer.hits.map(({ pin, seen, similarity, score, region, reasons, similar }) => ({
      pin: viewPin(pin, seen),
      similarity,
      score,
      region: region && { ...region },
      reasons: reasons.map(({ kind, text }) => ({ kind, sentence: text })),
      similar,
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
