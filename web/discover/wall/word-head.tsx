/** Above what was found for words: what they were taken for, to be taken back; spelling that was mended; keeping it. */
import { Link } from "@tanstack/react-router";
import type { WordAnswerView } from "../../api.ts";
import { Button } from "../../parts/button.tsx";
import { type Chip, Chips } from "../../parts/chips.tsx";
import { Icon } from "../../parts/icon.tsx";
import { type Address, filterOf, filtersOf } from "../address.ts";
import { useKeeping } from "../asking/saved-searches.ts";
import "./word-head.css";

interface WordHeadProps {
  words: string;
  address: Address;
  answer: WordAnswerView | null;
  onWords: (words: string) => void;
}

/** What to say when the best that was found is no more than this. */
const steps: Partial<Record<WordAnswerView["step"], string>> = {
  "most words": "No picture fits every word; these fit most of them.",
  meaning: "No picture says these words; these come near in meaning.",
  picture: "No picture says these words; these show what they mean.",
};

export function WordHead({ words, address, answer, onWords }: WordHeadProps) {
  const understood = answer?.understood ?? [];
  const taken: Chip[] = understood.map(({ label, text }) => ({
    key: `understood ${text}`,
    text: label,
    on: true,
  }));
  const toggle = ({ key }: Chip) => {
    const back = understood.find(({ text }) => key === `understood ${text}`);
    if (back) onWords(back.rest);
  };
  const nearest = answer?.hits[0];
  const notes = answer?.notes ?? [];
  // what the answer itself says of its words says more
  const isSaid = notes.some(({ code }) => code !== "no prices" && code !== "several currencies");
  const note = nearest && !isSaid && steps[nearest.step];
  const mended = answer?.corrections ?? [];
  return (
    <div className="word-head">
      <div className="word-line">
        <h1 className="wall-title">
          <bdi>{words}</bdi>
        </h1>
        <KeepSearch words={words} address={address} />
      </div>
      <p className="word-note" role="status">
        {answer && answer.total > 0 && `${answer.total} ${answer.total === 1 ? "picture" : "pictures"}. `}
        {[note, ...notes.map(({ sentence }) => sentence)].filter(Boolean).join(" ")}
      </p>
      {mended.length > 0 && <Mended words={words} address={address} mended={mended} />}
      {taken.length > 0 && <Chips label="Understood" chips={taken} onToggle={toggle} />}
    </div>
  );
}

interface MendedProps {
  words: string;
  address: Address;
  mended: WordAnswerView["corrections"];
}

/** What was searched for in place of what was typed, and the way back. */
function Mended({ words, address, mended }: MendedProps) {
  const meant = mended.reduce((text, { from, to }) => replaceWord(text, from, to), words);
  return (
    <p className="word-mended">
      Showing results for{" "}
      <Link to="/" search={{ ...address, words: meant }}>
        <strong>{meant}</strong>
      </Link>
      . Search instead for{" "}
      <Link to="/" search={{ ...address, literal: true }}>
        {words}
      </Link>
    </p>
  );
}

/** Letters that differ only in case are the same word. */
function replaceWord(text: string, from: string, to: string): string {
  const at = text.toLowerCase().indexOf(from);
  return at < 0 ? text : text.slice(0, at) + to + text.slice(at + from.length);
}

function KeepSearch({ words, address }: { words: string; address: Address }) {
  const { kept, toggle, busy } = useKeeping(words, filterOf(filtersOf(address)));
  return (
    <Button className="keep-search" aria-pressed={kept} disabled={busy} onClick={toggle}>
      <Icon name={kept ? "check" : "bell"} size={18} />
      {kept ? "Search kept" : "Keep this search"}
    </Button>
  );
}
