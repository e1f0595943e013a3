/** What was found for a picture or a region of it: chips that refine, the wall, or an honest "nothing similar here". */
import type { UseQueryResult } from "@tanstack/react-query";
import type { SearchAnswer } from "../../api.ts";
import { Button } from "../../parts/button.tsx";
import { Chips } from "../../parts/chips.tsx";
import { EmptyState } from "../../parts/empty-state.tsx";
import { SkeletonWall } from "../../parts/skeleton.tsx";
import { type Address, chipsOf, choiceOf, type Filters } from "../address.ts";
import { PageError } from "../page-error.tsx";
import { recording } from "../recording.ts";
import { Composer } from "./composer.tsx";
import { HitWall } from "./hit-wall.tsx";

interface ResultsProps {
  query: UseQueryResult<SearchAnswer>;
  filters: Filters;
  name: string;
  /** What the thing should be like, where words were said. */
  like: string | undefined;
  onChange: (change: Partial<Address>) => void;
  surface: "similar" | "visual_search" | "composed_search";
}

export function Results({ query, filters, like = "", name, onChange, surface }: ResultsProps) {
  const slate = query.data;
  const on = chipsOf(filters);
  const said = new Set(on.map((chip) => chip.text));
  const more = (slate?.chips ?? []).flatMap(({ label, filter }) => {
    const choice = choiceOf(filter);
    if (!choice || said.has(label)) return [];
    said.add(label);
    return [{ key: `${Object.keys(choice)[0]} ${label}`, text: label, choice }];
  });
  const nothing = slate?.nothingSimilar ?? null;
  const hits = slate?.hits ?? [];
  const close = nothing ? [] : hits.filter(({ similar }) => similar);
  const nearest = nothing?.nearestKinds ?? [];
  const toggle = (key: string) => {
    if (slate) recording.record({ type: "refine", surface, slate: slate.slate, query: key });
    const added = more.find((each) => each.key === key);
    if (added) onChange(added.choice);
    else onChange({ [key]: undefined });
  };
  return (
    <section className="look-results" aria-label={`More like this ${name}`}>
      <div className="look-head">
        <h2>More like this{name ? ` ${name}` : ""}</h2>
        <span role="status">
          {slate ? countOf(close.length, nothing ? 0 : hits.length - close.length) : ""}
        </span>
      </div>
      <Composer like={like} answer={slate} onLike={(said) => onChange({ like: said })} />
      {(on.length > 0 || more.length > 0) && (
        <Chips label="Refine" chips={[...on, ...more]} onToggle={(chip) => toggle(chip.key)} />
      )}
      {query.isPending && <SkeletonWall mostColumns={5} />}
      {query.isError && !slate && (
        <PageError heading="h2" error={query.error} reset={() => query.refetch()} />
      )}
      {slate && (nothing || hits.length === 0) && (
        <EmptyState
          icon="search"
          title="Nothing similar here"
          words={nothing?.sentence ?? "Try a smaller crop or fewer filters."}
        >
          {nearest.map((kind) => (
            <Button key={kind} onClick={() => onChange({ kind })}>
              {kind}
            </Button>
          ))}
        </EmptyState>
      )}
      {hits.length > 0 && (
        <div className={query.isPlaceholderData ? "look-waiting" : ""}>
          <HitWall
            hits={hits}
            label={nothing ? "The nearest pictures" : "Similar pictures"}
            slate={slate?.slate ?? ""}
            surface={surface}
          />
        </div>
      )}
    </section>
  );
}

/** "7 close matches, 3 near ones". */
function countOf(close: number, near: number): string {
  const matches = `${close} close ${close === 1 ? "match" : "matches"}`;
  return near === 0 ? matches : `${matches}, ${near} near ${near === 1 ? "one" : "ones"}`;
}
