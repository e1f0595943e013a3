/** The validator by hand, which is fast, and the contract's schema, which is documented, say the same of anything. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { eventColumns } from "../src/core/event-columns.ts";
import { eventTypes } from "../src/core/event-types.ts";
import { type Parsed, parseEvent, type Sender, timeOf } from "../src/events/parse-event.ts";
import { eventInput } from "../src/http/contract/events.ts";

const now = Date.UTC(2026, 2, 4, 12);
const sender: Sender = { person: null, trusted: true, agent: "program", nameless: false };
const moment = {
  received: now,
  skew: 0,
  latest: Number.POSITIVE_INFINITY,
  earliest: Number.NEGATIVE_INFINITY,
};
const parse = (loose: unknown): Parsed => parseEvent(loose, sender, moment, () => false);

const names = eventColumns.map(({ name }) => String(name));
const types = Object.keys(eventTypes);
/** What is right somewhere, what is nearly right, and anything. */
const value = fc.oneof(
  fc.constantFrom<unknown>(
    ...["x", "", "a".repeat(200), "a".repeat(201), "q".repeat(4000), "q".repeat(4001), "granted", "DENIED"],
    ...["2026-03-04", "2026-03-04T12:00:00Z", "2026-99-99", "yesterday", now, 8.64e15, 8.65e15, -1],
    ...[0, 1, 0.5, 1.5, -0, 2 ** 31 - 1, 2 ** 31, 1e300, true, null, [], {}, { similarity: 0.5 }],
    ...[
      { similarity: "high" },
      { "": 1 },
      Object.fromEntries(Array.from({ length: 33 }, (_, i) => [`s${i}`, i])),
    ],
    ...[{ text: "e".repeat(3988) }, { text: "e".repeat(3990) }, [1, 2, 3], "Long Click", "sav"],
  ),
  fc.jsonValue({ maxDepth: 2 }),
);
const right = fc.record({
  id: fc.string({ minLength: 1, maxLength: 200 }),
  type: fc.constantFrom(...types, "Long Click", "VISUAL-SEARCH"),
  time: fc.constantFrom<unknown>(now, now + 0.4, "2026-03-04", "2026-03-04T12:00:00+02:00"),
});
const field = fc.oneof(
  { weight: 9, arbitrary: fc.constantFrom(...names) },
  { weight: 1, arbitrary: fc.constantFrom("colour", "Id", "__proto__", "constructor", "toString") },
);
/** As it comes from JSON: `__proto__` is a field like any other. */
const anEvent = fc
  .tuple(right, fc.dictionary(field, value, { maxKeys: 4 }), fc.boolean())
  .map(([base, changes, whole]) => JSON.parse(JSON.stringify(whole ? { ...base, ...changes } : changes)));

const malformed = (parsed: Parsed): boolean =>
  "refusal" in parsed && parsed.refusal.code === "EVENT_MALFORMED";

test("the same is refused, and what is kept is the same", () => {
  let kept = 0;
  fc.assert(
    fc.property(fc.oneof({ weight: 9, arbitrary: anEvent }, { weight: 1, arbitrary: value }), (loose) => {
      const parsed = parse(loose);
      const schema = eventInput.safeParse(loose);
      expect(malformed(parsed), JSON.stringify(schema.error?.issues[0] ?? "fits the schema")).toBe(
        !schema.success,
      );
      if (!schema.success || "refusal" in parsed) return;
      kept++;
      const { time, type, extra, person, ...rest } = schema.data;
      const denied = rest.consent === "denied";
      for (const [name, each] of Object.entries(rest)) {
        const hidden = denied && (name === "visitor" || name === "session");
        expect(parsed.row[name as keyof typeof parsed.row] ?? null, name).toEqual(
          hidden ? null : (each ?? null),
        );
      }
      expect(parsed.row.person ?? null).toBe(denied ? null : (person ?? null));
      expect(parsed.row.type).toBe(type.toLowerCase().replace(/[ -]/g, "_"));
      expect(parsed.row.clock).toBe(Math.round(timeOf(time)));
      expect(parsed.row.extra ?? null).toBe(extra ? JSON.stringify(extra) : null);
    }),
    { seed: 6, numRuns: 5000 },
  );
  expect(kept).toBeGreaterThan(500);
});

test("a type that nobody knows fits the schema, and is refused with the nearest", () => {
  const loose = { id: "a", type: "sav", time: now };
  expect(eventInput.safeParse(loose).success).toBe(true);
  expect(parse(loose)).toMatchObject({
    refusal: { code: "EVENT_TYPE_UNKNOWN", details: { nearest: "save" } },
  });
});
