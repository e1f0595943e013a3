/**
 * Who may do what to a board.
 *
 *   own      its owner; members, for boards that no person owns: everything
 *   edit     its collaborators: save, move, note, sections, order
 *   read     anyone for public boards, who has the address for `link`
 *   none     everyone else: as if it were not there
 *
 * Nobody reads another person's private board, admins included.
 */
import type { Board } from "../core/boards.ts";
import { BowerbirdError } from "../core/errors.ts";
import { type Role, roles } from "../core/nouns.ts";
import { personOfOwner } from "../core/people.ts";

export type Access = "none" | "read" | "edit" | "own";
const ladder: readonly Access[] = ["none", "read", "edit", "own"];

export interface Asker {
  /** `person:ID`, `key:ID` or `visitor`. */
  readonly who: string;
  readonly role: Role;
}

export function accessTo(
  board: Pick<Board, "owner" | "privacy" | "collaborators">,
  { who, role }: Asker,
): Access {
  if (board.owner === who) return "own";
  const person = personOfOwner(who);
  if (person !== null && board.collaborators.includes(person)) return "edit";
  const isMember = roles.indexOf(role) >= roles.indexOf("member");
  const ofNobody = personOfOwner(board.owner) === null;
  if (ofNobody && isMember) return "own";
  return board.privacy === "private" ? "none" : "read";
}

/** @throws BOARD_NOT_FOUND where it must look as if it were not there, NOT_YOURS where it can be seen */
export function requireAccess<B extends Pick<Board, "owner" | "privacy" | "collaborators" | "name">>(
  board: B | null,
  id: string,
  asker: Asker,
  needed: Access,
): B {
  const access = board ? accessTo(board, asker) : "none";
  if (!board || access === "none") throw new BowerbirdError("BOARD_NOT_FOUND", { id });
  if (ladder.indexOf(access) < ladder.indexOf(needed)) {
    throw new BowerbirdError("NOT_YOURS", { what: `the board ${board.name}` });
  }
  return board;
}
