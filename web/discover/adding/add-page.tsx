/** Add pictures: many at once by choosing, a folder, dropping, pasting or a link; words for one or for all of them. */
import { Link } from "@tanstack/react-router";
import { useEffect, useRef, useState } from "react";
import { changePins } from "../../api.ts";
import { Button } from "../../parts/button.tsx";
import { EmptyState } from "../../parts/empty-state.tsx";
import { Field } from "../../parts/field.tsx";
import { Icon } from "../../parts/icon.tsx";
import { PictureLink } from "../../parts/picture-link.tsx";
import { useTitle } from "../../parts/title.ts";
import { useToast } from "../../parts/toast.tsx";
import { useMay, useSession } from "../../session.ts";
import { pictureIn } from "../asking/picture-query.ts";
import { droppedFiles } from "./dropped-files.ts";
import { UploadRow } from "./upload-row.tsx";
import { errorOf, type Upload, useUploads } from "./uploads.ts";
import "./add-page.css";

export function AddPage() {
  useTitle("Add pictures");
  const session = useSession();
  const may = useMay("member");
  if (session.isPending) return null;
  if (!may && session.isSuccess) {
    return (
      <EmptyState icon="upload" title="Sign in to add pictures" words="Looking is free; adding needs a name.">
        <Link to="/sign-in" className="button button-main">
          Sign in
        </Link>
      </EmptyState>
    );
  }
  return <Add />;
}

function Add() {
  const { uploads, add, again, forget, takeBack } = useUploads();
  const latest = useRef(add);
  latest.current = add;
  useEffect(() => {
    const paste = (event: ClipboardEvent) => {
      if (event.target instanceof Element && event.target.closest("input, textarea")) return;
      const picture = pictureIn(event.clipboardData);
      if (picture) latest.current([picture]);
    };
    addEventListener("paste", paste);
    return () => removeEventListener("paste", paste);
  }, []);
  const done = uploads.filter((each) => each.added);
  const fresh = done.filter((each) => each.added?.created);
  const failed = uploads.filter((each) => each.error).length;
  return (
    <div className="add">
      <h1>Add pictures</h1>
      <DropPlace onFiles={add} />
      {uploads.length > 0 && (
        <div className="add-count">
          <p role="status">
            <b>
              {done.length} of {uploads.length} added
            </b>
            {failed > 0 && ` · ${failed} could not be`}
          </p>
          {fresh.length > 1 && (
            <Button tone="quiet" onClick={() => takeBack(fresh)}>
              Undo all
            </Button>
          )}
        </div>
      )}
      {fresh.length > 1 && <ForAll uploads={fresh} />}
      <ul className="add-list">
        {uploads.map((upload) => (
          <UploadRow
            key={upload.key}
            upload={upload}
            onForget={() => forget(upload.key)}
            onAgain={() => again(upload)}
            onTakeBack={() => takeBack([upload])}
          />
        ))}
      </ul>
    </div>
  );
}

function DropPlace({ onFiles }: { onFiles: (sources: ReadonlyArray<File | string>) => void }) {
  const file = useRef<HTMLInputElement>(null);
  const folder = useRef<HTMLInputElement>(null);
  const [hovers, setHovers] = useState(false);
  const chosen = (list: FileList | null) =>
    onFiles(
      Array.from(list ?? []).filter(({ type, name }) => type.startsWith("image/") || !name.startsWith(".")),
    );
  const drop = async (event: React.DragEvent) => {
    event.preventDefault();
    setHovers(false);
    onFiles(await droppedFiles(event.dataTransfer));
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: dropping is one more way beside the buttons within
    <div
      className={hovers ? "add-drop add-drop-hovers" : "add-drop"}
      onDragOver={(event) => {
        event.preventDefault();
        setHovers(true);
      }}
      onDragLeave={() => setHovers(false)}
      onDrop={drop}
    >
      <Icon name="upload" size={32} />
      <p>Drop pictures or a folder here, or paste one</p>
      <div className="add-ways">
        <Button tone="main" onClick={() => file.current?.click()}>
          Choose pictures
        </Button>
        <Button className="add-folder" onClick={() => folder.current?.click()}>
          A folder
        </Button>
      </div>
      <input
        ref={file}
        type="file"
        accept="image/*"
        multiple
        hidden
        onChange={(event) => chosen(event.target.files)}
      />
      <input
        ref={folder}
        type="file"
        hidden
        {...{ webkitdirectory: "" }}
        onChange={(event) => chosen(event.target.files)}
      />
      <PictureLink act="Add" className="add-link" onLink={(url) => onFiles([url])} />
    </div>
  );
}

/** Tags and a board for everything that was added here. */
function ForAll({ uploads }: { uploads: readonly Upload[] }) {
  const say = useToast();
  const ids = uploads.flatMap(({ added }) => (added ? [added.pin.id] : []));
  const apply = async (form: FormData) => {
    const words = (name: string) => String(form.get(name) ?? "").trim();
    const addTags = words("tags")
      .split(",")
      .map((tag) => tag.trim())
      .filter(Boolean);
    const addBoards = words("board") ? [words("board")] : [];
    if (addTags.length + addBoards.length === 0) return;
    try {
      await changePins(ids, { addTags, addBoards });
      say({ words: `Kept for ${ids.length} pictures` });
    } catch (error) {
      say({ words: `Not kept. ${errorOf(error).words}` });
    }
  };
  return (
    <form
      className="add-all"
      onSubmit={(event) => {
        event.preventDefault();
        apply(new FormData(event.currentTarget));
        event.currentTarget.reset();
      }}
    >
      <Field label={`Tags for all ${ids.length}`} name="tags" placeholder="Such as oak, kitchen" />
      <Field label="Board for all" name="board" placeholder="A board's name" />
      <Button type="submit">Apply</Button>
    </form>
  );
}
