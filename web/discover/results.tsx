/** What was found for a picture or a region of it: chips that refine, the wall, or an honest "nothing similar here". */
import type { UseQueryResult } from "@tanstack/react-query";
import type { Filters, Slate } from "../api.ts";
import { Button } from "../parts/button.tsx";
import { Chips } from "../parts/chips.tsx";
import { EmptyState } from "../parts/empty-state.tsx";
import { SkeletonWall } from "../parts/skeleton.tsx";
import { chipsOf } from "./address.ts";
import { HitWall } from "./hit-wall.tsx";
import { PageError } from "./page-error.tsx";

interface ResultsProps {
  query: UseQueryResult<Slate>;
  filters: Filters;
  name: string;
  onFilters: (filters: Filters) => void;
}

export function Results({ query, filters, name, onFilters }: ResultsProps) {
  const slate = query.data;
  const on = chipsOf(filters);
  const more = (slate?.refinements ?? []).filter(({ text }) => !on.some((chip) => chip.text === text));
  const close = slate?.hits.length ?? 0;
  const toggle = (key: string) => {
    const added = more.find((each) => each.key === key);
    if (added) onFilters(added.filter);
    else onFilters({ [key]: undefined });
  };
  return (
    <section className="look-results" aria-label={`More like this ${name}`}>
      <div className="look-head">
        <h2>More like this{name ? ` ${name}` : ""}</h2>
        <span role="status">{slate ? `${close} close ${close === 1 ? "match" : "matches"}` : ""}</span>
      </div>
      {(on.length > 0 || more.length > 0) && (
        <Chips label="Refine" chips={[...on, ...more]} onToggle={(chip) => toggle(chip.key)} />
      )}
      {query.isPending && <SkeletonWall mostColumns={5} />}
      {query.isError && !slate && <PageError error={query.error} reset={() => query.refetch()} />}
      {slate && close > 0 && (
        <div className={query.isPlaceholderData ? "look-waiting" : ""}>
          <HitWall hits={slate.hits} label="Similar pictures" />
        </div>
      )}
      {slate && close === 0 && (
        <EmptyState
          icon="search"
          title="Nothing similar here"
          words={
            slate.nearestKinds.length
              ? "No picture comes close enough to be called similar. The nearest kinds are:"
              : "No picture comes close enough to be called similar. Try a smaller crop or fewer filters."
          }
        >
          {slate.nearestKinds.map((kind) => (
            <Button key={kind} onClick={() => onFilters({ kind })}>
              {kind}
            </Button>
          ))}
        </EmptyState>
      )}
    </section>
  );
}
