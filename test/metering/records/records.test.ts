import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { MeteredRequest } from "../../../src/metering/records/readLog.ts";
import { retriesIn } from "../../../src/metering/records/retries.ts";
import { createTextDigest } from "../../../src/metering/records/textDigest.ts";
import { digestOfText, promptsOf } from "../../../src/plugins/contract/promptDigests.ts";
import { runs } from "../../support/runs.ts";

describe("the digest of a text", () => {
  // printf 'five' | sha256sum
  const FIVE = "222b0bd51fcef7e65c2e62db2ed65457013bab56be6fafeb19ee11d453153c80";

  it("is SHA-256 of the text without the space around it", () => {
    expect(digestOfText("five")).toBe(FIVE);
    expect(digestOfText(" \n five\t ")).toBe(FIVE);
  });

  it("is the same for a text in any pieces", () => {
    const text = fc.array(
      fc.oneof(fc.string({ unit: "grapheme" }), fc.constantFrom(" ".repeat(3000), "\n", "😀", "x".repeat(5000))),
    );
    fc.assert(
      fc.property(text, fc.integer({ min: 1, max: 97 }), (parts, size) => {
        const whole = parts.join("");
        const digest = createTextDigest();
        for (let at = 0; at < whole.length; at += size) digest.add(whole.slice(at, at + size));
        expect(digest.end()).toBe(digestOfText(whole));
      }),
      runs(50, 5000),
    );
  });
});

describe("the digests of a prompt", () => {
  const user = { role: "user", content: "2+3?" };

  it("are of its messages as canonical JSON, and of the last text of the user", () => {
    const [one] = promptsOf({ messages: [{ role: "system", content: "Add." }, user] });
    const [other] = promptsOf({
      messages: [
        { content: "Add.", role: "system" },
        { content: "2+3?", role: "user" },
      ],
    });
    expect(one).toEqual(other);
    // printf '[{"content":"Add.","role":"system"},{"content":"2+3?","role":"user"}]' | sha256sum
    expect(one!.whole).toBe("3d0d24dc5dcb749a5da95974b8ee14255f3e5087c9e0bdb0aac49bdeed324f7c");
    expect(one!.text).toBe(digestOfText("2+3?"));
  });

  it("find the text in the parts of a message, and pass over later turns of others", () => {
    const parts = {
      role: "user",
      content: [
        { type: "text", text: "2+" },
        { type: "image_url", image_url: { url: "data:" } },
        { type: "text", text: "3?" },
      ],
    };
    expect(promptsOf({ messages: [parts, { role: "assistant", content: "hm" }] })[0]!.text).toBe(digestOfText("2+3?"));
    expect(promptsOf({ messages: [{ role: "system", content: "x" }] })[0]!.text).toBeNull();
  });

  it("are those of each prompt of a completion", () => {
    expect(promptsOf({ prompt: ["2+3=", "1+1="] }).map(({ text }) => text)).toEqual([
      digestOfText("2+3="),
      digestOfText("1+1="),
    ]);
    expect(promptsOf({ prompt: [1, 2, 3] })).toMatchObject([{ text: null }]);
    expect(promptsOf({ prompt: [[1, 2], [3]] })).toHaveLength(2);
    expect(promptsOf({ input: "an embedding" })).toEqual([]);
  });

  it("are there for any JSON, halves of characters and deep values included", () => {
    fc.assert(
      fc.property(fc.array(fc.jsonValue()), (messages) => {
        expect(promptsOf({ messages: [...messages, { role: "user", content: "\ud83d" }] })[0]!.whole).toMatch(
          /^[0-9a-f]{64}$/,
        );
      }),
      runs(50, 2000),
    );
  });
});

describe("retries", () => {
  let ids = 0;
  const request = (at: number, body: string, failure: string | null, attempt: number | null = null) =>
    ({ id: ++ids, at, body, attempt, answer: { failure, latency: 1 } }) as MeteredRequest;

  it("are the same body again after a failure, one for each failure", () => {
    const [failed, again, third, other] = [
      request(0, "a", "OVERLOADED"),
      request(2000, "a", null),
      request(4000, "a", null),
      request(2000, "b", null),
    ] as const;
    expect([...retriesIn([failed, other, again, third])]).toEqual([[again, failed]]);
  });

  it("are none where the failure came later, or nothing failed", () => {
    expect(retriesIn([request(0, "a", "OVERLOADED"), request(500, "a", null)]).size).toBe(0);
    expect(retriesIn([request(0, "a", null), request(2000, "a", null)]).size).toBe(0);
  });

  it("are those that say so", () => {
    const told = request(0, "a", null, 2);
    expect([...retriesIn([told])]).toEqual([[told, null]]);
  });
});
