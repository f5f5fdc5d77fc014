import { gzipSync } from "node:zlib";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import type { Scope } from "../../src/access/principal.ts";
import { createTokens } from "../../src/access/tokens.ts";
import type { Store } from "../../src/store/store.ts";
import { type Api, serveApi } from "../support/api.ts";
import { fillSmallStore } from "../support/smallStore.ts";
import { ENGINES } from "../support/stores.ts";

const BUDGET = 30_000;

// What is counted does not depend on the database.
describe("the budget of submissions", { timeout: 60_000 }, () => {
  let store: Store;
  let api: Api;
  beforeAll(async () => {
    store = await ENGINES.at(-1)![1]();
    await fillSmallStore(store);
  });
  afterEach(() => api.close());
  afterAll(() => store.close());

  const tokenOf = async (scope: Scope, lab: string) => (await createTokens(store).create({ scope, lab })).token;
  const run = (mode: string, samples: number) => ({
    ...{ model: "acme/small", benchmark: "sums", mode },
    samples: Array.from({ length: samples }, (_, i) => ({ problem: String(i), repeat: 0, correct: true })),
  });
  async function post(token: string, body: string | Uint8Array, encoding?: string) {
    const response = await fetch(api.url.replace("/graphql", "/submissions"), {
      method: "POST",
      headers: {
        ...{ "content-type": "application/x-ndjson", authorization: `Bearer ${token}` },
        ...(encoding && { "content-encoding": encoding }),
      },
      body: body as BodyInit,
    });
    const text = await response.text();
    return {
      status: response.status,
      answer: text
        .trim()
        .split("\n")
        .map((line) => JSON.parse(line)),
    };
  }
  const left = async (token: string) => {
    const response = await fetch(api.url, {
      method: "POST",
      headers: { "content-type": "application/json", authorization: `Bearer ${token}` },
      body: JSON.stringify({ query: "{ __typename }" }),
    });
    await response.text();
    return Number(/r=(\d+)/.exec(response.headers.get("ratelimit") ?? "")?.[1]);
  };

  it("counts runs, samples and decompressed bytes of POST /submissions", async () => {
    api = await serveApi(store, { limits: { budgetPerMinute: BUDGET } });
    const token = await tokenOf("submit", "lab-a");
    const before = await left(token);
    const line = JSON.stringify({ run: run("a", 1000) });
    const { answer } = await post(token, gzipSync(`${line}${" ".repeat(1024 * 1024)}\n`), "gzip");
    expect(answer[0].status).toBe("STORED");
    const used = before - (await left(token));
    const expected = 50 + 2 * 1000 + line.length / 1024 + 1024;
    expect(used).toBeGreaterThan(expected - 1);
    expect(used).toBeLessThan(expected + 100);
  });

  it("stores the runs before its end, and says when to send the rest", async () => {
    api = await serveApi(store, { limits: { budgetPerMinute: BUDGET } });
    const token = await tokenOf("submit", "lab-a");
    const lines = Array.from({ length: 40 }, (_, i) => JSON.stringify({ run: run(`b${i}`, 400) })).join("\n");
    const { answer } = await post(token, lines);
    const { summary, error } = answer.at(-1);
    expect(error).toMatchObject({ code: "RATE_LIMITED", retryAfter: expect.any(Number) });
    expect(summary.stored).toBe(32);
    const again = await post(token, lines);
    expect(again.answer.at(-1)).toMatchObject({ summary: { stored: 0 }, error: { code: "RATE_LIMITED" } });
  });

  it("is one for all tokens of a lab, and of POST and the mutations", async () => {
    api = await serveApi(store, { limits: { budgetPerMinute: BUDGET } });
    const [first, second, other] = [
      await tokenOf("submit", "lab-a"),
      await tokenOf("measure", "lab-a"),
      await tokenOf("submit", "lab-b"),
    ];
    const mutation = "mutation ($runs: [JSON!]!) { submitRuns(runs: $runs) { status } }";
    const runs = (mode: string) => [run(mode, 7000), run(`${mode}2`, 5000)];
    const { errors, data } = await api.ask(mutation, { runs: runs("c") }, first);
    expect(errors).toBeUndefined();
    expect(data.submitRuns).toMatchObject([{ status: "STORED" }, { status: "STORED" }]);
    // The second token has its own budget whole, and that of its lab is used up.
    const refused = await api.ask(mutation, { runs: runs("d") }, second);
    expect(refused.errors).toMatchObject([{ extensions: { code: "RATE_LIMITED" } }]);
    const byPost = await post(second, JSON.stringify({ run: run("e", 5000) }));
    expect(byPost.status).toBe(429);
    expect((await api.ask(mutation, { runs: runs("f") }, other)).data.submitRuns).toMatchObject([
      { status: "STORED" },
      { status: "STORED" },
    ]);
  });
});
