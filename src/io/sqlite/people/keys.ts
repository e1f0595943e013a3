/** API keys in SQLite. */
import { randomUUID } from "node:crypto";
import type { Clock } from "../../../core/clock.ts";
import { BowerbirdError } from "../../../core/errors.ts";
import type { ApiKey, Role } from "../../../core/nouns.ts";
import type { PeopleStore } from "../../../core/people.ts";
import type { Database, Row } from "../database.ts";
import { hashOf, newSecret } from "./secrets.ts";

const keyPrefix = "bb_";

export function sqliteKeys(
  database: Database,
  clock: Clock,
): Pick<PeopleStore, "createKey" | "keyOfSecret" | "listKeys" | "revokeKey"> {
  return {
    createKey: async ({ name, role, createdBy }) => {
      const id = randomUUID();
      const secret = keyPrefix + newSecret();
      database.run(
        "insert into api_keys values (?, ?, ?, ?, ?, ?, null, null)",
        ...[id, hashOf(secret), name, role, createdBy, clock.now()],
      );
      const row = database.get("select * from api_keys where id = ?", id);
      if (!row) throw new BowerbirdError("KEY_NOT_FOUND", { id });
      return { key: readKey(row), secret };
    },
    keyOfSecret: async (secret) => {
      const row = database.get(
        "select * from api_keys where hash = ? and revoked_at is null",
        hashOf(secret),
      );
      if (!row) return null;
      if (clock.now() - Number(row.last_used_at ?? 0) > 60_000) {
        database.run("update api_keys set last_used_at = ? where id = ?", clock.now(), row.id);
      }
      return readKey(row);
    },
    listKeys: async () => database.all("select * from api_keys order by created_at, id").map(readKey),
    revokeKey: async (id) => {
      const { changes } = database.run("update api_keys set revoked_at = ? where id = ?", clock.now(), id);
      if (changes === 0) throw new BowerbirdError("KEY_NOT_FOUND", { id });
    },
  };
}

function readKey(row: Row): ApiKey {
  return {
    id: String(row.id),
    name: String(row.name),
    role: String(row.role) as Role,
    createdBy: String(row.created_by),
    createdAt: Number(row.created_at),
    lastUsedAt: row.last_used_at === null ? null : Number(row.last_used_at),
    revokedAt: row.revoked_at === null ? null : Number(row.revoked_at),
  };
}
