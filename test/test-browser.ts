/** A browser for tests of the server: keeps its cookie and proves its writes, like the web app. */
import { expect } from "vitest";
import type { BoardView } from "../src/http/contract/board-views.ts";
import type { Server } from "../src/http/server.ts";

export type Method = "GET" | "POST" | "PUT" | "PATCH" | "DELETE";

export class Browser {
  cookie = "";
  readonly #app: Server["app"];

  constructor({ app }: Pick<Server, "app">) {
    this.#app = app;
  }

  async ask(method: Method, url: string, payload?: object, headers: Record<string, string> = {}) {
    const cookies: Record<string, string> = this.cookie ? { bowerbird_session: this.cookie } : {};
    const given: Record<string, string> = { ...headers };
    if (method !== "GET" && this.cookie) {
      const session = await this.#app.inject({ method: "GET", url: "/session", cookies });
      given["x-bowerbird-csrf"] = session.json().csrf;
    }
    const body = payload === undefined ? {} : { payload };
    const answer = await this.#app.inject({ method, url, cookies, headers: given, ...body });
    for (const { name, value } of answer.cookies) if (name === "bowerbird_session") this.cookie = value;
    return answer;
  }

  async board(name: string, privacy?: string): Promise<BoardView> {
    const answer = await this.ask("POST", "/boards", { name, ...(privacy && { privacy }) });
    expect(answer.statusCode).toBe(201);
    return answer.json();
  }
}

export const signUp = (browser: Browser, name: string) =>
  browser.ask("POST", "/account", { name, email: `${name}@example.org`, password: "three calm words" });
