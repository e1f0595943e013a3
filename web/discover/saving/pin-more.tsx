/** What else one may think of a pin: hide it, say that it is not one's taste, report it. Each can be undone. */
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { nameOf, type PinView } from "../../api.ts";
import { type HideReason, hidePin, reportPin, unhidePin, withdrawReport } from "../../boards-api.ts";
import { Button, IconButton } from "../../parts/button.tsx";
import { Choice } from "../../parts/field.tsx";
import { Icon } from "../../parts/icon.tsx";
import { Sheet } from "../../parts/sheet.tsx";
import { recording, usePlaceShown } from "../recording.ts";
import { hiddenKey } from "./hidden.ts";
import { useSaving } from "./saving.ts";
import "../../parts/menu.css";
import "./pin-more.css";

const reasons = [
  ["spam", "Spam"],
  ["nudity", "Nudity"],
  ["violence", "Violence"],
  ["hate", "Hate"],
  ["copyright", "Copyright"],
  ["misleading", "Misleading"],
  ["other", "Something else"],
] as const;

export function PinMore({ pin }: { pin: PinView }) {
  const [open, setOpen] = useState<"acts" | "report" | null>(null);
  const { attempt, say } = useSaving();
  const queries = useQueryClient();
  const place = usePlaceShown();
  const close = () => setOpen(null);
  const title = nameOf(pin);
  const show = (shown: boolean) =>
    queries.setQueryData<readonly string[]>(hiddenKey, (now = []) =>
      shown ? now.filter((id) => id !== pin.id) : [...now, pin.id],
    );
  const hide = async (reason: HideReason) => {
    close();
    if (!(await attempt(() => hidePin(pin.id, reason)))) return;
    recording.record({ ...place, type: reason === "taste" ? "dislike" : "hide", pin: pin.id });
    show(false);
    const undo = async () => {
      if (await attempt(() => unhidePin(pin.id))) show(true);
    };
    say({ words: reason === "taste" ? "Noted: not your taste" : "Hidden", undo: () => void undo() });
  };
  const report = async (form: FormData) => {
    close();
    const done = await attempt(() =>
      reportPin(pin.id, String(form.get("reason")), String(form.get("words") ?? "")),
    );
    if (done) {
      recording.record({ ...place, type: "report", pin: pin.id });
      say({
        words: "Reported. Thank you for looking after this place.",
        undo: () => void attempt(() => withdrawReport(pin.id)),
      });
    }
  };
  return (
    <>
      <IconButton icon="more" over name={`More about ${title}`} onClick={() => setOpen("acts")} />
      {open === "acts" && (
        <Sheet title="This picture" onClose={close}>
          <ul className="menu">
            <li>
              <button type="button" onClick={() => hide("hide")}>
                <Icon name="hide" /> Hide it
              </button>
            </li>
            <li>
              <button type="button" onClick={() => hide("taste")}>
                <Icon name="close" /> Not my taste
              </button>
            </li>
            <li>
              <button type="button" onClick={() => setOpen("report")}>
                <Icon name="alert" /> Report it
              </button>
            </li>
          </ul>
        </Sheet>
      )}
      {open === "report" && (
        <Sheet title="Report this picture" onClose={close}>
          <form className="pin-report" action={report}>
            <Choice name="reason" label="What is wrong with it?" options={reasons} />
            <label className="field">
              <span>Anything to add?</span>
              <textarea name="words" rows={3} maxLength={2000} />
            </label>
            <Button tone="main" type="submit">
              Report
            </Button>
          </form>
        </Sheet>
      )}
    </>
  );
}
