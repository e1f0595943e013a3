/** One's own account over HTTP: what is known, sign-up, password, sessions, download, erasure. */
import { setTimeout as pause } from "node:timers/promises";
import { requireGoodPassword } from "../../catalog/password-rules.ts";
import { BowerbirdError } from "../../core/errors.ts";
import type { Person, Role } from "../../core/nouns.ts";
import type { Engine } from "../../engine.ts";
import { historyCounts } from "../../events/history.ts";
import { sessionCookie } from "../access.ts";
import type { Asked, Handlers } from "../asked.ts";
import { note } from "../audit.ts";
import type { AccountView, account } from "../contract/account.ts";
import { iso, viewPerson } from "../pin-views.ts";
import { privacySignal } from "../privacy.ts";
import { keeperOf, refuseOtherSites, signInAs } from "../profile.ts";
import type { SignInGuard } from "../sign-in-guard.ts";
import { whoseHistory } from "./history.ts";

type About = Pick<Asked, "engine" | "caller" | "request">;

const nothing = {
  ...{ boards: 0, saves: 0, follows: 0, hides: 0, reports: 0, sessions: 0, pictures: 0 },
  ...{ pastSearches: 0, savedSearches: 0 },
};

export function accountHandlers(guard: SignInGuard): Handlers<typeof account> {
  return {
    read: async (asked) => viewAccount(asked, asked.caller.person, asked.query.visitor),
    create: async (asked) => {
      const { engine, body, caller, request } = asked;
      refuseOtherSites(request);
      const role = engine.settings["access.signUp"] as Role;
      if (role === "none") throw new BowerbirdError("SIGN_UP_CLOSED");
      if (caller.person && !caller.person.anonymous) throw new BowerbirdError("ALREADY_SIGNED_UP");
      if (caller.who.startsWith("key:")) throw new BowerbirdError("NO_PROFILE");
      requireGoodPassword(body.password, body);
      guard.admit(body.email, request.ip);
      guard.signedUp(request.ip);
      // Taken addresses are found before a profile begins that nobody would use.
      if (await engine.people.find(body.email)) {
        throw new BowerbirdError("NAME_TAKEN", { what: "person", name: body.email });
      }
      const anonymous = caller.person ?? (await engine.people.createAnonymous(!privacySignal(request)));
      const person = await engine.people.signUp(anonymous.id, { ...body, role });
      await note(asked, "account.create", person.id);
      return signInAs(asked, person);
    },
    patch: async (asked) => {
      const { engine, body, caller } = asked;
      if (body.history !== undefined && !caller.person) {
        const id = (await keeperOf(asked)).replace("person:", "");
        return viewAccount(asked, await engine.people.patch(id, { history: body.history }));
      }
      const person = personOf(caller);
      await proveItIsYou(asked, person, guard);
      const { name, email, history, password } = body;
      if (person.anonymous && (name ?? email ?? password) !== undefined)
        throw new BowerbirdError("NO_PROFILE");
      const changed = await engine.people.patch(person.id, {
        ...(name !== undefined && { name }),
        ...(email !== undefined && { email }),
        ...(history !== undefined && { history }),
      });
      if (password !== undefined) {
        requireGoodPassword(password, changed);
        await engine.people.setPassword(person.id, password);
        await engine.people.endSessions(person.id, { allBut: caller.session });
      }
      return viewAccount(asked, changed);
    },
    remove: async (asked) => {
      const { engine, caller, query, reply } = asked;
      const erased = await engine.forget(personOf(caller).id, { pictures: query.pictures === "true" });
      await engine.requests.audit({ who: "erased", what: "people.erase", subject: "erased", detail: "" });
      reply.clearCookie(sessionCookie, { path: "/" });
      return { done: 1, erased };
    },
    export: async ({ engine, caller, reply }) => {
      const { id } = personOf(caller);
      const archive = { ...(await engine.privacy.archive(id)), ...(await eventsOf(engine, id)) };
      const day = new Date(engine.clock.now()).toISOString().slice(0, 10);
      reply.header("content-disposition", `attachment; filename="bowerbird-${day}.json"`);
      reply.header("cache-control", "no-store").type("application/json");
      return reply.send(JSON.stringify(archive, null, 2));
    },
    sessions: async ({ engine, caller }) => {
      if (!caller.person) return { items: [] };
      const { items, current } = await engine.people.listSessions(caller.person.id, caller.session ?? "");
      return {
        items: items.map(({ id, device, createdAt, usedAt, expiresAt }) => ({
          ...{ id, device, createdAt: iso(createdAt), usedAt: iso(usedAt), expiresAt: iso(expiresAt) },
          current: id === current,
        })),
      };
    },
    endSession: async ({ engine, caller, params }) => {
      const others = params.id === "others";
      const which = others ? { allBut: caller.session } : { id: params.id };
      const done = caller.person ? await engine.people.endSessions(caller.person.id, which) : 0;
      if (done === 0 && !others) throw new BowerbirdError("SESSION_NOT_FOUND", { id: params.id });
      return { done };
    },
  };
}

async function viewAccount(
  { engine, request, caller }: About,
  person: Person | null,
  visitor?: string,
): Promise<AccountView> {
  const whose = await whoseHistory({ engine, caller: { ...caller, person } }, visitor);
  const events = await historyCounts(engine.eventLog, whose);
  const total = Object.values(events).reduce((sum, count) => sum + count, 0);
  return {
    person: person && viewPerson(person),
    history: person?.history ?? true,
    privacySignal: privacySignal(request),
    hasPassword: person !== null && (await engine.people.hasPassword(person.id)),
    counts: { ...(person ? await engine.privacy.count(person.id) : nothing), events: total },
    events,
  };
}

/** More than this of one person does not fit into one answer; the archive says when it holds only the first. */
const mostEvents = 100_000;

/** The events of a person and of every profile that was merged into theirs, oldest first within each. */
async function eventsOf({ eventLog, privacy }: Engine, id: string) {
  const events: Array<Readonly<Record<string, unknown>>> = [];
  for (const profile of await privacy.profilesOf(id)) {
    if (events.length <= mostEvents) events.push(...(await eventLog.ofPerson(profile, mostEvents + 1)));
  }
  return { events: events.slice(0, mostEvents), eventsComplete: events.length <= mostEvents };
}

/** @throws NO_PROFILE */
function personOf({ person }: Asked["caller"]): Person {
  if (!person) throw new BowerbirdError("NO_PROFILE");
  return person;
}

/** A new password or address wants the password of before. @throws BAD_SIGN_IN TOO_MANY_SIGN_INS */
async function proveItIsYou(
  { engine, body, request }: Asked<(typeof account)["patch"]>,
  { id, email }: Person,
  guard: SignInGuard,
): Promise<void> {
  if (body.password === undefined && body.email === undefined) return;
  if (!(await engine.people.hasPassword(id))) return;
  await pause(guard.admit(email, request.ip));
  try {
    await engine.people.checkPassword(email, body.oldPassword ?? "");
  } catch (error) {
    guard.failed(email, request.ip);
    throw error;
  }
}
