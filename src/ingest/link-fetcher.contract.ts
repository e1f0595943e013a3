/** What every LinkFetcher does, whatever it is made of. The server that it asks is a real one on the loopback. */
import { createServer, type RequestListener, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { LinkFetcher } from "../core/links.ts";
import { parseSettings, type Settings } from "../core/settings.ts";

const bounds = parseSettings({ "ingest.linkSeconds": 1, "ingest.megabytes": 1 });

/** @param open a fetcher to which 127.0.0.1 is the public internet, and every other address is private */
export function linkFetcherContract(name: string, open: (bounds: Settings) => LinkFetcher): void {
  describe(`${name} as a link fetcher`, () => {
    let links: LinkFetcher;
    let server: Server | null = null;
    beforeEach(() => {
      links = open(bounds);
    });
    afterEach(async () => {
      await links.close();
      server?.closeAllConnections();
      await new Promise<void>((resolve) => (server ? server.close(() => resolve()) : resolve()));
      server = null;
    });
    const serve = async (listener: RequestListener): Promise<string> => {
      const made = createServer(listener);
      server = made;
      await new Promise<void>((resolve) => made.listen(0, "127.0.0.1", resolve));
      return `http://127.0.0.1:${(made.address() as AddressInfo).port}`;
    };

    test("gives the bytes as they are, of one address after the other", async () => {
      const address = await serve((request, response) => response.end(`picture ${request.url}`));
      const texts = await Promise.all(
        ["/a", "/b", "/c?x=1"].map(async (path) => Buffer.from(await links.fetch(address + path)).toString()),
      );
      expect(texts).toEqual(["picture /a", "picture /b", "picture /c?x=1"]);
    });

    test("follows a redirect, also a relative one", async () => {
      const address = await serve((request, response) => {
        if (request.url === "/old") response.writeHead(301, { location: "new?y=2" }).end();
        else response.end(request.url);
      });
      expect(Buffer.from(await links.fetch(`${address}/old`)).toString()).toBe("/new?y=2");
    });

    test("tells whoever is asked nothing of itself but its name", async () => {
      const address = await serve((request, response) => response.end(JSON.stringify(request.headers)));
      const headers = JSON.parse(Buffer.from(await links.fetch(`${address}/`)).toString());
      expect(Object.keys(headers).sort()).toEqual([
        "accept",
        "accept-encoding",
        "connection",
        "host",
        "user-agent",
      ]);
    });

    test.each([
      "http://10.0.0.1/a",
      "http://[::1]/a",
      "file:///etc/passwd",
      "http://me:secret@127.0.0.1/",
      "nothing",
    ])("%s is refused, and no secret is repeated", async (url) => {
      const error = await links.fetch(url).catch((thrown: unknown) => thrown);
      expect(error).toMatchObject({ code: "LINK_REFUSED" });
      expect(String(error)).not.toContain("secret");
    });

    test("of what failed, what follows the path is not repeated", async () => {
      const address = await serve((_, response) => void response.writeHead(404).end());
      const error = await links.fetch(`${address}/a?token=secret`).catch((thrown: unknown) => thrown);
      expect(error).toMatchObject({ code: "LINK_FAILED" });
      expect(String(error)).not.toContain("secret");
    });

    test.each([
      ["another private host", "http://127.0.0.2/secret", "LINK_REFUSED"],
      ["a file", "file:///etc/passwd", "LINK_REFUSED"],
      ["itself for ever", "/", "LINK_FAILED"],
    ])("a redirect to %s is not followed", async (_where, location, code) => {
      const address = await serve((_, response) => void response.writeHead(302, { location }).end());
      await expect(links.fetch(`${address}/`)).rejects.toMatchObject({ code });
    });

    test.each<[string, RequestListener, string]>([
      ["never answers", () => {}, "LINK_FAILED"],
      ["answers slowly", (_, response) => void response.write("x"), "LINK_FAILED"],
      [
        "never ends",
        (_, response) => {
          const more = (): void => {
            if (!response.destroyed) response.write(Buffer.alloc(65_536), () => setImmediate(more));
          };
          more();
        },
        "PICTURE_TOO_LARGE",
      ],
      [
        "says it is larger than the bound",
        (_, response) => void response.writeHead(200, { "content-length": 9e9 }).write("x"),
        "PICTURE_TOO_LARGE",
      ],
      [
        "sends less than it says",
        (_, response) => {
          response.writeHead(200, { "content-length": 100 }).write("x", () => response.destroy());
        },
        "LINK_FAILED",
      ],
      [
        "sends a packed body",
        (_, response) => void response.writeHead(200, { "content-encoding": "gzip" }).end("x"),
        "LINK_FAILED",
      ],
      ["is not there", (_, response) => void response.writeHead(404).end(), "LINK_FAILED"],
    ])("a server that %s", async (_what, listener, code) => {
      const address = await serve(listener);
      await expect(links.fetch(`${address}/`)).rejects.toMatchObject({ code });
    });
  });
}
