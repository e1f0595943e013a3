/** What those whom one follows have saved, over HTTP. */
import { randomUUID } from "node:crypto";
import type { Handlers } from "../asked.ts";
import { viewSaves } from "../board-views.ts";
import type { following } from "../contract/following.ts";
import { writeSlate } from "../slates.ts";

const pageSize = 60;

export const followingHandlers: Handlers<typeof following> = {
  list: async (asked) => {
    const { engine, caller, query } = asked;
    const { cursor, limit = pageSize } = query;
    const page = await engine.followed.page(caller.who, { limit, ...(cursor !== undefined && { cursor }) });
    const saves = page.items.map((item) => ({ ...item, section: null, note: "" }));
    const views = new Map((await viewSaves(asked, saves)).map((view) => [view.pin.id, view]));
    const items = page.items.flatMap(({ pin: id, board, boardName: name, through }) => {
      const view = views.get(id);
      if (!view) return [];
      const { pin, savedBy, savedAt } = view;
      return [{ pin, savedBy, savedAt, through, board: { id: board, name } }];
    });
    const slate = randomUUID();
    writeSlate(asked, {
      ...{ slate, surface: "following", source: "following" },
      hits: items.map(({ pin, board, through }) => ({ pin: pin.id, extra: { through, board: board.id } })),
    });
    return { slate, items, cursor: page.cursor };
  },
};
