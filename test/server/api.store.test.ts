import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import type { RunSubmissionInput } from "../../src/recording/submitted/submission.ts";
import { log } from "../../src/server/observation/log.ts";
import type { Store } from "../../src/store/store.ts";
import { type Api, serveApi } from "../support/api.ts";
import { fillSmallStore, recordRun } from "../support/smallStore.ts";
import { ENGINES } from "../support/stores.ts";

const WAYS = ENGINES.flatMap(([engine, open]) => [
  [`${engine}, fast lane`, open, true] as const,
  [`${engine}, Yoga alone`, open, false] as const,
]);

describe.each(WAYS)("the API on %s", (_, open, fastLane) => {
  let store: Store;
  let api: Api;
  beforeAll(async () => {
    store = await open();
    await fillSmallStore(store);
    for (const run of RUNS) await recordRun(store, run);
    api = await serveApi(store, { fastLane });
  });
  afterAll(async () => {
    await api.close();
    await store.close();
  });

  it("answers a frontier with the points that dominate each candidate, and counts the candidates that are incomplete", async () => {
    const { frontier } = await api.data(`{
      frontier(where: { benchmark: ["sums"] }, objectives: [{ metric: "accuracy" }, { metric: "output_tokens" }]) {
        candidateCount incomplete hypervolume knee { mode }
        objectives { metric { name } direction }
        points { rank mode marginalGain model { slug } run { id } measures { metric { name unit } value low high count estimated } }
        dominated { edges { node { rank mode model { slug } dominatedBy { mode model { slug } } } } }
        sources { lab { slug } url license runCount }
      }
    }`);
    expect(frontier.candidateCount).toBe(4);
    // The closed model states no tokens.
    expect(frontier.incomplete).toBe(1);
    expect(frontier.points.map(({ mode, model }: any) => `${model.slug} ${mode}`)).toEqual([
      "acme/small off",
      "acme/small default",
      "acme/large default",
    ]);
    // Two labs' runs pooled by their answers: (100 * 0.5 + 300 * 0.7) / 400.
    expect(frontier.points[1].measures[0]).toEqual({
      metric: { name: "accuracy", unit: "1" },
      ...{ value: 0.65, low: 0.55, high: 0.75, count: 400, estimated: false },
    });
    // From 0.65 at 150 tokens to 0.9 at 1,500: a tenfold.
    expect(frontier.points[2].marginalGain).toBeCloseTo(0.25, 12);
    const [dominated] = frontier.dominated.edges;
    expect(dominated.node).toMatchObject({ rank: 2, mode: "on", model: { slug: "acme/large" } });
    expect(dominated.node.dominatedBy).toEqual([
      { mode: "default", model: { slug: "acme/small" } },
      { mode: "default", model: { slug: "acme/large" } },
    ]);
    expect(frontier.sources).toEqual([
      { lab: { slug: "lab-a" }, url: "https://lab-a.example/results", license: "MIT", runCount: 5 },
      { lab: { slug: "lab-b" }, url: null, license: null, runCount: 1 },
    ]);
  });

  it("takes the mean over several benchmarks, and leaves out candidates that lack one", async () => {
    const { frontier } = await api.data(`{
      frontier(where: { benchmark: ["sums", "proofs"] }, objectives: [{ metric: "accuracy" }]) {
        candidateCount incomplete points { model { slug } measures { metric { name } value low high count } }
      }
    }`);
    expect(frontier).toMatchObject({ candidateCount: 1, incomplete: 4 });
    const [accuracy] = frontier.points[0].measures;
    // Means of 0.65 and 0.25; distances to the bounds add by squares: sqrt(0.1² + 0.05²) / 2.
    expect(accuracy).toMatchObject({ metric: { name: "accuracy" }, value: 0.45, count: 410 });
    expect(accuracy.low).toBeCloseTo(0.45 - Math.hypot(0.1, 0.05) / 2, 12);
    expect(accuracy.high).toBeCloseTo(0.45 + Math.hypot(0.1, 0.25) / 2, 12);
  });

  it("takes each run as a candidate, applies constraints, and shows the frontier of an earlier day", async () => {
    const { runs, capped, past } = await api.data(`{
      runs: frontier(where: { benchmark: ["sums"] }, grain: RUN, objectives: [{ metric: "accuracy" }]) {
        candidateCount points { run { lab { slug } mode } }
      }
      capped: frontier(where: { benchmark: ["sums"] }, objectives: [{ metric: "accuracy" }], constraints: [{ metric: "output_tokens", max: 150 }]) {
        candidateCount points { mode model { slug } }
      }
      past: frontier(where: { benchmark: ["sums"] }, asOf: "2024-06-30", objectives: [{ metric: "accuracy" }]) {
        points { mode model { slug releasedOn } }
      }
    }`);
    expect(runs.candidateCount).toBe(6);
    expect(runs.points).toEqual([{ run: { lab: { slug: "lab-a" }, mode: "default" } }]);
    expect(capped).toEqual({ candidateCount: 2, points: [{ mode: "default", model: { slug: "acme/small" } }] });
    expect(past.points).toEqual([{ mode: "default", model: { slug: "acme/small", releasedOn: "2024-01-01" } }]);
  });

  it("names the best within a budget, the cheapest that reaches an accuracy, or none", async () => {
    const { frontier } = await api.data(`{
      frontier(where: { benchmark: ["sums"] }, objectives: [{ metric: "accuracy" }, { metric: "output_tokens" }]) {
        budget: best(constraints: [{ metric: "output_tokens", max: 200 }]) { mode model { slug } }
        reach: best(constraints: [{ metric: "accuracy", min: 0.6 }]) { mode model { slug } }
        compute: best(constraints: [{ metric: "flops", max: 1e8 }]) { rank mode model { slug } }
        none: best(constraints: [{ metric: "output_tokens", max: 1 }]) { mode }
      }
    }`);
    expect(frontier).toEqual({
      budget: { mode: "default", model: { slug: "acme/small" } },
      reach: { mode: "default", model: { slug: "acme/small" } },
      compute: { rank: 1, mode: "default", model: { slug: "acme/small" } },
      none: null,
    });
  });

  it.each(["FINISHED_AT", "ACCURACY", "OUTPUT_TOKENS"])(
    "pages through runs by %s in either direction, each once",
    async (field) => {
      for (const direction of ["ASC", "DESC"]) {
        const page = async (args: string) =>
          (
            await api.data(`{ runs(${args}, orderBy: { field: ${field}, direction: ${direction} }) {
          edges { cursor node { id finishedAt measure(metric: "accuracy") { value } } } pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
        } }`)
          ).runs;
        const whole = (await page("first: 100")).edges.map(({ node }: any) => node.id);
        expect(new Set(whole).size).toBe(RUNS.length);
        const forward: string[] = [];
        for (let after = ""; ; ) {
          const { edges, pageInfo } = await page(`first: 2${after}`);
          forward.push(...edges.map(({ node }: any) => node.id));
          if (!pageInfo.hasNextPage) break;
          after = `, after: "${pageInfo.endCursor}"`;
        }
        expect(forward).toEqual(whole);
        const backward: string[] = [];
        for (let before = ""; ; ) {
          const { edges, pageInfo } = await page(`last: 2${before}`);
          backward.unshift(...edges.map(({ node }: any) => node.id));
          if (!pageInfo.hasPreviousPage) break;
          before = `, before: "${pageInfo.startCursor}"`;
        }
        expect(backward).toEqual(whole);
      }
    },
  );

  it("pages through samples, models, benchmarks and labs, and filters them", async () => {
    const { runs, models, benchmarks, labs } = await api.data(`{
      runs(first: 1, where: { mode: ["on"] }) { edges { node {
        wrong: samples(first: 1, correct: false) { edges { node { id problemId correct measures { metric { name } value estimated } } } pageInfo { hasNextPage } }
        all: samples(last: 1) { edges { node { problemId } } pageInfo { hasPreviousPage } }
      } } }
      models(where: { openWeights: true }, orderBy: { field: RELEASED_ON, direction: DESC }) { edges { node { slug } } }
      benchmarks(first: 1) { edges { node { slug subsetOf { slug } } } pageInfo { endCursor hasNextPage } }
      labs(last: 1) { edges { node { slug } } pageInfo { hasPreviousPage } }
    }`);
    const [{ node: run }] = runs.edges;
    expect(run.wrong.edges.map(({ node }: any) => node.problemId)).toEqual(["2"]);
    expect(run.wrong.pageInfo.hasNextPage).toBe(true);
    expect(run.wrong.edges[0].node.measures.map(({ metric }: any) => metric.name)).toEqual(["flops", "output_tokens"]);
    expect(run.all).toEqual({ edges: [{ node: { problemId: "3" } }], pageInfo: { hasPreviousPage: true } });
    expect(models.edges.map(({ node }: any) => node.slug)).toEqual(["acme/large", "acme/small"]);
    expect(benchmarks.edges[0].node).toEqual({ slug: "proofs", subsetOf: { slug: "sums" } });
    expect(labs).toEqual({ edges: [{ node: { slug: "lab-b" } }], pageInfo: { hasPreviousPage: true } });
    const { benchmarks: next } = await api.data(
      `{ benchmarks(after: "${benchmarks.pageInfo.endCursor}") { edges { node { slug } } } }`,
    );
    expect(next.edges).toEqual([{ node: { slug: "sums" } }]);
  });

  it("finds every node again by its global id", async () => {
    const { models, runs, metrics, benchmarks, labs } = await api.data(`{
      models { edges { node { id } } } benchmarks { edges { node { id } } } labs { edges { node { id } } } metrics { id }
      runs { edges { node { id hardware { id } samples { edges { node { id } } } } } }
    }`);
    const ids = [models, benchmarks, labs, runs].flatMap(({ edges }) => edges.map(({ node }: any) => node.id));
    ids.push(...metrics.map(({ id }: any) => id));
    for (const { node } of runs.edges) {
      ids.push(...node.samples.edges.map((edge: any) => edge.node.id));
      if (node.hardware) ids.push(node.hardware.id);
    }
    const { nodes } = await api.data("query ($ids: [ID!]!) { nodes(ids: $ids) { id __typename } }", { ids });
    expect(nodes.map((node: any) => node?.id)).toEqual(ids);
    const { run, missing } = await api.data(
      "query ($id: ID!, $missing: ID!) { run(id: $id) { id } missing: node(id: $missing) { id } }",
      {
        id: runs.edges[0].node.id,
        missing: Buffer.from(`Run:${"0".repeat(64)}`).toString("base64"),
      },
    );
    expect(run.id).toBe(runs.edges[0].node.id);
    expect(missing).toBeNull();
  });

  it("asks the database a fixed number of times, however deep and wide a query is", async () => {
    let statements = 0;
    const counting: Store = {
      ...store,
      rows: (text, params) => {
        statements++;
        return store.rows(text, params);
      },
      drizzle: new Proxy(store.drizzle, {
        get(target, property, receiver) {
          if (property === "select") statements++;
          return Reflect.get(target, property, receiver);
        },
      }),
    };
    const counted = await serveApi(counting, { fastLane });
    const deep = (first: number) => `{
      runs(first: ${first}) { edges { node {
        model { slug runs(first: ${first}) { edges { node { benchmark { slug } lab { slug } measures { value } } } } }
        benchmark { slug runs(first: ${first}) { edges { node { model { slug } decoding { temperature } } } } }
        lab { runs(first: ${first}) { edges { node { hardware { slug } samples(first: 2) { edges { node { measures { value } } } } } } } }
        measures { metric { name } value } samples(first: ${first}) { edges { node { problemId } } }
      } } }
    }`;
    const statementsOf = async (first: number) => {
      statements = 0;
      const { errors } = await counted.ask(deep(first));
      expect(errors).toBeUndefined();
      return statements;
    };
    const narrow = await statementsOf(2);
    expect(narrow).toBeGreaterThan(0);
    expect(await statementsOf(15)).toBe(narrow);
    expect(narrow).toBeLessThanOrEqual(9);
    await counted.close();
  });

  it("shows a changed run at once, in the answer and in the version of the data", async () => {
    const query = `{ frontier(where: { benchmark: ["sums"] }, objectives: [{ metric: "accuracy" }]) { candidateCount dataVersion } }`;
    const before = (await api.data(query)).frontier;
    await recordRun(store, { mode: "new", measures: { accuracy: { value: 1 } } });
    const after = (await api.data(query)).frontier;
    expect(after.candidateCount).toBe(before.candidateCount + 1);
    expect(after.dataVersion).not.toBe(before.dataVersion);
    await store.drizzle.execute("delete from runs where mode = 'new'");
    await expect.poll(async () => (await api.data(query)).frontier).toEqual(before);
  });

  it("nulls only the computed field that cannot be answered, and says why", async () => {
    const query = `{
      right: frontier(where: { benchmark: ["sums"] }, objectives: [{ metric: "accuracy" }]) { candidateCount }
      wrong: frontier(where: { benchmark: ["sum"] }) { candidateCount }
      compared: comparison(where: { benchmark: ["sum"] }, by: FAMILY) { candidateCount }
      moved: trajectory(where: { benchmark: ["sums"] }, objectives: [{ metric: "accuracy" }]) {
        undated reachable(budget: 1) { trend { slope } }
      }
      costs: wrongAnswers(where: { lab: ["nobody"] }) { pairs { right } }
      benchmark(slug: "sums") { slug frontier(objectives: [{ metric: "acuracy" }]) { candidateCount } }
    }`;
    for (let time = 0; time < 2; time++) {
      const { data, errors } = await api.ask(query);
      expect(data).toMatchObject({
        right: { candidateCount: expect.any(Number) },
        wrong: null,
        compared: null,
        moved: { reachable: null },
        costs: null,
        benchmark: { slug: "sums", frontier: null },
      });
      const codes = errors!.map(({ path, extensions }) => `${path!.join(".")} ${extensions!.code}`);
      expect(codes.sort()).toEqual([
        "benchmark.frontier UNKNOWN_METRIC",
        "compared UNKNOWN_BENCHMARK",
        "costs UNKNOWN_LAB",
        "moved.reachable BAD_OBJECTIVES",
        "wrong UNKNOWN_BENCHMARK",
      ]);
    }
  });

  it.each([
    [
      `{ frontier(where: { benchmark: ["sum"] }) { candidateCount } }`,
      "UNKNOWN_BENCHMARK",
      "where.benchmark",
      "Known: proofs, sums",
    ],
    [
      `{ frontier(where: { benchmark: ["sums"], model: ["acme/tiny"] }) { candidateCount } }`,
      "UNKNOWN_MODEL",
      "where.model",
      "acme/small",
    ],
    [`{ runs(where: { lab: ["x"] }) { edges { cursor } } }`, "UNKNOWN_LAB", "where.lab", "lab-a"],
    [`{ runs(where: { hardware: ["x"] }) { edges { cursor } } }`, "UNKNOWN_HARDWARE", "where.hardware", "h100"],
    [
      `{ frontier(where: { benchmark: ["sums"] }, objectives: [{ metric: "speed" }]) { candidateCount } }`,
      "UNKNOWN_METRIC",
      "objectives[0].metric",
      "Known: accuracy",
    ],
    [
      `{ frontier(where: { benchmark: ["sums"] }) { best(constraints: [{ metric: "speed", max: 1 }]) { mode } } }`,
      "UNKNOWN_METRIC",
      "constraints[0].metric",
      "Known: accuracy",
    ],
    [
      `{ frontier(where: { benchmark: ["sums"] }, objectives: []) { candidateCount } }`,
      "BAD_OBJECTIVES",
      "objectives",
      "one metric or more",
    ],
    [
      `{ frontier(where: { benchmark: ["sums"] }, objectives: [{ metric: "cost" }, { metric: "cost" }]) { candidateCount } }`,
      "BAD_OBJECTIVES",
      "objectives",
      "twice",
    ],
    [`{ frontier { candidateCount } }`, "NO_BENCHMARK", "where.benchmark", "proofs, sums"],
    [`{ frontier(where: { benchmark: [] }) { candidateCount } }`, "NO_BENCHMARK", "where.benchmark", "proofs, sums"],
    [
      `{ frontier(where: { benchmark: ["sums", "proofs"] }, grain: RUN) { candidateCount } }`,
      "BAD_GRAIN",
      "grain",
      "one benchmark",
    ],
    [`{ runs(first: -1) { edges { cursor } } }`, "BAD_PAGE", "first", "between 1 and 100"],
    [`{ runs(last: 101) { edges { cursor } } }`, "BAD_PAGE", "last", "between 1 and 100"],
    [`{ runs(first: 1, last: 1) { edges { cursor } } }`, "BAD_PAGE", "first", "not both"],
    [`{ runs(after: "x") { edges { cursor } } }`, "BAD_CURSOR", "after", "not a cursor"],
    [`{ models(before: "WyJub25lIl0") { edges { cursor } } }`, "BAD_CURSOR", "before", "not a cursor"],
    [
      `{ runs(where: { totalParameters: { min: 2, max: 1 } }) { edges { cursor } } }`,
      "BAD_RANGE",
      "where.totalParameters",
      "2 lies above",
    ],
    [
      `{ runs(where: { finishedAt: { from: "2025-01-01T00:00:00Z", to: "2024-12-31T23:00:00-02:00" } }) { edges { cursor } } }`,
      undefined,
      undefined,
      "",
    ],
    [
      `{ models(where: { releasedOn: { from: "2025-01-02", to: "2025-01-01" } }) { edges { cursor } } }`,
      "BAD_RANGE",
      "where.releasedOn",
      "lies above",
    ],
    [
      `{ frontier(where: { benchmark: ["sums"] }, constraints: [{ metric: "flops", min: 2, max: 1 }]) { candidateCount } }`,
      "BAD_RANGE",
      "constraints[0]",
      "lies above",
    ],
    [`{ node(id: "nonsense") { id } }`, "BAD_ID", "id", "not a global id"],
    [
      `{ node(id: "${Buffer.from("Run:1; drop table runs").toString("base64")}") { id } }`,
      "BAD_ID",
      "id",
      "not a global id",
    ],
    // What a run's id was up to version 0.2: the number of its row, which is another run's in another store.
    [`{ node(id: "${Buffer.from("Run:694").toString("base64")}") { id } }`, "BAD_ID", "id", "not a global id"],
    [`{ node(id: "${Buffer.from("Sample:694:0:1").toString("base64")}") { id } }`, "BAD_ID", "id", "not a global id"],
    [`{ node(id: "${Buffer.from("Query:1").toString("base64")}") { id } }`, "BAD_ID", "id", "not a global id"],
    [`{ run(id: "${Buffer.from("Model:acme/small").toString("base64")}") { id } }`, "BAD_ID", "id", "not a global id"],
    [
      `{ frontier(where: { benchmark: ["sums"] }, asOf: "2025-02-30") { candidateCount } }`,
      "GRAPHQL_VALIDATION_FAILED",
      undefined,
      "2025-01-31",
    ],
    [`{ nothing }`, "GRAPHQL_VALIDATION_FAILED", undefined, "nothing"],
    [`{ runs(`, "GRAPHQL_PARSE_FAILED", undefined, "Syntax Error"],
  ])("says what is wrong with %s", async (query, code, argument, part) => {
    for (const { errors } of [await api.ask(query), await api.ask(query)]) {
      expect(errors?.[0]?.extensions?.code).toBe(code);
      expect(errors?.[0]?.extensions?.argument).toBe(argument);
      expect(errors?.[0]?.message ?? "").toContain(part);
    }
  });

  it("says what is wrong with variables, and hides unexpected errors", async () => {
    const query = 'query ($day: Date) { frontier(where: { benchmark: ["sums"] }, asOf: $day) { candidateCount } }';
    expect((await api.ask(query, { day: "tomorrow" })).errors?.[0]).toMatchObject({
      message: expect.stringContaining('"tomorrow" is not a date'),
      extensions: { code: "BAD_VALUE" },
    });
    const logged = vi.spyOn(log, "error").mockImplementation(() => {});
    const broken = await serveApi(
      { ...store, rows: () => Promise.reject(new Error("password: hunter2")) },
      { fastLane },
    );
    const { errors } = await broken.ask("{ runs { edges { cursor } } }");
    await broken.close();
    expect(logged).toHaveBeenCalledWith({ err: expect.objectContaining({ message: "password: hunter2" }) });
    logged.mockRestore();
    expect(errors?.[0]?.extensions?.code).toBe("INTERNAL_SERVER_ERROR");
    expect(JSON.stringify(errors)).not.toContain("hunter2");
  });

  it("refuses a body over the limit, and answers later requests", async () => {
    const response = await fetch(api.url, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ query: `{ __typename } #${"x".repeat(1024 * 1024)}` }),
    });
    expect(response.status).toBe(413);
    expect(await response.json()).toMatchObject({ errors: [{ extensions: { code: "BODY_TOO_LARGE" } }] });
    expect(await api.data("{ __typename }")).toEqual({ __typename: "Query" });
  });
});

