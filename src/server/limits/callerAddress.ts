import type { IncomingMessage } from "node:http";
import ipaddr from "ipaddr.js";

/**
 * The address that a request came from, as the key of a budget. An IPv6 network of 64 bits is one caller, since a single
 * machine has all its addresses.
 *
 * @param trustedProxies the number of proxies in front of the server that add to `X-Forwarded-For`. The header counts only
 *   as far as they wrote it, since a caller can write anything before that.
 */
export function callerAddress({ socket, headers }: IncomingMessage, trustedProxies: number): string {
  const seen = socket.remoteAddress ?? "";
  if (trustedProxies === 0) return networkOf(seen);
  const header = headers["x-forwarded-for"];
  const hops = (Array.isArray(header) ? header.join() : (header ?? "")).split(",").map((hop) => hop.trim());
  const client = hops.at(-trustedProxies) ?? hops[0]!;
  return networkOf(ipaddr.isValid(client) ? client : seen);
}

/** Connections come from few addresses, and reading one takes longer than looking it up. */
const known = new Map<string, string>();
const MOST_KNOWN = 1000;

function networkOf(address: string): string {
  let network = known.get(address);
  if (network === undefined) {
    if (known.size >= MOST_KNOWN) known.clear();
    network = readNetwork(address);
    known.set(address, network);
  }
  return network;
}

function readNetwork(address: string): string {
  if (!ipaddr.isValid(address)) return "unknown";
  const parsed = ipaddr.process(address);
  if (parsed.kind() === "ipv4") return parsed.toString();
  const parts = (parsed as ipaddr.IPv6).parts.slice(0, 4).map((part) => part.toString(16));
  return `${parts.join(":")}::/64`;
}
