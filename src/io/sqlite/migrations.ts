/**
 * Numbered changes to the state's schema, each applied once, in order, in one transaction, with a backup before.
 * A released migration is never edited; a new one is a file in `migrations/` and a line at the end of this list.
 */
import { firstTables } from "./migrations/0001-first-tables.ts";
import { peopleAndBoards } from "./migrations/0002-people-and-boards.ts";
import { boardsChangePins } from "./migrations/0003-boards-change-pins.ts";
import { searchTables } from "./migrations/0004-searches.ts";
import { textVectors } from "./migrations/0005-text-vectors.ts";
import { seenColours } from "./migrations/0006-seen-colours.ts";
import { currencyIndex } from "./migrations/0007-currencies.ts";
import { filterIndexes } from "./migrations/0009-filter-indexes.ts";
import { pictureTexts } from "./migrations/0010-picture-texts.ts";
import { savesBySaver } from "./migrations/0011-saves-by-saver.ts";

export const migrations: readonly string[] = [
  firstTables,
  peopleAndBoards,
  boardsChangePins,
  searchTables,
  textVectors,
  seenColours,
  currencyIndex,
  filterIndexes,
  pictureTexts,
  savesBySaver,
];
