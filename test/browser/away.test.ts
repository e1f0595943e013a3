/** The server killed in the middle, and the app without any: it says so, keeps what it shows and recovers by itself. */
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { inBrowser, photograph, samplePin, settle, until, useApp } from "./app.ts";

inBrowser("a server that goes away", () => {
  const app = useApp();

  test("killed in the middle of looking and back", async () => {
    const { id } = await samplePin(app, "sofa-156-b");
    const page = await app.open("/");
    await settle(page);
    const shown = await page.locator(".pin-tile").count();
    await app.kill();
    await page.getByText("Waiting for the server").waitFor();
    expect(await page.locator(".pin-tile").count()).toBe(shown);
    await photograph(page, "away-1280-light");
    await page.locator(".pin-tile-picture").first().click();
    await app.restart();
    await page.getByText("Waiting for the server").waitFor({ state: "detached" });
    await page.locator(".look-words h1").waitFor();
    await settle(page);
    await page.goto(`${app.url}/pin/${id}`);
    await page.locator(".pin-tile").first().waitFor();
  });

  test("an installed app opens without a network, and fills by itself", async () => {
    const page = await app.open("/", { installed: true });
    await settle(page);
    await until(page, "navigator.serviceWorker.controller !== null");
    // Another page of the server and a picture are not the app, though they were opened last.
    await page.goto(`${app.url}/docs/errors`);
    await page.goto(`${app.url}/mark.svg`);
    await page.context().setOffline(true);
    await page.goto(`${app.url}/you/searches`, { waitUntil: "commit" });
    await page.goto(`${app.url}/`);
    await page.getByRole("link", { name: "Bowerbird, home" }).first().waitFor();
    await page.getByText("Waiting for the server").waitFor();
    await page.context().setOffline(false);
    await page.locator(".pin-tile").first().waitFor();
  });

  test("new pins are told while someone looks", async () => {
    const page = await app.open("/");
    await settle(page);
    const picture = new Blob([new Uint8Array(readFileSync("docs/pictures/wall-light.webp"))]);
    await app.client.pins.create({ pictures: [picture] });
    await page.getByRole("button", { name: "1 new pin" }).click();
    await until(page, "scrollY === 0");
  });
});
