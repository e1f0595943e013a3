/** Hides, reports and follows over HTTP. */
import { accessTo } from "../../catalog/boards.ts";
import { BowerbirdError } from "../../core/errors.ts";
import type { Pin } from "../../core/nouns.ts";
import type { Asked, Handlers } from "../asked.ts";
import type { opinions } from "../contract/opinions.ts";
import { iso, viewPins } from "../pin-views.ts";
import { keeperOf } from "../profile.ts";

const pageSize = 60;

const pageOf = ({
  cursor,
  limit = pageSize,
}: {
  cursor?: string | undefined;
  limit?: number | undefined;
}) => ({
  limit,
  ...(cursor !== undefined && { cursor }),
});

export const opinionHandlers: Handlers<typeof opinions> = {
  hide: async (asked) => {
    const { engine, params, body } = asked;
    await requirePin(asked, params.id);
    await engine.opinions.hide(await keeperOf(asked), params.id, body.reason ?? "hide");
    return { done: 1 };
  },
  unhide: async ({ engine, params, caller }) => ({
    done: Number(await engine.opinions.unhide(caller.who, params.id)),
  }),
  hidden: async ({ engine, query, caller }) => {
    const page = await engine.opinions.hidden(caller.who, pageOf(query));
    const pins = await engine.pins.read(page.items.map(({ pin }) => pin));
    const views = await viewPins(pins, engine.understandings, engine.vision.model);
    const byId = new Map(views.map((pin) => [pin.id, pin]));
    const items = page.items.flatMap(({ pin: id, reason, at }) => {
      const pin = byId.get(id);
      return pin ? [{ pin, reason, at: iso(at) }] : [];
    });
    return { items, cursor: page.cursor };
  },
  report: async (asked) => {
    const { engine, params, body } = asked;
    await requirePin(asked, params.id);
    await engine.opinions.report(await keeperOf(asked), params.id, body.reason, body.words ?? "");
    return { done: 1 };
  },
  withdraw: async ({ engine, params, caller }) => ({
    done: Number(await engine.opinions.withdraw(caller.who, params.id)),
  }),
  reports: async ({ engine, query }) => {
    const page = await engine.opinions.reports(pageOf(query));
    return {
      items: page.items.map(({ id, pin, reason, words, at }) => ({ id, pin, reason, words, at: iso(at) })),
      cursor: page.cursor,
    };
  },
  follows: async (asked) => {
    const follows = await asked.engine.opinions.following(asked.caller.who);
    const named = await Promise.all(follows.map((follow) => nameOf(asked, follow)));
    return {
      items: follows.flatMap(({ kind, subject, at }, i) => {
        const name = named[i];
        return name === null ? [] : [{ kind, id: subject, name, at: iso(at) }];
      }),
    };
  },
};

/** No profile begins for a pin that is not there. @throws PIN_NOT_FOUND */
async function requirePin({ engine }: Pick<Asked, "engine">, id: string): Promise<Pin> {
  const [pin] = await engine.pins.read([id]);
  if (!pin) throw new BowerbirdError("PIN_NOT_FOUND", { id });
  return pin;
}

/** Null for what is no longer there, or no longer to be seen. */
async function nameOf(
  { engine, caller }: Pick<Asked, "engine" | "caller">,
  { kind, subject }: { kind: "person" | "board"; subject: string },
): Promise<string | null> {
  if (kind === "person") return (await engine.people.read(subject))?.name ?? null;
  const board = await engine.boards.read(subject);
  return board && accessTo(board, caller) !== "none" ? board.name : null;
}
