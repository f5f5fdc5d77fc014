import { Agent, request } from "undici";
import { readBounded } from "./boundedBody.ts";
import { connectOptions, type Reach, requireReach } from "./connector.ts";
import { NetworkError } from "./networkError.ts";

const MOST_REDIRECTS = 5;
const REDIRECTS = [301, 302, 303, 307, 308];

export interface FetchOptions {
  /** Is sent to the host of the address alone, never to a host that it redirects to. */
  token?: string | undefined;
  /** The most bytes of a reply. */
  limit: number;
  /** The hosts to which a reply may redirect: none but that of the address, or any within the reach. */
  redirects: "same host" | Reach;
  signal?: AbortSignal;
}

export interface Reply {
  status: number;
  header(name: string): string | null;
  bytes: Buffer;
}

/**
 * Gets the bytes at an address. The bytes are those that were sent: nothing is asked for or taken in compressed form, so
 * that a small reply cannot become a large one. Throws a `NetworkError`, and the errors of undici.
 */
export async function fetchBytes(address: string, options: FetchOptions): Promise<Reply> {
  const { token, limit, redirects, signal } = options;
  const first = new URL(address);
  let url = first;
  for (let count = 0; ; count++) {
    const isFirstHost = url.origin === first.origin;
    // The address itself was chosen by the operator; where it leads to was not.
    const reach = isFirstHost || redirects === "same host" ? "any" : redirects;
    requireReach(url.hostname, reach);
    const dispatcher = new Agent({ connect: connectOptions(reach) });
    try {
      const reply = await request(url, {
        dispatcher,
        headers: { "accept-encoding": "identity", ...(token && isFirstHost && { authorization: `Bearer ${token}` }) },
        ...(signal && { signal }),
      });
      const header = (name: string) => [reply.headers[name] ?? []].flat()[0] ?? null;
      const location = header("location");
      if (!REDIRECTS.includes(reply.statusCode) || location === null) {
        if (!["identity", null].includes(header("content-encoding"))) {
          throw new NetworkError("REPLY_TOO_LARGE", "The reply is compressed, although that was not asked for.");
        }
        return { status: reply.statusCode, header, bytes: await readBounded(reply.body, limit) };
      }
      url = redirected(url, location, count, redirects === "same host" ? first : null);
    } finally {
      await dispatcher.destroy();
    }
  }
}

function redirected(from: URL, location: string, count: number, only: URL | null): URL {
  const to = URL.canParse(location, from) ? new URL(location, from) : null;
  const refuse = (why: string) => new NetworkError("REDIRECT_REFUSED", `${from.origin} redirects ${why}.`);
  if (count >= MOST_REDIRECTS) throw refuse("too often");
  if (!to || !/^https?:$/.test(to.protocol) || to.username !== "" || to.password !== "") {
    throw refuse("to something that is not an address of a server");
  }
  if (from.protocol === "https:" && to.protocol === "http:") throw refuse("to an address without encryption");
  if (only && to.origin !== only.origin) throw refuse("to another host");
  return to;
}
