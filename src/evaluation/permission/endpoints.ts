import { RequestError } from "../../errors/requestError.ts";
import { canonicalAddress, faultOfAddress, isBelow, isPlainAddress } from "../../network/address.ts";
import type { Reach } from "../../network/connector.ts";
import type { Declared } from "../../plugins/projectConfig.ts";

/**
 * The addresses that a run of a caller may reach with this endpoint: any where the operator declared its host as private,
 * else those of the public internet. Throws `FORBIDDEN` for an endpoint that the operator does not allow.
 */
export function reachOfCaller(endpoint: unknown, { endpoints }: Declared, argument: string): Reach {
  if (typeof endpoint !== "string" || faultOfAddress(endpoint) !== null) throw refused(argument, "is not an address");
  if (!isPlainAddress(endpoint)) throw refused(argument, `is not written as ${canonicalAddress(endpoint)}`);
  const allowed = endpoints.filter(({ url }) => isBelow(endpoint, url));
  if (allowed.length === 0) throw refused(argument, "is not among the addresses that callers may name");
  return allowed.some(({ isPrivate }) => isPrivate) ? "any" : "public";
}

function refused(argument: string, why: string): RequestError {
  return new RequestError(
    "FORBIDDEN",
    `${argument}: this endpoint ${why}. Name with "engine" an engine that the operator of this server has declared, or ` +
      "an address from the operator's list of endpoints.",
    argument,
  );
}
