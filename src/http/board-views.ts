/** Boards as the contract shows them, to one who asks: their pictures, people, and what they may do. */
import { accessTo } from "../catalog/boards.ts";
import type { Board, Save } from "../core/boards.ts";
import { BowerbirdError } from "../core/errors.ts";
import type { Pin } from "../core/nouns.ts";
import { personOfOwner } from "../core/people.ts";
import type { Asked } from "./asked.ts";
import type { BoardView, SavedPin } from "./contract/board-views.ts";
import { iso, isoOrNull, viewPins } from "./pin-views.ts";

type About = Pick<Asked, "engine" | "caller">;

/** Pictures shown of a board. */
const shown = 4;

export async function viewBoards(about: About, boards: readonly Board[]): Promise<BoardView[]> {
  const { engine, caller } = about;
  const followed = new Set(
    (await engine.opinions.following(caller.who)).flatMap(({ kind, subject }) =>
      kind === "board" ? [subject] : [],
    ),
  );
  return Promise.all(
    boards.map(async (board) => {
      const access = accessTo(board, caller);
      if (access === "none") throw new BowerbirdError("BOARD_NOT_FOUND", { id: board.id });
      const { id, name, description, privacy, owner, pins, version } = board;
      const person = personOfOwner(owner);
      return {
        ...{ id, name, description, privacy, owner, access, pins, version },
        person: person === null ? null : await briefOf(about, person),
        pictures: (await picturesOf(about, board)).map(viewPicture),
        sections: board.sections.map((section) => ({ ...section })),
        collaborators: await Promise.all(board.collaborators.map((each) => briefOf(about, each))),
        followers: await engine.opinions.followers("board", id),
        followed: followed.has(id),
        createdAt: iso(board.createdAt),
        updatedAt: iso(board.updatedAt),
        savedAt: iso(board.savedAt),
        archivedAt: isoOrNull(board.archivedAt),
      };
    }),
  );
}

export async function viewBoard(about: About, board: Board): Promise<BoardView> {
  const [view] = await viewBoards(about, [board]);
  return view;
}

export async function viewSaves(about: About, saves: readonly Save[]): Promise<SavedPin[]> {
  const { engine } = about;
  const pins = await engine.pins.readSeqs(saves.map(({ seq }) => seq));
  const views = new Map(
    (await viewPins(pins, engine.understandings, engine.vision.model)).map((pin) => [pin.id, pin]),
  );
  const savers = new Map<string, { id: string; name: string } | null>();
  for (const { savedBy } of saves) {
    const person = personOfOwner(savedBy);
    if (!savers.has(savedBy)) savers.set(savedBy, person === null ? null : await briefOf(about, person));
  }
  return saves.flatMap(({ pin: id, section, note, savedAt, savedBy }) => {
    const pin = views.get(id);
    return pin ? [{ pin, section, note, savedAt: iso(savedAt), savedBy: savers.get(savedBy) ?? null }] : [];
  });
}

/** Names of those of these boards that who asks may see. */
export async function boardNames(
  { engine, caller }: About,
  ids: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  const boards = await Promise.all(ids.map((id) => engine.boards.read(id)));
  return new Map(
    boards.flatMap((board) =>
      board && accessTo(board, caller) !== "none" ? [[board.id, board.name] as const] : [],
    ),
  );
}

async function briefOf({ engine }: About, id: string): Promise<{ id: string; name: string }> {
  return { id, name: (await engine.people.read(id))?.name ?? "" };
}

/** The cover first. */
async function picturesOf({ engine }: About, { id, cover }: Board): Promise<readonly Pin[]> {
  const { items } = await engine.boards.saves(id, { limit: shown });
  const ids = [cover, ...items.map(({ pin }) => pin)].filter((pin) => pin !== null);
  return engine.pins.read([...new Set(ids)].slice(0, shown));
}

function viewPicture({ id, blob, width, height, placeholder }: Pin): BoardView["pictures"][number] {
  const thumbnail = (size: number): string => `/thumbnails/${blob}/${size}`;
  const thumbnails = { 256: thumbnail(256), 640: thumbnail(640), 1280: thumbnail(1280) };
  return { pin: id, width, height, placeholder, thumbnails };
}
