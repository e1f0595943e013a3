/**
 * One pin on a wall: the picture is the link; acts appear on hover, focus and long press, and are in the document only
 * from then on: a wall of links is a third as large, and everything that looks at the whole page that much quicker.
 */
import { useQueryClient } from "@tanstack/react-query";
import { Link, useNavigate } from "@tanstack/react-router";
import { type MouseEvent, type ReactNode, useRef, useState } from "react";
import { nameOf, type PinView, sourceOf } from "../../api.ts";
import { afterPaint } from "../../parts/after-paint.ts";
import { IconButton } from "../../parts/button.tsx";
import { Picture } from "../../parts/picture.tsx";
import { rememberOpened } from "../page-focus.ts";
import { type Place, PlaceContext, recording, rememberPlace, useImpression } from "../recording.ts";
import { useShare } from "../share.ts";
import { PinMore } from "./pin-more.tsx";
import { SaveActs } from "./save-acts.tsx";
import "./pin-tile.css";

interface PinTileProps {
  pin: PinView;
  width: number;
  eager: boolean;
  reason?: ReactNode;
  detail?: string;
  /** The list it is shown in; without it nothing is recorded. */
  place?: Place;
}

const nowhere: Place = {};

/** Milliseconds a finger rests before the acts appear. */
const longPress = 450;
/** Milliseconds a pointer rests before boards are suggested. */
const rest = 100;

/** Far: nothing but the picture. Close: with its acts. Near: with boards suggested in them. */
type Distance = "far" | "close" | "near";

export function PinTile({ pin, width, eager, reason, detail, place = nowhere }: PinTileProps) {
  const [held, setHeld] = useState(false);
  /** The click was heard, the page is on its way. */
  const [opening, setOpening] = useState(false);
  const [distance, setDistance] = useState<Distance>("far");
  const timer = useRef(0);
  const approach = useRef(0);
  const share = useShare();
  const queries = useQueryClient();
  const navigate = useNavigate();
  /** What the wall knows of the pin is shown at once; the page asks for the newest beside it. */
  const open = (event: MouseEvent) => {
    if (held || opening) return event.preventDefault();
    rememberOpened(pin.id);
    rememberPlace(pin.id, place);
    queries.setQueryData(["pin", pin.id], (known: PinView | undefined) => known ?? pin, { updatedAt: 1 });
    // In a tab of its own: the browser's business.
    if (event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    setOpening(true);
    afterPaint(() => navigate({ to: "/pin/$id", params: { id: pin.id }, search: {} }));
  };
  const element = useImpression<HTMLElement>(pin.id, place);
  const release = () => clearTimeout(timer.current);
  return (
    <PlaceContext value={place}>
      <article
        ref={element}
        className={held ? "pin-tile pin-tile-held" : "pin-tile"}
        onBlur={() => setHeld(false)}
        onFocus={() => setDistance("near")}
        onPointerEnter={() => {
          setDistance((now) => (now === "far" ? "close" : now));
          approach.current = window.setTimeout(() => setDistance("near"), rest);
        }}
        onPointerLeave={() => clearTimeout(approach.current)}
        onPointerDown={(event) => {
          if (event.pointerType === "touch")
            timer.current = window.setTimeout(() => setHeld(true), longPress);
        }}
        onPointerUp={release}
        onPointerCancel={release}
        onContextMenu={(event) => held && event.preventDefault()}
      >
        <Link
          to="/pin/$id"
          params={{ id: pin.id }}
          search={{}}
          className={opening ? "pin-tile-picture pin-tile-opening" : "pin-tile-picture"}
          aria-label={nameOf(pin)}
          onClick={open}
        >
          <Picture source={sourceOf(pin)} alt="" shownWidth={width} eager={eager} />
        </Link>
        {distance !== "far" && (
          <>
            <div className="pin-tile-acts">
              <SaveActs pin={pin} near={distance === "near"} />
            </div>
            <div className="pin-tile-acts pin-tile-foot">
              <IconButton
                icon="link"
                over
                name={`Copy link to ${nameOf(pin)}`}
                onClick={() => {
                  recording.record({ type: "share", pin: pin.id, ...place });
                  share(`/pin/${pin.id}`, pin.title);
                }}
              />
              <PinMore pin={pin} />
            </div>
          </>
        )}
        {reason && (
          <p className="pin-tile-words">
            <b>{reason}</b> {detail}
          </p>
        )}
      </article>
    </PlaceContext>
  );
}
