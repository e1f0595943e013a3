/** The pictures of a drop: files, all files within folders, or else the link that was dragged. */
import { pictureIn } from "../asking/picture-query.ts";

async function filesOf(entry: FileSystemEntry): Promise<File[]> {
  if (entry.isFile) {
    return [
      await new Promise<File>((resolve, reject) => (entry as FileSystemFileEntry).file(resolve, reject)),
    ];
  }
  const reader = (entry as FileSystemDirectoryEntry).createReader();
  const found: File[] = [];
  // A reader gives a hundred entries at most, and none when it has given all.
  for (;;) {
    const entries = await new Promise<FileSystemEntry[]>((resolve, reject) =>
      reader.readEntries(resolve, reject),
    );
    if (entries.length === 0) return found;
    for (const each of entries) found.push(...(await filesOf(each)));
  }
}

export async function droppedFiles(data: DataTransfer): Promise<Array<File | string>> {
  const link = pictureIn(data);
  const entries = Array.from(data.items).flatMap((item) => item.webkitGetAsEntry() ?? []);
  if (entries.length === 0) return data.files.length > 0 ? Array.from(data.files) : link ? [link] : [];
  const files = (await Promise.all(entries.map(filesOf))).flat();
  // Beside pictures a folder holds the system's own hidden files.
  return files.filter(({ name }) => !name.startsWith("."));
}
