import { DatabaseSync } from "node:sqlite";
import fc from "fast-check";
import { expect, test } from "vitest";
import { oklabOfHex } from "../../../vision/colour.ts";
import { seenColours } from "./0006-seen-colours.ts";

test("colours seen before the change are reckoned as those seen since", () => {
  const hex = fc.integer({ min: 0, max: 0xffffff }).map((value) => `#${value.toString(16).padStart(6, "0")}`);
  fc.assert(
    fc.property(fc.uniqueArray(hex, { minLength: 1, maxLength: 5 }), (hexes) => {
      const database = new DatabaseSync(":memory:");
      database.exec("create table sights (model text, key integer, body text)");
      const palette = [...hexes.map((one) => ({ hex: one, share: 0.15 })), { hex: "#ffffff", share: 0.05 }];
      database.prepare("insert into sights values ('m', 48, ?)").run(JSON.stringify({ palette }));
      database.exec(seenColours);
      const rows = database
        .prepare("select seq, lightness, a, b from seen_colours order by lightness, a, b")
        .all();
      const expected = hexes.map(oklabOfHex).sort((x, y) => x[0] - y[0] || x[1] - y[1] || x[2] - y[2]);
      expect(rows).toHaveLength(expected.length);
      rows.forEach(({ seq, lightness, a, b }, i) => {
        expect(seq).toBe(3);
        [lightness, a, b].forEach((value, k) => {
          expect(Number(value)).toBeCloseTo(expected[i][k], 6);
        });
      });
      database.close();
    }),
    { numRuns: 50 },
  );
});
