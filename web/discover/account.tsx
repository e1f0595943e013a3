/** The person's own sheet: who they are, where they may go, signing in and out. */
import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { write } from "../api.ts";
import { Avatar } from "../parts/avatar.tsx";
import { Icon, type IconName } from "../parts/icon.tsx";
import { Sheet } from "../parts/sheet.tsx";
import { useSession } from "../session.ts";
import { useFreshCount } from "./asking/saved-searches.ts";
import "../parts/menu.css";
import "./account.css";

/** The avatar that opens the sheet. */
export function AccountButton({ onOpen }: { onOpen: () => void }) {
  const session = useSession();
  const name = session.data?.person?.name || null;
  const fresh = useFreshCount();
  const who = name ? `Account of ${name}` : "You";
  return (
    <button
      type="button"
      className="icon-button account-button"
      aria-label={fresh > 0 ? `${who}, ${fresh} new for your searches` : who}
      title={name || "You"}
      onClick={onOpen}
    >
      <Avatar name={name} />
      {fresh > 0 && <span className="account-fresh" data-count={fresh > 99 ? "99+" : fresh} />}
    </button>
  );
}

interface AccountSheetProps {
  onClose: () => void;
  onShortcuts: () => void;
}

export function AccountSheet({ onClose, onShortcuts }: AccountSheetProps) {
  const session = useSession();
  const person = session.data?.person ?? null;
  const named = person !== null && !person.anonymous;
  const fresh = useFreshCount();
  return (
    <Sheet title={named ? person.name : "You"} onClose={onClose}>
      {named && (
        <p className="account-who">
          {person.email} · {person.role}
        </p>
      )}
      <ul className="menu">
        <li>
          <Link to="/you" onClick={onClose}>
            <Way icon="boards">Your boards</Way>
          </Link>
        </li>
        <li>
          <Link to="/you/searches" onClick={onClose}>
            <Way icon="bell">Kept searches</Way>
            {fresh > 0 && <small>{fresh} new</small>}
          </Link>
        </li>
        <li>
          <Link to="/you/data" onClick={onClose}>
            <Way icon="person">What this place knows about you</Way>
          </Link>
        </li>
        <li>
          <Link to="/studio" onClick={onClose}>
            <Way icon="chart">Studio</Way>
          </Link>
        </li>
        <li>
          <button type="button" onClick={onShortcuts}>
            <Way icon="keyboard">Shortcuts</Way>
          </button>
        </li>
        {named && (
          <li>
            <SignOut />
          </li>
        )}
      </ul>
      {!named && (
        <div className="account-enter">
          <Link to="/sign-in" className="button button-main" onClick={onClose}>
            Sign in
          </Link>
          {session.data?.signUp && (
            <Link to="/join" className="button button-plain" onClick={onClose}>
              Sign up
            </Link>
          )}
        </div>
      )}
    </Sheet>
  );
}

function Way({ icon, children }: { icon: IconName; children: ReactNode }) {
  return (
    <>
      <Icon name={icon} />
      {children}
    </>
  );
}

function SignOut() {
  return (
    <button
      type="button"
      onClick={async () => {
        await write("DELETE", "/session");
        location.assign("/");
      }}
    >
      <Way icon="back">Sign out</Way>
    </button>
  );
}
