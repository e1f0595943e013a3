import { createServer, type RequestListener, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, expect, test } from "vitest";
import type { LinkFetcher } from "../core/links.ts";
import { parseSettings } from "../core/settings.ts";
import { linkFetcherContract } from "../ingest/link-fetcher.contract.ts";
import { isPublicAddress, type LinkOptions, linkFetcher, withoutPassword } from "./links.ts";

const bounds = parseSettings({ "ingest.linkSeconds": 1, "ingest.megabytes": 1 });
let server: Server | null = null;
let links: LinkFetcher | null = null;
afterEach(async () => {
  await links?.close();
  server?.closeAllConnections();
  await new Promise<void>((resolve) => (server ? server.close(() => resolve()) : resolve()));
  server = null;
  links = null;
});

const serve = async (listener: RequestListener): Promise<number> => {
  const made = createServer(listener);
  server = made;
  await new Promise<void>((resolve) => made.listen(0, "127.0.0.1", resolve));
  return (made.address() as AddressInfo).port;
};
/** A fetcher to which 127.0.0.1 is the public internet and everything else is private. */
const fetcher = (more: Partial<LinkOptions> = {}): LinkFetcher => {
  links = linkFetcher({ bounds, permits: (address) => address === "127.0.0.1", ...more });
  return links;
};

linkFetcherContract("undici", (bounds) =>
  linkFetcher({ bounds, permits: (address) => address === "127.0.0.1" }),
);

test.each([
  "127.0.0.1",
  "10.1.2.3",
  "172.16.0.1",
  "192.168.1.1",
  "169.254.169.254",
  "100.64.0.1",
  "0.0.0.0",
  "224.0.0.1",
  "255.255.255.255",
  "::1",
  "::",
  "fe80::1",
  "fc00::1",
  "fd12::1",
  "ff02::1",
  "::ffff:127.0.0.1",
  "::127.0.0.1",
  "::7f00:1",
  "::ffff:10.0.0.1",
  "64:ff9b::7f00:1",
  "2002:7f00:1::",
  "nonsense",
])("%s is not public", (address) => expect(isPublicAddress(address)).toBe(false));

test.each(["93.184.216.34", "2606:2800:220:1::1"])("%s is public", (address) =>
  expect(isPublicAddress(address)).toBe(true),
);

test.each([
  ["https://ada:secret@example.org/a.jpg?size=2", "https://example.org/a.jpg?size=2"],
  ["https://example.org/@ada/a.jpg", "https://example.org/@ada/a.jpg"],
  ["pictures/a@2x.jpg", "pictures/a@2x.jpg"],
])("%s is the source %s", (address, source) => expect(withoutPassword(address)).toBe(source));

test.each([
  "http://127.0.0.1/a",
  "http://2130706433/",
  "http://0x7f.1/",
  "http://0177.0.0.1/",
  "http://127.1/",
  "http://[::ffff:127.0.0.1]/",
  "http://[0:0:0:0:0:ffff:0a00:0001]/",
  "http://[::1]/",
  "http://[::ffff:7f00:1]/",
  "file:///etc/passwd",
  "ftp://example.com/a",
  "data:image/png;base64,AAAA",
  "http://me:secret@example.com/",
  "not an address",
])("%s is refused without a connection", async (url) => {
  const strict = fetcher({ permits: isPublicAddress });
  const error = await strict.fetch(url).catch((thrown: unknown) => thrown);
  expect(error).toMatchObject({ code: "LINK_REFUSED" });
  expect(String(error)).not.toContain("secret");
});

test("a name that means a private address is refused, also as one of several", async () => {
  const resolve = async () => [
    { address: "93.184.216.34", family: 4 },
    { address: "10.0.0.1", family: 4 },
  ];
  const strict = fetcher({ permits: isPublicAddress, resolve });
  await expect(strict.fetch("http://shop.example/a.jpg")).rejects.toMatchObject({ code: "LINK_REFUSED" });
});

test("the connection goes to the address that was checked, looked up once", async () => {
  const port = await serve((request, response) => response.end(request.headers.host));
  let asked = 0;
  const resolve = async () => [{ address: ++asked === 1 ? "127.0.0.1" : "10.0.0.1", family: 4 }];
  const bytes = await fetcher({ resolve }).fetch(`http://shop.example:${port}/`);
  expect(Buffer.from(bytes).toString()).toBe(`shop.example:${port}`);
  expect(asked).toBe(1);
});
