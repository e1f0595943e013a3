/** Data folders of earlier versions, opened by this one: everything is there, with a backup of before. */
import { cpSync, existsSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { afterAll, describe, expect, test } from "vitest";
import { openEngine } from "../src/engine.ts";
import { migrations } from "../src/io/sqlite/migrations.ts";
import { builtinModel } from "../src/vision/vision.ts";

const root = mkdtempSync(join(tmpdir(), "bowerbird-upgrade-"));
afterAll(() => rmSync(root, { recursive: true, force: true }));

/** The secrets of the API keys that the folders were made with. */
const secrets: Readonly<Record<string, string>> = {
  "data-0.1.0": "bb_E8eX5LcnPhKJRD30Kf2dE5MsjogpCPwambph06AEC3Q",
};
const folders = readdirSync("test/fixtures").filter((name) => name.startsWith("data-"));

const schemaOf = (file: string): number => {
  const database = new DatabaseSync(file, { readOnly: true });
  const row = database.prepare("pragma user_version").get();
  database.close();
  return Number(row?.user_version);
};

describe.each(folders)("%s", (name) => {
  test("is upgraded whole", async () => {
    const data = join(root, name);
    cpSync(join("test/fixtures", name), data, { recursive: true });
    const before = schemaOf(join(data, "state.sqlite"));
    const engine = await openEngine({ data, environment: {}, settings: { "vision.processes": 1 } });
    try {
      expect(engine.check()).toBe("ok");
      const { items } = await engine.pins.list({ sort: "oldest", limit: 10 });
      expect(items).toHaveLength(2);
      expect(items[0]).toMatchObject({
        title: "Blue sofa",
        description: "Three seats",
        link: "https://shop.example/sofa",
        tags: ["sofa", "blue"],
        price: { amount: 499, currency: "EUR" },
        attributes: { material: "linen", seats: 3 },
        boards: ["Living room"],
        sources: ["shop/sofa.webp"],
      });
      expect(await engine.pins.count({ boards: ["living room"], attributes: { seats: [3] } })).toBe(1);
      expect(await engine.people.keyOfSecret(secrets[name])).toMatchObject({ name: "shop", role: "member" });
      expect(await engine.people.list()).toMatchObject([{ name: "Ada", role: "admin" }]);
      expect(await engine.jobs.list({ limit: 5 })).toMatchObject([
        { state: "done", progress: { created: 3 } },
      ]);
      expect((await engine.requests.listAudit({ limit: 5 })).items).toMatchObject([{ what: "keys.create" }]);

      await engine.importer.resume();
      const { hits } = await engine.search.search({ pin: items[0].id, limit: 5 });
      expect(hits.map(({ pin }) => pin.id)).toContain(items[1].id);
      expect(await engine.blobs.derivativePath(items[0].blob, "256.webp")).not.toBeNull();

      // Seen by a model of then: it is searched as it is, says what is to be done, and that mends it.
      expect(engine.vision.model).not.toBe(builtinModel);
      expect(engine.vision.unusable).toMatchObject({
        code: "MODEL_MISMATCH",
        remedy: expect.stringContaining("bowerbird reindex"),
      });
      const { model, pictures } = await engine.models.build({});
      await engine.models.activate(model);
      expect({ model, pictures }).toEqual({ model: builtinModel, pictures: 2 });
      expect(engine.vision.unusable).toBeUndefined();
    } finally {
      await engine.close();
    }
    expect(schemaOf(join(data, "state.sqlite"))).toBe(migrations.length);
    const backup = join(data, "backups", `before-version-${migrations.length}.sqlite`);
    expect(existsSync(backup)).toBe(before < migrations.length);
    if (before < migrations.length) expect(schemaOf(backup)).toBe(before);
  });
});
