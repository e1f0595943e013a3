/** One pin on a wall: the picture is the link; acts appear on hover, focus and long press. */
import { Link } from "@tanstack/react-router";
import { useRef, useState } from "react";
import { type PinView, sourceOf } from "../api.ts";
import { Button, IconButton } from "../parts/button.tsx";
import { Picture } from "../parts/picture.tsx";
import { useToast } from "../parts/toast.tsx";
import { useSave } from "./save.ts";
import "./pin-tile.css";

interface PinTileProps {
  pin: PinView;
  width: number;
  eager: boolean;
  reason?: string;
  detail?: string;
}

/** Milliseconds a finger rests before the acts appear. */
const longPress = 450;

export function PinTile({ pin, width, eager, reason, detail }: PinTileProps) {
  const [held, setHeld] = useState(false);
  const timer = useRef(0);
  const save = useSave();
  const say = useToast();
  const share = async () => {
    await navigator.clipboard.writeText(new URL(`/pin/${pin.id}`, location.href).href);
    say({ words: "Link copied" });
  };
  const release = () => clearTimeout(timer.current);
  return (
    <article
      className={held ? "pin-tile pin-tile-held" : "pin-tile"}
      onBlur={() => setHeld(false)}
      onPointerDown={(event) => {
        if (event.pointerType === "touch") timer.current = window.setTimeout(() => setHeld(true), longPress);
      }}
      onPointerUp={release}
      onPointerCancel={release}
      onContextMenu={(event) => held && event.preventDefault()}
    >
      <Link
        to="/pin/$id"
        params={{ id: pin.id }}
        search={{}}
        className="pin-tile-picture"
        aria-label={pin.title || "Untitled picture"}
        onClick={(event) => held && event.preventDefault()}
      >
        <Picture source={sourceOf(pin)} alt="" shownWidth={width} eager={eager} />
      </Link>
      <div className="pin-tile-acts">
        <Button tone="main" aria-label={`Save ${pin.title || "this picture"}`} onClick={() => save(pin)}>
          Save
        </Button>
        <IconButton icon="link" over name={`Copy link to ${pin.title || "this picture"}`} onClick={share} />
      </div>
      {reason && (
        <p className="pin-tile-words">
          <b>{reason}</b> {detail}
        </p>
      )}
    </article>
  );
}
