import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { Scope } from "../../../src/access/principal.ts";
import { createTokens } from "../../../src/access/tokens.ts";
import type { Store } from "../../../src/store/store.ts";
import { type Api, serveApi } from "../../support/api.ts";
import { CONFIG, fillSmallStore } from "../../support/smallStore.ts";
import { ENGINES } from "../../support/stores.ts";

const NEW_MODEL = { config: CONFIG, developer: "Newcomer", releasedOn: "2026-01-31" };
const NEW_BENCHMARK = {
  ...{ name: "Riddles", domain: "logic", sourceUrl: "https://example.org/riddles" },
  ...{ license: "CC-BY-4.0", chanceLevel: 0.25, problemCount: 2 },
};
const SAMPLES = [
  { problem: "1", repeat: 0, correct: true, promptTokens: 10, outputTokens: 20 },
  { problem: "2", repeat: 0, correct: false, promptTokens: 11, outputTokens: 30 },
];
const RUN = { model: "newcomer/one", benchmark: "riddles", samples: SAMPLES };
const WHOLE = { ...RUN, newModel: NEW_MODEL, newBenchmark: NEW_BENCHMARK };

describe.each(ENGINES)("runs of new models and benchmarks on %s", { timeout: 120_000 }, (_, open) => {
  let store: Store;
  let api: Api;
  let token: string;
  beforeAll(async () => {
    store = await open();
    await fillSmallStore(store);
    api = await serveApi(store);
  });
  beforeEach(async () => {
    token = await tokenOf("submit", "lab-a");
  });
  afterEach(async () => {
    await store.rows("delete from runs", []);
    await store.rows("delete from held_submissions", []);
    await store.rows("delete from models where slug like 'newcomer/%'", []);
    await store.rows("delete from benchmarks where slug not in ('sums', 'proofs')", []);
    await store.refresh();
  });
  afterAll(async () => {
    await api.close();
    await store.close();
  });

  const tokenOf = async (scope: Scope, lab: string | null) => (await createTokens(store).create({ scope, lab })).token;

  const submit = async (run: object, as: string | null = token) => {
    const query =
      "mutation ($runs: [JSON!]!) { submitRuns(runs: $runs) { status contentHash error { code field message } run { contentHash } } }";
    const { data, errors } = await api.ask(query, { runs: [run] }, as);
    if (errors) throw new Error(errors[0]!.message);
    return data.submitRuns[0];
  };
  const FIELDS =
    "id status lab model benchmark sampleCount bytes reason newModel newBenchmark decidedAt run { contentHash }";
  const list = async (as?: string | null, status?: string) => {
    const query = `query ($status: HeldStatus) { heldSubmissions(status: $status) { edges { node { ${FIELDS} } } } }`;
    const { data, errors } = await api.ask(query, { status }, as === undefined ? await api.operateToken() : as);
    return errors ?? data.heldSubmissions.edges.map(({ node }: any) => node);
  };
  const accept = (ids: string[], withoutArchitecture = false, as?: string) =>
    api.ask(
      `mutation ($ids: [ID!]!, $without: Boolean) { acceptSubmissions(ids: $ids, withoutArchitecture: $without) { ${FIELDS} } }`,
      { ids, without: withoutArchitecture },
      as,
    );
  const refuse = (ids: string[], reason: string, as?: string) =>
    api.ask(
      `mutation ($ids: [ID!]!, $reason: String!) { refuseSubmissions(ids: $ids, reason: $reason) { ${FIELDS} } }`,
      { ids, reason },
      as,
    );
  const counts = async () =>
    (
      await store.rows(
        "select (select count(*) from runs)::int, (select count(*) from samples)::int, (select count(*) from models where slug like 'newcomer/%')::int, (select count(*) from benchmarks where slug = 'riddles')::int",
        [],
      )
    )[0];

  it("wait, are seen by their lab and the operators, and are stored whole when they are accepted", async () => {
    const before = store.version();
    const { status, contentHash, run } = await submit(WHOLE);
    expect({ status, run }).toEqual({ status: "HELD", run: null });
    expect(await counts()).toEqual([0, 0, 0, 0]);
    expect(store.version()).toBe(before);
    // The same again is the same, and what it brings is no part of the run.
    expect(await submit(WHOLE)).toMatchObject({ status: "HELD", contentHash });

    const [held, ...others] = await list();
    expect(others).toEqual([]);
    expect(held).toMatchObject({
      ...{ status: "HELD", lab: "lab-a", model: "newcomer/one", benchmark: "riddles", sampleCount: 2 },
      ...{ newBenchmark: NEW_BENCHMARK, newModel: { ...NEW_MODEL, openWeights: true }, run: null, decidedAt: null },
    });
    expect(await list(token)).toEqual([held]);
    expect(await list(await tokenOf("submit", "lab-b"))).toEqual([]);
    expect(await list(null)).toMatchObject([{ extensions: { code: "UNAUTHENTICATED" } }]);
    expect(await list(await tokenOf("operate", "lab-b"))).toEqual([]);
    const ofLab = await accept([held.id], false, await tokenOf("operate", "lab-a"));
    expect(ofLab.errors).toMatchObject([{ extensions: { code: "FORBIDDEN" } }]);

    const { data, errors } = await accept([held.id]);
    expect(errors).toBeUndefined();
    expect(data.acceptSubmissions).toMatchObject([{ status: "ACCEPTED", run: { contentHash } }]);
    expect(await counts()).toEqual([1, 2, 1, 1]);
    const known = await api.ask(
      `{ model(slug: "newcomer/one") { architecture openWeights developer totalParameters releasedOn }
         benchmark(slug: "riddles") { name domain url license chanceLevel problemCount }
         runs(first: 1) { edges { node { lab { slug } measures { metric { name } value } } } } }`,
      {},
    );
    expect(known.data.model).toMatchObject({ architecture: "DENSE", openWeights: true, developer: "Newcomer" });
    expect(known.data.benchmark).toEqual({
      ...{ name: "Riddles", domain: "logic", url: "https://example.org/riddles" },
      ...{ license: "CC-BY-4.0", chanceLevel: 0.25, problemCount: 2 },
    });
    const measures = known.data.runs.edges[0].node.measures.map(({ metric }: any) => metric.name);
    expect(measures).toEqual(expect.arrayContaining(["accuracy", "flops", "coverage"]));
    // Now the store lacks nothing, and the run is known with and without what it brought.
    expect(await submit(WHOLE)).toMatchObject({ status: "KNOWN", contentHash });
    expect(await submit(RUN)).toMatchObject({ status: "KNOWN", contentHash });
    expect((await accept([held.id])).errors).toMatchObject([{ extensions: { code: "BAD_ID" } }]);
  });

  it("are refused with a reason that their lab reads, and are held again only if they are described otherwise", async () => {
    await submit(WHOLE);
    const [held] = await list();
    expect((await refuse([held.id], "  ")).errors).toMatchObject([{ extensions: { code: "BAD_VALUE" } }]);
    expect((await refuse([held.id], "The source does not exist.")).errors).toBeUndefined();
    expect(await list(token)).toMatchObject([{ status: "REFUSED", reason: "The source does not exist." }]);
    expect(await store.rows("select run from held_submissions", [])).toEqual([[null]]);
    expect(await submit(WHOLE)).toMatchObject({
      status: "REFUSED",
      error: { code: "BAD_RUN", message: expect.stringContaining("The source does not exist.") },
    });
    const mended = { ...WHOLE, newBenchmark: { ...NEW_BENCHMARK, sourceUrl: "https://example.org/right" } };
    expect(await submit(mended)).toMatchObject({ status: "HELD" });
    expect(await list(token)).toMatchObject([{ status: "HELD", reason: null, newBenchmark: mended.newBenchmark }]);
    expect(await counts()).toEqual([0, 0, 0, 0]);
  });

  it("are accepted together or not at all, and never take the slug of a benchmark that is there", async () => {
    await submit(WHOLE);
    await submit({ ...WHOLE, mode: "think" });
    await submit(
      { ...WHOLE, newBenchmark: { ...NEW_BENCHMARK, name: "Other riddles" } },
      await tokenOf("submit", "lab-b"),
    );
    const [ofB, think, plain] = await list();
    const together = await accept([plain.id, ofB.id]);
    expect(together.errors).toMatchObject([
      { message: expect.stringContaining('has another benchmark "riddles"'), extensions: { code: "BAD_RUN" } },
    ]);
    expect(await counts()).toEqual([0, 0, 0, 0]);
    expect((await accept([plain.id, think.id])).errors).toBeUndefined();
    expect(await counts()).toEqual([2, 4, 1, 1]);
    expect((await accept([ofB.id])).errors).toMatchObject([{ extensions: { code: "BAD_RUN" } }]);
    expect((await list(undefined, "HELD")).map(({ id }: any) => id)).toEqual([ofB.id]);
    expect(await submit({ ...RUN, newBenchmark: { ...NEW_BENCHMARK, license: "MIT" }, mode: "x" })).toMatchObject({
      status: "REFUSED",
      error: { code: "BAD_RUN", field: "newBenchmark", message: expect.stringContaining("license") },
    });
    const sums = { ...WHOLE, benchmark: "sums" };
    expect(await submit(sums)).toMatchObject({ status: "REFUSED", error: { field: "newBenchmark" } });
  });

  it("are told at once what is wrong with them", async () => {
    const { sourceUrl: _url, ...noSource } = NEW_BENCHMARK;
    const { license: _license, ...noLicense } = NEW_BENCHMARK;
    const of = (newBenchmark: object) => ({ ...WHOLE, newBenchmark });
    const cases: [object, string, string][] = [
      [of(noSource), "BAD_RUN", "newBenchmark.sourceUrl"],
      [of(noLicense), "BAD_RUN", "newBenchmark.license"],
      [of({ ...NEW_BENCHMARK, license: "" }), "BAD_RUN", "newBenchmark.license"],
      [of({ ...NEW_BENCHMARK, chanceLevel: 1 }), "BAD_RUN", "newBenchmark.chanceLevel"],
      [of({ ...NEW_BENCHMARK, sourceUrl: "file:///etc/passwd" }), "BAD_RUN", "newBenchmark.sourceUrl"],
      [of({ ...NEW_BENCHMARK, sourceUrl: "https://a:b@example.org/" }), "BAD_RUN", "newBenchmark.sourceUrl"],
      [{ ...WHOLE, benchmark: "riddles@2" }, "BAD_RUN", "benchmark"],
      [{ ...WHOLE, benchmark: "sums/easy" }, "BAD_RUN", "benchmark"],
      [{ ...WHOLE, model: "no-hub-id" }, "BAD_RUN", "model"],
      [{ ...WHOLE, newModel: { config: { model_type: "alien" } } }, "BAD_RUN", "newModel.config"],
      [{ ...WHOLE, newModel: { config: {} } }, "BAD_RUN", "newModel.config"],
      [{ ...RUN, newModel: NEW_MODEL }, "UNKNOWN_BENCHMARK", "benchmark"],
      [{ ...RUN, newBenchmark: NEW_BENCHMARK }, "UNKNOWN_MODEL", "model"],
      [{ ...WHOLE, hardware: { slug: "h1000", count: 1 } }, "UNKNOWN_HARDWARE", "hardware.slug"],
      [{ ...WHOLE, samples: [...SAMPLES, SAMPLES[0]] }, "BAD_RUN", "samples"],
      [{ ...WHOLE, lab: "lab-b" }, "FORBIDDEN", "lab"],
    ];
    for (const [run, code, field] of cases) {
      const { status, error } = await submit(run);
      expect([status, error?.code, error?.field]).toEqual(["REFUSED", code, field]);
    }
    // What the database refuses is found now, too.
    expect(await submit({ ...WHOLE, samples: [{ ...SAMPLES[0], score: 2 }] })).toMatchObject({ status: "REFUSED" });
    expect(await list()).toEqual([]);
    expect(await counts()).toEqual([0, 0, 0, 0]);
  });

  it("are bounded for each lab in count and bytes", async () => {
    await submit(WHOLE);
    await store.rows(
      `insert into held_submissions (content_hash, lab, model, benchmark, mode, sample_count, bytes)
       select 'hash-' || i, 'lab-a', 'm', 'b', 'x', 0, 1 from generate_series(1, 999) i`,
      [],
    );
    expect(await submit({ ...WHOLE, mode: "one-more" })).toMatchObject({ error: { code: "TOO_MANY_HELD" } });
    expect(await submit(WHOLE)).toMatchObject({ status: "HELD" });
    expect(await submit(WHOLE, await tokenOf("submit", "lab-b"))).toMatchObject({ status: "HELD" });
    await store.rows("delete from held_submissions where content_hash like 'hash-%'", []);
    await store.rows("update held_submissions set bytes = 64 * 1024 * 1024 where lab = 'lab-a'", []);
    expect(await submit({ ...WHOLE, mode: "one-more" })).toMatchObject({ error: { code: "TOO_MANY_HELD" } });
  });

  describe("without a config", () => {
    let hub: Server;
    let asked: string[];
    const endpoint = process.env.HF_ENDPOINT;
    beforeAll(async () => {
      hub = createServer(({ url }, response) => {
        asked.push(url!);
        const isThere = url!.startsWith("/newcomer/one/");
        response.statusCode = isThere ? 200 : 404;
        response.end(isThere ? JSON.stringify(CONFIG) : "");
      });
      await new Promise<void>((resolve) => hub.listen(0, "127.0.0.1", resolve));
      process.env.HF_ENDPOINT = `http://127.0.0.1:${(hub.address() as AddressInfo).port}`;
    });
    beforeEach(() => {
      asked = [];
    });
    afterAll(() => {
      if (endpoint === undefined) delete process.env.HF_ENDPOINT;
      else process.env.HF_ENDPOINT = endpoint;
      hub.close();
    });
    const bare = { ...WHOLE, newModel: {} };

    it("nothing is fetched at the request of a lab, and the hub is asked when an operator accepts", async () => {
      await submit(bare);
      expect(asked).toEqual([]);
      const [held] = await list();
      expect((await accept([held.id])).errors).toBeUndefined();
      expect(asked).toEqual(
        ["config.json", "generation_config.json"].map((file) => `/newcomer/one/resolve/main/${file}`),
      );
      const { data } = await api.ask(`{ model(slug: "newcomer/one") { architecture } }`, {});
      expect(data.model.architecture).toBe("DENSE");
    });

    it("a model that the hub does not have stays held, or is accepted without its architecture", async () => {
      await submit({ ...bare, model: "newcomer/two" });
      const [held] = await list();
      expect((await accept([held.id])).errors).toMatchObject([
        { message: expect.stringContaining("answers 404"), extensions: { code: "BAD_VALUE" } },
      ]);
      expect((await list())[0].status).toBe("HELD");
      expect(await counts()).toEqual([0, 0, 0, 0]);
      expect((await accept([held.id], true)).errors).toBeUndefined();
      expect(await counts()).toEqual([1, 2, 1, 1]);
    });

    it("a model without open weights needs none", async () => {
      await submit({ ...bare, newModel: { openWeights: false } });
      const [held] = await list();
      expect((await accept([held.id])).errors).toBeUndefined();
      expect(asked).toEqual([]);
      const { data } = await api.ask(`{ model(slug: "newcomer/one") { openWeights architecture } }`, {});
      expect(data.model).toEqual({ openWeights: false, architecture: null });
    });

    it("are stored at once where the policy says so, and for operators, and refused where nobody may add", async () => {
      const atOnce = await serveApi(store, { additions: "at-once" });
      const refusing = await serveApi(store, { additions: "refused" });
      const one = "mutation ($run: JSON!) { submitRun(run: $run) { status run { contentHash } } }";
      try {
        const nobody = await refusing.ask(one, { run: bare }, token);
        expect(nobody.errors).toMatchObject([{ extensions: { code: "FORBIDDEN" } }]);
        expect(asked).toEqual([]);
        const { data } = await atOnce.ask(one, { run: bare }, token);
        expect(data.submitRun).toMatchObject({ status: "STORED", run: { contentHash: expect.any(String) } });
        expect(await counts()).toEqual([1, 2, 1, 1]);
        const operator = await refusing.ask(one, { run: { ...WHOLE, model: "newcomer/three", lab: "lab-c" } });
        expect(operator.data.submitRun.status).toBe("STORED");
        expect(await list()).toEqual([]);
      } finally {
        await atOnce.close();
        await refusing.close();
      }
    });
  });

  it("come by POST /submissions too, and are counted in its summary", async () => {
    const lines = [{ run: { ...WHOLE, samples: undefined } }, ...SAMPLES.map((sample) => ({ sample }))];
    const response = await fetch(api.url.replace("/graphql", "/submissions"), {
      method: "POST",
      headers: { "content-type": "application/x-ndjson", authorization: `Bearer ${token}` },
      body: lines.map((line) => JSON.stringify(line)).join("\n"),
    });
    expect(
      (await response.text())
        .trim()
        .split("\n")
        .map((line) => JSON.parse(line)),
    ).toEqual([
      { line: 1, status: "HELD", contentHash: expect.any(String) },
      { summary: { stored: 0, known: 0, held: 1, forgotten: 0, refused: 0 } },
    ]);
  });
});
