/**
 * One field for words with what it may complete to: an editable combobox. Arrow keys go through the lines, Enter takes
 * one, Escape closes and then empties, Delete on a past search forgets it. On a phone it fills the screen.
 */
import { type ReactNode, type Ref, useEffect, useId, useRef, useState } from "react";
import { IconButton } from "./button.tsx";
import { Icon, type IconName } from "./icon.tsx";
import "./search-bar.css";

export interface SearchLine {
  readonly key: string;
  readonly text: string;
  /** A few soft words behind or below. */
  readonly why: string;
  /** Address of a picture. */
  readonly thumbnail: string | null;
  /** Shown where there is no picture. */
  readonly icon: IconName;
  /** Past searches can be forgotten. */
  readonly removable?: boolean;
}

export interface SearchGroup {
  /** Empty for none. */
  readonly title: string;
  /** Pictures with a word below instead of lines. */
  readonly tiles?: boolean;
  readonly lines: readonly SearchLine[];
}

interface SearchBarProps {
  /** What stands in the field until someone types. */
  words: string;
  /** Characters that the field takes. */
  longest?: number;
  groups: readonly SearchGroup[];
  onType: (typed: string) => void;
  onSearch: (words: string) => void;
  onChoose: (line: SearchLine) => void;
  onForget: (line: SearchLine) => void;
  /** The sheet for pictures. */
  onPicture: () => void;
  /** A picture that was pasted into the field. */
  onPaste?: (data: DataTransfer) => boolean;
  /** Below the lines: ways to search by a picture, forgetting. */
  foot?: ReactNode;
  field?: Ref<HTMLInputElement>;
}

export function SearchBar(props: SearchBarProps) {
  const { words, longest, groups, onType, onSearch, onChoose, onForget, onPicture, onPaste, foot, field } =
    props;
  const [open, setOpen] = useState(false);
  const [typed, setTyped] = useState(words);
  const [active, setActive] = useState(-1);
  const list = useId();
  const form = useRef<HTMLFormElement>(null);
  const lines = groups.flatMap((group) => group.lines);
  const chosen = lines[active];

  useEffect(() => setTyped(words), [words]);
  const type = (text: string) => {
    setTyped(text);
    setActive(-1);
    onType(text);
  };
  const show = () => {
    if (!open) onType(typed === words ? "" : typed);
    setOpen(true);
  };
  const close = () => {
    setOpen(false);
    setActive(-1);
  };
  const leave = () => {
    close();
    if (document.activeElement instanceof HTMLElement) document.activeElement.blur();
  };
  const onKeyDown = (event: React.KeyboardEvent<HTMLInputElement>) => {
    const steps: Record<string, number> = { ArrowDown: 1, ArrowUp: -1 };
    const step = steps[event.key];
    if (step !== undefined) {
      event.preventDefault();
      if (!open) return show();
      // One place before the first line is the field itself.
      setActive(((active + 1 + step + lines.length + 1) % (lines.length + 1)) - 1);
    } else if (event.key === "Escape" && open) {
      event.preventDefault();
      close();
    } else if (event.key === "Delete" && chosen?.removable) {
      event.preventDefault();
      onForget(chosen);
      setActive(-1);
    }
  };
  return (
    <search className="search" data-open={open || undefined}>
      <form
        ref={form}
        onSubmit={(event) => {
          event.preventDefault();
          leave();
          if (chosen) onChoose(chosen);
          else onSearch(typed.trim());
        }}
        onBlur={(event) => !event.currentTarget.contains(event.relatedTarget) && close()}
      >
        <div className="search-field">
          <span className="search-glass">
            <Icon name="search" />
          </span>
          <span className="search-back">
            <IconButton icon="back" name="Close the search" onClick={leave} />
          </span>
          <input
            ref={field}
            name="words"
            type="search"
            role="combobox"
            maxLength={longest}
            value={typed}
            placeholder="Search words, or drop a picture"
            aria-label="Search words"
            aria-autocomplete="list"
            aria-expanded={open && lines.length > 0}
            aria-controls={list}
            aria-activedescendant={open && chosen ? `${list}-${active}` : undefined}
            autoComplete="off"
            autoCorrect="off"
            spellCheck={false}
            enterKeyHint="search"
            dir="auto"
            onFocus={show}
            onClick={show}
            onChange={(event) => {
              type(event.target.value);
              setOpen(true);
            }}
            onKeyDown={onKeyDown}
            onPaste={(event) => {
              if (onPaste?.(event.clipboardData)) {
                event.preventDefault();
                leave();
              }
            }}
          />
          {typed !== "" && (
            <span className="search-clear">
              <IconButton
                icon="close"
                name="Empty the field"
                onClick={() => {
                  type("");
                  form.current?.querySelector("input")?.focus();
                }}
              />
            </span>
          )}
          <IconButton
            icon="camera"
            name="Search by picture"
            onClick={() => {
              leave();
              onPicture();
            }}
          />
        </div>
        <div className="search-panel" hidden={!open}>
          <div id={list} role="listbox" aria-label="Suggestions" hidden={lines.length === 0}>
            {groups.map((group) => (
              <Group
                key={group.title}
                group={group}
                first={lines.indexOf(group.lines[0])}
                typed={typed}
                {...{ list, active, setActive, onForget }}
                onChoose={(line) => {
                  leave();
                  onChoose(line);
                }}
              />
            ))}
          </div>
          {foot && <div className="search-foot">{foot}</div>}
        </div>
        <p className="said" role="status">
          {open && lines.length > 0 && `${lines.length} suggestions`}
        </p>
      </form>
    </search>
  );
}

