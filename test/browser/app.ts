/**
 * The whole app for a browser test: the real server with the real models over a copy of the sample catalogue, and
 * Chromium before it.
 *
 *   inBrowser("journeys", () => {
 *     const app = useApp();
 *     test("the wall", async () => {
 *       const page = await app.open("/", { as: "admin", width: 390 });
 *       await settle(page);
 *       await photograph(page, "wall");
 *     });
 *   });
 */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { type Browser, type BrowserContext, chromium, type Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, inject } from "vitest";
import { bowerbirdClient, type Client } from "../../src/http/client.ts";

const chromiumPath = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"].find(
  (path) => existsSync(path),
);
const able = chromiumPath !== undefined || process.env.CI === "true";
if (!able) console.warn("no Chromium found: the browser tests are left out");

/** A `describe` that runs where there is a browser. */
export const inBrowser = describe.runIf(able);

/** The four widths that every page is looked at. */
export const widths = [390, 834, 1280, 1920] as const;

const photographs = "test/photographs";
const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

type Role = "visitor" | "viewer" | "member" | "analyst" | "admin";

export interface View {
  readonly width?: number;
  readonly height?: number;
  readonly dark?: boolean;
  readonly touch?: boolean;
  readonly reducedMotion?: boolean;
  /** Lets the service worker in, for what must work offline. */
  readonly installed?: boolean;
  /** Who has signed in, by a one-time link of their own; a visitor when not said. */
  readonly as?: Role;
  readonly permissions?: string[];
}

export interface AppOptions {
  /** The data folder to start from; the sample catalogue when not said, nothing when null. */
  readonly data?: string | null;
  readonly settings?: Readonly<Record<string, string | number | boolean>>;
  /** Changes the copied data folder before the server starts. */
  readonly prepare?: (data: string) => void;
}

export interface App {
  readonly url: string;
  /** Folder of this app's data. */
  readonly data: string;
  /** Asks as an admin. */
  readonly client: Client;
  /** A page in a context of its own; contexts are closed after each test. */
  open(path: string, view?: View): Promise<Page>;
  /** Kills the server with -9. */
  kill(): Promise<void>;
  /** Starts it again on its folder and port. */
  restart(): Promise<void>;
}

interface Running {
  readonly child: ChildProcess;
  readonly url: string;
  readonly key: string;
}

async function startServer(data: string, settings: AppOptions["settings"], port: string): Promise<Running> {
  const given = { "server.requestsPerMinute": 100_000, "vision.processes": 1, ...settings };
  const flags = Object.entries(given).flatMap(([name, value]) => [`--${name}`, String(value)]);
  const words = ["src/cli/main.ts", "start", "--json", "--data", data, "--port", port, ...flags];
  const child = spawn(process.execPath, words, { stdio: ["ignore", "pipe", "inherit"] });
  const [line] = await once(createInterface({ input: child.stdout }), "line");
  const { url } = JSON.parse(String(line));
  const { key } = JSON.parse(readFileSync(join(data, "server.json"), "utf8"));
  return { child, url, key };
}

async function stopServer(running: Running, signal: "SIGTERM" | "SIGKILL"): Promise<void> {
  if (running.child.exitCode !== null || running.child.signalCode !== null) return;
  running.child.kill(signal);
  await once(running.child, "exit");
}

const openChromium = (): Promise<Browser> =>
  chromium.launch({
    ...(chromiumPath && { executablePath: chromiumPath }),
    args: [
      "--no-sandbox",
      "--disable-gpu",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
      "--no-first-run",
      "--use-fake-device-for-media-stream=device-count=2",
    ],
  });

