/** Search by a picture of one's own: it stays in sight with its objects, the answers beside it. */
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { Link, useNavigate, useParams, useSearch } from "@tanstack/react-router";
import { useEffect, useState } from "react";
import { linkedPicture, searchByPicture } from "../../api.ts";
import { IconButton } from "../../parts/button.tsx";
import { parseCrop } from "../../parts/crop.ts";
import { EmptyState } from "../../parts/empty-state.tsx";
import { SkeletonWall } from "../../parts/skeleton.tsx";
import { useTitle } from "../../parts/title.ts";
import { type Address, filterOf, filtersOf } from "../address.ts";
import { keptPicture } from "../asking/picture-query.ts";
import { useBack } from "../back.ts";
import { PageError } from "../page-error.tsx";
import { slateOf, useAsked, useView } from "../recording.ts";
import { chosenObject, foundOf, QueryPicture, useCrop } from "./query-picture.tsx";
import { Results } from "./results.tsx";

export function LookPage() {
  const { id } = useParams({ from: "/discover/look/$id" });
  const { url } = useSearch({ from: "/discover/look/$id" });
  const picture = useQuery({
    queryKey: ["query-picture", id, url],
    queryFn: () => (url ? linkedPicture(url) : keptPicture(id)),
    staleTime: Number.POSITIVE_INFINITY,
  });
  if (picture.isPending) return <SkeletonWall />;
  if (picture.isError) return <PageError error={picture.error} reset={() => picture.refetch()} />;
  if (!picture.data) {
    return (
      <EmptyState
        icon="camera"
        title="This picture stayed elsewhere"
        words="It is only kept in the browser that searched by it."
      >
        <Link className="button button-main" to="/" search={{}}>
          Back to the wall
        </Link>
      </EmptyState>
    );
  }
  return <Look key={url ?? id} id={url ?? id} picture={picture.data} />;
}

/** An address for the picture that lives as long as the page shows it. */
function useShown(picture: Blob): string {
  const [shown, setShown] = useState("");
  useEffect(() => {
    const address = URL.createObjectURL(picture);
    setShown(address);
    return () => URL.revokeObjectURL(address);
  }, [picture]);
  return shown;
}

function Look({ id, picture }: { id: string; picture: Blob }) {
  const address = useSearch({ from: "/discover/look/$id" });
  const navigate = useNavigate({ from: "/look/$id" });
  useTitle("Search by picture");
  const back = useBack();
  const shown = useShown(picture);
  const [ratio, setRatio] = useState(1);
  const change = (next: Partial<Address>) =>
    navigate({ search: (now: Address) => ({ ...now, ...next }), replace: true, resetScroll: false });
  const { crop, setCrop } = useCrop(address.crop, (next) => change({ crop: next }));
  const filters = filtersOf(address);
  const query = useQuery({
    queryKey: ["look", id, address.crop, address.like, filters],
    queryFn: () =>
      searchByPicture(picture, {
        crop: parseCrop(address.crop),
        filter: filterOf(filters),
        like: address.like,
      }),
    placeholderData: keepPreviousData,
  });
  useView("look");
  useAsked("visual_search", { surface: "visual_search", ...slateOf(query) });
  const objects = (query.data?.objects ?? []).map(foundOf);
  const name = chosenObject(objects, crop)?.name ?? query.data?.intent.kind?.name ?? "";
  return (
    <div className="look">
      <div className="look-side">
        <h1 className="said">Search by picture</h1>
        <QueryPicture
          ratio={ratio}
          objects={objects}
          crop={crop}
          onCrop={setCrop}
          name={name || "this part"}
          acts={<IconButton icon="back" over name="Back" onClick={back} />}
        >
          {shown && (
            <img
              src={shown}
              alt="What you search by"
              draggable={false}
              onLoad={({ currentTarget: image }) => setRatio(image.naturalWidth / image.naturalHeight || 1)}
            />
          )}
        </QueryPicture>
      </div>
      <Results
        query={query}
        filters={filters}
        like={address.like}
        name={name}
        onChange={change}
        surface={address.like ? "composed_search" : "visual_search"}
      />
    </div>
  );
}
