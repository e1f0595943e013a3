/** What was recorded of someone: how much by type, what they opened, searched and saved; forgetting one thing of it or all. */
import { useInfiniteQuery, useQueryClient } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { forgetSession, sourceOf } from "../../api.ts";
import {
  type AccountView,
  changeAccount,
  eraseHistory,
  eraseHistoryItem,
  type HistoryItem,
  type HistoryKind,
  readHistory,
} from "../../boards-api.ts";
import { Button, IconButton } from "../../parts/button.tsx";
import { Chips } from "../../parts/chips.tsx";
import { Icon } from "../../parts/icon.tsx";
import { Picture } from "../../parts/picture.tsx";
import { Sheet } from "../../parts/sheet.tsx";
import { recording } from "../recording.ts";
import { useSaving } from "../saving/saving.ts";
import { Part } from "./part.tsx";
import "./history.css";

/** Type of event → how it is told to whom it is about. */
const told: Readonly<Record<string, string>> = {
  slate: "Places of lists shown",
  impression: "Pictures seen",
  view: "Pages opened",
  closeup: "Pictures opened",
  click: "Links followed",
  long_click: "Links stayed at",
  save: "Saves",
  unsave: "Taken off boards",
  hide: "Hidden",
  dislike: "Not your taste",
  report: "Reports",
  follow: "Follows",
  unfollow: "Unfollows",
  search: "Searches",
  visual_search: "Picture searches",
  refine: "Refined searches",
  share: "Shares",
  upload: "Pictures added",
  purchase: "Purchases",
  rating: "Ratings",
};
const acts: Readonly<Record<string, string>> = {
  ...{ closeup: "Opened", click: "Followed its link", long_click: "Stayed at its link", save: "Saved" },
  ...{ unsave: "Taken off", hide: "Hidden", dislike: "Not your taste", report: "Reported", share: "Shared" },
  ...{ search: "Searched", visual_search: "Searched by picture", refine: "Refined", upload: "Added" },
  ...{ follow: "Followed", unfollow: "Unfollowed", purchase: "Bought", rating: "Rated", impression: "Seen" },
};
const kinds: ReadonlyArray<readonly [HistoryKind, string]> = [
  ["all", "Everything"],
  ["opened", "Opened"],
  ["searched", "Searched"],
  ["saved", "Saved"],
  ["shown", "Seen"],
];

export function History({ account }: { account: AccountView }) {
  const { attempt } = useSaving();
  const queries = useQueryClient();
  const on = account.history && !account.privacySignal;
  const turn = async (history: boolean) => {
    if (!(await attempt(() => changeAccount({ history })))) return;
    forgetSession();
    await queries.invalidateQueries({ queryKey: ["session"] });
  };
  const counts = Object.entries(account.events);
  return (
    <>
      <Part
        title="What you look at"
        words={
          account.privacySignal
            ? "Your browser asks not to be tracked. Nothing you look at is recorded, whatever stands here."
            : "With this on, pictures you open and words you search help to choose what you see. With it off, nothing more is recorded under your name; what was before stays until you erase it."
        }
      >
        <label className="data-switch">
          <input
            type="checkbox"
            role="switch"
            checked={on}
            aria-checked={on}
            disabled={account.privacySignal}
            onChange={(event) => turn(event.target.checked)}
          />
          <span aria-hidden="true" />
          Keep a history
        </label>
        {counts.length > 0 && (
          <dl className="history-counts">
            {counts.map(([type, count]) => (
              <div key={type}>
                <dt>{told[type] ?? type}</dt>
                <dd>{count.toLocaleString()}</dd>
              </div>
            ))}
          </dl>
        )}
      </Part>
      <HistoryList />
    </>
  );
}

function HistoryList() {
  const [kind, setKind] = useState<HistoryKind>("all");
  const [asked, setAsked] = useState(false);
  const { attempt, say } = useSaving();
  const queries = useQueryClient();
  const visitor = recording.visitor();
  const history = useInfiniteQuery({
    queryKey: ["account", "history", kind, visitor],
    queryFn: ({ pageParam }) => readHistory(kind, pageParam, visitor),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.cursor,
    staleTime: 0,
  });
  const items = history.data?.pages.flatMap((page) => page.items) ?? [];
  const forget = async (act: () => Promise<unknown>, words: string) => {
    setAsked(false);
    if (!(await attempt(act))) return;
    await queries.invalidateQueries({ queryKey: ["account"] });
    say({ words });
  };
  return (
    <Part
      title="Your history"
      words="Erasing one thing erases the lists it brought, too, and what you did in them. Your boards stay as they are."
    >
      <Chips
        tabs
        label="Kinds of history"
        chips={kinds.map(([key, text]) => ({ key, text, on: key === kind }))}
        onToggle={({ key }) => setKind(kinds.find(([each]) => each === key)?.[0] ?? "all")}
      />
      {history.isSuccess && items.length === 0 && <p>Nothing here.</p>}
      {items.length > 0 && (
        <ul className="history-list" aria-label="Your history">
          {items.map((item) => (
            <HistoryRow
              key={item.id}
              item={item}
              onErase={() => forget(() => eraseHistoryItem(item.id, visitor), "Erased")}
            />
          ))}
        </ul>
      )}
      <div className="data-acts">
        {history.hasNextPage && <Button onClick={() => history.fetchNextPage()}>Earlier</Button>}
        {items.length > 0 && <Button onClick={() => setAsked(true)}>Erase all history…</Button>}
      </div>
      {asked && (
        <Sheet title="Erase all of your history?" onClose={() => setAsked(false)}>
          <p>
            Everything that was recorded about you is gone for good: what you saw, opened and searched. Your
            boards and your account stay.
          </p>
          <div className="data-acts">
            <Button
              tone="main"
              onClick={() => forget(() => eraseHistory(visitor), "Your history is erased.")}
            >
              Erase it
            </Button>
            <Button onClick={() => setAsked(false)}>Keep it</Button>
          </div>
        </Sheet>
      )}
    </Part>
  );
}

function HistoryRow({ item, onErase }: { item: HistoryItem; onErase: () => void }) {
  const { pin, query, board, type, time } = item;
  const what = pin ? pin.title || "a picture" : type === "search" && query ? `“${query}”` : "";
  const when = new Intl.DateTimeFormat(undefined, { dateStyle: "medium", timeStyle: "short" });
  return (
    <li>
      {pin ? (
        <Link to="/pin/$id" params={{ id: pin.id }} search={{}} tabIndex={-1} aria-hidden="true">
          <Picture source={sourceOf(pin)} alt="" shownWidth={56} />
        </Link>
      ) : (
        <span className="history-icon">
          <Icon name={type === "visual_search" ? "camera" : "search"} />
        </span>
      )}
      <span className="history-words">
        <b dir="auto">
          {acts[type] ?? type}{" "}
          {pin ? (
            <Link to="/pin/$id" params={{ id: pin.id }} search={{}}>
              {what}
            </Link>
          ) : (
            what
          )}
        </b>
        <small>
          {when.format(new Date(time))}
          {board && ` · ${board.name}`}
        </small>
      </span>
      <IconButton icon="close" name={`Erase: ${acts[type] ?? type} ${what}`} onClick={onErase} />
    </li>
  );
}