interface GroupProps {
  group: SearchGroup;
  /** Place of its first line among all. */
  first: number;
  typed: string;
  list: string;
  active: number;
  setActive: (place: number) => void;
  onChoose: (line: SearchLine) => void;
  onForget: (line: SearchLine) => void;
}

function Group({ group, first, typed, list, active, setActive, onChoose, onForget }: GroupProps) {
  if (group.lines.length === 0) return null;
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset is no part of a listbox
    <div role="group" aria-label={group.title || "Suggestions"} className="search-group">
      {group.title && (
        <p className="search-title" aria-hidden="true">
          {group.title}
        </p>
      )}
      <div className={group.tiles ? "search-tiles" : "search-lines"} role="presentation">
        {group.lines.map((line, i) => (
          // biome-ignore lint/a11y/useFocusableInteractive: the field keeps the focus
          // biome-ignore lint/a11y/useKeyWithClickEvents: Enter in the field takes the active line
          <div
            key={line.key}
            id={`${list}-${first + i}`}
            role="option"
            className="search-line"
            aria-selected={active === first + i}
            // The field must not lose the focus before the click.
            onMouseDown={(event) => event.preventDefault()}
            onMouseMove={() => active !== first + i && setActive(first + i)}
            onClick={() => onChoose(line)}
          >
            <Line line={line} typed={typed} onForget={onForget} />
          </div>
        ))}
      </div>
    </div>
  );
}

function Line({ line, typed, onForget }: Pick<GroupProps, "typed" | "onForget"> & { line: SearchLine }) {
  const { text, why, thumbnail, icon, removable } = line;
  return (
    <>
      <span className="search-picture">
        {thumbnail ? (
          <img src={thumbnail} alt="" width={44} height={44} loading="lazy" />
        ) : (
          <Icon name={icon} />
        )}
      </span>
      <span className="search-words">
        <bdi>
          <Completed text={text} typed={typed} />
        </bdi>
        {why && <small>{why}</small>}
      </span>
      {removable && (
        // For the hand; the keyboard has Delete.
        <span
          aria-hidden="true"
          className="search-forget"
          title="Forget this search (Delete)"
          onClick={(event) => {
            event.stopPropagation();
            onForget(line);
          }}
        >
          <Icon name="close" size={16} />
        </span>
      )}
    </>
  );
}

/** What was typed stays light, what it completes to is strong. */
function Completed({ text, typed }: { text: string; typed: string }) {
  const begun = typed.trimStart();
  if (begun === "" || !text.toLowerCase().startsWith(begun.toLowerCase())) return text;
  return (
    <>
      <span className="search-typed">{text.slice(0, begun.length)}</span>
      {text.slice(begun.length)}
    </>
  );
}
