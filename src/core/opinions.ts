/** What a person thinks of pins, boards and people: follows, hides and reports; and the store that keeps them. */
import type { Page } from "./ports.ts";

export type FollowKind = "person" | "board";

export interface Follow {
  readonly kind: FollowKind;
  /** A person's or a board's id. */
  readonly subject: string;
  readonly at: number;
}

/** `taste`: not my taste, which says something of its likes too. `hide`: just not this one. */
export type HideReason = "hide" | "taste";

export interface Hide {
  readonly pin: string;
  readonly reason: HideReason;
  readonly at: number;
}

export const reportReasons = [
  "spam",
  "nudity",
  "violence",
  "hate",
  "copyright",
  "misleading",
  "other",
] as const;
export type ReportReason = (typeof reportReasons)[number];

export interface Report {
  readonly id: string;
  readonly pin: string;
  readonly owner: string;
  readonly reason: ReportReason;
  readonly words: string;
  readonly at: number;
}

/** Owners are `person:ID` or `key:ID`. Saying the same twice changes nothing; each has committed when it resolves. */
export interface OpinionStore {
  /** @returns false when it was followed already */
  follow(owner: string, kind: FollowKind, subject: string): Promise<boolean>;
  unfollow(owner: string, kind: FollowKind, subject: string): Promise<boolean>;
  following(owner: string): Promise<readonly Follow[]>;
  followers(kind: FollowKind, subject: string): Promise<number>;
  /** @throws PIN_NOT_FOUND */
  hide(owner: string, pin: string, reason: HideReason): Promise<void>;
  unhide(owner: string, pin: string): Promise<boolean>;
  hidesAny(owner: string): Promise<boolean>;
  /** The latest first. */
  hidden(owner: string, query: { cursor?: string; limit: number }): Promise<Page<Hide>>;
  /** One report of a person about a pin; a later one takes its place. @throws PIN_NOT_FOUND */
  report(owner: string, pin: string, reason: ReportReason, words: string): Promise<Report>;
  withdraw(owner: string, pin: string): Promise<boolean>;
  /** For who looks after the place, the latest first. */
  reports(query: { cursor?: string; limit: number }): Promise<Page<Report>>;
}
