import { afterEach, describe, expect, it, vi } from "vitest";
import { setLog } from "../../../src/server/observation/log.ts";
import { createRequestLog } from "../../../src/server/observation/requestLog.ts";
import { ended } from "./fakeExchange.ts";

/** The lines that are written from now on. */
function logAt(level: "info" | "debug"): Record<string, unknown>[] {
  const lines: Record<string, unknown>[] = [];
  setLog({ level, format: "json" }, (line) => lines.push(JSON.parse(line)));
  return lines;
}

describe("the log of requests", () => {
  afterEach(() => {
    vi.useRealTimers();
    setLog({ level: "info", format: "plain" });
  });

  it("writes nothing for a plain success, or for a client that has gone", () => {
    const lines = logAt("info");
    const write = createRequestLog();
    write(ended({ operation: "Page", type: "query" }), 0.01);
    write(ended({ operation: "Progress", type: "subscription" }, { finished: false }), 0.01);
    expect(lines).toEqual([]);
  });

  it("writes a success at debug", () => {
    const lines = logAt("debug");
    createRequestLog()(ended({ operation: "Page", type: "query", cost: 9 }), 0.0123);
    expect(lines).toMatchObject([
      {
        ...{ level: "debug", request: "request-1", method: "POST", path: "/graphql", status: 200, outcome: "OK" },
        ...{ milliseconds: 12.3, caller: "token-3", type: "query", operation: "Page", cost: 9 },
      },
    ]);
  });

  it("warns of a refusal, without the parameters of its address", () => {
    const lines = logAt("info");
    createRequestLog()(ended({ code: "BAD_REQUEST" }, { status: 400, url: "/frontier.svg?name=alice" }), 0.01);
    expect(lines).toMatchObject([{ level: "warn", outcome: "BAD_REQUEST", path: "/frontier.svg" }]);
    expect(JSON.stringify(lines)).not.toContain("alice");
  });

  it("warns of twenty refusals a second at most, and then says how many it has left out", () => {
    vi.useFakeTimers({ toFake: ["performance"], now: 5_000 });
    const lines = logAt("debug");
    const write = createRequestLog();
    for (let i = 0; i < 1_000; i++) write(ended({ code: "RATE_LIMITED" }), 0);
    expect(lines).toHaveLength(20);
    write(ended({ operation: "Page", type: "query" }), 0);
    expect(lines.pop()).not.toHaveProperty("refusalsNotLogged");
    vi.advanceTimersByTime(1_000);
    write(ended({ code: "RATE_LIMITED" }), 0);
    expect(lines.at(-1)).toMatchObject({ refusalsNotLogged: 980 });
    write(ended({ code: "RATE_LIMITED" }), 0);
    expect(lines.at(-1)).not.toHaveProperty("refusalsNotLogged");
  });
});
