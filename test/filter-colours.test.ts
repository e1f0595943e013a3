/** The colours that the app offers are names that a palette can hold. */
import { expect, test } from "vitest";
import { colourNames } from "../src/vision/colour.ts";
import { filterColours } from "../web/discover/refining/colours.ts";

test.each([...filterColours])("$name is a colour of palettes", (offered) => {
  expect(colourNames).toContainEqual(offered);
});
