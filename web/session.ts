/** Who is looking, for what may be shown; the server decides again at every write. */
import { useQuery } from "@tanstack/react-query";
import { knownSession } from "./api.ts";

const ranks = ["none", "viewer", "member", "analyst", "admin"] as const;
type Role = (typeof ranks)[number];

export function useSession() {
  return useQuery({ queryKey: ["session"], queryFn: knownSession, staleTime: Number.POSITIVE_INFINITY });
}

/** False until it is known. */
export function useMay(role: Role): boolean {
  const session = useSession();
  return session.data !== undefined && ranks.indexOf(session.data.role) >= ranks.indexOf(role);
}
