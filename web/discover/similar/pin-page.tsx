/** One pin: the picture large, its words, and more like it or like any part of it. */
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { Link, useNavigate, useParams, useSearch } from "@tanstack/react-router";
import { useEffect } from "react";
import { nameOf, type PinView, readPin, searchByPin, sourceOf } from "../../api.ts";
import { useAfterPaint } from "../../parts/after-paint.ts";
import { IconButton } from "../../parts/button.tsx";
import { parseCrop } from "../../parts/crop.ts";
import { Picture } from "../../parts/picture.tsx";
import { SkeletonWall } from "../../parts/skeleton.tsx";
import { Swatches } from "../../parts/swatches.tsx";
import { useTitle } from "../../parts/title.ts";
import { type Address, filterOf, filtersOf } from "../address.ts";
import { useBack } from "../back.ts";
import { PageError } from "../page-error.tsx";
import { PlaceContext, placeOf, recording, slateOf, useAsked, usePlaceShown, useView } from "../recording.ts";
import { PinMore } from "../saving/pin-more.tsx";
import { SaveActs } from "../saving/save-acts.tsx";
import { useShare } from "../share.ts";
import { chosenObject, foundOf, QueryPicture, useCrop } from "./query-picture.tsx";
import { Results } from "./results.tsx";

export function PinPage() {
  const { id } = useParams({ from: "/discover/pin/$id" });
  const pin = useQuery({ queryKey: ["pin", id], queryFn: () => readPin(id) });
  if (pin.isPending) return <SkeletonWall />;
  if (pin.isError) return <PageError error={pin.error} reset={() => pin.refetch()} />;
  return <Pin key={id} pin={pin.data} />;
}

function Pin({ pin }: { pin: PinView }) {
  const address = useSearch({ from: "/discover/pin/$id" });
  const navigate = useNavigate({ from: "/pin/$id" });
  const back = useBack();
  const share = useShare();
  const change = (next: Partial<Address>) =>
    navigate({ search: (now: Address) => ({ ...now, ...next }), replace: true, resetScroll: false });
  const { crop, setCrop } = useCrop(address.crop, (next) => change({ crop: next }));
  const filters = filtersOf(address);
  const objects = pin.objects.map(foundOf);
  const similar = useQuery({
    queryKey: ["similar", pin.id, address.crop, address.like, filters],
    queryFn: () =>
      searchByPin(pin.id, {
        crop: parseCrop(address.crop),
        filter: filterOf(filters),
        like: address.like,
      }),
    placeholderData: keepPreviousData,
  });
  useTitle(nameOf(pin));
  const painted = useAfterPaint();
  const place = placeOf(pin.id);
  useView("pin", { pin: pin.id });
  useEffect(() => recording.record({ type: "closeup", pin: pin.id, ...placeOf(pin.id) }), [pin.id]);
  useAsked("visual_search", {
    ...{ surface: "visual_search", query: pin.id },
    ...((address.crop || address.like) && slateOf(similar)),
  });
  const chosen = chosenObject(objects, crop);
  const name = chosen?.name ?? (crop ? (similar.data?.intent.kind?.name ?? "") : (pin.kind?.name ?? ""));
  const shareIt = () => {
    recording.record({ type: "share", pin: pin.id, ...place });
    share(location.href, pin.title);
  };
  return (
    <PlaceContext value={place}>
      <div className="look">
        <div className="look-side">
          <QueryPicture
            ratio={pin.width / pin.height}
            objects={painted ? objects : []}
            crop={crop}
            onCrop={setCrop}
            name={name || "this part"}
            acts={
              <>
                <IconButton icon="back" over name="Back" onClick={back} />
                <IconButton icon="link" over name="Copy link" onClick={shareIt} />
                {painted && <PinMore pin={pin} />}
              </>
            }
          >
            <Picture
              source={sourceOf(pin)}
              alt={pin.title || pin.description || nameOf(pin)}
              shownWidth={640}
              eager
            />
          </QueryPicture>
          <PinWords pin={pin} acts={painted} />
        </div>
        {(painted || similar.data) && (
          <Results
            query={similar}
            filters={filters}
            like={address.like}
            name={name}
            onChange={change}
            surface={address.like ? "composed_search" : address.crop ? "visual_search" : "similar"}
          />
        )}
      </div>
    </PlaceContext>
  );
}

/** @param acts what can be done with it; a frame after what it is */
function PinWords({ pin, acts }: { pin: PinView; acts: boolean }) {
  const price =
    pin.price &&
    new Intl.NumberFormat(undefined, {
      ...(pin.price.currency ? { style: "currency", currency: pin.price.currency } : {}),
      maximumFractionDigits: 2,
    }).format(pin.price.amount);
  return (
    <div className="look-words">
      <ol className="look-trail" aria-label="What it is, from general to special">
        {(pin.kind?.path ?? []).map((kind) => (
          <li key={kind}>
            <Link to="/" search={{ kind }}>
              {kind}
            </Link>
          </li>
        ))}
      </ol>
      <h1>{nameOf(pin)}</h1>
      {pin.description && <p>{pin.description}</p>}
      {price && <p>{price}</p>}
      <div className="look-acts">{acts && <PinActs pin={pin} />}</div>
    </div>
  );
}

function PinActs({ pin }: { pin: PinView }) {
  const navigate = useNavigate();
  const place = usePlaceShown();
  return (
    <>
      <SaveActs pin={pin} near />
      {pin.link && (
        <a
          className="button button-plain"
          href={pin.link}
          target="_blank"
          rel="noopener noreferrer"
          onClick={() => recording.follow({ pin: pin.id, ...place })}
        >
          Visit {pin.domain}
        </a>
      )}
      {pin.boards.map((board) => (
        <Link key={board} className="button button-plain" to="/" search={{ board }}>
          {board}
        </Link>
      ))}
      <Swatches
        swatches={pin.palette}
        onChoose={({ name }) => navigate({ to: "/", search: { colour: name } })}
      />
    </>
  );
}
