/** Search by a picture of one's own: a file, a drop, a paste, a link, a camera in each of its moods. */
import { readFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { axeFindings, inBrowser, photograph, samplePin, settle, until, useApp } from "./app.ts";

const sofa = "samples/home/pictures/sofa-156-b.webp";

/** A file as the page's own `DataTransfer`, for a drop or a paste. */
const transferOf = (bytes: Buffer): string => `(() => {
  const bytes = Uint8Array.from(atob("${bytes.toString("base64")}"), (letter) => letter.charCodeAt(0));
  const data = new DataTransfer();
  data.items.add(new File([bytes], "sofa.webp", { type: "image/webp" }));
  return data;
})()`;

inBrowser("search by picture", () => {
  const app = useApp({ settings: { "ingest.privateLinks": true } });
  let elsewhere: Server;
  let link: string;

  beforeAll(async () => {
    elsewhere = createServer((_, answer) => answer.end(readFileSync(sofa)));
    await new Promise<void>((resolve) => elsewhere.listen(0, "127.0.0.1", resolve));
    link = `http://127.0.0.1:${(elsewhere.address() as AddressInfo).port}/sofa.webp`;
  });
  afterAll(() => {
    elsewhere.close();
  });

  /** The picture stays in sight, and what is found is sofas. */
  const findsSofas = async (page: Page): Promise<void> => {
    await page.waitForURL(/\/look\//);
    await page.locator(".query-picture img").waitFor();
    await page.getByRole("heading", { name: /More like this .*(sofa|couch)/ }).waitFor();
    await settle(page);
    expect(await page.locator(".pin-tile").count()).toBeGreaterThan(3);
  };

  test("a file; it is still there after a reload", async () => {
    const page = await app.open("/");
    await page.getByRole("button", { name: "Search by picture" }).first().click();
    await page.setInputFiles("dialog input[type=file]", sofa);
    await findsSofas(page);
    await page.reload();
    await findsSofas(page);
    await photograph(page, "look-1280-light");
    expect(await axeFindings(page)).toEqual([]);
  });

  test("a drop anywhere, and a paste on the page that shows it", async () => {
    const page = await app.open("/");
    await settle(page);
    await page.evaluate(`{
      const data = ${transferOf(readFileSync(sofa))};
      dispatchEvent(new DragEvent("dragover", { dataTransfer: data, cancelable: true }));
      dispatchEvent(new DragEvent("drop", { dataTransfer: data, cancelable: true }));
    }`);
    await findsSofas(page);
    const dropped = page.url();
    await page.evaluate(
      `dispatchEvent(new ClipboardEvent("paste", { clipboardData: ${transferOf(readFileSync(sofa))} }))`,
    );
    await until(page, `location.href !== ${JSON.stringify(dropped)}`);
    await findsSofas(page);
  });

  test("a link, fetched by the server and shared by its address", async () => {
    const page = await app.open("/");
    await page.getByRole("button", { name: "Search by picture" }).first().click();
    await page.getByLabel("Link to a picture").fill(link);
    await page.getByRole("button", { name: "Search", exact: true }).click();
    await findsSofas(page);
    const { pathname, search } = new URL(page.url());
    await findsSofas(await app.open(pathname + search));
  });

  test("a link to nothing says so", async () => {
    const page = await app.open("/look/link?url=http://127.0.0.1:9/nothing.png");
    await page.getByRole("button", { name: "Try now" }).waitFor();
    await page.getByRole("heading", { level: 1 }).first().waitFor();
  });

  test("nothing similar is an answer that says what to do", async () => {
    const { id } = await samplePin(app, "sofa-156-b");
    const page = await app.open(`/pin/${id}?kind=clock&colour=purple`);
    await page.getByRole("heading", { name: "Nothing similar here" }).waitFor();
    await photograph(page, "nothing-similar-1280-light");
    await page.getByRole("button", { name: "purple" }).click();
    await page.getByRole("button", { name: "clock", exact: true, pressed: true }).click();
    await page.locator(".pin-tile").first().waitFor();
  });

  test("a frame of the camera; while the lens switches it asks again", async () => {
    const page = await app.open("/", { permissions: ["camera"] });
    await settle(page);
    await page.keyboard.press("c");
    await page.getByRole("button", { name: "Use the camera" }).click();
    const take = page.getByRole("button", { name: "Search this" });
    await take.waitFor();
    await page.evaluate(`globalThis.asked = false;
      new MutationObserver(() => { globalThis.asked ||= document.body.innerText.includes("Asking for the camera"); })
        .observe(document.body, { subtree: true, childList: true, characterData: true });`);
    await page.getByRole("button", { name: "Other lens" }).click();
    await until(page, "globalThis.asked");
    await take.click();
    await page.waitForURL(/\/look\//);
  });

  test("a picture chosen from the search field closes the suggestions before its answer", async () => {
    const page = await app.open("/");
    await settle(page);
    await page.keyboard.press("/");
    await page.getByRole("option").first().waitFor();
    const [chooser] = await Promise.all([
      page.waitForEvent("filechooser"),
      page.getByRole("button", { name: "Choose a picture" }).click(),
    ]);
    await chooser.setFiles("samples/home/pictures/sofa-156-b.webp");
    await page.getByRole("heading", { name: /^More like this/ }).waitFor();
    expect(await page.getByRole("option").count()).toBe(0);
  });

  test.each([
    ["NotAllowedError", "The camera is not allowed"],
    ["NotFoundError", "No camera here"],
  ])("a camera that answers %s", async (name, heading) => {
    const page = await app.open("/");
    await settle(page);
    await page.evaluate(
      `navigator.mediaDevices.getUserMedia = () => Promise.reject(new DOMException("no", "${name}"))`,
    );
    await page.keyboard.press("c");
    await page.getByRole("button", { name: "Use the camera" }).click();
    await page.getByRole("heading", { name: heading }).waitFor();
    await page.getByRole("button", { name: "Choose a picture" }).click();
    await page.getByLabel("Link to a picture").waitFor();
  });
});
