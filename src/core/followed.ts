/** What those whom a person follows have saved lately, and the store that looks it up. */
import type { Page } from "./ports.ts";

/** A pin with the latest save that brought it here. */
export interface FollowedSave {
  readonly pin: string;
  readonly seq: number;
  readonly board: string;
  readonly boardName: string;
  readonly savedBy: string;
  readonly savedAt: number;
  /** Whether the board is followed, or else who saved it. */
  readonly through: "board" | "person";
}

export interface FollowedSaves {
  /**
   * Pins saved to followed boards and by followed people, the latest first and each once. Of boards only those that who
   * asks may see; of people only what they show to everybody. Without what who asks has saved or hidden themself.
   * @throws BAD_CURSOR
   */
  page(owner: string, query: { cursor?: string; limit: number }): Promise<Page<FollowedSave>>;
}
