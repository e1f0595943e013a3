/** The picture someone points at: its objects as dots, and the crop over it. Shared by pin page and search by picture. */
import { type ReactNode, useEffect, useRef, useState } from "react";
import type { PinView } from "../../api.ts";
import { IconButton } from "../../parts/button.tsx";
import { type CropArea, cropToText, parseCrop } from "../../parts/crop.ts";
import { CropBox } from "../../parts/crop-box.tsx";
import { type FoundObject, ObjectDots } from "../../parts/object-dots.tsx";
import "./query-picture.css";

/** Milliseconds of rest after which a crop counts as settled. */
const settle = 120;

/** The crop under the hand, and `settled` once it rests; the address follows the settled one. */
export function useCrop(address: string | undefined, onSettle: (crop: string | undefined) => void) {
  const [crop, setCrop] = useState<CropArea | null>(() => parseCrop(address));
  const text = crop ? cropToText(crop) : undefined;
  // biome-ignore lint/correctness/useExhaustiveDependencies: the address alone moves the crop: back, forward, a link
  useEffect(() => {
    if (address !== text) setCrop(parseCrop(address));
  }, [address]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: only a change by hand waits to settle
  useEffect(() => {
    if (text === address) return;
    const timer = setTimeout(() => onSettle(text), settle);
    return () => clearTimeout(timer);
  }, [text]);
  return { crop, setCrop };
}

/** An object as the server saw it, as the dots show it. */
export const foundOf = ({ ordinal, box, kind }: PinView["objects"][number]): FoundObject => ({
  ordinal,
  box,
  name: kind.name,
});

/** The object whose box the crop is, if it is one. */
export function chosenObject(objects: readonly FoundObject[], crop: CropArea | null): FoundObject | null {
  if (!crop) return null;
  return objects.find(({ box }) => cropToText(box) === cropToText(crop)) ?? null;
}

interface QueryPictureProps {
  ratio: number;
  objects: readonly FoundObject[];
  crop: CropArea | null;
  onCrop: (crop: CropArea | null) => void;
  name: string;
  /** The picture itself. */
  children: ReactNode;
  /** Controls over its upper edge, before the one that crops. */
  acts: ReactNode;
}

/** What "Crop" begins with. */
const middle: CropArea = { x: 0.25, y: 0.25, w: 0.5, h: 0.5 };

export function QueryPicture({ ratio, objects, crop, onCrop, name, children, acts }: QueryPictureProps) {
  const chosen = chosenObject(objects, crop);
  const button = useRef<HTMLButtonElement>(null);
  const letGo = () => {
    button.current?.focus({ preventScroll: true });
    onCrop(null);
  };
  return (
    <figure className="query-picture" style={{ aspectRatio: ratio, maxInlineSize: `calc(72vh * ${ratio})` }}>
      {children}
      <CropBox crop={crop} onChange={(next) => (next ? onCrop(next) : letGo())} name={chosen?.name ?? name} />
      <ObjectDots
        objects={objects}
        chosen={chosen?.ordinal ?? null}
        onChoose={(object) => onCrop(parseCrop(cropToText(object.box)))}
      />
      <div className="query-picture-acts">
        {acts}
        <IconButton
          ref={button}
          icon={crop ? "close" : "crop"}
          over
          name={crop ? "Let go of the crop" : "Crop"}
          onClick={() => (crop ? letGo() : onCrop(middle))}
        />
      </div>
    </figure>
  );
}
