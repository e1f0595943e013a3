/** People and what is theirs. */
import type { ErrorRow } from "./error-row.ts";

export const peopleErrors = {
  SECTION_NOT_FOUND: [404, 3, "board {board} has no section {id}", "Read the board for the sections it has."],
  SESSION_NOT_FOUND: [404, 3, "no session {id}", "List your sessions."],
  NOT_YOURS: [403, 5, "{what} belongs to someone else", "Do it with one of your own."],
  NO_PROFILE: [
    404,
    3,
    "nothing is kept about you here",
    "A profile begins with the first thing you save, follow or hide.",
  ],
  SIGN_UP_CLOSED: [403, 5, "sign-up is closed here", "Ask an admin to invite you."],
  ALREADY_SIGNED_UP: [409, 6, "you have an account already", "Sign out first to make another."],
  WEAK_PASSWORD: [
    400,
    2,
    "the password is too easy to guess: {why}",
    "Take a longer one: three words will do.",
  ],
  TOO_MANY_SIGN_INS: [
    429,
    4,
    "too many wrong passwords came from where you are",
    "Wait {seconds} s and try again, or ask an admin for a sign-in link.",
  ],
} as const satisfies Record<string, ErrorRow>;
