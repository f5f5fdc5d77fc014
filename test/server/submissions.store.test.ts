import { gzipSync, zstdCompressSync } from "node:zlib";
import fc from "fast-check";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { createTokens } from "../../src/access/tokens.ts";
import type { Store } from "../../src/store/store.ts";
import { type Api, serveApi } from "../support/api.ts";
import { runs } from "../support/runs.ts";
import { fillSmallStore } from "../support/smallStore.ts";
import { ENGINES } from "../support/stores.ts";

const RUN = { model: "acme/small", benchmark: "sums" };
const sample = (problem: number, correct: boolean | null = true) => ({
  problem: String(problem),
  repeat: 0,
  correct,
  promptTokens: 10,
  outputTokens: 20,
});

describe.each(ENGINES)("POST /submissions on %s", { timeout: 120_000 }, (_, open) => {
  let store: Store;
  let api: Api;
  let token: string;
  beforeAll(async () => {
    store = await open();
    await fillSmallStore(store);
    api = await serveApi(store);
  });
  beforeEach(async () => {
    await store.rows("delete from runs", []);
    ({ token } = await createTokens(store).create({ scope: "submit", lab: "lab-a" }));
  });
  afterAll(async () => {
    await api.close();
    await store.close();
  });

  async function send(body: string | Uint8Array, headers: Record<string, string> = {}) {
    const response = await fetch(api.url.replace("/graphql", "/submissions"), {
      method: "POST",
      headers: { "content-type": "application/x-ndjson", authorization: `Bearer ${token}`, ...headers },
      body: body as BodyInit,
    });
    const text = await response.text();
    const isLines = response.headers.get("content-type")?.startsWith("application/x-ndjson");
    const answer = isLines
      ? text
          .trimEnd()
          .split("\n")
          .map((line) => JSON.parse(line))
      : JSON.parse(text);
    return { status: response.status, answer };
  }
  const lines = (...records: unknown[]) => records.map((record) => `${JSON.stringify(record)}\n`).join("");
  const stored = async () =>
    (await store.rows(
      "select mode, sample_count::int, measures -> 'accuracy' ->> 'value' from runs order by mode",
      [],
    )) as unknown[];
  const whole = [{ run: { ...RUN, mode: "a" } }, { sample: sample(1) }, { sample: sample(2, false) }];

  it("stores each run whole or refuses it, and is done with a run that it knows", async () => {
    const { status, answer } = await send(
      lines(
        ...whole,
        ...[{ run: { ...RUN, mode: "b" } }, { sample: sample(1) }, { sample: { ...sample(2), outputTokens: -1 } }],
        { run: { ...RUN, mode: "c", model: "acme/smal" } },
        { run: { ...RUN, mode: "d", lab: "lab-b" } },
        ...[{ run: { ...RUN, mode: "twice" } }, { sample: sample(1) }, { sample: sample(1, false) }],
        { run: { ...RUN, mode: "e", measures: { accuracy: { value: 0.25 } } } },
      ),
    );
    expect(status).toBe(200);
    expect(answer.map(({ line, status, error }: any) => [line, status, error?.code, error?.field])).toEqual([
      [1, "STORED", undefined, undefined],
      [4, "REFUSED", "BAD_RUN", "outputTokens"],
      [7, "REFUSED", "UNKNOWN_MODEL", "model"],
      [8, "REFUSED", "FORBIDDEN", "lab"],
      [9, "REFUSED", "BAD_RUN", "samples"],
      [12, "STORED", undefined, undefined],
      [undefined, undefined, undefined, undefined],
    ]);
    expect(answer.at(-1)).toEqual({ summary: { stored: 2, known: 0, held: 0, forgotten: 0, refused: 4 } });
    expect(answer[1].error.message).toMatch(/^line 6: outputTokens: /);
    expect(await stored()).toEqual([
      ["a", 2, "0.5"],
      ["e", null, "0.25"],
    ]);
    // Every order of the samples, nulls and the lab by name are the same run.
    const again = [{ run: { ...RUN, mode: "a", lab: "lab-a" } }, whole[2], { sample: { ...sample(1), score: null } }];
    expect((await send(lines(...again))).answer.at(-1).summary).toMatchObject({ stored: 0, known: 1 });
    const { data } = await api.ask("{ runs(first: 5) { edges { node { mode lab { slug } provenance } } } }");
    expect(data.runs.edges[0].node).toMatchObject({ lab: { slug: "lab-a" }, provenance: "IMPORTED" });
  });

  it("takes gzip and zstd, and names what it cannot read", async () => {
    const body = Buffer.from(lines(...whole));
    expect((await send(gzipSync(body), { "content-encoding": "gzip" })).answer.at(-1).summary.stored).toBe(1);
    expect((await send(zstdCompressSync(body), { "content-encoding": "ZSTD" })).answer.at(-1).summary.known).toBe(1);
    const cut = gzipSync(body).subarray(0, -12);
    for (const [bad, encoding, code] of [
      [body, "gzip", "BAD_SUBMISSION"],
      [cut, "gzip", "BAD_SUBMISSION"],
      [body, "zstd", "BAD_SUBMISSION"],
      [body, "br", "UNSUPPORTED_MEDIA_TYPE"],
      [Buffer.from("run,model\n"), "identity", "BAD_SUBMISSION"],
    ] as const) {
      const { status, answer } = await send(bad, { "content-encoding": encoding });
      const error = Array.isArray(answer) ? answer.at(-1).error : answer.errors[0].extensions;
      expect([encoding, status < 500, error.code]).toEqual([encoding, true, code]);
    }
    expect((await send(body, { "content-type": "text/plain" })).status).toBe(415);
    expect(await stored()).toHaveLength(1);
  });

  it("keeps the runs before a line that ends the stream, and none of the run that it cuts", async () => {
    const { answer } = await send(
      `${lines(...whole, { run: { ...RUN, mode: "b" } }, { sample: sample(1) })}{"sample": {`,
    );
    expect(answer).toEqual([
      { line: 1, status: "STORED", contentHash: expect.any(String) },
      {
        summary: { stored: 1, known: 0, held: 0, forgotten: 0, refused: 0 },
        error: { code: "BAD_SUBMISSION", field: "line 6", message: expect.stringMatching(/^line 6: it is no JSON/) },
      },
    ]);
    expect(await stored()).toEqual([["a", 2, "0.5"]]);
  });

  it("needs a token of a lab that may submit", async () => {
    const anonymous = await send(lines(...whole), { authorization: "" });
    expect(anonymous.status).toBe(401);
    ({ token } = await createTokens(store).create({ scope: "read" }));
    expect((await send(lines(...whole))).status).toBe(403);
    token = await api.operateToken();
    expect((await send(lines(...whole))).answer[0].error.code).toBe("BAD_RUN");
    expect((await send(lines({ run: { ...RUN, lab: "lab-new" } }))).answer[0].status).toBe("STORED");
    expect((await send(lines({ run: { ...RUN, lab: "lab new" } }))).answer[0].error.field).toBe("lab");
  });

  it("holds no more than a run of what a bomb becomes", async () => {
    const bomb = gzipSync(Buffer.alloc(100 * 1024 * 1024, 32));
    const { status, answer } = await send(bomb, { "content-encoding": "gzip" });
    expect([status, answer.errors[0].extensions.code]).toEqual([400, "BAD_SUBMISSION"]);
  });

  it("answers whatever comes with whole runs or a typed refusal", async () => {
    const wildRun = fc.record({ mode: fc.string(), notes: fc.string(), measures: fc.object() }, { requiredKeys: [] });
    const wildSample = fc.record({
      ...{ problem: fc.string(), repeat: fc.double(), correct: fc.anything(), outputTokens: fc.maxSafeInteger() },
    });
    const wild = fc.oneof(
      fc.json({ maxDepth: 4 }),
      fc.constant(JSON.stringify({ sample: sample(1) })),
      wildRun.map((run) => JSON.stringify({ run: { ...RUN, ...run } })),
      wildSample.map((one) => JSON.stringify({ sample: one })),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(wild, { minLength: 1, maxLength: 12 }), async (given) => {
        const { status, answer } = await send(given.join("\n"));
        expect(status).toBeLessThan(500);
        if (status === 200) {
          for (const { status, error, summary } of answer) {
            expect(summary ?? status).toBeDefined();
            expect(error?.code ?? "BAD_RUN").toMatch(/^(BAD_RUN|BAD_SUBMISSION|BAD_VALUE)$/);
          }
        }
      }),
      runs(60, 3000),
    );
    const half = await store.rows(
      "select id from runs where coalesce(sample_count, 0) <> (select count(*) from samples where run_id = runs.id)",
      [],
    );
    expect(half).toEqual([]);
  });
});
