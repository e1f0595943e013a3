/** People, sessions and keys over HTTP. */
import { csrfToken, sessionCookie } from "../access.ts";
import type { Asked, Handlers } from "../asked.ts";
import { note } from "../audit.ts";
import type { keys, people, sessions } from "../contract/people.ts";
import { viewKey, viewPerson } from "../pin-views.ts";

const linkMilliseconds = 7 * 86_400_000;

export const sessionHandlers: Handlers<typeof sessions> = {
  read: async ({ caller }) => ({
    person: caller.person && viewPerson(caller.person),
    role: caller.role,
    csrf: caller.session && csrfToken(caller.session),
  }),
  create: async (asked) => signIn(asked, asked.body.secret),
  redeem: async (asked) => {
    await signIn(asked, asked.params.secret);
    return asked.reply.redirect("/", 303);
  },
  remove: async ({ caller, engine, reply }) => {
    if (caller.session) await engine.people.endSession(caller.session);
    reply.clearCookie(sessionCookie, { path: "/" });
    return { done: caller.session ? 1 : 0 };
  },
};

type Signing = Pick<Asked, "engine" | "request" | "reply">;

async function signIn({ engine, request, reply }: Signing, secret: string) {
  const { person, session } = await engine.people.redeemSignInLink(secret);
  reply.setCookie(sessionCookie, session, {
    path: "/",
    httpOnly: true,
    sameSite: "lax",
    secure: addressOf({ engine, request }).startsWith("https:"),
    maxAge: engine.settings["access.sessionDays"] * 86_400,
  });
  return { person: viewPerson(person), role: person.role, csrf: csrfToken(session) };
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
  remove: async (asked) => {
    await asked.engine.people.remove(asked.params.id);
    await note(asked, "people.remove", asked.params.id);
    return { done: 1 };
  },
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

/** What people type to come here. */
function addressOf({ engine, request }: Pick<Asked, "engine" | "request">): string {
  return engine.settings["server.url"].replace(/\/$/, "") || `${request.protocol}://${request.host}`;
}
