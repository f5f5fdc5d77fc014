import { describe, expect, it } from "vitest";
import { canonicalAddress, faultOfAddress, isBelow, isPlainAddress } from "../../src/network/address.ts";

describe("the address of a server", () => {
  it.each([
    ["ftp://host", /http/],
    ["file:///etc/passwd", /http/],
    ["javascript:alert(1)", /http/],
    ["host:8000", /http/],
    ["", /http/],
    ["http://user:secret@host/", /apiKeyEnv/],
    ["http://user@host/", /apiKeyEnv/],
    ["http://:secret@host/", /apiKeyEnv/],
    ["http://host/v1?key=secret", /query/],
    ["http://host/v1#x", /query or a fragment/],
    ["http://host/v1?", /query/],
  ])("%s has a fault, and the fault does not repeat it", (text, fault) => {
    expect(faultOfAddress(text)).toMatch(fault);
    expect(faultOfAddress(text)).not.toContain("secret");
  });

  it("is written in one way", () => {
    expect(canonicalAddress("HTTP://Example.ORG:80/v1//")).toBe("http://example.org/v1");
    expect(canonicalAddress("http://[0:0:0:0:0:0:0:1]:8000")).toBe("http://[::1]:8000");
  });
});

describe("a plain address", () => {
  it.each([
    "http://host:8000",
    "http://host:8000/",
    "https://host/v1",
    "https://host/v1/",
    "http://[::1]:8000/a/b-c_d.e~f",
  ])("is %s", (text) => expect(isPlainAddress(text)).toBe(true));

  it.each([
    "HTTP://host",
    "http://HOST",
    "http://host:80",
    "https://host:443/v1",
    "http://2130706433",
    "http://0x7f000001",
    "http://0177.0.0.1",
    "http://127.1",
    "http://host/a/../b",
    "http://host/a/./b",
    "http://host/%2e%2e/b",
    "http://host/a%2fb",
    "http://host/a%2Fb",
    "http://host/a%5cb",
    "http://host\\a",
    "http://host/a\\b",
    "http://host//a",
    "http://host/a//b",
    "http://host/a;b",
    "http://host/é",
    "http://ho\tst/",
    " http://host/",
    "http://host/ ",
    "http://ｈost/",
    "http://[0:0:0:0:0:0:0:1]/",
    "http://[::ffff:127.0.0.1]/",
    "http:host",
    "http:/host",
  ])("is not %j", (text) => expect(isPlainAddress(text)).toBe(false));
});

describe("an address below another", () => {
  const allowed = "https://host:8443/models/v1";
  it.each([allowed, `${allowed}/`, `${allowed}/chat`])("is %s", (text) => expect(isBelow(text, allowed)).toBe(true));

  it.each([
    "http://host:8443/models/v1",
    "https://host/models/v1",
    "https://host:8443/models/v1evil",
    "https://host:8443/models/v2",
    "https://host:8443/models",
    "https://host:8443/",
    "https://host.:8443/models/v1",
    "https://host.evil:8443/models/v1",
    "https://evilhost:8443/models/v1",
  ])("is not %s", (text) => expect(isBelow(text, allowed)).toBe(false));

  it("has any path below an origin", () => {
    expect(isBelow("https://host/any/path", "https://host")).toBe(true);
    expect(isBelow("https://host", "https://host/")).toBe(true);
  });
});