/** Starts server and browser before the tests of a `describe`, and stops them after. */
export function useApp(options: AppOptions = {}): App {
  const data = mkdtempSync(join(tmpdir(), "bowerbird-app-"));
  const contexts = new Set<BrowserContext>();
  const signedIn = new Map<Role, Awaited<ReturnType<BrowserContext["storageState"]>>>();
  let running: Running;
  let browser: Browser;

  beforeAll(async () => {
    mkdirSync(photographs, { recursive: true });
    const from = options.data === undefined ? inject("sampleData") : options.data;
    if (from !== null) cpSync(from, data, { recursive: true });
    options.prepare?.(data);
    [running, browser] = await Promise.all([startServer(data, options.settings, "0"), openChromium()]);
  });
  afterEach(async () => {
    for (const context of contexts) await context.close();
    contexts.clear();
  });
  afterAll(async () => {
    await browser?.close();
    if (running) await stopServer(running, "SIGTERM");
    rmSync(data, { recursive: true, force: true });
  });

  /** The cookies of someone with this role, from their one-time link. */
  const stateOf = async (role: Role) => {
    const known = signedIn.get(role);
    if (known) return known;
    const name = `${role.charAt(0).toUpperCase()}${role.slice(1)}`;
    const { link } = await app.client.people.create({
      body: { name, email: `${role}@example.com`, role: role as Exclude<Role, "visitor"> },
    });
    const context = await browser.newContext();
    await context.request.get(link, { maxRedirects: 0 });
    const state = await context.storageState();
    await context.close();
    signedIn.set(role, state);
    return state;
  };

  const app: App = {
    data,
    get url() {
      return running.url;
    },
    get client() {
      return bowerbirdClient({ url: running.url, key: running.key });
    },
    open: async (path, view = {}) => {
      const { width = 1280, height = width < 600 ? 844 : 900, as = "visitor" } = view;
      const context = await browser.newContext({
        viewport: { width, height },
        colorScheme: view.dark ? "dark" : "light",
        hasTouch: view.touch ?? false,
        isMobile: view.touch ?? false,
        reducedMotion: view.reducedMotion ? "reduce" : "no-preference",
        serviceWorkers: view.installed ? "allow" : "block",
        ...(view.permissions && { permissions: view.permissions }),
        ...(as !== "visitor" && { storageState: await stateOf(as) }),
      });
      contexts.add(context);
      const page = await context.newPage();
      await page.addInitScript(noteRefusals);
      await page.goto(running.url + path);
      await page.locator("#root > *").first().waitFor({ state: "attached" });
      return page;
    },
    kill: () => stopServer(running, "SIGKILL"),
    restart: async () => {
      await stopServer(running, "SIGKILL");
      running = await startServer(data, options.settings, new URL(running.url).port);
    },
  };
  return app;
}

/** In the page, before anything of it runs. */
const noteRefusals = `{
  const refused = (window.refusedByPolicy = []);
  addEventListener("securitypolicyviolation", ({ effectiveDirective, blockedURI, sourceFile }) =>
    refused.push([effectiveDirective, blockedURI, sourceFile].join(" ")));
}`;

/** What the page's own content security policy has refused it since it was loaded. */
export const refusedByPolicy = (page: Page): Promise<string[]> => page.evaluate("window.refusedByPolicy");

/** The pin of a sample picture, by its file's name: `sofa-156-b`. */
export async function samplePin(app: App, name: string) {
  for (let cursor: string | undefined; ; ) {
    const page = await app.client.pins.list({ query: { limit: 200, ...(cursor && { cursor }) } });
    const found = page.items.find(({ sources }) => sources.some((source) => source.includes(`/${name}.`)));
    if (found) return found;
    if (page.cursor === null) throw new Error(`no sample picture ${name}`);
    cursor = page.cursor;
  }
}

/** Waits until the page is still: fonts there, nothing loading, and every picture in view drawn. */
export async function settle(page: Page): Promise<void> {
  await until(page, still);
  // Loaded is not yet drawn: pictures are decoded beside the page.
  await page.evaluate(`(async () => {
    await Promise.all([...document.images].filter(({ complete }) => complete).map((image) => image.decode().catch(() => {})));
    for (let frame = 0; frame < 2; frame++) await new Promise(requestAnimationFrame);
  })()`);
}

/** Waits for an expression of the page to become true; the page's own policy forbids Playwright's way of doing it. */
export async function until(page: Page, expression: string, milliseconds = 20_000): Promise<void> {
  await expect
    .poll(() => page.evaluate<boolean>(expression), {
      timeout: milliseconds,
      interval: 40,
      message: expression,
    })
    .toBe(true);
}

/** In the page: no busy part, fonts there, and each picture whose box is in view decoded and shown. */
const still = `document.fonts.status === "loaded" && !document.querySelector("[aria-busy=true]") &&
  [...document.images].every((image) => {
    const { top, bottom, width } = image.getBoundingClientRect();
    const seen = width > 0 && bottom > 0 && top < innerHeight;
    return !seen || (image.complete && image.naturalWidth > 0 && getComputedStyle(image).opacity === "1");
  })`;

/** Keeps `test/photographs/NAME.png`, after checking that nothing sticks out at the side. */
export async function photograph(page: Page, name: string): Promise<void> {
  await settle(page);
  await page.screenshot({ path: join(photographs, `${name}.png`), animations: "disabled" });
  const over = await page.evaluate<number>("document.documentElement.scrollWidth - innerWidth");
  expect(over, `${name} is wider than its window`).toBeLessThanOrEqual(0);
}

/** WCAG 2.2 AA and good practice, by axe: each finding with the first elements it is about. */
export async function axeFindings(page: Page): Promise<Array<{ id: string; nodes: string[] }>> {
  await page.evaluate(axe);
  // a colour on its way to another is neither
  await page.evaluate(
    "Promise.allSettled(document.getAnimations().filter((one) => one.effect.getComputedTiming().endTime < 5000).map((one) => one.finished))",
  );
  return page.evaluate(
    "axe.run().then(({ violations }) => violations.map(({ id, nodes }) => ({ id, nodes: nodes.slice(0, 3).map((node) => node.html) })))",
  );
}
