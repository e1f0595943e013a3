/** Above what was found for words: what they were taken for, to be taken back; spelling that was mended; chips that refine. */
import type { WordAnswerView } from "../api.ts";
import { type Chip, Chips } from "../parts/chips.tsx";
import { choiceOf, type Filters } from "./address.ts";
import "./word-head.css";

interface WordHeadProps {
  words: string;
  answer: WordAnswerView | null;
  /** Texts of the filters that are on; they need no chip of their own here. */
  on: readonly string[];
  onWords: (words: string) => void;
  onFilters: (filters: Filters) => void;
}

/** What to say when the best that was found is no more than this. */
const steps: Partial<Record<WordAnswerView["step"], string>> = {
  "most words": "No picture fits every word; these fit most of them.",
  meaning: "No picture says these words; these come near in meaning.",
  picture: "No picture says these words; these show what they mean.",
};

export function WordHead({ words, answer, on, onWords, onFilters }: WordHeadProps) {
  const understood = answer?.understood ?? [];
  const taken: Chip[] = understood.map(({ label, text }) => ({
    key: `understood ${text}`,
    text: label,
    on: true,
  }));
  const said = new Set(on);
  const more = (answer?.chips ?? []).flatMap(({ label, filter }) => {
    const choice = choiceOf(filter);
    if (!choice || said.has(label)) return [];
    said.add(label);
    return [{ key: `${Object.keys(choice)[0]} ${label}`, text: label, choice }];
  });
  const toggle = ({ key }: Chip) => {
    const back = understood.find(({ text }) => key === `understood ${text}`);
    if (back) onWords(back.rest);
    const added = more.find((each) => each.key === key);
    if (added) onFilters(added.choice);
  };
  const nearest = answer?.hits[0];
  const note = nearest && steps[nearest.step];
  const mended = answer?.corrections ?? [];
  return (
    <div className="word-head">
      <h1 className="wall-title">{words}</h1>
      <p className="word-note" role="status">
        {answer && `${answer.total} ${answer.total === 1 ? "picture" : "pictures"}. `}
        {mended.length > 0 && (
          <>
            Searched for{" "}
            {mended.map(({ from, to }, place) => (
              <span key={from}>
                {place > 0 && ", "}
                <strong>{to}</strong> instead of {from}
              </span>
            ))}
            , which no picture says.{" "}
          </>
        )}
        {note}
      </p>
      {taken.length + more.length > 0 && (
        <Chips label="Refine" chips={[...taken, ...more.slice(0, 12)]} onToggle={toggle} />
      )}
    </div>
  );
}
