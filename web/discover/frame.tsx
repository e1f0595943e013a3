/** What stands round every discover page: search, the few acts, the phone's bar, drop and paste anywhere. */
import { Link, Outlet, useNavigate, useRouterState } from "@tanstack/react-router";
import { type ReactNode, useMemo, useRef, useState } from "react";
import { IconButton } from "../parts/button.tsx";
import { Icon, Mark } from "../parts/icon.tsx";
import { ShortcutsSheet, useShortcuts } from "../parts/shortcuts.tsx";
import { AccountButton, AccountSheet } from "./account.tsx";
import { parseAddress } from "./address.ts";
import { useDropAndPaste } from "./asking/drop-and-paste.ts";
import { keepPicture } from "./asking/picture-query.ts";
import { PictureSheet } from "./asking/picture-sheet.tsx";
import { SearchBox } from "./asking/search-box.tsx";
import { ConsentNote } from "./consent-note.tsx";
import { type Live, useLive } from "./live.ts";
import { usePageFocus } from "./page-focus.ts";
import "./frame.css";

type Open = "picture" | "shortcuts" | "account" | null;

export function Frame() {
  const navigate = useNavigate();
  const { words = "" } = useRouterState({ select: (state) => parseAddress(state.location.search) });
  const onAdd = useRouterState({ select: (state) => state.location.pathname === "/add" });
  const [open, setOpen] = useState<Open>(null);
  usePageFocus(useRouterState({ select: (state) => state.resolvedLocation?.pathname ?? "" }));
  const field = useRef<HTMLInputElement>(null);
  const live = useLive();

  const searchPicture = async (picture: Blob | string) => {
    setOpen(null);
    if (typeof picture === "string")
      await navigate({ to: "/look/$id", params: { id: "link" }, search: { url: picture } });
    else await navigate({ to: "/look/$id", params: { id: await keepPicture(picture) }, search: {} });
  };
  const dropping = useDropAndPaste(searchPicture, !onAdd);
  useShortcuts(
    useMemo(
      () => ({
        "/": () => field.current?.focus(),
        "?": () => setOpen("shortcuts"),
        c: () => setOpen("picture"),
        a: () => navigate({ to: "/add" }),
        h: () => navigate({ to: "/", search: {} }),
      }),
      [navigate],
    ),
  );

  return (
    <>
      <a className="skip" href="#main">
        Skip to the pictures
      </a>
      <FrameHead onOpen={setOpen}>
        <SearchBox
          field={field}
          words={words}
          onPicture={searchPicture}
          onPictureSheet={() => setOpen("picture")}
        />
      </FrameHead>
      <main id="main" className="frame-main" tabIndex={-1}>
        <Outlet />
      </main>
      <FrameFoot onOpen={setOpen} onWords={() => field.current?.focus()} />
      <FrameNotes {...live} />
      <ConsentNote />
      {dropping && <div className="frame-drop">Drop to search by this picture</div>}
      {open === "picture" && <PictureSheet onPicture={searchPicture} onClose={() => setOpen(null)} />}
      {open === "account" && (
        <AccountSheet onClose={() => setOpen(null)} onShortcuts={() => setOpen("shortcuts")} />
      )}
      {open === "shortcuts" && <ShortcutsSheet onClose={() => setOpen(null)} />}
    </>
  );
}

type OnOpen = (what: Open) => void;

function FrameHead({ onOpen, children }: { onOpen: OnOpen; children: ReactNode }) {
  return (
    <header className="frame-head">
      <Link to="/" search={{}} className="frame-mark" aria-label="Bowerbird, home">
        <Mark />
        <span>Bowerbird</span>
      </Link>
      {children}
      <nav className="frame-acts" aria-label="Main">
        <Link to="/add" className="icon-button" aria-label="Add pictures" title="Add pictures">
          <Icon name="plus" />
        </Link>
        <Link to="/studio" className="icon-button" aria-label="Studio" title="Studio">
          <Icon name="chart" />
        </Link>
        <AccountButton onOpen={() => onOpen("account")} />
      </nav>
    </header>
  );
}

/** The bar at the foot of a phone. */
function FrameFoot({ onOpen, onWords }: { onOpen: OnOpen; onWords: () => void }) {
  return (
    <nav className="frame-phone" aria-label="Main, at the foot">
      <Link to="/" search={{}} className="icon-button" aria-label="Home">
        <Icon name="home" />
      </Link>
      <IconButton icon="search" name="Search words" onClick={onWords} />
      <IconButton
        icon="camera"
        name="Search by picture"
        className="frame-camera"
        onClick={() => onOpen("picture")}
      />
      <Link to="/add" className="icon-button" aria-label="Add pictures">
        <Icon name="plus" />
      </Link>
      <AccountButton onOpen={() => onOpen("account")} />
    </nav>
  );
}

function FrameNotes({ away, fresh, seeFresh }: Live) {
  return (
    <div className="frame-notes" role="status">
      {away && <span className="frame-note">Waiting for the server. What you see stays.</span>}
      {!away && fresh > 0 && (
        <button type="button" className="frame-note frame-fresh" onClick={seeFresh}>
          {fresh === 1 ? "1 new pin" : `${fresh} new pins`}
        </button>
      )}
    </div>
  );
}
