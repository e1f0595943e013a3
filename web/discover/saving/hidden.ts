/** Pins that this person has hidden, so that no wall shows them. */
import { useQuery } from "@tanstack/react-query";
import { useCallback } from "react";
import type { PinView } from "../../api.ts";
import { hiddenPins } from "../../boards-api.ts";
import { useSession } from "../../session.ts";

export const hiddenKey = ["hidden"] as const;

/** Whether a pin may be shown; every pin, until it is known otherwise. */
export function useShown(): (pin: PinView) => boolean {
  const session = useSession();
  const hidden = useQuery({
    queryKey: hiddenKey,
    queryFn: async (): Promise<readonly string[]> => (await hiddenPins()).map(({ pin }) => pin.id),
    enabled: session.data?.person != null,
    staleTime: Number.POSITIVE_INFINITY,
  });
  const ids = hidden.data;
  return useCallback((pin) => !ids?.includes(pin.id), [ids]);
}
