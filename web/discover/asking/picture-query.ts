/**
 * Pictures someone searches by. Each is kept under an id in this browser's cache, so that back, forward and reload
 * find it again; where a browser has no cache (plain http), for as long as the page lives.
 */
const shelf = "bowerbird-query-pictures";
const held = new Map<string, Blob>();

const addressOf = (id: string): string => `/query-pictures/${id}`;

export async function keepPicture(picture: Blob): Promise<string> {
  const id = Array.from(crypto.getRandomValues(new Uint8Array(8)), (byte) =>
    byte.toString(16).padStart(2, "0"),
  ).join("");
  held.set(id, picture);
  if ("caches" in globalThis) {
    const answer = new Response(picture, { headers: { "content-type": picture.type || "image/jpeg" } });
    await caches
      .open(shelf)
      .then((cache) => cache.put(addressOf(id), answer))
      .catch(() => {});
  }
  return id;
}

/** Null when this browser no longer has it. */
export async function keptPicture(id: string): Promise<Blob | null> {
  const here = held.get(id);
  if (here) return here;
  if (!("caches" in globalThis)) return null;
  const answer = await caches.open(shelf).then((cache) => cache.match(addressOf(id)));
  return (await answer?.blob()) ?? null;
}

/** The first picture of a paste or a drop, or a link to one. */
export function pictureIn(data: DataTransfer | null): File | string | null {
  const file = Array.from(data?.files ?? []).find((each) => each.type.startsWith("image/"));
  if (file) return file;
  const words = (data?.getData("text/uri-list") || data?.getData("text/plain") || "").trim();
  return /^https?:\/\/\S+$/.test(words) ? words : null;
}
