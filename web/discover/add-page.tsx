/** Add pictures: many at once by choosing, dropping, pasting or link; each says how far it is and what went wrong. */
import { useQueryClient } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useEffect, useRef, useState } from "react";
import { addPicture, type Created, patchPin, Refusal, removePin, sourceOf } from "../api.ts";
import { Button } from "../parts/button.tsx";
import { Icon } from "../parts/icon.tsx";
import { Picture } from "../parts/picture.tsx";
import { useToast } from "../parts/toast.tsx";
import { pictureIn } from "./picture-query.ts";
import "./add-page.css";

interface Upload {
  readonly key: number;
  readonly name: string;
  /** 0..1 */
  readonly part: number;
  readonly added?: Created["pins"][number];
  readonly error?: { readonly words: string; readonly remedy: string };
}

let lastKey = 0;

function errorOf(error: unknown): Upload["error"] {
  if (error instanceof Refusal) return { words: error.message, remedy: error.remedy };
  return { words: "The server can't be reached.", remedy: "Try this one again when it is back." };
}

function useUploads() {
  const [uploads, setUploads] = useState<readonly Upload[]>([]);
  const queries = useQueryClient();
  const change = (key: number, next: Partial<Upload>) =>
    setUploads((now) => now.map((each) => (each.key === key ? { ...each, ...next } : each)));
  const add = async (sources: readonly File[]) => {
    const begun = sources.map((source) => {
      lastKey += 1;
      return { key: lastKey, source, name: source.name, part: 0 };
    });
    setUploads((now) => [...begun, ...now]);
    for (const { key, source } of begun) {
      try {
        const { pins, failures } = await addPicture(source, (part) => change(key, { part }));
        const [failure] = failures;
        if (failure) change(key, { error: { words: failure.sentence, remedy: failure.remedy } });
        else if (pins[0]) change(key, { part: 1, added: pins[0] });
      } catch (error) {
        change(key, { error: errorOf(error) });
      }
    }
    await queries.invalidateQueries({ queryKey: ["pins"] });
  };
  const forget = (key: number) => setUploads((now) => now.filter((each) => each.key !== key));
  return { uploads, add, forget };
}

export function AddPage() {
  const { uploads, add, forget } = useUploads();
  const file = useRef<HTMLInputElement>(null);
  const latest = useRef(add);
  latest.current = add;
  useEffect(() => {
    const paste = (event: ClipboardEvent) => {
      if (event.target instanceof Element && event.target.closest("input, textarea")) return;
      const picture = pictureIn(event.clipboardData);
      if (picture instanceof File) latest.current([picture]);
    };
    addEventListener("paste", paste);
    return () => removeEventListener("paste", paste);
  }, []);
  const drop = (event: React.DragEvent) => {
    event.preventDefault();
    add(Array.from(event.dataTransfer.files));
  };
  const done = uploads.filter((each) => each.added).length;
  return (
    <div className="add">
      <h1>Add pictures</h1>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: dropping is one more way beside the button within */}
      <div className="add-drop" onDragOver={(event) => event.preventDefault()} onDrop={drop}>
        <Icon name="upload" size={32} />
        <p>Drop pictures here, or paste one</p>
        <Button tone="main" onClick={() => file.current?.click()}>
          Choose pictures
        </Button>
        <input
          ref={file}
          type="file"
          accept="image/*"
          multiple
          hidden
          onChange={(event) => add(Array.from(event.target.files ?? []))}
        />
      </div>
      <p className="add-count" role="status">
        {uploads.length > 0 && `${done} of ${uploads.length} added`}
      </p>
      <ul className="add-list">
        {uploads.map((upload) => (
          <UploadRow key={upload.key} upload={upload} onForget={() => forget(upload.key)} />
        ))}
      </ul>
    </div>
  );
}

function UploadRow({ upload, onForget }: { upload: Upload; onForget: () => void }) {
  const say = useToast();
  const { added, error } = upload;
  const rename = async (title: string) => {
    if (!added || title === added.pin.title) return;
    try {
      await patchPin(added.pin.id, { title });
      say({ words: "Title kept", undo: () => void patchPin(added.pin.id, { title: added.pin.title }) });
    } catch (refusal) {
      say({ words: errorOf(refusal)?.words ?? "Not kept" });
    }
  };
  const takeBack = async () => {
    if (added) await removePin(added.pin.id);
    onForget();
  };
  return (
    <li className="add-row">
      <span className="add-thumb">
        {added ? (
          <Picture source={sourceOf(added.pin)} alt="" shownWidth={56} />
        ) : (
          <Icon name={error ? "alert" : "upload"} />
        )}
      </span>
      <div className="add-words">
        {added?.created ? (
          <input
            defaultValue={added.pin.title}
            placeholder="Title"
            aria-label={`Title of ${upload.name}`}
            onBlur={(event) => rename(event.target.value.trim())}
          />
        ) : (
          <b>{upload.name}</b>
        )}
        {error && (
          <p className="add-error">
            {error.words} {error.remedy}
          </p>
        )}
        {!error && !added && <progress value={upload.part} max={1} aria-label={`Upload of ${upload.name}`} />}
        {added && !added.created && <p>Already here: this is the original.</p>}
      </div>
      {added && (
        <Link className="button button-plain" to="/pin/$id" params={{ id: added.pin.id }} search={{}}>
          See it
        </Link>
      )}
      {added?.created && (
        <Button tone="quiet" onClick={takeBack}>
          Undo
        </Button>
      )}
      {error && (
        <Button tone="quiet" onClick={onForget}>
          Dismiss
        </Button>
      )}
    </li>
  );
}
