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

/** Tries that fail before a picture is given up, each twice as long after the one before: a minute in all. */
const mostFailures = 6;

interface PictureProps {
  source: PictureSource;
  alt: string;
  /** CSS pixels it will be wide, for `srcset`. */
  shownWidth: number;
  eager?: boolean;
}

export function Picture({ source, alt, shownWidth, eager = false }: PictureProps) {
  const [loaded, setLoaded] = useState(false);
  const [failures, setFailures] = useState(0);
  const [tries, setTries] = useState(0);
  const image = useRef<HTMLImageElement>(null);
  useEffect(() => {
    if (image.current?.complete && image.current.naturalWidth > 0) setLoaded(true);
  }, []);
  // a server that is away for a while takes no picture with it
  useEffect(() => {
    if (failures === 0 || failures > mostFailures) return;
    const timer = setTimeout(() => setTries(failures), 1000 * 2 ** (failures - 1));
    return () => clearTimeout(timer);
  }, [failures]);
  const scale = source.width / Math.max(source.width, source.height);
  const set = source.sizes.map(({ side, url }) => `${url} ${Math.round(side * scale)}w`).join(", ");
  const ground = source.placeholder ? groundOf(source.placeholder) : "";
  return (
    <span className="picture" style={ground ? { backgroundImage: `url(${ground})` } : undefined}>
      <img
        key={tries}
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
        onError={() => setFailures(tries + 1)}
      />
    </span>
  );
}
