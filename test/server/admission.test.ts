import { EventEmitter } from "node:events";
import { describe, expect, it } from "vitest";
import { ANONYMOUS } from "../../src/access/principal.ts";
import { createAdmission, SUBSCRIPTIONS_OF_ONE_CALLER } from "../../src/server/admission.ts";
import type { Exchange } from "../../src/server/exchange.ts";

function exchangeFrom(remoteAddress: string): Exchange {
  const request = { socket: { remoteAddress }, headers: {}, method: "POST" };
  const response = new EventEmitter().setMaxListeners(0);
  return { request, response, principal: ANONYMOUS, account: null } as unknown as Exchange;
}

describe("open subscriptions", () => {
  it("of one caller are limited, without taking from others, until they are closed", () => {
    const admission = createAdmission({});
    const open = (address: string) => {
      const exchange = exchangeFrom(address);
      admission.admit(exchange);
      admission.keepOpen(exchange);
      return exchange;
    };
    const [first] = Array.from({ length: SUBSCRIPTIONS_OF_ONE_CALLER }, () => open("10.0.0.1"));
    expect(() => open("10.0.0.1")).toThrow(/subscriptions of one caller/);
    open("10.0.0.2");
    first!.response.emit("close");
    open("10.0.0.1");
    expect(() => open("10.0.0.1")).toThrow(/subscriptions of one caller/);
  });
});
