import { expect, it } from "vitest";
import { isPublicAddress } from "../../src/network/publicAddress.ts";

it.each([
  ["loopback", ["127.0.0.1", "127.255.0.9", "::1"]],
  ["private networks", ["10.0.0.1", "172.16.0.1", "172.31.255.255", "192.168.1.1", "fc00::1", "fd12:3456::1"]],
  ["a link", ["169.254.0.1", "fe80::1", "fe80::1%eth0", "fec0::1"]],
  ["the metadata of a cloud", ["169.254.169.254", "fd00:ec2::254", "100.100.100.200", "192.0.0.192", "168.63.129.16"]],
  ["a provider's own network", ["100.64.0.1", "198.18.0.1"]],
  ["nobody or everybody", ["0.0.0.0", "0.1.2.3", "::", "255.255.255.255", "224.0.0.1", "ff02::1", "240.0.0.1"]],
  ["IPv4 inside IPv6", ["::ffff:127.0.0.1", "::ffff:a00:1", "64:ff9b::7f00:1", "64:ff9b::a9fe:a9fe", "2002:7f00:1::"]],
  ["old forms of IPv4 inside IPv6", ["::7f00:1", "::127.0.0.1", "::ffff:0:7f00:1", "2001:0:1::"]],
  ["no address at all", ["localhost", "", "example.org", "999.1.1.1"]],
])("an address of %s is not public", (_, addresses) => {
  for (const address of addresses) expect([address, isPublicAddress(address)]).toEqual([address, false]);
});

it.each(["8.8.8.8", "1.1.1.1", "172.32.0.1", "2606:4700:4700::1111", "2a00:1450::1", "::ffff:8.8.8.8"])(
  "%s is public",
  (address) => expect(isPublicAddress(address)).toBe(true),
);
