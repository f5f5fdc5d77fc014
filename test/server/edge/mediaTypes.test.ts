import { describe, expect, it } from "vitest";
import { untilAborted } from "../../../src/server/edge/drain.ts";
import { responseType } from "../../../src/server/edge/mediaTypes.ts";

describe("the type of a response", () => {
  it.each([
    [undefined, "application/json"],
    ["", "application/json"],
    ["application/graphql-response+json", "application/graphql-response+json"],
    ["application/json, application/graphql-response+json;q=0.9", "application/json"],
    ["*/*;q=0", undefined],
    ["text/event-stream", undefined],
    [";;,", undefined],
  ])("for Accept %j is %s", (accept, type) => {
    expect(responseType(accept)).toBe(type);
  });
});

describe("events until a signal", () => {
  it("end at once with the signal, or when the client goes, though the source is silent", async () => {
    for (const how of ["signal", "client"]) {
      let isEnded = false;
      const silent = {
        next: () => new Promise<never>(() => {}),
        return: async () => {
          isEnded = true;
          return { done: true as const, value: undefined };
        },
        [Symbol.asyncIterator]: () => silent,
      };
      const stopping = new AbortController();
      const events = untilAborted(silent, stopping.signal);
      const next = events.next();
      if (how === "signal") stopping.abort();
      else await events.return!();
      expect(await next).toEqual({ done: true, value: undefined });
      expect(isEnded).toBe(true);
    }
  });
});
