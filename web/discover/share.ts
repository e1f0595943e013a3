/** Sharing an address: the phone's own sheet where there is one, otherwise the clipboard. */
import { useToast } from "../parts/toast.tsx";

export function useShare(): (address: string, title: string) => Promise<void> {
  const say = useToast();
  return async (address, title) => {
    const url = new URL(address, location.href).href;
    try {
      if (navigator.maxTouchPoints > 0 && "share" in navigator) return await navigator.share({ url, title });
      await navigator.clipboard.writeText(url);
      say({ words: new URL(url).searchParams.has("crop") ? "Link to this crop copied" : "Link copied" });
    } catch (error) {
      // Someone who closes the phone's sheet wants nothing said.
      if (error instanceof DOMException && error.name === "AbortError") return;
      say({ words: `Copy this link by hand: ${url}` });
    }
  };
}
