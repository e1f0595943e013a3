/** Boards over HTTP: what may be done to each is decided by `catalog/boards.ts`. */
import { randomUUID } from "node:crypto";
import { type Access, requireAccess } from "../../catalog/boards.ts";
import type { Board } from "../../core/boards.ts";
import { BowerbirdError } from "../../core/errors.ts";
import { ownerOfPerson } from "../../core/people.ts";
import type { Asked, Handlers } from "../asked.ts";
import { viewBoard, viewBoards, viewSaves } from "../board-views.ts";
import type { boards } from "../contract/boards.ts";
import { keeperOf } from "../profile.ts";
import { writeSlate } from "../slates.ts";
import { boardSavingHandlers } from "./board-saving.ts";

const pageSize = 100;

/** @throws BOARD_NOT_FOUND NOT_YOURS */
export async function boardFor(
  { engine, caller }: Pick<Asked, "engine" | "caller">,
  id: string,
  needed: Access,
): Promise<Board> {
  return requireAccess(await engine.boards.read(id), id, caller, needed);
}

export const boardHandlers: Handlers<typeof boards> = {
  ...boardSavingHandlers,
  list: async (asked) => {
    const { query, engine, caller } = asked;
    const { person, archived, cursor, limit = pageSize } = query;
    const mine = person === "me";
    const sort = query.sort ?? (mine ? "recent" : "largest");
    const owner = mine ? caller.who : person && ownerOfPerson(person);
    const { items, cursor: next } = await engine.boards.list({
      ...{ sort, limit, archived: archived === "true" },
      ...(owner !== undefined && { owner, shared: mine }),
      ...(!mine && { visibleTo: caller.who }),
      ...(cursor !== undefined && { cursor }),
    });
    return { items: await viewBoards(asked, items), cursor: next };
  },
  create: async (asked) => {
    const { name, description, privacy } = asked.body;
    const owner = await keeperOf(asked);
    const board = await asked.engine.boards.create({
      ...{ owner, name },
      ...(description !== undefined && { description }),
      ...(privacy !== undefined && { privacy }),
    });
    return viewBoard(asOwner(asked, owner), board);
  },
  arrange: async ({ engine, caller, body }) => {
    await engine.boards.arrange(caller.who, body.boards);
    return { done: body.boards.length };
  },
  read: async (asked) => viewBoard(asked, await boardFor(asked, asked.params.id, "read")),
  patch: async (asked) => {
    const { version, ...change } = asked.body;
    await boardFor(asked, asked.params.id, "own");
    return viewBoard(asked, await asked.engine.boards.patch(asked.params.id, given(change), version));
  },
  remove: async (asked) => {
    await boardFor(asked, asked.params.id, "own");
    await asked.engine.boards.remove(asked.params.id);
    return { done: 1 };
  },
  restore: async (asked) => {
    const { engine, params, caller } = asked;
    const owner = await engine.boards.ownerOfRemoved(params.id);
    const removed =
      owner === null ? null : { owner, privacy: "private" as const, collaborators: [], name: "" };
    requireAccess(removed, params.id, caller, "own");
    return viewBoard(asked, await engine.boards.restore(params.id));
  },
  merge: async (asked) => {
    const { engine, params, body } = asked;
    await boardFor(asked, params.id, "own");
    await boardFor(asked, body.into, "edit");
    const moved = await engine.boards.merge(params.id, body.into);
    return { board: await viewBoard(asked, await boardFor(asked, body.into, "read")), moved };
  },
  pins: async (asked) => {
    const { engine, params, query } = asked;
    await boardFor(asked, params.id, "read");
    const { section, cursor, limit = pageSize } = query;
    const page = await engine.boards.saves(params.id, {
      limit,
      ...(section !== undefined && { section: section === "none" ? null : section }),
      ...(cursor !== undefined && { cursor }),
    });
    const slate = randomUUID();
    const hits = page.items.map(({ pin }) => ({ pin }));
    writeSlate(asked, { slate, surface: "board", board: params.id, source: "board", hits });
    return { slate, items: await viewSaves(asked, page.items), cursor: page.cursor };
  },
  addSection: async (asked) => {
    await boardFor(asked, asked.params.id, "edit");
    return asked.engine.boards.addSection(asked.params.id, asked.body.name);
  },
  editSection: async (asked) => {
    const { engine, params, body } = asked;
    await boardFor(asked, params.id, "edit");
    await engine.boards.patchSection(params.id, params.section, given(body));
    return viewBoard(asked, await boardFor(asked, params.id, "read"));
  },
  removeSection: async (asked) => {
    await boardFor(asked, asked.params.id, "edit");
    await asked.engine.boards.removeSection(asked.params.id, asked.params.section);
    return { done: 1 };
  },
  restoreSection: async (asked) => {
    const { engine, params } = asked;
    await boardFor(asked, params.id, "edit");
    await engine.boards.restoreSection(params.id, params.section);
    return viewBoard(asked, await boardFor(asked, params.id, "read"));
  },
  invite: async (asked) => {
    const { engine, params } = asked;
    await boardFor(asked, params.id, "own");
    const person = await engine.people.find(params.person);
    if (!person || person.anonymous) throw new BowerbirdError("PERSON_NOT_FOUND", { id: params.person });
    return viewBoard(asked, await engine.boards.addCollaborator(params.id, person.id));
  },
  uninvite: async (asked) => {
    const { engine, params, caller } = asked;
    const themself = caller.person?.id === params.person;
    const board = await boardFor(asked, params.id, themself ? "edit" : "own");
    await engine.boards.removeCollaborator(params.id, params.person);
    return { done: Number(board.collaborators.includes(params.person)) };
  },
  follow: async (asked) => {
    const { id } = await boardFor(asked, asked.params.id, "read");
    return { done: Number(await asked.engine.opinions.follow(await keeperOf(asked), "board", id)) };
  },
  unfollow: async ({ engine, caller, params }) => ({
    done: Number(await engine.opinions.unfollow(caller.who, "board", params.id)),
  }),
};

/** The same question, asked by who has just begun a profile. */
function asOwner<A extends Pick<Asked, "engine" | "caller">>(asked: A, who: string): A {
  return { ...asked, caller: { ...asked.caller, who } };
}

type Given<T> = { [K in keyof T]?: Exclude<T[K], undefined> };

/** Only what was said. */
export function given<T extends object>(change: T): Given<T> {
  return Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined)) as Given<T>;
}
