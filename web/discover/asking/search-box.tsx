/** The search box of every page: what its field may complete to, and where each line leads. */
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { type Ref, useEffect, useRef, useState } from "react";
import { Button } from "../../parts/button.tsx";
import { Icon, type IconName } from "../../parts/icon.tsx";
import { PictureInput } from "../../parts/picture-input.tsx";
import { SearchBar, type SearchGroup, type SearchLine } from "../../parts/search-bar.tsx";
import { forgetSearch, type SuggestionView, suggestions } from "../../search-api.ts";
import { useSession } from "../../session.ts";
import { choiceOf, longestWords } from "../address.ts";
import { pictureIn } from "./picture-query.ts";
import { forgetWords, recentWords, rememberWords } from "./recent-words.ts";

interface SearchBoxProps {
  words: string;
  field: Ref<HTMLInputElement>;
  onPicture: (picture: Blob | string) => void;
  onPictureSheet: () => void;
}

/** Letters that come faster than this are asked for together. */
const pause = 60;

const icons: Readonly<Record<SuggestionView["kind"], IconName>> = {
  recent: "clock",
  search: "search",
  kind: "search",
  tag: "search",
  phrase: "search",
  board: "boards",
  person: "person",
};

export function SearchBox({ words, field, onPicture, onPictureSheet }: SearchBoxProps) {
  const navigate = useNavigate();
  const queries = useQueryClient();
  const [typed, setTyped] = useState<string | null>(null);
  const settled = useSettled(typed);
  const found = useQuery({
    queryKey: ["suggestions", settled],
    queryFn: () => suggestions(settled ?? ""),
    enabled: settled !== null,
    placeholderData: (before) => before,
    staleTime: 20_000,
  });
  const person = useSession().data?.person ?? null;
  const [here, setHere] = useState(recentWords);
  const file = useRef<HTMLInputElement>(null);

  const search = (said: string) => {
    if (said && person === null) {
      rememberWords(said);
      setHere(recentWords());
    }
    queries.invalidateQueries({ queryKey: ["suggestions"] });
    navigate({ to: "/", search: said ? { words: said } : {} });
  };
  const choose = (line: SearchLine) => {
    const suggestion = found.data?.find((each) => keyOf(each) === line.key);
    if (!suggestion) return search(line.text);
    const { board, person: who, search: sought } = suggestion;
    if (board) navigate({ to: "/board/$id", params: { id: board }, search: {} });
    else if (who) navigate({ to: "/person/$id", params: { id: who } });
    else if (sought && sought.q === "") navigate({ to: "/", search: choiceOf(sought.filter) ?? {} });
    else search(suggestion.text);
  };
  const forget = async (line: SearchLine | null) => {
    forgetWords(line?.text ?? null);
    setHere(recentWords());
    if (person) await forgetSearch(line?.text ?? null);
    await queries.invalidateQueries({ queryKey: ["suggestions"] });
  };
  const groups = groupsOf(found.data ?? [], settled ?? "", person ? [] : here);
  const past = groups.some(({ lines }) => lines.some(({ removable }) => removable));
  return (
    <>
      <SearchBar
        {...{ field, words, groups }}
        longest={longestWords}
        onType={setTyped}
        onSearch={search}
        onChoose={choose}
        onForget={forget}
        onPicture={onPictureSheet}
        onPaste={(data) => {
          const picture = [...data.files].some(({ type }) => type.startsWith("image/")) && pictureIn(data);
          if (picture) onPicture(picture);
          return Boolean(picture);
        }}
        foot={
          (settled ?? "") === "" && (
            <>
              <Button onClick={() => file.current?.click()}>
                <Icon name="upload" size={18} />
                Choose a picture
              </Button>
              <Button onClick={onPictureSheet}>
                <Icon name="camera" size={18} />
                Camera or link
              </Button>
              {past && (
                <Button tone="quiet" onClick={() => forget(null)}>
                  Forget past searches
                </Button>
              )}
            </>
          )
        }
      />
      <PictureInput
        ref={file}
        onPicture={(picture) => {
          // The chooser gives the focus back to what opened it, which would keep the suggestions over the answer.
          if (document.activeElement instanceof HTMLElement) document.activeElement.blur();
          onPicture(picture);
        }}
      />
    </>
  );
}

/** The last value once it has been still for a moment; at once when the field is entered or emptied. */
function useSettled(typed: string | null): string | null {
  const [settled, setSettled] = useState(typed);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(typed), typed ? pause : 0);
    return () => clearTimeout(timer);
  }, [typed]);
  return settled;
}

const keyOf = ({ kind, text, board, person }: SuggestionView): string => `${kind} ${board ?? person ?? text}`;

/** A tile has room for a number. */
const shortWhy = (pins: number) => ({ why: pins === 1 ? "1 picture" : `${pins} pictures` });

function lineOf(suggestion: SuggestionView): SearchLine {
  const { text, kind, why, thumbnail, mended } = suggestion;
  return {
    ...{ key: keyOf(suggestion), text, thumbnail, icon: icons[kind], removable: kind === "recent" },
    why: mended ? `Instead of ${mended}` : kind === "recent" ? "" : why,
  };
}

/** With nothing typed in three groups: one's past, what rises, what there is; else one after another. */
function groupsOf(
  found: readonly SuggestionView[],
  typed: string,
  here: readonly string[],
): readonly SearchGroup[] {
  if (typed !== "") return [{ title: "", lines: found.map(lineOf) }];
  const of = (...kinds: readonly SuggestionView["kind"][]) =>
    found
      .filter(({ kind }) => kinds.includes(kind))
      .map((suggestion) => ({ ...lineOf(suggestion), ...(suggestion.pins && shortWhy(suggestion.pins)) }));
  const kept = here.map(
    (text): SearchLine => ({
      ...{ key: `here ${text}`, text, why: "", thumbnail: null, icon: "clock", removable: true },
    }),
  );
  return [
    { title: "Searched before", lines: [...of("recent"), ...kept].slice(0, 5) },
    { title: "Many search for", tiles: true, lines: of("search").slice(0, 6) },
    { title: "In these pictures", tiles: true, lines: of("kind", "tag", "phrase").slice(0, 8) },
  ].filter(({ lines }) => lines.length > 0);
}
