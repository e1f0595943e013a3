/** One picture being added: how far it is, its words to edit in place, what it is a copy of, or what went wrong. */
import { Link } from "@tanstack/react-router";
import { useEffect, useState } from "react";
import { nameOf, type PinView, patchPin, sourceOf } from "../../api.ts";
import { Button } from "../../parts/button.tsx";
import { Icon } from "../../parts/icon.tsx";
import { Picture } from "../../parts/picture.tsx";
import { Progress } from "../../parts/progress.tsx";
import { useToast } from "../../parts/toast.tsx";
import { errorOf, type Upload } from "./uploads.ts";

interface UploadRowProps {
  upload: Upload;
  onForget: () => void;
  onAgain: () => void;
  onTakeBack: () => void;
}

export function UploadRow({ upload, onForget, onAgain, onTakeBack }: UploadRowProps) {
  const { added, error, original } = upload;
  const twin = original ?? (added && !added.created ? added.pin : null);
  return (
    <li className="add-row">
      <Thumb upload={upload} />
      <div className="add-words">
        {added?.created ? (
          <PinFields pin={added.pin} name={upload.name} />
        ) : (
          <b className="add-name">{upload.name}</b>
        )}
        {error && (
          <p className="add-error">
            {error.words} {error.remedy}
          </p>
        )}
        {!error && !added && <Progress part={upload.part || null} label={`Upload of ${upload.name}`} />}
        {!error && !added && upload.part === 1 && <p>Looking at it …</p>}
        {twin && <Twin pin={twin} exact={!original} />}
      </div>
      <div className="add-acts">
        {added?.created && (
          <Button tone="quiet" onClick={onTakeBack}>
            Undo
          </Button>
        )}
        {error && (
          <Button tone="plain" onClick={onAgain}>
            Try again
          </Button>
        )}
        {(error || (added && !added.created)) && (
          <Button tone="quiet" onClick={onForget}>
            Dismiss
          </Button>
        )}
      </div>
    </li>
  );
}

/** The file itself while it is on its way, the pin afterwards. */
function Thumb({ upload }: { upload: Upload }) {
  const { source, added, error } = upload;
  const [shown, setShown] = useState("");
  useEffect(() => {
    if (typeof source === "string") return;
    const address = URL.createObjectURL(source);
    setShown(address);
    return () => URL.revokeObjectURL(address);
  }, [source]);
  if (added?.created) {
    return (
      <Link
        to="/pin/$id"
        params={{ id: added.pin.id }}
        search={{}}
        className="add-thumb"
        aria-label="See the pin"
      >
        <Picture source={sourceOf(added.pin)} alt="" shownWidth={88} eager />
      </Link>
    );
  }
  return (
    <span className="add-thumb">
      {shown && !error ? <img src={shown} alt="" /> : <Icon name={error ? "alert" : "upload"} />}
    </span>
  );
}

/** Its original, beside it. */
function Twin({ pin, exact }: { pin: PinView; exact: boolean }) {
  return (
    <Link to="/pin/$id" params={{ id: pin.id }} search={{}} className="add-twin">
      <span className="add-thumb">
        <Picture source={sourceOf(pin)} alt="" shownWidth={48} eager />
      </span>
      <span>
        <b>{exact ? "Already here" : "Looks the same as"}</b>
        <span>{nameOf(pin)}</span>
      </span>
    </Link>
  );
}

const tagsOf = (text: string): string[] => [
  ...new Set(
    text
      .split(",")
      .map((tag) => tag.trim())
      .filter(Boolean),
  ),
];

/** Title and tags, kept when the field is left. */
function PinFields({ pin, name }: { pin: PinView; name: string }) {
  const say = useToast();
  const [kept, setKept] = useState({ title: pin.title, tags: [...pin.tags] });
  useEffect(() => setKept({ title: pin.title, tags: [...pin.tags] }), [pin]);
  const keep = async (next: Partial<typeof kept>) => {
    const before = kept;
    if (
      Object.entries(next).every(
        ([field, value]) => String(value) === String(before[field as keyof typeof kept]),
      )
    )
      return;
    try {
      await patchPin(pin.id, next);
      setKept({ ...before, ...next });
      say({
        words: "Kept",
        undo: () => void patchPin(pin.id, before).then(() => setKept(before)),
      });
    } catch (error) {
      say({ words: `Not kept. ${errorOf(error).words}` });
    }
  };
  return (
    <div className="add-fields">
      <input
        key={`title ${kept.title}`}
        defaultValue={kept.title}
        placeholder="Title"
        aria-label={`Title of ${name}`}
        onBlur={(event) => keep({ title: event.target.value.trim() })}
      />
      <input
        key={`tags ${kept.tags}`}
        defaultValue={kept.tags.join(", ")}
        placeholder="Tags, with commas between"
        aria-label={`Tags of ${name}`}
        onBlur={(event) => keep({ tags: tagsOf(event.target.value) })}
      />
    </div>
  );
}
