/** Discover in a real browser: its journeys, its accessibility, its pace, and photographs to look at. */
import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { type Browser, chromium, type Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openStandIn } from "./stand-in-server.ts";

const chromiumPath = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"].find(
  (path) => existsSync(path),
);
const able = chromiumPath !== undefined || process.env.CI === "true";
if (!able) console.warn("no Chromium found: the browser tests are left out");
const photographs = "test/photographs";
const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

describe.runIf(able)("discover", () => {
  let browser: Browser;
  let stand: Awaited<ReturnType<typeof openStandIn>>;

  beforeAll(async () => {
    execFileSync(
      process.execPath,
      ["node_modules/vite/bin/vite.js", "build", "--config", "web/vite.config.ts", "--logLevel", "error"],
      { env: { ...process.env, NODE_ENV: "production" } },
    );
    mkdirSync(photographs, { recursive: true });
    stand = await openStandIn();
    browser = await chromium.launch({
      executablePath: chromiumPath,
      args: [
        "--no-sandbox",
        "--disable-gpu",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        "--no-first-run",
        "--use-fake-ui-for-media-stream",
        "--use-fake-device-for-media-stream",
      ],
    });
  });
  afterAll(async () => {
    await browser?.close();
    stand?.server.closeAllConnections();
    stand?.server.close();
  });

  const open = async (
    path: string,
    options: { width?: number; height?: number; dark?: boolean; touch?: boolean } = {},
  ): Promise<Page> => {
    const { width = 1280, height = 900, dark = false, touch = false } = options;
    const context = await browser.newContext({
      viewport: { width, height },
      colorScheme: dark ? "dark" : "light",
      hasTouch: touch,
      serviceWorkers: "block",
    });
    const page = await context.newPage();
    await page.goto(stand.url + path);
    return page;
  };
  const tiles = (page: Page) => page.locator(".pin-tile");
  const sofaScene = "/pin/scene-living-007";

  test("first script of discover stays within its budget", () => {
    const budget: { discoverScriptKilobytes: number } = JSON.parse(readFileSync("web/budget.json", "utf8"));
    const html = readFileSync("web/dist/index.html", "utf8");
    const bytes = readdirSync("web/dist/assets")
      .filter((file) => file.endsWith(".js") && html.includes(file))
      .reduce((sum, file) => sum + gzipSync(readFileSync(join("web/dist/assets", file))).length, 0);
    console.log(`discover's script: ${(bytes / 1000).toFixed(1)} kB compressed`);
    expect(bytes / 1000).toBeLessThan(budget.discoverScriptKilobytes);
  });

  test("wall → pin → object → crop in the address → chip → back to the same place", async () => {
    const page = await open("/");
    await tiles(page).first().waitFor();
    await page.mouse.move(640, 500);
    await page.evaluate("scrollTo(0, 2400)");
    await page.waitForFunction("scrollY > 2000");
    await tiles(page).first().waitFor();
    const place = await page.evaluate<number>("scrollY");
    await page.mouse.click(640, 500);
    await page.locator(".look-words h1").waitFor();
    await page.goBack();
    await tiles(page).first().waitFor();
    await page.waitForFunction(`Math.abs(scrollY - ${place}) < 400`);
    await page.goto(stand.url + sofaScene);
    await page.locator(".object-dot").first().click({ force: true });
    await page.waitForURL(/crop=/);
    await page.locator(".crop-box").focus();
    const one = page.url();
    await page.keyboard.press("Shift+ArrowRight");
    await page.waitForFunction(`location.href !== ${JSON.stringify(one)}`);
    const shared = await open(new URL(page.url()).pathname + new URL(page.url()).search);
    await shared.locator(".crop-box").waitFor();
    await shared.locator(".look-results .chip").first().click();
    await shared.waitForURL(/colour=/);
  });

  test("a long scroll keeps the document small and nothing shifts", async () => {
    const page = await open("/");
    await tiles(page).first().waitFor();
    await page.evaluate(`globalThis.shift = 0;
      new PerformanceObserver((list) => {
        for (const entry of list.getEntries()) globalThis.shift += entry.value;
      }).observe({ type: "layout-shift", buffered: true });`);
    for (let turn = 0; turn < 12; turn++) {
      await page.evaluate("scrollBy(0, 1500)");
      await page.waitForFunction('document.querySelectorAll(".pin-tile").length > 0');
    }
    const nodes = await page.evaluate<number>('document.querySelectorAll("*").length');
    const shift = await page.evaluate<number>("globalThis.shift");
    console.log(`nodes ${nodes}, layout shift ${shift.toFixed(4)}`);
    expect(nodes).toBeLessThan(1500);
    expect(shift).toBeLessThan(0.02);
  });

  test("search by picture: a file, a paste, a fake camera", async () => {
    const page = await open("/");
    await page.getByRole("button", { name: "Search by picture" }).first().click();
    const sample = `samples/home/pictures/${readdirSync("samples/home/pictures")[0]}`;
    await page.setInputFiles("dialog input[type=file]", sample);
    await page.waitForURL(/\/look\//);
    await page.locator(".query-picture img").waitFor();
    await tiles(page).first().waitFor();
    await page.reload();
    await page.locator(".query-picture img").waitFor();
    await page.evaluate(`{
      const data = new DataTransfer();
      data.setData("text/plain", "https://pictures.example/sofa.jpg");
      dispatchEvent(new ClipboardEvent("paste", { clipboardData: data }));
    }`);
    await page.waitForURL(/url=/);
    await page.keyboard.press("c");
    await page.getByRole("button", { name: "Use the camera" }).click();
    await page.getByRole("button", { name: "Search this" }).click();
    await page.waitForURL((url) => url.pathname.startsWith("/look/") && !url.search.includes("url="));
  });

  test("upload with one bad file says which and what to do", async () => {
    const page = await open("/add");
    const buffer = Buffer.from("x");
    await page.setInputFiles("input[type=file]", [
      { name: "good.png", mimeType: "image/png", buffer },
      { name: "bad.png", mimeType: "image/png", buffer },
    ]);
    await page.getByText("This file is not a picture. Open and save it again.").waitFor();
    await page.getByText("1 of 2 added").waitFor();
  });

  test("keyboard only: skip link, ?, and escape", async () => {
    const page = await open("/");
    await tiles(page).first().waitFor();
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

  test.each(["/", sofaScene, "/add", "/studio"])("axe finds nothing on %s, light and dark", async (path) => {
    for (const dark of [false, true]) {
      const page = await open(path, { dark });
      await page.waitForLoadState("networkidle").catch(() => {});
      await page.locator("h1, h2").first().waitFor({ state: "attached" });
      await page.evaluate(axe);
      const found: Array<{ id: string; nodes: string[] }> = await page.evaluate(
        "axe.run().then(({ violations }) => violations.map(({ id, nodes }) => ({ id, nodes: nodes.slice(0, 3).map((node) => node.html) })))",
      );
      expect(found).toEqual([]);
    }
  });

  test.each([390, 834, 1280, 1920])("photographs at %i px", async (width) => {
    for (const dark of [false, true]) {
      for (const [name, path] of [
        ["wall", "/"],
        ["pin", sofaScene],
        ["add", "/add"],
      ] as const) {
        const page = await open(path, { width, dark, touch: width < 600 });
        await page.waitForLoadState("load");
        if (name !== "add") await page.locator(".picture-loaded").nth(3).waitFor();
        if (name === "pin") await page.locator(".object-dot").first().click({ force: true });
        await page.waitForFunction(
          '[...document.images].every((image) => image.complete || image.loading === "lazy")',
        );
        await page.screenshot({
          path: `${photographs}/${name}-${width}-${dark ? "dark" : "light"}.png`,
          animations: "disabled",
        });
        expect(await page.evaluate("document.documentElement.scrollWidth <= innerWidth")).toBe(true);
        await page.context().close();
      }
    }
  });
});
