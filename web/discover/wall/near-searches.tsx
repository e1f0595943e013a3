/** Searches near to a search as pictures with their words; also what to look at when nothing was found. */
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { Icon } from "../../parts/icon.tsx";
import { relatedSearches, suggestions } from "../../search-api.ts";
import "./near-searches.css";

interface Near {
  readonly words: string;
  readonly thumbnail: string | null;
}

export function RelatedSearches({ words }: { words: string }) {
  const related = useQuery({ queryKey: ["related", words], queryFn: () => relatedSearches(words) });
  return <NearSearches title="Look for something near" searches={related.data ?? []} />;
}

function NearSearches({ title, searches }: { title: string; searches: readonly Near[] }) {
  if (searches.length === 0) return null;
  return (
    <section className="near" aria-label={title}>
      <h2>{title}</h2>
      <ul>
        {searches.map(({ words, thumbnail }) => (
          <li key={words}>
            <Link to="/" search={{ words }}>
              {thumbnail ? <img src={thumbnail} alt="" loading="lazy" /> : <span className="near-none" />}
              {words}
            </Link>
          </li>
        ))}
      </ul>
    </section>
  );
}

interface NothingFoundProps {
  /** Empty where only filters found nothing. */
  words: string;
  /** Taking back what narrows; the acts of the page. */
  children: ReactNode;
}

/** Nothing fits, said kindly: what to take back, and the nearest there is. */
export function NothingFound({ words, children }: NothingFoundProps) {
  const near = useQuery({
    queryKey: ["nearest", words],
    queryFn: async (): Promise<readonly Near[]> => {
      const related = words ? await relatedSearches(words) : [];
      if (related.length > 0) return related;
      const ideas = (await suggestions("")).filter(({ kind }) => kind !== "recent");
      return ideas.slice(0, 8).map(({ text, thumbnail }) => ({ words: text, thumbnail }));
    },
  });
  return (
    <>
      <section className="nothing">
        <span className="nothing-icon">
          <Icon name="search" size={28} />
        </span>
        <h2>{words ? <>Nothing for “{words}” yet</> : "No picture fits"}</h2>
        <p>
          {words
            ? "Another word for it may find it, or a picture of it. Keep the search, and new pictures that fit will be counted for you."
            : "Fewer filters find more."}
        </p>
        <div className="nothing-acts">{children}</div>
      </section>
      <NearSearches title="The nearest there is" searches={near.data ?? []} />
    </>
  );
}
