/**
 * Links followed safely. The name is resolved here, every address it has is checked, and the connection is made to a
 * checked address, so that no second look-up can say otherwise. Every redirect is a new link. Time and size bound the
 * whole, whatever the server says of its length.
 */
import { lookup as resolveName } from "node:dns/promises";
import type { LookupFunction } from "node:net";
import ipaddr from "ipaddr.js";
import { Agent, request } from "undici";
import { BowerbirdError, toBowerbirdError } from "../core/errors.ts";
import type { LinkFetcher } from "../core/links.ts";
import type { Settings } from "../core/settings.ts";

export interface LinkOptions {
  readonly bounds: Pick<Settings, "ingest.linkSeconds" | "ingest.megabytes" | "ingest.privateLinks">;
  /** Every address of a host. */
  readonly resolve?: (host: string) => Promise<ReadonlyArray<{ address: string; family: number }>>;
  /** Whether an address may be connected to; by default only public ones. */
  readonly permits?: (address: string) => boolean;
}

const redirectsFollowed = 5;

/** Addresses of the public internet: no private, loopback, link-local, multicast, mapped or translated ones. */
export function isPublicAddress(address: string): boolean {
  if (!ipaddr.isValid(address)) return false;
  const read = ipaddr.process(address);
  // The first 96 bits empty: an IPv4 address in the oldest way of writing one as IPv6.
  const isCompatible = read instanceof ipaddr.IPv6 && read.parts.slice(0, 6).every((part) => part === 0);
  return !isCompatible && read.range() === "unicast";
}

export function linkFetcher(options: LinkOptions): LinkFetcher {
  const { bounds } = options;
  const permits =
    options.permits ?? ((address: string) => bounds["ingest.privateLinks"] || isPublicAddress(address));
  const resolve = options.resolve ?? ((host: string) => resolveName(host, { all: true }));
  const most = bounds["ingest.megabytes"] * 1e6;
  const refusePrivate = (url: string): BowerbirdError =>
    new BowerbirdError("LINK_REFUSED", { url, why: "its address is not a public one" });

  const checkedLookup: LookupFunction = (host, asked, done) => {
    resolve(host).then(
      (found) => {
        // One private address among them is enough to refuse: which one is taken would be chance.
        if (found.length === 0 || !found.every(({ address }) => permits(address))) {
          done(refusePrivate(host), "", 0);
        } else if (asked.all) done(null, [...found]);
        else done(null, found[0].address, found[0].family);
      },
      (error: Error) => done(error as NodeJS.ErrnoException, "", 0),
    );
  };
  const agent = new Agent({
    connect: { lookup: checkedLookup, timeout: bounds["ingest.linkSeconds"] * 1000 },
    maxHeaderSize: 16_384,
  });

  const checkUrl = (text: string): URL => {
    const url = URL.canParse(text) ? new URL(text) : null;
    const refuse = (why: string): never => {
      throw new BowerbirdError("LINK_REFUSED", { url: withoutSecrets(text), why });
    };
    if (url === null) return refuse("it is not an address");
    if (url.protocol !== "http:" && url.protocol !== "https:") return refuse("it is neither http nor https");
    if (url.username !== "" || url.password !== "") return refuse("it holds a name or password");
    const host = url.hostname.replace(/^\[|\]$/g, "");
    // A host that is an address is never looked up, so it is checked here.
    if (ipaddr.isValid(host) && !permits(host)) throw refusePrivate(url.href);
    return url;
  };

  const fetchOnce = async (url: URL, signal: AbortSignal): Promise<Uint8Array | URL> => {
    const headers = { "accept-encoding": "identity", accept: "image/*,*/*;q=0.1", "user-agent": "bowerbird" };
    const answer = await request(url, { dispatcher: agent, signal, headers });
    // A body that is let go complains once more, when nobody listens any longer.
    answer.body.on("error", () => {});
    const location = answer.headers.location;
    if (answer.statusCode >= 300 && answer.statusCode < 400 && typeof location === "string") {
      answer.body.destroy();
      if (!URL.canParse(location, url.href)) throw new Error("it redirects to no address");
      return checkUrl(new URL(location, url).href);
    }
    try {
      if (answer.statusCode !== 200) throw new Error(`the server answered ${answer.statusCode}`);
      const packed = answer.headers["content-encoding"];
      if (packed !== undefined && packed !== "identity") throw new Error(`its body is packed (${packed})`);
      if (Number(answer.headers["content-length"] ?? 0) > most) throw tooLarge(bounds["ingest.megabytes"]);
      return await readBounded(answer.body, bounds["ingest.megabytes"]);
    } finally {
      answer.body.destroy();
    }
  };

  return {
    fetch: async (text) => {
      const signal = AbortSignal.timeout(bounds["ingest.linkSeconds"] * 1000);
      try {
        let url = checkUrl(text);
        for (let hop = 0; hop <= redirectsFollowed; hop++) {
          const answer = await fetchOnce(url, signal);
          if (answer instanceof Uint8Array) return answer;
          url = answer;
        }
        throw new Error(`it redirects more than ${redirectsFollowed} times`);
      } catch (error) {
        throw linkError(text, error, signal, bounds["ingest.linkSeconds"]);
      }
    },
    close: () => agent.destroy(),
  };
}

/** Bytes of a stream up to a bound in MB. @throws PICTURE_TOO_LARGE as soon as there is more. */
export async function readBounded(stream: AsyncIterable<Uint8Array>, megabytes: number): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  let length = 0;
  for await (const part of stream) {
    length += part.length;
    if (length > megabytes * 1e6) throw tooLarge(megabytes);
    parts.push(part);
  }
  return Buffer.concat(parts);
}

export function tooLarge(megabytes: number): BowerbirdError {
  return new BowerbirdError("PICTURE_TOO_LARGE", {
    actual: `more than ${megabytes} MB`,
    bound: `${megabytes} MB`,
  });
}

function linkError(url: string, thrown: unknown, signal: AbortSignal, seconds: number): BowerbirdError {
  if (thrown instanceof BowerbirdError) return thrown;
  const known = toBowerbirdError(thrown);
  if (known.code === "DISK_FULL") return known;
  const why = signal.aborted ? `it took longer than ${seconds} s` : reasonOf(thrown);
  return new BowerbirdError("LINK_FAILED", { url: withoutSecrets(url), why }, { cause: thrown });
}

function reasonOf(thrown: unknown): string {
  if (!(thrown instanceof Error)) return "the connection broke";
  const code = "code" in thrown ? String(thrown.code) : "";
  if (code === "ENOTFOUND" || code === "EAI_AGAIN") return "its name is not known";
  if (code === "ECONNREFUSED") return "nothing answers there";
  return thrown.message || "the connection broke";
}

/** An address as the source of a picture: what follows the path may be part of which picture it is. */
export function withoutPassword(text: string): string {
  return text.replace(/^(\w+:\/\/)[^/?#@]*@/, "$1");
}

/** An address as it may be shown: without name, password and what follows the path. */
function withoutSecrets(text: string): string {
  if (!URL.canParse(text)) return text.slice(0, 200);
  const url = new URL(text);
  return `${url.protocol}//${url.host}${url.pathname}`.slice(0, 500);
}
