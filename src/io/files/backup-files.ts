/** Copies of the state in one folder, named by their time. */
import { mkdir, readdir, stat } from "node:fs/promises";
import { join } from "node:path";
import type { Clock } from "../../core/clock.ts";
import { toBowerbirdError } from "../../core/errors.ts";
import type { Backup, Backups } from "../../core/upkeep.ts";

export function backupFiles(folder: string, copyTo: (path: string) => Promise<void>, clock: Clock): Backups {
  const read = async (name: string): Promise<Backup> => {
    const { size, mtimeMs } = await stat(join(folder, name));
    return { name, bytes: size, createdAt: Math.round(mtimeMs) };
  };
  return {
    list: async () => {
      const names = await readdir(folder).catch(() => []);
      const backups = await Promise.all(names.filter((name) => name.endsWith(".sqlite")).map(read));
      return backups.sort((a, b) => b.createdAt - a.createdAt);
    },
    create: async () => {
      const time = new Date(clock.now()).toISOString().replace(/[:.]/g, "-");
      const name = `state-${time}.sqlite`;
      try {
        await mkdir(folder, { recursive: true });
        await copyTo(join(folder, name));
      } catch (error) {
        throw toBowerbirdError(error);
      }
      return read(name);
    },
  };
}
