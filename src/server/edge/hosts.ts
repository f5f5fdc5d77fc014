import { isIPv4, isIPv6 } from "node:net";
import { RequestError } from "../../errors/requestError.ts";
import type { EdgeStep } from "./visit.ts";

export interface HostOptions {
  /** The address at which the server listens: loopback unless given. */
  host?: string;
  /** Names of the server beside its address, such as the one that a proxy passes on. */
  allowedHosts?: string[];
}

/** The headers that say who asks for what. One that stands twice could be read differently by a proxy and by this server. */
const SINGLE = new Set(["host", "content-type", "content-encoding", "origin", "authorization", "sec-fetch-site"]);

/** The longest address of a request, in bytes. */
export const ADDRESS_LIMIT = 8192;

/**
 * Holds the `Host` of every request against the names of the server. A page can make a name of its own point to this
 * machine, and its requests would then count as those of the server's own origin; so a name must be known. Bound to
 * loopback only loopback names are known, bound otherwise also every IP address, which no foreign page can have as its
 * name. Throws `BAD_HOST`, or `BAD_REQUEST` where the head of the request is malformed.
 */
export function createHostStep({ host = "127.0.0.1", allowedHosts = [] }: HostOptions): EdgeStep {
  const own = new Set([host, ...allowedHosts].map((name) => name.toLowerCase()));
  const takesAddresses = !isLoopback(host);
  const isKnown = (name: string) =>
    own.has(name) || isLoopbackName(name) || (takesAddresses && (isIPv4(name) || isIPv6(name)));

  /** The same few names come with every request. */
  const names = new Map<string, string>();
  const nameOf = (header: string | undefined) => {
    const known = names.get(header ?? "");
    if (known !== undefined) return known;
    const name = nameIn(header);
    if (name !== undefined && isKnown(name) && names.size < 100) names.set(header!, name);
    return name;
  };

  return ({ request }) => {
    const { url = "", headers, rawHeaders } = request;
    const twice = repeated(rawHeaders);
    if (twice) throw new RequestError("BAD_REQUEST", `The header ${twice} stands more than once.`);
    const name = nameOf(headers.host);
    if (name === undefined) {
      throw new RequestError("BAD_REQUEST", "The header Host is missing or malformed. Write it as name:port.");
    }
    if (!isKnown(name)) {
      throw new RequestError("BAD_HOST", `The server is not known as "${name}". ALLOWED_HOSTS adds names.`);
    }
    if (url.length > ADDRESS_LIMIT) {
      throw new RequestError("ADDRESS_TOO_LONG", `The address is longer than ${ADDRESS_LIMIT} bytes. Use POST.`);
    }
    if (!url.startsWith("/") && !(url === "*" && request.method === "OPTIONS")) {
      throw new RequestError("BAD_HOST", "The request names a whole address. Write its path alone.");
    }
    return false;
  };
}

/** Whether a server at this address can be reached from its own machine alone. */
export const isLoopback = (host: string) =>
  host === "localhost" || host === "::1" || (isIPv4(host) && host.startsWith("127."));

/** Names that every browser sends to its own machine, whatever a name server says (RFC 6761). */
const isLoopbackName = (name: string) =>
  name === "localhost" || name === "127.0.0.1" || name === "::1" || name.endsWith(".localhost");

const HOST = /^(?:\[([0-9a-f:.]+)\]|([a-z0-9._-]+))(?::\d{1,5})?$/;

/** The name in a `Host`, without brackets and port. */
function nameIn(host: string | undefined): string | undefined {
  const [, address, name] = HOST.exec(host?.toLowerCase() ?? "") ?? [];
  return address ?? name;
}

function repeated(rawHeaders: string[]): string | undefined {
  const seen: string[] = [];
  for (let i = 0; i < rawHeaders.length; i += 2) {
    const name = rawHeaders[i]!.toLowerCase();
    if (!SINGLE.has(name)) continue;
    if (seen.includes(name)) return name;
    seen.push(name);
  }
  return undefined;
}
