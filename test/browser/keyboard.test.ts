/** The app without a mouse. */
import { expect, test } from "vitest";
import { inBrowser, settle, useApp } from "./app.ts";

inBrowser("keyboard only", () => {
  const app = useApp();

  test("skip link, ?, escape, and words", async () => {
    const page = await app.open("/");
    await settle(page);
    await page.keyboard.press("Tab");
    expect(await page.evaluate("document.activeElement.textContent")).toBe("Skip to the pictures");
    await page.keyboard.press("?");
    await page.getByRole("heading", { name: "Shortcuts" }).waitFor();
    await page.keyboard.press("Escape");
    await page.getByRole("heading", { name: "Shortcuts" }).waitFor({ state: "detached" });
    await page.keyboard.press("/");
    await page.keyboard.type("sofa");
    await page.keyboard.press("Enter");
    await page.waitForURL(/words=sofa/);
  });
});
