/** Having everything forgotten: said plainly, asked once, and ten seconds to think better of it. */
import { useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useEffect, useState } from "react";
import { forgetSession } from "../../api.ts";
import { type AccountView, eraseAccount } from "../../boards-api.ts";
import { Button } from "../../parts/button.tsx";
import { Sheet } from "../../parts/sheet.tsx";
import { useToast } from "../../parts/toast.tsx";
import { problemWords } from "../saving/saving.ts";
import { Part } from "./part.tsx";

/** Seconds between the last word and the act. */
const grace = 10;

export function Erase({ counts }: { counts: AccountView["counts"] }) {
  const [step, setStep] = useState<"asked" | "counting" | null>(null);
  const [pictures, setPictures] = useState(false);
  const [left, setLeft] = useState(grace);
  const queries = useQueryClient();
  const navigate = useNavigate();
  const say = useToast();
  useEffect(() => {
    if (step !== "counting") return;
    if (left > 0) {
      const timer = setTimeout(() => setLeft((now) => now - 1), 1000);
      return () => clearTimeout(timer);
    }
    const erase = async () => {
      try {
        await eraseAccount(pictures);
        forgetSession();
        queries.clear();
        await navigate({ to: "/", search: {} });
        say({ words: "Everything about you is gone." });
      } catch (error) {
        setStep(null);
        say({ words: problemWords(error) });
      }
    };
    void erase();
  }, [step, left, pictures, queries, navigate, say]);
  const begin = () => {
    setLeft(grace);
    setStep("counting");
  };
  return (
    <Part
      title="Be forgotten"
      words="Your boards, notes, follows, hides, reports, sessions and history are erased for good. Only that someone was erased is kept, not who."
    >
      <Button className="board-delete" onClick={() => setStep("asked")}>
        Erase everything…
      </Button>
      {step === "asked" && (
        <Sheet title="Erase everything about you?" onClose={() => setStep(null)}>
          <p>
            {counts.boards === 1 ? "1 board" : `${counts.boards} boards`} with{" "}
            {counts.saves === 1 ? "1 saved picture" : `${counts.saves} saved pictures`} will be gone. There is
            no way back afterwards; download them first if you may want them.
          </p>
          {counts.pictures > 0 && (
            <label className="enter-seen">
              <input
                type="checkbox"
                checked={pictures}
                onChange={(event) => setPictures(event.target.checked)}
              />
              Also the {counts.pictures} pictures I added; otherwise they stay without my name
            </label>
          )}
          <div className="data-acts">
            <Button className="data-danger" onClick={begin}>
              Erase everything
            </Button>
            <Button tone="quiet" onClick={() => setStep(null)}>
              Keep it
            </Button>
          </div>
        </Sheet>
      )}
      {step === "counting" && (
        <Sheet
          title={left > 0 ? `Erasing in ${left} s` : "Erasing…"}
          onClose={() => left > 0 && setStep(null)}
        >
          <p>Nothing is gone yet. Leaving this page keeps everything.</p>
          <div className="data-acts">
            <Button tone="main" disabled={left === 0} onClick={() => setStep(null)}>
              Undo
            </Button>
          </div>
        </Sheet>
      )}
    </Part>
  );
}
