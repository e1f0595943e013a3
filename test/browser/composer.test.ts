/** Words beside a picture that is searched by, against the real server and models. */
import { expect, test } from "vitest";
import { axeFindings, inBrowser, photograph, samplePin, settle, useApp } from "./app.ts";

inBrowser("a picture and words together", () => {
  const app = useApp();

  test("what is said is understood, found, and taken back by the keyboard", async () => {
    const { id } = await samplePin(app, "chair-116-a");
    const page = await app.open(`/pin/${id}`);
    await page.getByLabel("What it should be like").fill("in green");
    await page.keyboard.press("Enter");
    await page.waitForURL(/like=/);
    const green = page.locator(".composer").getByRole("button", { name: "green" });
    await green.waitFor();
    await page.getByText("As asked").first().waitFor();
    await green.focus();
    await page.keyboard.press("Enter");
    await green.waitFor({ state: "detached" });
    expect(page.url()).not.toContain("like=");
  });

  test.each([390, 1280] as const)("looked at and swept by axe at %i px, light and dark", async (width) => {
    const { id } = await samplePin(app, "chair-116-a");
    for (const dark of [false, true]) {
      const page = await app.open(`/pin/${id}?like=in%20green`, { width, dark, touch: width < 600 });
      await page.locator(".composer .chip").first().waitFor();
      await page.locator(".pin-tile").first().waitFor();
      await settle(page);
      await photograph(page, `composer-${width}-${dark ? "dark" : "light"}`);
      expect(await axeFindings(page)).toEqual([]);
    }
  });
});
