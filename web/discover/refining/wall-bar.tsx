/** Above the wall: those one follows, one's boards and the public ones as tabs, and beside them the filters. */
import { useQuery } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { listBoards } from "../../api.ts";
import { type Chip, Chips } from "../../parts/chips.tsx";
import { type Address, chipsOf, filtersOf } from "../address.ts";
import { FilterSheet } from "./filter-sheet.tsx";
import "./wall-bar.css";

/** More would be a list to read, not tabs to choose from. */
const mostTabs = 12;
/** No board has such an id. */
const followingTab = "following";

interface WallBarProps {
  address: Address;
  onChange: (next: Partial<Address>) => void;
}

export function WallBar({ address, onChange }: WallBarProps) {
  const filters = filtersOf(address);
  const on = chipsOf(filters).filter((chip) => chip.key !== "board");
  return (
    <div className="wall-bar">
      <BoardTabs board={address.board} onBoard={(board) => onChange({ board })} />
      <div className="wall-filters">
        {on.length > 0 && (
          <Chips label="Filters" chips={on} onToggle={(chip) => onChange({ [chip.key]: undefined })} />
        )}
        <FilterSheet filters={filters} onChange={onChange} />
      </div>
    </div>
  );
}

interface BoardTabsProps {
  board?: string | undefined;
  /** Whether what those followed have saved is shown. */
  following?: boolean;
  onBoard: (board: string | undefined) => void;
}

export function BoardTabs({ board, following = false, onBoard }: BoardTabsProps) {
  const navigate = useNavigate();
  const boards = useQuery({ queryKey: ["boards"], queryFn: listBoards });
  const named = [...new Map((boards.data ?? []).map((each) => [each.name.toLowerCase(), each])).values()];
  const tabs: Chip[] = [
    { key: "", text: "All pictures", on: !board && !following },
    { key: followingTab, text: "Following", on: following },
    ...named.slice(0, mostTabs).map(({ id, name }) => ({ key: id, text: name, on: board === name })),
  ];
  /** One's own board has a page; a public one keeps what of the wall is on it. */
  const choose = ({ key }: Chip) => {
    if (key === followingTab) return navigate({ to: "/you/following" });
    const chosen = named.find(({ id }) => id === key);
    if (chosen?.person && chosen.access !== "read")
      navigate({ to: "/board/$id", params: { id: chosen.id }, search: {} });
    else onBoard(chosen?.name);
  };
  return <Chips tabs label="Boards" chips={tabs} onToggle={choose} />;
}
