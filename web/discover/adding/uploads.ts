/** Pictures on their way to the server: three at once, each with its progress, its answer and a way back. */
import { useQueryClient } from "@tanstack/react-query";
import { useRef, useState } from "react";
import {
  addLink,
  addPicture,
  type Created,
  type PinView,
  Refusal,
  readPin,
  removePins,
  restorePins,
} from "../../api.ts";
import { useToast } from "../../parts/toast.tsx";
import { recording } from "../recording.ts";

export interface Upload {
  readonly key: number;
  readonly name: string;
  readonly source: File | string;
  /** 0..1 */
  readonly part: number;
  readonly added?: Created["pins"][number];
  /** The pin that it looks the same as, where it is not the first of its group. */
  readonly original?: PinView;
  readonly error?: { readonly words: string; readonly remedy: string };
}

const atOnce = 3;
let lastKey = 0;

export function errorOf(error: unknown): NonNullable<Upload["error"]> {
  if (error instanceof Refusal) return { words: error.message, remedy: error.remedy };
  return { words: "The server can't be reached.", remedy: "Try this one again when it is back." };
}

async function send(upload: Upload, onProgress: (part: number) => void): Promise<Partial<Upload>> {
  const { source } = upload;
  const { pins, failures } =
    typeof source === "string" ? await addLink(source) : await addPicture(source, onProgress);
  const [failure] = failures;
  if (failure) return { error: { words: failure.sentence, remedy: failure.remedy } };
  const [added] = pins;
  if (!added) return { error: { words: "Nothing came of it.", remedy: "Try it once more." } };
  if (added.created) recording.record({ type: "upload", surface: "add", pin: added.pin.id });
  const twin = added.created && added.pin.group !== added.pin.id;
  const original = twin ? await readPin(added.pin.group).catch(() => null) : null;
  return { part: 1, added, ...(original && { original }) };
}

export function useUploads() {
  const [uploads, setUploads] = useState<readonly Upload[]>([]);
  const waiting = useRef<Upload[]>([]);
  const running = useRef(0);
  const queries = useQueryClient();
  const say = useToast();
  const change = (key: number, next: Partial<Upload>) =>
    setUploads((now) => now.map((each) => (each.key === key ? { ...each, ...next } : each)));

  const work = async (): Promise<void> => {
    const next = running.current < atOnce ? waiting.current.shift() : undefined;
    if (!next) return;
    running.current += 1;
    change(
      next.key,
      await send(next, (part) => change(next.key, { part })).catch((error) => ({ error: errorOf(error) })),
    );
    running.current -= 1;
    // The wall begins anew: its pages would otherwise be asked for again one by one.
    if (running.current === 0 && waiting.current.length === 0) queries.removeQueries({ queryKey: ["pins"] });
    work();
  };
  const begin = (begun: readonly Upload[]) => {
    waiting.current.push(...begun);
    for (let i = 0; i < atOnce; i++) work();
  };
  const add = (sources: ReadonlyArray<File | string>) => {
    const begun = sources.map((source) => {
      lastKey += 1;
      return { key: lastKey, source, name: typeof source === "string" ? source : source.name, part: 0 };
    });
    setUploads((now) => [...begun, ...now]);
    begin(begun);
  };
  const again = (upload: Upload) => {
    const { error: _, ...fresh } = upload;
    setUploads((now) => now.map((each) => (each.key === upload.key ? { ...fresh, part: 0 } : each)));
    begin([{ ...fresh, part: 0 }]);
  };
  const forget = (key: number) => setUploads((now) => now.filter((each) => each.key !== key));
  /** Takes pins that were added here away again; the toast brings them back. */
  const takeBack = async (gone: readonly Upload[]) => {
    const ids = gone.flatMap(({ added }) => (added?.created ? [added.pin.id] : []));
    try {
      if (ids.length > 0) await removePins(ids);
      const keys = new Set(gone.map(({ key }) => key));
      setUploads((now) => now.filter(({ key }) => !keys.has(key)));
      const words = ids.length === 1 ? "Picture removed" : `${ids.length} pictures removed`;
      const undo = () => void restorePins(ids).then(() => setUploads((now) => [...gone, ...now]));
      say({ words, undo });
    } catch (error) {
      say({ words: errorOf(error).words });
    }
  };
  return { uploads, add, again, forget, takeBack };
}
