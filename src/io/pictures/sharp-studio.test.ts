import { parseSettings } from "../../core/settings.ts";
import { pictureStudioContract } from "../../ingest/picture-studio.contract.ts";
import { sharpStudio } from "./sharp-studio.ts";

pictureStudioContract("sharp", (megapixels) =>
  sharpStudio(parseSettings({ "ingest.megapixels": megapixels })),
);
