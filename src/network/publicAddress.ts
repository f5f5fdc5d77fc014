import ipaddr from "ipaddr.js";

/** Metadata of cloud machines at addresses that are public by their number. */
const METADATA = ["168.63.129.16"];
/** The only part of IPv6 whose addresses are given out for the internet. */
const GLOBAL_UNICAST = ipaddr.parseCIDR("2000::/3") as [ipaddr.IPv6, number];

/**
 * Whether an address belongs to the internet. Addresses of this machine, of private networks and of links, and those of
 * IPv6 that carry an IPv4 address inside, do not.
 *
 * @param address the text of an IPv4 or IPv6 address; any other text is not public
 */
export function isPublicAddress(address: string): boolean {
  if (!ipaddr.isValid(address)) return false;
  const parsed = ipaddr.process(address);
  if (parsed.range() !== "unicast" || METADATA.includes(parsed.toString())) return false;
  return parsed.kind() === "ipv4" || (parsed as ipaddr.IPv6).match(GLOBAL_UNICAST);
}
