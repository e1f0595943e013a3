/** Words beside the picture that is searched by: what the thing in it should be like, each piece to be taken back. */
import { type FormEvent, useId } from "react";
import type { SearchAnswer } from "../../api.ts";
import { Button } from "../../parts/button.tsx";
import { Chips } from "../../parts/chips.tsx";
import "./composer.css";

interface ComposerProps {
  /** What was said, empty for the picture alone. */
  like: string;
  /** The answer to it, when there is one. */
  answer: SearchAnswer | undefined;
  onLike: (like: string | undefined) => void;
}

export function Composer({ like, answer, onLike }: ComposerProps) {
  const note = useId();
  const understood = like ? (answer?.understood ?? []) : [];
  const isLetGo = understood.length > 0 && understood.every(({ relaxed }) => relaxed);
  const say = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const said = new FormData(event.currentTarget).get("like");
    onLike((typeof said === "string" && said.trim()) || undefined);
  };
  const takeBack = (key: string) => {
    const piece = understood.find(({ from }) => String(from) === key);
    // "in" alone asks for nothing.
    const isLast = understood.length === 1;
    if (piece) onLike((!isLast && piece.rest) || undefined);
  };
  return (
    <div className="composer">
      <form onSubmit={say}>
        <input
          key={like}
          name="like"
          type="search"
          defaultValue={like}
          placeholder="Like this, but … in green"
          aria-label="What it should be like"
          aria-describedby={note}
          autoComplete="off"
          enterKeyHint="search"
        />
        <Button type="submit">Apply</Button>
      </form>
      {understood.length > 0 && (
        <Chips
          label="Understood"
          chips={understood.map(({ from, label }) => ({ key: String(from), text: label, on: true }))}
          onToggle={({ key }) => takeBack(key)}
        />
      )}
      <p id={note} role="status">
        {isLetGo && "Nothing here fits both; these look like the picture."}
      </p>
    </div>
  );
}
