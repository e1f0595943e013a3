/** The searches someone keeps: each with its newest pictures, how many are new, and the way to all of them. */
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { nameOf, sourceOf } from "../../api.ts";
import { Button } from "../../parts/button.tsx";
import { EmptyState } from "../../parts/empty-state.tsx";
import { Icon } from "../../parts/icon.tsx";
import { Picture } from "../../parts/picture.tsx";
import { SkeletonWall } from "../../parts/skeleton.tsx";
import { newPins, type SavedSearchView, searchSeen } from "../../search-api.ts";
import { addressOfFilter } from "../address.ts";
import { useLetGo, useSavedSearches } from "../asking/saved-searches.ts";
import { PageError } from "../page-error.tsx";
import "./searches-page.css";
import { useTitle } from "../../parts/title.ts";

export function SearchesPage() {
  useTitle("Kept searches");
  const saved = useSavedSearches();
  if (saved.isError) return <PageError error={saved.error} reset={() => saved.refetch()} />;
  if (saved.isPending) return <SkeletonWall />;
  return (
    <div className="searches">
      <h1>Kept searches</h1>
      {saved.data.items.length === 0 ? (
        <EmptyState
          icon="bell"
          title="No search is kept yet"
          words="Search for something and keep the search: new pictures that fit are counted here."
        >
          <Link to="/" search={{}} className="button button-main">
            Look around
          </Link>
        </EmptyState>
      ) : (
        <ul>
          {saved.data.items.map((search) => (
            <li key={search.id}>
              <KeptSearch search={search} />
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}

function KeptSearch({ search }: { search: SavedSearchView }) {
  const queries = useQueryClient();
  const letGo = useLetGo();
  const found = useQuery({
    queryKey: ["new-pins", search.id, search.matches],
    queryFn: () => newPins(search.id),
    enabled: search.matches > 0,
  });
  const seen = async () => {
    await searchSeen(search.id);
    await queries.invalidateQueries({ queryKey: ["saved-searches"] });
    await queries.invalidateQueries({ queryKey: ["new-pins", search.id] });
  };
  const address = addressOfFilter(search.words, search.filter);
  return (
    <section className="kept" aria-label={search.name}>
      <div className="kept-head">
        <h2>
          <Link to="/" search={address}>
            {search.name}
          </Link>
        </h2>
        {search.fresh > 0 && <span className="kept-fresh">{search.fresh} new</span>}
        <div className="kept-acts">
          {search.fresh > 0 && <Button onClick={seen}>Mark as seen</Button>}
          <Button tone="quiet" aria-label={`Let go of ${search.name}`} onClick={() => letGo(search)}>
            <Icon name="trash" size={18} />
            Let go
          </Button>
        </div>
      </div>
      {search.matches === 0 ? (
        <p className="kept-none">No new picture since {dayOf(search.createdAt)}.</p>
      ) : (
        <ul className="kept-pins">
          {(found.data?.items ?? []).slice(0, 12).map(({ pin, fresh }) => (
            <li key={pin.id}>
              <Link
                to="/pin/$id"
                params={{ id: pin.id }}
                search={{}}
                aria-label={`${nameOf(pin)}${fresh ? ", new" : ""}`}
              >
                <Picture source={sourceOf(pin)} shownWidth={160} alt="" />
                {fresh && <span className="kept-dot" />}
              </Link>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}

const dayOf = (time: string): string =>
  new Date(time).toLocaleDateString(undefined, { day: "numeric", month: "long" });
