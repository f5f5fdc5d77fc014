import { gzipSync, zstdCompressSync } from "node:zlib";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createTokens } from "../../src/access/tokens.ts";
import { ERRORS } from "../../src/errors/errorTable.ts";
import type { Store } from "../../src/store/store.ts";
import { type Api, serveApi } from "../support/api.ts";
import { hostileRun } from "../support/hostileRuns.ts";
import { runs } from "../support/runs.ts";
import { fillSmallStore } from "../support/smallStore.ts";
import { ENGINES } from "../support/stores.ts";

const TYPED = Object.entries(ERRORS.request).flatMap(([code, { status }]) => (status < 500 ? [code] : []));
const IN_A_REQUEST = 100;

describe.each(ENGINES)("hostile submissions on %s", { timeout: 300_000 }, (_, open) => {
  let store: Store;
  let api: Api;
  let token: string;
  const seen = new Map<string, number>();
  const note = (what: string) => seen.set(what, (seen.get(what) ?? 0) + 1);
  beforeAll(async () => {
    store = await open();
    await fillSmallStore(store);
    api = await serveApi(store, { limits: { budgetPerMinute: 1e12 } });
    ({ token } = await createTokens(store).create({ scope: "submit", lab: "lab-a" }));
  });
  afterAll(async () => {
    await api.close();
    await store.close();
  });

  const post = (body: string | Uint8Array, encoding = "identity") =>
    fetch(api.url.replace("/graphql", "/submissions"), {
      method: "POST",
      headers: {
        ...{ "content-type": "application/x-ndjson", authorization: `Bearer ${token}` },
        ...(encoding !== "identity" && { "content-encoding": encoding }),
      },
      body: body as BodyInit,
    });

  /** What every run that is stored must be, whatever came before. */
  async function expectWholeRuns() {
    const half = await store.rows(
      `select r.mode, r.sample_count, (select count(*) from samples s where s.run_id = r.id) from runs r
       where jsonb_typeof(r.submission -> 'samples') = 'array'
         and coalesce(r.sample_count, 0) <> (select count(*) from samples s where s.run_id = r.id)`,
      [],
    );
    expect(half).toEqual([]);
    const unreal = await store.rows(
      `select r.mode, m.key, m.value from runs r, jsonb_each(r.measures) m
       where m.key in ('accuracy', 'coverage') and not (m.value ->> 'value')::float8 between 0 and 1`,
      [],
    );
    expect(unreal).toEqual([]);
    expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
  }

  it("by POST are stored whole or refused with a typed error, each for itself", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(hostileRun, { minLength: IN_A_REQUEST, maxLength: IN_A_REQUEST, size: "max" }),
        async (given) => {
          const lines = given.flatMap(({ run, samples }) => [{ run }, ...samples.map((sample) => ({ sample }))]);
          const response = await post(lines.map((line) => JSON.stringify(line)).join("\n"));
          expect(response.status).toBe(200);
          const answer = (await response.text())
            .trim()
            .split("\n")
            .map((line) => JSON.parse(line));
          expect(answer.at(-1).error).toBeUndefined();
          expect(answer.slice(0, -1)).toHaveLength(given.length);
          for (const { status, error, contentHash } of answer.slice(0, -1)) {
            note(status === "REFUSED" ? error.code : status);
            if (status === "REFUSED") expect(TYPED).toContain(error.code);
            else expect(contentHash).toMatch(/^[0-9a-f]{64}$/);
          }
        },
      ),
      { ...runs(25, 500), endOnFailure: true },
    );
    await expectWholeRuns();
    // The values are hostile, and not all of them: otherwise nothing but the schema would be tried.
    expect(seen.get("STORED")).toBeGreaterThan(250);
    expect(seen.get("BAD_RUN")).toBeGreaterThan(250);
  });

  it("by the mutation, too", async () => {
    const query = "mutation ($runs: [JSON!]!) { submitRuns(runs: $runs) { status error { code } contentHash } }";
    await fc.assert(
      fc.asyncProperty(fc.array(hostileRun, { minLength: 3, maxLength: 3 }), async (given) => {
        const all = given.map(({ run, samples }) => (samples.length > 0 ? { ...run, samples } : run));
        const { data, errors } = await api.ask(query, { runs: all }, token);
        if (errors) {
          // Values that no argument may have are refused before any run is looked at.
          expect(TYPED).toContain(errors[0]!.extensions!.code);
          return;
        }
        expect(data.submitRuns).toHaveLength(all.length);
        for (const { status, error } of data.submitRuns) {
          note(`mutation ${status}`);
          if (status === "REFUSED") expect(TYPED).toContain(error.code);
        }
      }),
      { ...runs(100, 3000), endOnFailure: true },
    );
    await expectWholeRuns();
    expect(seen.get("mutation STORED")).toBeGreaterThan(25);
    expect(seen.get("mutation REFUSED")).toBeGreaterThan(25);
  });

  it("that are bombs, deep or long end with a typed error in bounded memory", async () => {
    const run = `{"run":{"model":"acme/small","benchmark":"sums","mode":"bomb","notes":"`;
    const zeros = Buffer.alloc(200 * 1024 * 1024, 48);
    const deep = `{"run":{"model":"acme/small","benchmark":"sums","protocol":{"a":${"[".repeat(200_000)}${"]".repeat(200_000)}}}}`;
    const memory = () => process.memoryUsage().rss / 1024 / 1024;
    const before = memory();
    let peak = before;
    const watch = setInterval(() => {
      peak = Math.max(peak, memory());
    }, 20);
    try {
      for (const [body, encoding] of [
        [gzipSync(Buffer.concat([Buffer.from(run), zeros]), { level: 1 }), "gzip"],
        [zstdCompressSync(Buffer.concat([Buffer.from(run), zeros])), "zstd"],
        [gzipSync(zeros, { level: 1 }), "gzip"],
        [zstdCompressSync(gzipSync(zeros, { level: 1 })), "zstd"],
        [Buffer.from(deep), "identity"],
        [gzipSync(deep), "gzip"],
      ] as const) {
        const response = await post(body, encoding);
        const text = await response.text();
        expect(response.status).toBeLessThan(500);
        const codes = [...text.matchAll(/"code":"(\w+)"/g)].map(([, code]) => code);
        expect(codes.length).toBeGreaterThan(0);
        for (const code of codes) expect(["BAD_SUBMISSION", "BAD_RUN"]).toContain(code);
      }
    } finally {
      clearInterval(watch);
    }
    // A line is at most 16 MiB, and the answer comes before the rest of the bomb is unpacked.
    expect(peak - before).toBeLessThan(400);
    await expectWholeRuns();
  });
});
