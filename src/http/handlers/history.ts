/** One's history over HTTP. */
import type { Whose } from "../../core/event-log.ts";
import { forgetHistory, forgetOne, historyPage } from "../../events/history.ts";
import type { Asked, Handlers } from "../asked.ts";
import { boardNames } from "../board-views.ts";
import type { history } from "../contract/history.ts";
import { viewPins } from "../pin-views.ts";

const pageSize = 50;

export const historyHandlers: Handlers<typeof history> = {
  list: async (asked) => {
    const { engine, query } = asked;
    const { kind = "all", cursor, limit = pageSize } = query;
    const page = await historyPage(engine.eventLog, await whoseHistory(asked, query.visitor), {
      ...{ kind, limit },
      ...(cursor !== undefined && { cursor }),
    });
    const named = (what: "pin" | "board"): string[] => [
      ...new Set(page.items.flatMap((item) => item[what] ?? [])),
    ];
    const pins = await engine.pins.read(named("pin"));
    const views = await viewPins(pins, engine.understandings, engine.vision.model);
    const byId = new Map(views.map((pin) => [pin.id, pin]));
    const boards = await boardNames(asked, named("board"));
    const items = page.items.map(({ pin, board, ...item }) => ({
      ...item,
      pin: (pin !== null && byId.get(pin)) || null,
      board: board !== null && boards.has(board) ? { id: board, name: boards.get(board) ?? "" } : null,
    }));
    return { items, cursor: page.cursor };
  },
  removeAll: async (asked) => {
    const { engine, query, caller } = asked;
    const whose = await whoseHistory(asked, query.visitor);
    const forgotten = await forgetHistory(engine.eventLog, whose);
    for (const name of [...whose.people, ...(whose.visitors ?? [])]) engine.guidance.forget(name);
    return { done: forgotten + (await engine.searches.forget(caller.who)) };
  },
  remove: async (asked) => {
    const { engine, params, query } = asked;
    return { done: await forgetOne(engine.eventLog, await whoseHistory(asked, query.visitor), params.id) };
  },
};

/** The rows of who asks: of all their profiles, and of this browser from before they had one. */
export async function whoseHistory(
  { engine, caller }: Pick<Asked, "engine" | "caller">,
  visitor: string | undefined,
): Promise<Whose> {
  return {
    people: caller.person ? await engine.privacy.profilesOf(caller.person.id) : [],
    visitors: visitor === undefined ? [] : [visitor],
  };
}