const PUBLISHED: Partial<RunSubmissionInput>[] = [
  {
    measures: { accuracy: { value: 0.5, low: 0.4, high: 0.6, count: 100 }, output_tokens: { value: 150 } },
    finishedAt: "2025-03-01T12:00:00.123456Z",
  },
  {
    lab: "lab-b",
    measures: { accuracy: { value: 0.7, low: 0.6, high: 0.8, count: 300 }, output_tokens: { value: 150 } },
    ...{ finishedAt: "2025-03-01T12:00:00.123457Z", hardware: { slug: "h100", count: 8 } },
  },
  { mode: "off", measures: { accuracy: { value: 0.3, count: 100 }, output_tokens: { value: 50 } } },
  { model: "acme/large", measures: { accuracy: { value: 0.9, count: 100 }, output_tokens: { value: 1500 } } },
  {
    model: "acme/large",
    mode: "on",
    samples: [
      { problem: "1", repeat: 0, correct: true, outputTokens: 2000 },
      { problem: "2", repeat: 0, correct: false, outputTokens: 2000 },
      { problem: "3", repeat: 0, correct: false, outputTokens: 2000 },
    ],
  },
  { model: "closed/best", measures: { accuracy: { value: 0.8, count: 100 } }, finishedAt: "2025-02-01T00:00:00Z" },
  { benchmark: "proofs", measures: { accuracy: { value: 0.25, low: 0.2, high: 0.5, count: 10 } } },
];

/** The runs of both labs are of one experiment, so that they are pooled. */
const RUNS = PUBLISHED.map((run) => ({
  ...run,
  protocol: { prompt: "as published" },
  servedAs: "vllm",
  ...(run.lab !== "lab-b" && { sourceUrl: "https://lab-a.example/results", license: "MIT" }),
}));
