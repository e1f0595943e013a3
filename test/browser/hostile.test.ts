/** What nobody means well: endless words, words of every script, files that are no pictures, doors that are not one's own. */
import sharp from "sharp";
import { expect, test } from "vitest";
import { axeFindings, inBrowser, photograph, samplePin, settle, until, useApp } from "./app.ts";

const titles = [
  "",
  "W".repeat(200),
  "A chair by the window in the afternoon ".repeat(5).trim(),
  "🛋️🪑👩‍👩‍👧‍👦".repeat(12),
  "كرسي أخضر من المخمل بجانب النافذة",
] as const;

inBrowser("hostile", () => {
  const app = useApp();

  test("titles of any length and script stay within the page, large and small", async () => {
    const { id, kind } = await samplePin(app, "sofa-156-b");
    const page = await app.open("/", { width: 390, touch: true });
    for (const [row, title] of titles.entries()) {
      await app.client.pins.patch({ params: { id }, body: { title } });
      await page.goto(`${app.url}/pin/${id}`);
      await page.getByRole("heading", { level: 1, name: title || (kind?.name ?? "") }).waitFor();
      await settle(page);
      await photograph(page, `hostile-title-${row}-390-light`);
      expect(await axeFindings(page), title).toEqual([]);
    }
  });

  test("endless words are cut to what a search may hold, typed or in the address", async () => {
    const page = await app.open("/");
    await settle(page);
    const field = page.getByRole("combobox", { name: "Search words" });
    await field.click();
    await page.keyboard.insertText("green chair ".repeat(20_000));
    await page.keyboard.press("Enter");
    await until(page, 'location.search.includes("words=")');
    await settle(page);
    expect((await field.inputValue()).length).toBeLessThanOrEqual(1000);
    expect(await page.getByRole("button", { name: "Try now" }).count()).toBe(0);
    await page.goto(`${app.url}/?words=${"chair+".repeat(1500)}`);
    await settle(page);
    expect((await field.inputValue()).length).toBeLessThanOrEqual(1000);
  });

  test("a paste of endless text beside the field is no picture and changes nothing", async () => {
    const page = await app.open("/");
    await settle(page);
    await page.evaluate(`(() => {
      const data = new DataTransfer();
      data.setData("text/plain", "not a link ".repeat(100_000));
      document.body.dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true }));
    })()`);
    await settle(page);
    expect(new URL(page.url()).pathname).toBe("/");
  });

  test("three hundred files that are no pictures: each is said, the good one among them is there", async () => {
    const page = await app.open("/add", { as: "member" });
    const bad = Array.from({ length: 300 }, (_, row) => ({
      name: `bad-${row}.png`,
      mimeType: "image/png",
      buffer: Buffer.from(`no picture ${row}`),
    }));
    const good = await sharp("samples/home/pictures/sofa-156-b.webp").flop().png().toBuffer();
    const files = [...bad, { name: "good.png", mimeType: "image/png", buffer: good }];
    await page.setInputFiles("input[type=file][multiple]", files);
    await page.getByText("1 of 301 added").waitFor({ timeout: 60_000 });
    await page.getByText("300 could not be").waitFor({ timeout: 60_000 });
  });

  test("a viewer sees the studio's door, not what lies behind; a visitor is asked to sign in to add", async () => {
    const viewer = await app.open("/studio/people", { as: "viewer" });
    await viewer.getByRole("button", { name: "Try now" }).waitFor();
    expect(await viewer.getByRole("button", { name: "Invite" }).count()).toBe(0);
    const visitor = await app.open("/add");
    await visitor.getByRole("link", { name: "Sign in", exact: true }).first().waitFor();
  });

  test("a link into the server's own network is refused with what to do", async () => {
    const page = await app.open(
      `/look/link?url=${encodeURIComponent("http://169.254.169.254/latest/meta-data")}`,
    );
    await page
      .getByText(/was not followed/)
      .first()
      .waitFor();
  });
});
