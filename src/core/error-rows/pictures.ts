/** Pictures, and the sources and links they come from. */
import type { ErrorRow } from "./error-row.ts";

export const pictureErrors = {
  // pictures
  PICTURE_UNREADABLE: [422, 2, "the picture cannot be decoded: {why}", "Send a complete, undamaged file."],
  PICTURE_UNSUPPORTED: [
    415,
    2,
    "the bytes are not a picture that can be read here ({sniffed})",
    "Send JPEG, PNG, WebP, AVIF, GIF, TIFF or SVG; save others, such as HEIC, as JPEG first.",
  ],
  PICTURE_TOO_LARGE: [
    413,
    2,
    "the picture has {actual}, more than the bound of {bound}",
    "Send a smaller one, or raise the bound in the settings.",
  ],
  PICTURE_TOO_SLOW: [
    422,
    2,
    "the picture took longer than {seconds} s to process",
    "Send a simpler file, or raise `ingest.seconds`.",
  ],

  // sources and links
  SOURCE_NOT_FOUND: [404, 3, "there is nothing at {source}", "Check the path or address."],
  SOURCE_UNREADABLE: [422, 2, "{source} cannot be read: {why}", "Repair the file and try again."],
  SOURCE_FAILED: [422, 2, "{failed} of {total} pictures could not be imported", "See the list of failures."],
  IMPORT_STOPPED: [
    409,
    130,
    "the import was stopped after {done} pictures; they are kept",
    "Start it again: it goes on where it was.",
  ],
  LINK_REFUSED: [422, 2, "the link {url} was not followed: {why}", "Use a public http or https address."],
  LINK_FAILED: [502, 4, "the link {url} could not be fetched: {why}", "Check the address and try again."],
} as const satisfies Record<string, ErrorRow>;
