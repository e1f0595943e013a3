/** The name of a page, as tabs, history and screen readers say it. */
import { useEffect } from "react";

export function useTitle(name: string): void {
  useEffect(() => {
    document.title = name ? `${name} · Bowerbird` : "Bowerbird";
  }, [name]);
}
