/** One field for words, with the camera beside it and what was searched before below it. */
import { type Ref, useId, useRef, useState } from "react";
import { IconButton } from "./button.tsx";
import { Icon } from "./icon.tsx";
import "./search-bar.css";

interface SearchBarProps {
  words: string;
  recent: readonly string[];
  onSearch: (words: string) => void;
  onPicture: () => void;
  field?: Ref<HTMLInputElement>;
}

export function SearchBar({ words, recent, onSearch, onPicture, field }: SearchBarProps) {
  const [open, setOpen] = useState(false);
  const list = useId();
  const form = useRef<HTMLFormElement>(null);
  const choose = (chosen: string) => {
    setOpen(false);
    onSearch(chosen.trim());
  };
  return (
    <search className="search">
      <form
        ref={form}
        onSubmit={(event) => {
          event.preventDefault();
          const said = new FormData(event.currentTarget).get("words");
          choose(typeof said === "string" ? said : "");
        }}
        onBlur={(event) => !event.currentTarget.contains(event.relatedTarget) && setOpen(false)}
        onKeyDown={(event) => event.key === "Escape" && setOpen(false)}
      >
        <span className="search-glass">
          <Icon name="search" />
        </span>
        <input
          key={words}
          ref={field}
          name="words"
          type="search"
          defaultValue={words}
          placeholder="Search words, or drop a picture"
          aria-label="Search words"
          aria-controls={list}
          autoComplete="off"
          enterKeyHint="search"
          onFocus={() => setOpen(true)}
        />
        <IconButton icon="camera" name="Search by picture" onClick={onPicture} />
        <ul
          id={list}
          className="search-recent"
          hidden={!open || recent.length === 0}
          aria-label="Searched before"
        >
          {recent.map((each) => (
            <li key={each}>
              <button type="button" onClick={() => choose(each)}>
                {each}
              </button>
            </li>
          ))}
        </ul>
      </form>
    </search>
  );
}
