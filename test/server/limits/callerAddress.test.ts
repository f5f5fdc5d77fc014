import type { IncomingMessage } from "node:http";
import { describe, expect, it } from "vitest";
import { callerAddress } from "../../../src/server/limits/callerAddress.ts";

const from = (remoteAddress: string | undefined, forwarded?: string) =>
  ({
    socket: { remoteAddress },
    headers: forwarded === undefined ? {} : { "x-forwarded-for": forwarded },
  }) as unknown as IncomingMessage;

describe("the address of a caller", () => {
  it.each([
    ["192.0.2.7", "192.0.2.7"],
    ["::ffff:192.0.2.7", "192.0.2.7"],
    ["2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"],
    ["2001:db8:1:2::9", "2001:db8:1:2::/64"],
    ["::1", "0:0:0:0::/64"],
    ["fe80::1%eth0", "fe80:0:0:0::/64"],
    [undefined, "unknown"],
  ])("%s is %s", (address, key) => expect(callerAddress(from(address), 0)).toBe(key));

  it("is the socket's, whatever the caller says, without a proxy that is trusted", () => {
    expect(callerAddress(from("192.0.2.7", "198.51.100.1"), 0)).toBe("192.0.2.7");
  });

  it("is what the trusted proxies wrote, and not what stood before", () => {
    expect(callerAddress(from("10.0.0.1", "198.51.100.1"), 1)).toBe("198.51.100.1");
    expect(callerAddress(from("10.0.0.1", "203.0.113.9, 198.51.100.1"), 1)).toBe("198.51.100.1");
    expect(callerAddress(from("10.0.0.1", "203.0.113.9, 198.51.100.1, 10.0.0.2"), 2)).toBe("198.51.100.1");
    expect(callerAddress(from("10.0.0.1", "2001:db8::1"), 1)).toBe("2001:db8:0:0::/64");
  });

  it.each(["", "nonsense", "198.51.100.1, ", "a".repeat(10_000)])("is the proxy's own if it wrote %j", (header) => {
    expect(callerAddress(from("10.0.0.1", header), 1)).toBe("10.0.0.1");
  });
});
