/** Pins onto boards, off them, between them and in order, over HTTP. */
import { requireAccess } from "../../catalog/boards.ts";
import type { Board } from "../../core/boards.ts";
import type { Asked, Handlers } from "../asked.ts";
import { viewBoard, viewBoards, viewSaves } from "../board-views.ts";
import type { boards } from "../contract/boards.ts";
import { keeperOf } from "../profile.ts";

type Saving = Pick<Handlers<typeof boards>, "save" | "edit" | "unsave" | "bulk" | "suggest">;

const suggestions = 20;
const boardsLookedAt = 500;

const boardFor = async (
  { engine, caller }: Pick<Asked, "engine" | "caller">,
  id: string,
  needed: "read" | "edit",
): Promise<Board> => requireAccess(await engine.boards.read(id), id, caller, needed);

export const boardSavingHandlers: Saving = {
  save: async (asked) => {
    const { engine, params, body, reply } = asked;
    await boardFor(asked, params.id, "edit");
    const pins = [...new Set(body.pins)];
    const { saved } = await engine.boards.save(params.id, pins, {
      by: await keeperOf(asked),
      ...(body.section !== undefined && { section: body.section }),
      ...(body.note !== undefined && { note: body.note }),
    });
    if (saved.length === 0) reply.status(200);
    const board = await viewBoard(asked, await boardFor(asked, params.id, "read"));
    return { board, saved: [...saved], already: pins.filter((pin) => !saved.includes(pin)) };
  },
  edit: async (asked) => {
    const { engine, params, body } = asked;
    await boardFor(asked, params.id, "edit");
    const save = await engine.boards.patchSave(params.id, params.pin, {
      ...(body.note !== undefined && { note: body.note }),
      ...(body.section !== undefined && { section: body.section }),
      ...(body.before !== undefined && { before: body.before }),
    });
    return (await viewSaves(asked, [save]))[0];
  },
  unsave: async (asked) => {
    await boardFor(asked, asked.params.id, "edit");
    const gone = await asked.engine.boards.unsave(asked.params.id, [asked.params.pin]);
    return { done: gone.length };
  },
  bulk: async (asked) => {
    const { engine, params, body } = asked;
    const { id } = await boardFor(asked, params.id, body.action === "copy" ? "read" : "edit");
    if (body.action === "remove") return { done: (await engine.boards.unsave(id, body.pins)).length };
    if (body.action === "restore") return { done: (await engine.boards.resave(id, body.pins)).length };
    if (body.action === "section") {
      for (const pin of body.pins) await engine.boards.patchSave(id, pin, { section: body.section });
      return { done: body.pins.length };
    }
    const to = await boardFor(asked, body.to, "edit");
    const place = { by: await keeperOf(asked), ...(body.section !== undefined && { section: body.section }) };
    const moved = await engine.boards.transfer(id, to.id, body.pins, place, body.action === "copy");
    return { done: moved.length };
  },
  suggest: async (asked) => {
    const { engine, params, query, caller } = asked;
    const pin = params.id;
    const { items } = await engine.boards.list({
      ...{ owner: caller.who, shared: true, sort: "recent", limit: boardsLookedAt },
    });
    const holding = await engine.boards.holding(
      pin,
      items.map(({ id }) => id),
    );
    const ranked = await engine.suggestBoards(pin, items);
    const first = ranked.slice(0, query.limit ?? suggestions);
    const views = await viewBoards(
      asked,
      first.map(({ board }) => board),
    );
    return {
      items: views.map((board, i) => ({
        board,
        probability: first[i].probability,
        saved: holding.includes(board.id),
      })),
    };
  },
};
