import { describe, expect, it } from "vitest";
import { checkTokenRequest, type TokenRequest } from "../../src/access/tokenRequest.ts";

const tomorrow = new Date(Date.now() + 86_400_000).toISOString();

describe("a request for a token", () => {
  it("has nulls for what is left out", () => {
    expect(checkTokenRequest({ scope: "read" })).toEqual({ scope: "read", lab: null, note: null, expiresAt: null });
    const whole = { scope: "measure", lab: "lab-a", note: "for the cluster", expiresAt: tomorrow } as const;
    expect(checkTokenRequest(whole)).toEqual(whole);
  });

  it.each<[string, TokenRequest]>([
    ["lab", { scope: "submit" }],
    ["lab", { scope: "measure", lab: null }],
    ["lab", { scope: "operate", lab: "" }],
    ["lab", { scope: "read", lab: "lab a" }],
    ["lab", { scope: "read", lab: "lab\na" }],
    ["lab", { scope: "read", lab: "-" }],
    ["lab", { scope: "read", lab: "l".repeat(101) }],
    ["note", { scope: "read", note: "n".repeat(201) }],
    ["note", { scope: "read", note: "\u001b[31mred" }],
    ["note", { scope: "read", note: "a\u202eb" }],
    ["expiresAt", { scope: "read", expiresAt: "2020-01-01T00:00:00Z" }],
    ["expiresAt", { scope: "read", expiresAt: "tomorrow" }],
  ])("is refused with the name of what is wrong: %s %j", (argument, asked) => {
    expect(() => checkTokenRequest(asked)).toThrow(expect.objectContaining({ code: "BAD_VALUE", argument }));
  });
});
