/** Who is looking, for what may be shown; the server decides again at every write. */
import { useQuery } from "@tanstack/react-query";
import { knownSession } from "../api.ts";

export function useSession() {
  return useQuery({ queryKey: ["session"], queryFn: knownSession, staleTime: Number.POSITIVE_INFINITY });
}
