/** The original pictures of a data folder, copied file by file: their names are their contents, so none ever changes. */
import { constants } from "node:fs";
import { copyFile, mkdir, readdir, rename, stat } from "node:fs/promises";
import { basename, dirname, join } from "node:path";

/** @returns how many were not there yet */
export async function copyOriginals(from: string, to: string): Promise<number> {
  const paths = await readdir(from, { recursive: true }).catch(() => []);
  let copied = 0;
  for (const path of paths.filter((one) => /^[0-9a-f]{64}$/.test(basename(one)))) {
    const target = join(to, path);
    if (await stat(target).catch(() => null)) continue;
    await mkdir(dirname(target), { recursive: true });
    // A copy on the same disk may share its bytes; a name that exists is complete.
    await copyFile(join(from, path), `${target}~`, constants.COPYFILE_FICLONE);
    await rename(`${target}~`, target);
    copied++;
  }
  return copied;
}
