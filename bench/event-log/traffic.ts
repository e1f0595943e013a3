/** Made-up traffic of a site: mostly impressions, some acts, some exposures; a month of it, whatever its size. */
import { randomUUID } from "node:crypto";
import { seededRandom } from "../../src/core/random.ts";

export interface TrafficEvent {
  readonly id: string;
  readonly type: string;
  readonly time: number;
  readonly visitor: string;
  readonly session: string;
  readonly surface: string;
  readonly slate?: string;
  readonly position?: number;
  readonly pin?: string;
  readonly dwell?: number;
  readonly query?: string;
  readonly experiment?: string;
  readonly arm?: string;
}

export const batchSize = 500;
const monthDays = 30;
const visitors = 50_000;
const slatePlaces = 24;
/** Of twenty events: twelve impressions, three closeups, two clicks, one save, one search, one exposure. */
const mix = [
  ...Array.from({ length: 12 }, () => "impression"),
  ...["closeup", "closeup", "closeup", "click", "click", "save", "search", "exposure"],
];

/** Event number `i` of `total`, which fill the 30 days before `end` in the order of their times. */
export function trafficOf(pins: readonly string[], total: number, end: number) {
  const random = seededRandom(11);
  const begin = end - monthDays * 86_400_000;
  return (i: number): TrafficEvent => {
    const type = mix[i % mix.length];
    const person = random.integer(visitors);
    const slate = `${((i / slatePlaces) | 0).toString(16).padStart(8, "0")}-6d1f-4c52-9b1e-slate`;
    const common = {
      ...{ id: randomUUID(), type, time: Math.round(begin + ((end - begin) * i) / total) },
      ...{ visitor: `v-${person.toString(36)}-9f2c`, session: `s-${person.toString(36)}-${(i / 1e6) | 0}` },
    };
    if (type === "search") return { ...common, surface: "search", query: `blue chair ${person % 997}` };
    if (type === "exposure") {
      const arm = person % 2 === 0 ? "control" : "treatment";
      return { ...common, surface: "wall", experiment: "ranking-2", arm };
    }
    const place = { slate, position: i % slatePlaces, pin: pins[random.integer(pins.length)] };
    return {
      ...{ ...common, surface: "wall", ...place },
      ...(type === "impression" && { dwell: 1000 + random.integer(9000) }),
    };
  };
}

/**
 * A batch ready to be sent whose ids and times are written over for each sending, so that making it costs its sender next
 * to nothing.
 */
export function batchWriter(pins: readonly string[], total: number, end: number) {
  const event = trafficOf(pins, total, end);
  const templates = Array.from({ length: 8 }, (_, turn) => {
    const events = Array.from({ length: batchSize }, (_, i) => event(turn * batchSize + i));
    const text = JSON.stringify({ events });
    const places = events.map(({ id, time }) => {
      const at = text.indexOf(id);
      return { id: at, time: text.indexOf(`"time":${time}`, at) + '"time":'.length };
    });
    return { bytes: Buffer.from(text), places };
  });
  const begin = end - monthDays * 86_400_000;
  return (number: number): Buffer => {
    const { bytes, places } = templates[number % templates.length];
    const body = Buffer.from(bytes);
    const time = String(Math.round(begin + ((end - begin) * number * batchSize) / total));
    for (const place of places) {
      body.write(randomUUID(), place.id, "latin1");
      body.write(time, place.time, "latin1");
    }
    return body;
  };
}
