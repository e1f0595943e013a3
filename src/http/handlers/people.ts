/** People, sessions and keys over HTTP. */
import { setTimeout as pause } from "node:timers/promises";
import { BowerbirdError } from "../../core/errors.ts";
import { ownerOfPerson } from "../../core/people.ts";
import { sessionCookie } from "../access.ts";
import type { Asked, Handlers } from "../asked.ts";
import { note } from "../audit.ts";
import type { keys, people, sessions } from "../contract/people.ts";
import { iso, viewKey, viewPerson } from "../pin-views.ts";
import {
  addressOf,
  deviceOf,
  keeperOf,
  keepSession,
  refuseOtherSites,
  sessionOf,
  signInAs,
} from "../profile.ts";
import type { SignInGuard } from "../sign-in-guard.ts";

const boardsCounted = 500;
const linkMilliseconds = 7 * 86_400_000;

export function sessionHandlers(guard: SignInGuard): Handlers<typeof sessions> {
  return {
    read: async (asked) => {
      const { person, session } = asked.caller;
      if (person && session) keepSession(asked, person, session);
      return sessionOf(asked, person, session);
    },
    create: async (asked) => {
      refuseOtherSites(asked.request);
      const { engine, body, request } = asked;
      if ("secret" in body) return withLink(asked, body.secret);
      await pause(guard.admit(body.email, request.ip));
      try {
        const person = await engine.people.checkPassword(body.email, body.password);
        guard.succeeded(body.email, request.ip);
        return signInAs(asked, person);
      } catch (error) {
        guard.failed(body.email, request.ip);
        throw error;
      }
    },
    redeem: async (asked) => {
      // Programs that only look at a link, such as a mail's preview, do not use it up.
      if (asked.request.method === "HEAD") return "";
      await withLink(asked, asked.params.secret);
      return asked.reply.redirect("/", 303);
    },
    remove: async ({ caller, engine, reply }) => {
      if (caller.session) await engine.people.endSession(caller.session);
      reply.clearCookie(sessionCookie, { path: "/" });
      return { done: caller.session ? 1 : 0 };
    },
  };
}

async function withLink(asked: Pick<Asked, "engine" | "request" | "reply" | "caller">, secret: string) {
  const { person, session } = await asked.engine.people.redeemSignInLink(secret, deviceOf(asked.request));
  return signInAs(asked, person, session);
}

export const peopleHandlers: Handlers<typeof people> = {
  list: async ({ engine }) => ({ items: (await engine.people.list()).map(viewPerson) }),
  create: async (asked) => {
    const person = await asked.engine.people.create(asked.body);
    await note(asked, "people.create", person.id);
    return { person: viewPerson(person), link: await linkFor(asked, person.id) };
  },
  patch: async (asked) => {
    const { name, email, role } = asked.body;
    const person = await asked.engine.people.patch(asked.params.id, {
      ...(name !== undefined && { name }),
      ...(email !== undefined && { email }),
      ...(role !== undefined && { role }),
    });
    await note(asked, "people.patch", person.id);
    return viewPerson(person);
  },
  read: async ({ params, engine, caller }) => {
    const person = await engine.people.read(params.id);
    const owner = ownerOfPerson(params.id);
    const you = caller.who === owner;
    const visibleTo = you ? {} : { visibleTo: "visitor" };
    const shown = await engine.boards.list({ owner, ...visibleTo, limit: boardsCounted });
    // An anonymous person is nobody to others until they show something.
    if (!person || (person.anonymous && !you && shown.items.length === 0)) {
      throw new BowerbirdError("PERSON_NOT_FOUND", { id: params.id });
    }
    const followed = await engine.opinions.following(caller.who);
    return {
      ...{ id: person.id, name: person.name, createdAt: iso(person.createdAt), you },
      boards: shown.items.length,
      followers: await engine.opinions.followers("person", person.id),
      followed: followed.some(({ kind, subject }) => kind === "person" && subject === person.id),
    };
  },
  remove: async (asked) => {
    const { engine, params, query } = asked;
    const person = await engine.people.find(params.id);
    if (!person) throw new BowerbirdError("PERSON_NOT_FOUND", { id: params.id });
    const erased = await engine.forget(person.id, { pictures: query.pictures === "true" });
    // The trail keeps that it happened, not to whom; who erased themself is nobody by now.
    const who = asked.caller.person?.id === person.id ? "erased" : asked.caller.who;
    await engine.requests.audit({ who, what: "people.erase", subject: "erased", detail: "" });
    return { done: 1, erased };
  },
  follow: async (asked) => {
    const { engine, params } = asked;
    const person = await engine.people.read(params.id);
    if (!person) throw new BowerbirdError("PERSON_NOT_FOUND", { id: params.id });
    const who = await keeperOf(asked);
    if (who === ownerOfPerson(params.id)) {
      throw new BowerbirdError("BAD_INPUT", { what: "the person", why: "it is yourself" });
    }
    return { done: Number(await engine.opinions.follow(who, "person", params.id)) };
  },
  unfollow: async ({ engine, params, caller }) => ({
    done: Number(await engine.opinions.unfollow(caller.who, "person", params.id)),
  }),
  link: async (asked) => {
    await note(asked, "people.link", asked.params.id);
    return { link: await linkFor(asked, asked.params.id) };
  },
};

export const keyHandlers: Handlers<typeof keys> = {
  list: async ({ engine }) => ({ items: (await engine.people.listKeys()).map(viewKey) }),
  create: async (asked) => {
    const made = await asked.engine.people.createKey({ ...asked.body, createdBy: asked.caller.who });
    await note(asked, "keys.create", made.key.id);
    return { key: viewKey(made.key), secret: made.secret };
  },
  revoke: async (asked) => {
    await asked.engine.people.revokeKey(asked.params.id);
    await note(asked, "keys.revoke", asked.params.id);
    return { done: 1 };
  },
};

async function linkFor(
  { engine, request }: Pick<Asked, "engine" | "request">,
  person: string,
): Promise<string> {
  const secret = await engine.people.createSignInLink(person, linkMilliseconds);
  return `${addressOf({ engine, request })}/sign-in/${secret}`;
}
