/** What people see and do here, recorded: the one recorder of the app, and how its pages use it. */
import { createContext, useContext, useEffect, useRef } from "react";
import type { Happening } from "../recording/happening.ts";
import { recorder } from "../recording/recorder.ts";

export const recording = recorder("/events");

/** Where a pin is shown: acts on it name the list and the place they happened in. */
export type Place = Pick<Happening, "surface" | "slate" | "position" | "board">;

export const PlaceContext = createContext<Place>({});
export const usePlaceShown = (): Place => useContext(PlaceContext);

/** Where each pin was opened from last, so that its page knows. */
const openedFrom = new Map<string, Place>();
export const rememberPlace = (pin: string, place: Place): void => void openedFrom.set(pin, place);
export const placeOf = (pin: string): Place => openedFrom.get(pin) ?? { surface: "pin" };

/** Watches an element for as long as it is there. */
export function useImpression<E extends Element>(pin: string, place: Place | undefined) {
  const element = useRef<E>(null);
  const { surface, slate, position } = place ?? {};
  useEffect(() => {
    if (!element.current || slate === undefined) return;
    return recording.watch(element.current, {
      pin,
      slate,
      ...(surface !== undefined && { surface }),
      ...(position !== undefined && { position }),
    });
  }, [pin, surface, slate, position]);
  return element;
}

/** A page was open: told when it is left, with how long it was. */
export function useView(surface: string, about: Pick<Happening, "pin" | "board"> = {}): void {
  const { pin, board } = about;
  useEffect(() => {
    let time = Date.now();
    const end = () => {
      const dwell = Date.now() - time;
      recording.record({
        ...{ type: "view", surface, time, dwell },
        ...(pin !== undefined && { pin }),
        ...(board !== undefined && { board }),
      });
    };
    const turn = () => {
      if (document.hidden) end();
      else time = Date.now();
    };
    document.addEventListener("visibilitychange", turn, true);
    return () => {
      document.removeEventListener("visibilitychange", turn, true);
      end();
    };
  }, [surface, pin, board]);
}

/** The slate of an answer that is this question's own, not one that is kept in sight meanwhile. */
export function slateOf({
  data,
  isPlaceholderData,
}: {
  data: { slate: string } | undefined;
  isPlaceholderData: boolean;
}): Pick<Place, "slate"> {
  return data && !isPlaceholderData ? { slate: data.slate } : {};
}

/** Recorded when it is known, once for its slate. */
export function useAsked(type: "search" | "visual_search", asked: Place & Pick<Happening, "query">): void {
  const { slate, surface, query } = asked;
  useEffect(() => {
    if (slate === undefined) return;
    recording.record({
      ...{ type, slate, id: `${type}:${slate}` },
      ...(surface !== undefined && { surface }),
      ...(query !== undefined && { query }),
    });
  }, [type, slate, surface, query]);
}
