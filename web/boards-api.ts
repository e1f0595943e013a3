/** What the web app asks about boards, people and what they think. Types and addresses of the contract. */
import type { AccountView, OpenSessionView } from "../src/http/contract/account.ts";
import type { BoardView, SavedPin, SuggestionView } from "../src/http/contract/board-views.ts";
import type { FollowedPin, FollowingPage } from "../src/http/contract/following.ts";
import type { HistoryItemView as HistoryItem } from "../src/http/contract/history.ts";
import type { ProfileView, SessionView } from "../src/http/contract/people.ts";
import { ask, forgetSession, knownSession, type PinView, write } from "./api.ts";

export type {
  AccountView,
  BoardView,
  FollowedPin,
  HistoryItem,
  OpenSessionView,
  ProfileView,
  SavedPin,
  SuggestionView,
};
export type Privacy = BoardView["privacy"];

interface Page<T> {
  readonly items: readonly T[];
  readonly cursor: string | null;
}

const at = (id: string): string => `/boards/${encodeURIComponent(id)}`;
const pinAt = (id: string): string => `/pins/${encodeURIComponent(id)}`;

/**
 * One after the other, so that two first acts at once begin one profile, not two; the session is asked anew after a
 * write, since a profile may have begun with it.
 */
let last: Promise<unknown> = Promise.resolve();
function keep<T>(method: Parameters<typeof write>[0], path: string, body?: unknown): Promise<T> {
  const next = last
    .catch(() => {})
    .then(async () => {
      const { person } = await knownSession();
      const answer = await write<T>(method, path, body);
      if (!person) forgetSession();
      return answer;
    });
  last = next;
  return next;
}

export const myBoards = (options: { archived?: boolean; sort?: string } = {}) =>
  ask<Page<BoardView>>(
    `/boards?person=me&limit=500&sort=${options.sort ?? "recent"}${options.archived ? "&archived=true" : ""}`,
  ).then(({ items }) => items);
export const boardsOf = (person: string) =>
  ask<Page<BoardView>>(`/boards?limit=500&person=${encodeURIComponent(person)}`).then(({ items }) => items);
export const readBoard = (id: string) => ask<BoardView>(at(id));
export function boardPins(id: string, section: string | null, cursor: string | null) {
  const question = new URLSearchParams({ limit: "100" });
  if (section) question.set("section", section);
  if (cursor) question.set("cursor", cursor);
  return ask<Page<SavedPin> & { readonly slate: string }>(`${at(id)}/pins?${question}`);
}
export const createBoard = (board: { name: string; privacy?: Privacy; description?: string }) =>
  keep<BoardView>("POST", "/boards", board);
export type BoardChange = Partial<Pick<BoardView, "name" | "description" | "privacy">> & {
  cover?: string | null;
  archived?: boolean;
  version?: number;
};
export const changeBoard = (id: string, change: BoardChange) => keep<BoardView>("PATCH", at(id), change);
export const removeBoard = (id: string) => keep<unknown>("DELETE", at(id));
export const restoreBoard = (id: string) => keep<BoardView>("POST", `${at(id)}/restore`);
export const mergeBoard = (id: string, into: string) =>
  keep<{ board: BoardView; moved: number }>("POST", `${at(id)}/merge`, { into });

export const arrangeBoards = (boards: readonly string[]) =>
  keep<unknown>("POST", "/boards/order", { boards });
/** @param person an account's e-mail address or id */
export const inviteTo = (id: string, person: string) =>
  keep<BoardView>("PUT", `${at(id)}/collaborators/${encodeURIComponent(person)}`);
export const uninvite = (id: string, person: string) =>
  keep<unknown>("DELETE", `${at(id)}/collaborators/${encodeURIComponent(person)}`);

export const savePins = (
  id: string,
  pins: readonly string[],
  place: { section?: string | null; note?: string } = {},
) =>
  keep<{ board: BoardView; saved: string[]; already: string[] }>("POST", `${at(id)}/pins`, {
    pins,
    ...place,
  });
export const unsavePin = (id: string, pin: string) => keep<unknown>("DELETE", `${at(id)}${pinAt(pin)}`);
export const editSave = (
  id: string,
  pin: string,
  change: { note?: string; section?: string | null; before?: string | null },
) => keep<SavedPin>("PATCH", `${at(id)}${pinAt(pin)}`, change);
export type Bulk =
  | { action: "remove" | "restore"; pins: readonly string[] }
  | { action: "section"; pins: readonly string[]; section: string | null }
  | { action: "move" | "copy"; pins: readonly string[]; to: string };
