/** On the wall, once, to who has nothing here yet: an offer to pick a few pictures. */
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { Button } from "../../parts/button.tsx";
import { useSession } from "../../session.ts";
import { dismissWelcome, welcomed } from "./welcome.ts";
import "./welcome-card.css";

export function WelcomeCard() {
  const session = useSession();
  const [closed, setClosed] = useState(welcomed);
  if (closed || !session.data || session.data.person || session.data.role === "none") return null;
  const close = () => {
    dismissWelcome();
    setClosed(true);
  };
  return (
    <aside className="welcome-card" aria-label="First steps">
      <p>
        <b>New here?</b> Pick a few pictures you like and begin a board with them.
      </p>
      <div>
        <Link className="button button-main" to="/welcome">
          Pick pictures
        </Link>
        <Button tone="quiet" onClick={close}>
          Not now
        </Button>
      </div>
    </aside>
  );
}
