/** Asks once whether what is looked at may be remembered, where the place asks at all. Yes and no weigh the same. */
import { Link } from "@tanstack/react-router";
import { useEffect, useState } from "react";
import { Button } from "../parts/button.tsx";
import { useSession } from "../session.ts";
import { recording } from "./recording.ts";
import "./consent-note.css";

export function ConsentNote() {
  const mode = useSession().data?.recording;
  const [asking, setAsking] = useState(false);
  useEffect(() => {
    if (mode === undefined) return;
    recording.start(mode);
    setAsking(recording.mustAsk());
  }, [mode]);
  if (!asking) return null;
  const answer = (granted: boolean) => {
    recording.answer(granted);
    setAsking(false);
  };
  return (
    <aside className="consent" aria-label="May this place remember?">
      <h2>May this place remember what you look at?</h2>
      <p>
        It helps to show more of what you like, and stays on this server. You can see and forget all of it
        under <Link to="/you/data">your data</Link>.
      </p>
      <div>
        <Button onClick={() => answer(true)}>Yes, remember</Button>
        <Button onClick={() => answer(false)}>No</Button>
      </div>
    </aside>
  );
}