export const bulkPins = (id: string, act: Bulk) => keep<{ done: number }>("POST", `${at(id)}/pins/bulk`, act);

export const addSection = (id: string, name: string) =>
  keep<{ id: string; name: string }>("POST", `${at(id)}/sections`, { name });
export const editSection = (id: string, section: string, change: { name?: string; before?: string | null }) =>
  keep<BoardView>("PATCH", `${at(id)}/sections/${section}`, change);
export const removeSection = (id: string, section: string) =>
  keep<unknown>("DELETE", `${at(id)}/sections/${section}`);
export const restoreSection = (id: string, section: string) =>
  keep<BoardView>("POST", `${at(id)}/sections/${section}/restore`);

export const suggestBoards = (pin: string, limit: number) =>
  ask<{ items: SuggestionView[] }>(`${pinAt(pin)}/boards?limit=${limit}`).then(({ items }) => items);

export const followBoard = (id: string, on: boolean) =>
  keep<unknown>(on ? "PUT" : "DELETE", `${at(id)}/follow`);
export const followPerson = (id: string, on: boolean) =>
  keep<unknown>(on ? "PUT" : "DELETE", `/people/${encodeURIComponent(id)}/follow`);
export const followingPins = (cursor: string | null) =>
  ask<FollowingPage>(`/following${cursor ? `?cursor=${encodeURIComponent(cursor)}` : ""}`);
export const readProfile = (id: string) => ask<ProfileView>(`/people/${encodeURIComponent(id)}`);

export type HideReason = "hide" | "taste";
export const hidePin = (pin: string, reason: HideReason) =>
  keep<unknown>("PUT", `${pinAt(pin)}/hide`, { reason });
export const unhidePin = (pin: string) => keep<unknown>("DELETE", `${pinAt(pin)}/hide`);
export const reportPin = (pin: string, reason: string, words: string) =>
  keep<unknown>("PUT", `${pinAt(pin)}/report`, { reason, words });
export const withdrawReport = (pin: string) => keep<unknown>("DELETE", `${pinAt(pin)}/report`);
export const hiddenPins = () =>
  ask<Page<{ pin: PinView; reason: HideReason }>>("/account/hidden?limit=200").then(({ items }) => items);
export interface Follow {
  readonly kind: "person" | "board";
  readonly id: string;
  readonly name: string;
}
export const myFollows = () => ask<{ items: Follow[] }>("/account/follows").then(({ items }) => items);

const asVisitor = (visitor: string | null): string =>
  visitor === null ? "" : `visitor=${encodeURIComponent(visitor)}`;

/** @param visitor the name that this browser gave itself, for what was before a profile */
export const readAccount = (visitor: string | null) => ask<AccountView>(`/account?${asVisitor(visitor)}`);
export type HistoryKind = "all" | "opened" | "searched" | "saved" | "shown";
export const readHistory = (kind: HistoryKind, cursor: string | null, visitor: string | null) =>
  ask<Page<HistoryItem>>(
    `/account/history?kind=${kind}&limit=30&${cursor ? `cursor=${cursor}&` : ""}${asVisitor(visitor)}`,
  );
export const eraseHistory = (visitor: string | null) =>
  keep<unknown>("DELETE", `/account/history?${asVisitor(visitor)}`);
export const eraseHistoryItem = (id: string, visitor: string | null) =>
  keep<unknown>("DELETE", `/account/history/${encodeURIComponent(id)}?${asVisitor(visitor)}`);
export const signUp = (account: { name: string; email: string; password: string }) =>
  keep<SessionView>("POST", "/account", account);
export const signIn = (by: { email: string; password: string } | { secret: string }) =>
  keep<SessionView>("POST", "/session", by);
export const changeAccount = (change: {
  name?: string;
  password?: string;
  oldPassword?: string;
  history?: boolean;
}) => keep<AccountView>("PATCH", "/account", change);
export const eraseAccount = (pictures: boolean) => keep<unknown>("DELETE", `/account?pictures=${pictures}`);
export const openSessions = () =>
  ask<{ items: OpenSessionView[] }>("/account/sessions").then(({ items }) => items);
export const endSession = (id: string) => keep<unknown>("DELETE", `/account/sessions/${id}`);
