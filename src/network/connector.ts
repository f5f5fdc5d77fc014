import { type LookupAddress, type LookupAllOptions, lookup } from "node:dns";
import { lookup as lookupAll } from "node:dns/promises";
import { isIP, type LookupFunction } from "node:net";
import { NetworkError } from "./networkError.ts";
import { isPublicAddress } from "./publicAddress.ts";

/** The addresses that may be reached: any, or only those of the internet. */
export type Reach = "any" | "public";

/**
 * The options with which undici connects. Every address that a name resolves to is checked when the connection is made, so
 * that a name cannot stand for one address when it is checked and for another when it is used.
 */
export function connectOptions(reach: Reach, timeout?: number) {
  return { ...(timeout !== undefined && { timeout }), ...(reach === "public" && { lookup: lookupPublic }) };
}

/** Throws `ADDRESS_REFUSED` for a host that is itself an address out of reach. Names are checked when they are resolved. */
export function requireReach(hostname: string, reach: Reach): void {
  const address = hostname.replace(/^\[|\]$/g, "");
  if (reach === "public" && isIP(address) && !isPublicAddress(address)) throw refused(hostname);
}

/**
 * Throws `ADDRESS_REFUSED` for a host that is out of reach by the addresses that it has now. It is for clients that are not
 * ours, which may look the name up again and should check it themselves.
 */
export async function requireReachNow(hostname: string, reach: Reach): Promise<void> {
  requireReach(hostname, reach);
  if (reach === "any" || isIP(hostname.replace(/^\[|\]$/g, ""))) return;
  const addresses = await lookupAll(hostname, { all: true }).catch(() => []);
  if (!addresses.every(({ address }) => isPublicAddress(address))) throw refused(hostname);
}

const lookupPublic: LookupFunction = (hostname, options, callback) => {
  lookup(hostname, { ...options, all: true } as LookupAllOptions, (error, addresses) => {
    if (error) return callback(error, "", 0);
    if (!addresses.every(({ address }) => isPublicAddress(address))) return callback(refused(hostname), "", 0);
    const [first] = addresses as [LookupAddress];
    if (options.all) callback(null, addresses as never);
    else callback(null, first.address, first.family);
  });
};

function refused(hostname: string): NetworkError {
  return new NetworkError("ADDRESS_REFUSED", `${hostname} has an address that is not of the public internet.`);
}
