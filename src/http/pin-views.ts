/** What the house keeps, as the contract shows it. */

import type { z } from "zod";
import { BowerbirdError } from "../core/errors.ts";
import type { ApiKey, Job, Kind, Person, Pin, SeenObject, Understanding } from "../core/nouns.ts";
import type { UnderstandingStore } from "../core/ports.ts";
import { subjectOf } from "../vision/subject.ts";
import type { JobView } from "./contract/jobs.ts";
import type { keyView, PersonView } from "./contract/people.ts";
import type { KindView, ObjectView, PinView } from "./contract/views.ts";

export const iso = (milliseconds: number): string => new Date(milliseconds).toISOString();
export const isoOrNull = (milliseconds: number | null): string | null =>
  milliseconds === null ? null : iso(milliseconds);

/** Pins with what the model in use saw in them, in the order given. */
export async function viewPins(
  pins: readonly Pin[],
  understandings: Pick<UnderstandingStore, "read">,
  model: string,
): Promise<PinView[]> {
  const seen = await understandings.read(
    pins.map((pin) => pin.seq),
    model,
  );
  return pins.map((pin) => viewPin(pin, seen.get(pin.seq) ?? null));
}

export function viewPin(pin: Pin, seen: Understanding | null): PinView {
  const thumbnail = (size: number): string => `/thumbnails/${pin.blob}/${size}`;
  return {
    id: pin.id,
    title: pin.title,
    description: pin.description,
    link: pin.link,
    domain: pin.domain,
    tags: [...pin.tags],
    price: pin.price,
    attributes: { ...pin.attributes },
    owner: pin.owner,
    boards: [...pin.boards],
    sources: [...pin.sources],
    width: pin.width,
    height: pin.height,
    mime: pin.mime,
    bytes: pin.bytes,
    placeholder: pin.placeholder,
    original: `/blobs/${pin.blob}`,
    thumbnails: { 256: thumbnail(256), 640: thumbnail(640), 1280: thumbnail(1280) },
    kind: seen ? viewKind(seen.kind) : null,
    palette: seen ? subjectOf(seen).palette.map((swatch) => ({ ...swatch })) : [],
    labels: seen ? seen.labels.map(({ name, confidence }) => ({ name, confidence })) : [],
    objects: seen ? seen.objects.map(viewObject) : [],
    group: pin.group,
    createdAt: iso(pin.createdAt),
    updatedAt: iso(pin.updatedAt),
    version: pin.version,
  };
}

export function viewKind(kind: Kind): KindView {
  return { name: kind.name, confidence: kind.confidence, path: [...kind.path] };
}

export function viewObject(object: SeenObject): ObjectView {
  return {
    ordinal: object.ordinal,
    box: { ...object.box },
    confidence: object.confidence,
    kind: viewKind(object.kind),
    palette: object.palette.map((swatch) => ({ ...swatch })),
  };
}

export function viewJob(job: Job): JobView {
  return {
    ...job,
    input: { ...job.input },
    progress: { ...job.progress },
    failures: job.failures.map((failure) => ({ ...failure })),
    createdAt: iso(job.createdAt),
    startedAt: isoOrNull(job.startedAt),
    endedAt: isoOrNull(job.endedAt),
  };
}

export function viewPerson({ id, name, email, role, anonymous, createdAt }: Person): PersonView {
  return { id, name, email, role, anonymous, createdAt: iso(createdAt) };
}

export function viewKey(key: ApiKey): z.output<typeof keyView> {
  const { id, name, role, createdBy, createdAt, lastUsedAt, revokedAt } = key;
  if (role === "none") throw new BowerbirdError("INTERNAL");
  return {
    ...{ id, name, role, createdBy },
    createdAt: iso(createdAt),
    lastUsedAt: isoOrNull(lastUsedAt),
    revokedAt: isoOrNull(revokedAt),
  };
}
