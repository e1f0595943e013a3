/** A picture that is there before it has loaded: its ThumbHash first, then the size that fits the screen's density. */
import { useEffect, useRef, useState } from "react";
import { thumbHashToDataURL } from "thumbhash";
import "./picture.css";

export interface PictureSource {
  readonly width: number;
  readonly height: number;
  /** ThumbHash, base64. */
  readonly placeholder: string;
  /** Addresses by longest side in pixels. */
  readonly sizes: ReadonlyArray<{ readonly side: number; readonly url: string }>;
}

const drawn = new Map<string, string>();

/** Decodes once; a broken hash is an empty ground, never an error. */
function groundOf(placeholder: string): string {
  const kept = drawn.get(placeholder);
  if (kept !== undefined) return kept;
  let url = "";
  try {
    url = thumbHashToDataURL(Uint8Array.from(atob(placeholder), (letter) => letter.charCodeAt(0)));
  } catch {
    url = "";
  }
  drawn.set(placeholder, url);
  return url;
}

interface PictureProps {
  source: PictureSource;
  alt: string;
  /** CSS pixels it will be wide, for `srcset`. */
  shownWidth: number;
  eager?: boolean;
}

export function Picture({ source, alt, shownWidth, eager = false }: PictureProps) {
  const [loaded, setLoaded] = useState(false);
  const image = useRef<HTMLImageElement>(null);
  useEffect(() => {
    if (image.current?.complete) setLoaded(true);
  }, []);
  const scale = source.width / Math.max(source.width, source.height);
  const set = source.sizes.map(({ side, url }) => `${url} ${Math.round(side * scale)}w`).join(", ");
  const ground = source.placeholder ? groundOf(source.placeholder) : "";
  return (
    <span className="picture" style={ground ? { backgroundImage: `url(${ground})` } : undefined}>
      <img
        ref={image}
        src={source.sizes.at(-1)?.url}
        srcSet={set}
        sizes={`${Math.round(shownWidth)}px`}
        width={source.width}
        height={source.height}
        alt={alt}
        loading={eager ? "eager" : "lazy"}
        fetchPriority={eager ? "high" : "auto"}
        decoding="async"
        draggable={false}
        className={loaded ? "picture-loaded" : ""}
        onLoad={() => setLoaded(true)}
      />
    </span>
  );
}
