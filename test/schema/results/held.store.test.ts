import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Store } from "../../../src/store/store.ts";
import { type Api, serveApi } from "../../support/api.ts";
import { BUNDLED_ENGINES } from "../../support/bundledStores.ts";

describe.each(BUNDLED_ENGINES.slice(0, 1))("what is held, asked of %s", (_, open) => {
  let store: Store;
  let api: Api;
  beforeAll(async () => {
    store = await open();
    api = await serveApi(store);
  });
  afterAll(async () => {
    await api.close();
    await store.close();
  });

  const namesOf = async (list: string) => {
    const data = await api.data(`{ ${list}(first: 100) { edges { node { name modelCount } } } }`);
    return data[list].edges.map(({ node }: { node: { name: string; modelCount: number | null } }) => node);
  };

  it.each(["developers", "families", "licenses"])("%s are listed in order, with their models", async (list) => {
    const names = await namesOf(list);
    expect(names.length).toBeGreaterThan(5);
    expect(names.map(({ name }: { name: string }) => name)).toEqual(names.map(({ name }: any) => name).toSorted());
    const filter = { developers: "developer", families: "family", licenses: "license" }[list];
    const { name, modelCount } = names[3];
    const query = `query ($name: String!) { models(first: 100, where: { ${filter}: [$name] }) { edges { node { slug } } } }`;
    expect((await api.data(query, { name })).models.edges).toHaveLength(Math.min(100, modelCount));
  });

  it("modes and runners are listed as the runs have them", async () => {
    const rows = await store.rows("select distinct mode from runs order by mode", []);
    expect((await namesOf("modes")).map(({ name }: any) => name)).toEqual(rows.map(([mode]) => mode).toSorted());
    const runners = await store.rows("select distinct runner from runs where runner is not null", []);
    expect((await namesOf("runners")).map(({ name }: any) => name)).toEqual(runners.map(([one]) => one).toSorted());
  });

  it.each([
    ['{ model(slug: "gpt-os-120b") { slug } }', "UNKNOWN_MODEL", "openai/gpt-oss-120b"],
    ['{ benchmark(slug: "gsm8") { slug } }', "UNKNOWN_BENCHMARK", "gsm8k"],
    ['{ lab(slug: "epok") { slug } }', "UNKNOWN_LAB", "epoch"],
    ['{ accelerator(slug: "h100") { slug } }', "UNKNOWN_HARDWARE", "H100-SXM"],
    ['{ models(where: { developer: ["Alibba"] }) { edges { node { slug } } } }', "UNKNOWN_VALUE", "Alibaba"],
    ['{ models(where: { family: ["Qwn 3"] }) { edges { node { slug } } } }', "UNKNOWN_VALUE", "Qwen3"],
    ['{ models(where: { license: ["apache2"] }) { edges { node { slug } } } }', "UNKNOWN_VALUE", "Apache-2.0"],
    ['{ runs(where: { mode: ["hihg"] }) { edges { node { mode } } } }', "UNKNOWN_VALUE", "high"],
    ['{ runs(where: { runner: ["vlm"] }) { edges { node { mode } } } }', "UNKNOWN_VALUE", "vllm"],
    ['{ runs(where: { not: { model: ["deepsek-r1"] } }) { edges { node { mode } } } }', "UNKNOWN_MODEL", "DeepSeek-R1"],
    ['{ frontier(where: { benchmark: ["gsm8k"], mode: ["on", "of"] }) { candidateCount } }', "UNKNOWN_VALUE", "off"],
    ['{ frontier(where: { benchmark: ["gpqa_diamnd"] }) { candidateCount } }', "UNKNOWN_BENCHMARK", "gpqa-diamond"],
    [
      '{ frontier(where: { benchmark: ["gsm8k"] }, objectives: [{ metric: "acuracy" }]) { candidateCount } }',
      "UNKNOWN_METRIC",
      "Near it: accuracy",
    ],
    [
      '{ frontier(where: { benchmark: ["gsm8k"] }, on: { hardware: "H100" }) { candidateCount } }',
      "UNKNOWN_HARDWARE",
      "Near it: H100-SXM",
    ],
  ])("%s names what is near", async (query, code, near) => {
    const { errors } = await api.ask(query);
    expect(errors?.[0]?.extensions?.code).toBe(code);
    expect(errors?.[0]?.message).toContain(near);
  });

  it.each([
    ['model(slug: "gpt-oss-120b") { slug }', { slug: "openai/gpt-oss-120b" }],
    ['model(slug: "qwen3 8b") { slug }', { slug: "Qwen/Qwen3-8B" }],
    ['benchmark(slug: "GPQA_Diamond") { slug }', { slug: "gpqa-diamond" }],
    ['accelerator(slug: "RTX 4090") { slug }', { slug: "RTX-4090" }],
    [
      'frontier(where: { benchmark: ["gsm8k"] }, objectives: [{ metric: "Accuracy" }, { metric: "flop" }]) { objectives { metric { name } } }',
      { objectives: [{ metric: { name: "accuracy" } }, { metric: { name: "flops" } }] },
    ],
  ])("%s finds what is meant", async (query, found) => {
    expect(Object.values(await api.data(`{ ${query} }`))).toEqual([found]);
  });

  it("models are found by their words, and pages of a search go on", async () => {
    const query = `query ($after: String) { models(search: "llama instruct", first: 3, after: $after) {
      edges { node { slug } } pageInfo { hasNextPage endCursor } } }`;
    const slugs: string[] = [];
    for (let after: string | null = null; ; ) {
      const { edges, pageInfo }: any = (await api.data(query, { after })).models;
      slugs.push(...edges.map(({ node }: any) => node.slug));
      if (!pageInfo.hasNextPage) break;
      after = pageInfo.endCursor;
    }
    expect(new Set(slugs).size).toBe(slugs.length);
    expect(slugs.length).toBeGreaterThan(5);
    expect(slugs.every((slug) => /llama/i.test(slug) && /instruct/i.test(slug))).toBe(true);
    const { errors } = await api.ask(`{ models(search: "${"x".repeat(201)}") { edges { node { slug } } } }`);
    expect(errors?.[0]?.extensions?.code).toBe("TOO_LONG");
  });

  it("accelerators have the figures of their data sheets", async () => {
    const { accelerator, accelerators } = await api.data(
      `{ accelerator(slug: "H100-SXM") { dataSheet { peaks { format flops } memory bandwidth power sources } }
        accelerators(first: 100) { edges { node { slug dataSheet { memory } } } } }`,
    );
    expect(accelerator.dataSheet).toMatchObject({
      peaks: [
        { format: "BF16", flops: 989.5e12 },
        { format: "FP8", flops: 1979e12 },
        { format: "INT8", flops: 1979e12 },
      ],
      ...{ memory: 80 * 2 ** 30, bandwidth: 3.35e12, power: 700 },
    });
    expect(accelerators.edges.find(({ node }: any) => node.slug === "amd-epyc").node.dataSheet).toBeNull();
  });

  it("parameters are objectives in each grain and on a deployment", async () => {
    for (const more of ["", "grain: RUN", "grain: OPERATING_POINT", 'on: { hardware: "H200", count: 8 }']) {
      const { frontier } = await api.data(`{ frontier(where: { benchmark: ["gpqa-diamond"] }, ${more},
        objectives: [{ metric: "accuracy" }, { metric: "active_parameters" }],
        constraints: [{ metric: "total_parameters", max: 4e11 }]) {
          points { model { activeParameters totalParameters } measures { metric { name } value } } } }`);
      expect(frontier.points.length).toBeGreaterThan(more === "" ? 2 : 0);
      for (const { model, measures } of frontier.points) {
        const measure = (name: string) => measures.find(({ metric }: any) => metric.name === name).value;
        expect(measure("active_parameters")).toBe(model.activeParameters);
        expect(measure("total_parameters")).toBe(model.totalParameters);
        expect(model.totalParameters).toBeLessThanOrEqual(4e11);
      }
    }
  });

  it("pooled over several runs, parameters are those of the model to the last digit, and certain", async () => {
    const { frontier } = await api.data(`{ frontier(where: { benchmark: ["gsm8k"], coverage: { min: 0 } },
      objectives: [{ metric: "accuracy" }, { metric: "total_parameters" }]) {
        points { model { totalParameters } membership measures { metric { name } value } } } }`);
    for (const { model, measures } of frontier.points) {
      expect(measures.find(({ metric }: any) => metric.name === "total_parameters").value).toBe(model.totalParameters);
    }
    expect(frontier.points.some(({ membership }: any) => membership !== null)).toBe(true);
  });

  it("rates of serving are measured, and estimated on a deployment", async () => {
    const { runs } = await api.data(`{ runs(first: 5, where: { lab: ["ml-energy"] }) { edges { node {
      hardware { slug } hardwareCount measures { metric { name } value } } } } }`);
    for (const { node } of runs.edges) {
      const of = Object.fromEntries(node.measures.map(({ metric, value }: any) => [metric.name, value]));
      expect(of.throughput_per_accelerator).toBeCloseTo(of.throughput / node.hardwareCount, 6);
      expect(of.throughput_per_user).toBeCloseTo(1 / of.inter_token_latency, 6);
    }
    const { frontier } = await api.data(`{ frontier(where: { benchmark: ["gpqa-diamond"] },
      on: { hardware: "H100-SXM", count: 4, batch: 8 },
      objectives: [{ metric: "throughput_per_user" }, { metric: "throughput_per_accelerator" }, { metric: "accuracy" }]) {
        points { measures { metric { name } value } } } }`);
    for (const { measures } of frontier.points) {
      const of = Object.fromEntries(measures.map(({ metric, value }: any) => [metric.name, value]));
      expect(of.throughput_per_accelerator).toBeCloseTo(of.throughput / 4, 6);
    }
    expect(frontier.points.length).toBeGreaterThan(1);
  });

  it("the compute of an answer is asked of many models at a time", async () => {
    const { models } = await api.data(`{ models(search: "qwen3", first: 20) { edges { node { slug
      compute(promptTokens: 200, outputTokens: 1000, on: { hardware: "H200" }) {
        flops parts { part flops } precision weights cache memory exceedsContext fits seconds energy dollars } } } } }`);
    const known = models.edges.filter(({ node }: any) => node.compute !== null);
    expect(known.length).toBeGreaterThan(10);
    for (const { node } of known) {
      const sum = node.compute.parts.reduce((total: number, { flops }: any) => total + flops, 0);
      expect(sum / node.compute.flops).toBeCloseTo(1, 12);
      expect(node.compute.memory).toBe(node.compute.weights + node.compute.cache);
      expect(node.compute.seconds === null).toBe(!node.compute.fits);
      expect(node.compute.dollars).toBeNull();
    }
    const { errors } = await api.ask(
      '{ model(slug: "openai/gpt-oss-120b") { compute(promptTokens: 0, outputTokens: 1) { flops } } }',
    );
    expect(errors?.[0]?.extensions?.code).toBe("BAD_VALUE");
  });
});
