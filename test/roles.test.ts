/** Every route with every role: what the route list promises is what the server does. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Role, roles } from "../src/core/nouns.ts";
import { type Engine, openEngine } from "../src/engine.ts";
import { routeList } from "../src/http/contract/routes.ts";
import { buildServer, type Server } from "../src/http/server.ts";

const data = mkdtempSync(join(tmpdir(), "bowerbird-roles-"));
const secrets = new Map<Role, string>();
let engine: Engine;
let server: Server;

beforeAll(async () => {
  engine = await openEngine({ data, environment: {}, settings: { "access.anonymous": "none" } });
  server = await buildServer(engine, { version: "0.0.0" });
  for (const role of roles.slice(1)) {
    secrets.set(role, (await engine.people.createKey({ name: role, role, createdBy: "test" })).secret);
  }
});

afterAll(async () => {
  await server.app.close();
  await engine.close();
  rmSync(data, { recursive: true });
});

// The stream never ends, so it is asked only by those who are refused.
const cases = routeList.flatMap(({ name, route }) =>
  roles.map((role) => ({ name, route, role, allowed: roles.indexOf(role) >= roles.indexOf(route.role) })),
);
const asked = cases.filter(({ route, allowed }) => route.answer !== "stream" || !allowed);

describe("every route × role", () => {
  test.each(asked)("$name as $role: allowed is $allowed", async ({ route, role, allowed }) => {
    const secret = secrets.get(role);
    const answer = await server.app.inject({
      method: route.method,
      url: route.path.replace("{size}", "256").replace(/\{\w+\}/g, "nothing"),
      headers: secret ? { authorization: `Bearer ${secret}` } : {},
      ...(route.body && { payload: {} }),
    });
    const refusals = answer.statusCode === 401 || answer.statusCode === 403;
    const signIn =
      route.path.startsWith("/sign-in") || (route.path === "/session" && route.method === "POST");
    if (signIn) expect(answer.statusCode).not.toBe(403);
    else expect(refusals).toBe(!allowed);
    if (!allowed) expect(answer.json().code).toBe(role === "none" ? "NOT_SIGNED_IN" : "NOT_ALLOWED");
  });
});

describe("a cookie session", () => {
  test("signs in once with its link, and writes only with its token", async () => {
    const person = await engine.people.create({ name: "Ada", email: "ada@example.org", role: "admin" });
    const secret = await engine.people.createSignInLink(person.id, 60_000);
    const signedIn = await server.app.inject({ method: "POST", url: "/session", payload: { secret } });
    const [cookie] = signedIn.cookies;
    expect(cookie).toMatchObject({ httpOnly: true, sameSite: "Lax" });
    const again = await server.app.inject({ method: "POST", url: "/session", payload: { secret } });
    expect(again.json().code).toBe("BAD_SIGN_IN");

    const write = (headers: Record<string, string>) =>
      server.app.inject({
        method: "POST",
        url: "/keys",
        cookies: { [cookie.name]: cookie.value },
        headers,
        payload: { name: "k", role: "viewer" },
      });
    expect((await write({})).json().code).toBe("CSRF_REFUSED");
    expect((await write({ "x-bowerbird-csrf": signedIn.json().csrf })).statusCode).toBe(201);
  });
});
