import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import example from "../../../examples/metrics/index.ts";
import { type Added, addMetricsToAll } from "../../../src/evaluation/computing/addMetrics.ts";
import { closeMetrics, openMetrics } from "../../../src/evaluation/computing/openMetrics.ts";
import { defineMetric } from "../../../src/plugins/contract/definePlugin.ts";
import { NOTHING_DECLARED } from "../../../src/plugins/projectConfig.ts";
import { createPluginRegistry } from "../../../src/plugins/registry.ts";
import { recordRuns } from "../../../src/recording/record.ts";
import { runSubmission } from "../../../src/recording/submitted/submission.ts";
import { keepMetrics } from "../../../src/store/addedMetrics.ts";
import { openStore, type Store } from "../../../src/store/store.ts";
import { type Api, serveApi } from "../../support/api.ts";
import { fillSmallStore } from "../../support/smallStore.ts";

const visible = defineMetric({
  name: "visible_tokens",
  version: "1.0.0",
  apiVersion: "1.6.0",
  unit: "tokens/problem",
  direction: "MINIMIZE",
  description: "Tokens of the answer without its reasoning.",
  of: "sample",
  requires: ["output_tokens", "reasoning_tokens"],
  compute: ({ output_tokens: all, reasoning_tokens: hidden }) => (all! < 5 ? null : all! - hidden!),
});
const failing = defineMetric({
  ...visible,
  name: "failing",
  of: "run",
  requires: ["accuracy"],
  compute: ({ accuracy }) => {
    if (accuracy! < 0.7) throw new Error("no value below 0.7");
    return accuracy!;
  },
});

const options = { facility_energy: { pue: 1.25 }, carbon: { gramsPerKwh: 400 } };

let store: Store;
let api: Api;

function pluginsOf(declared: Record<string, Record<string, unknown>> = options) {
  const metrics = new Map(Object.entries(declared));
  const plugins = createPluginRegistry(store.metrics, { ...NOTHING_DECLARED, metrics });
  for (const plugin of [...[example].flat(), visible, failing])
    plugins.register(plugin, "paretograph-plugin-carbon@1.0.0");
  expect(plugins.leaveOutMetricsWithoutValues()).toEqual([]);
  return plugins;
}

async function backfill(plugins = pluginsOf(), dryRun = false) {
  const metrics = openMetrics(plugins);
  const added: Added[] = [];
  for await (const one of addMetricsToAll(store, metrics, { dryRun, signal: AbortSignal.timeout(60_000) }))
    added.push(one);
  await closeMetrics(metrics);
  return added;
}

const run = (model: string, energy: number | undefined, accuracy: number, more = {}) =>
  runSubmission.parse({
    ...{ model, benchmark: "sums", lab: "lab-a", provenance: "MEASURED" },
    measures: {
      accuracy: { value: accuracy },
      ...(energy && { energy: { value: energy, low: 0.9 * energy, high: 1.2 * energy } }),
    },
    ...more,
  });

beforeAll(async () => {
  store = await openStore({});
  await fillSmallStore(store);
  const samples = [
    [9, 4],
    [7, 1],
    [4, 0],
    [12, null],
  ].map(([outputTokens, reasoningTokens], i) => ({
    ...{ problem: `p${i}`, repeat: 0, correct: true, outputTokens, reasoningTokens },
  }));
  await recordRuns(store, [
    run("acme/small", 7200, 0.6),
    run("acme/large", 36_000, 0.8),
    run("closed/best", undefined, 0.9),
    run("acme/small", undefined, 0.9, { mode: "high", measures: {}, samples }),
  ]);
  api = await serveApi(store);
});
afterAll(async () => {
  await api.close();
  await store.close();
});

const listed = async (query: string) =>
  (await api.data(query)).runs.edges.map(({ node }: any) => [node.model.slug, node.measure?.value ?? null]);

describe("the metrics of plugins", () => {
  it("are computed for stored runs from what they require, in any order, and not where it is missing", async () => {
    const before = await backfill(pluginsOf(), true);
    expect(
      (await listed('{ runs { edges { node { model { slug } measure(metric: "carbon") { value } } } } }')).flat(),
    ).not.toContain(1);
    const added = await backfill();
    expect(added).toEqual(before);
    expect(added.map(({ changed }) => changed.toSorted())).toEqual([
      ["carbon", "facility_energy"],
      ["carbon", "facility_energy", "failing"],
      ["failing"],
      ["failing", "visible_tokens"],
    ]);
    expect(added[0]!.failures).toMatchObject([{ metric: "failing", error: { code: "PLUGIN_FAILED" } }]);
    const { runs } = await api.data(
      '{ runs(where: {model: ["acme/small"], mode: ["default"]}) { edges { node { measures { metric { name unit provider } value low high estimated note } } } } }',
    );
    const measures = runs.edges[0].node.measures.filter(({ metric }: any) => metric.unit === "g/problem");
    // 7200 J · 1.25 = 9000 J = 0.0025 kWh, at 400 g/kWh 1 g.
    expect(measures).toEqual([
      {
        metric: {
          name: "carbon",
          unit: "g/problem",
          provider: "metric carbon@1.0.0 of paretograph-plugin-carbon@1.0.0",
        },
        ...{ value: 1, low: expect.closeTo(0.9, 9), high: expect.closeTo(1.2, 9), estimated: true },
        note: "computed by carbon 1.0.0 from facility_energy",
      },
    ]);
  });

  it("of answers are the mean over those that have what they require and a value", async () => {
    const { runs } = await api.data(
      '{ runs(where: {mode: ["high"]}) { edges { node { measure(metric: "visible_tokens") { value count low high } } } } }',
    );
    // (9 - 4 + 7 - 1) / 2: one answer has no reasoning stated and one is left out by the metric.
    expect(runs.edges[0].node.measure).toMatchObject({ value: 5.5, count: 2 });
  });

  it("order, filter and are objectives", async () => {
    const measure = 'model { slug } measure(metric: "carbon") { value }';
    expect(
      await listed(
        `{ runs(orderBy: {metric: "carbon", direction: DESC}, where: {mode: ["default"]}) { edges { node { ${measure} } } } }`,
      ),
    ).toEqual([
      ["acme/large", 5],
      ["acme/small", 1],
      ["closed/best", null],
    ]);
    const pages: string[] = [];
    for (let after: string | null = null; ; ) {
      const { runs }: any = await api.data(
        `query ($after: String) { runs(first: 1, after: $after, orderBy: {metric: "carbon", direction: ASC}) { edges { cursor node { ${measure} } } pageInfo { hasNextPage } } }`,
        { after },
      );
      pages.push(runs.edges[0].node.measure?.value ?? null);
      if (!runs.pageInfo.hasNextPage) break;
      after = runs.edges[0].cursor;
    }
    expect(pages).toEqual([1, 5, null, null]);
    expect(
      await listed(
        `{ runs(where: {measures: [{metric: "carbon", min: 1, max: 4.9}]}) { edges { node { ${measure} } } } }`,
      ),
    ).toEqual([["acme/small", 1]]);
    const { frontier } = await api.data(
      '{ frontier(where: {benchmark: ["sums"]}, objectives: [{metric: "accuracy"}, {metric: "carbon"}]) { points { model { slug } measures { metric { name } value } } } }',
    );
    const points = frontier.points.map(({ model, measures }: any) => [
      model.slug,
      measures.find(({ metric }: any) => metric.name === "carbon").value,
    ]);
    expect(points.toSorted()).toEqual([
      ["acme/large", 5],
      ["acme/small", 1],
    ]);
    const ofFiltered = await api.data(
      '{ frontier(where: {benchmark: ["sums"], measures: [{metric: "carbon", max: 2}]}, objectives: [{metric: "accuracy"}, {metric: "energy"}]) { points { model { slug } } } }',
    );
    expect(ofFiltered.frontier.points).toEqual([{ model: { slug: "acme/small" } }]);
    const { model } = await api.data(
      `{ model(slug: "acme/large") { runs(orderBy: {metric: "carbon", direction: DESC}, first: 1) { edges { node { ${measure} } } } } }`,
    );
    expect(model.runs.edges[0].node.measure.value).toBe(5);
  });

  it.each([
    ['orderBy: {metric: "carbn", direction: ASC}', "UNKNOWN_METRIC", "carbon"],
    ["orderBy: {direction: ASC}", "BAD_VALUE", "field or metric"],
    ['orderBy: {metric: "carbon", field: ENERGY, direction: ASC}', "BAD_VALUE", "field or metric"],
    ['where: {measures: [{metric: "carbn", min: 1}]}', "UNKNOWN_METRIC", "carbon"],
    ['where: {measures: [{metric: "carbon"}]}', "BAD_RANGE", "min, max"],
    ['where: {measures: [{metric: "carbon", min: 2, max: 1}]}', "BAD_RANGE", "above"],
  ])("refuse %s", async (argument, code, said) => {
    const { errors } = await api.ask(`{ runs(${argument}) { totalCount } }`);
    expect(errors).toMatchObject([{ extensions: { code }, message: expect.stringContaining(said) }]);
  });

  it("are computed anew with other options, and not written where nothing changed", async () => {
    expect((await backfill()).flatMap(({ changed }) => changed)).toEqual([]);
    const other = pluginsOf({ ...options, carbon: { gramsPerKwh: 40 } });
    expect((await backfill(other)).flatMap(({ changed }) => changed)).toEqual(["carbon", "carbon"]);
    expect(
      await listed(
        '{ runs(where: {model: ["acme/large"]}) { edges { node { model { slug } measure(metric: "carbon") { value } } } } }',
      ),
    ).toEqual([["acme/large", 0.5]]);
  });
});

it("metrics keep their unit and direction when their plugin is gone, and their name is not free for another meaning", async () => {
  const folder = await mkdtemp(join(tmpdir(), "paretograph-metrics-"));
  const location = { folder };
  const first = await openStore(location);
  await fillSmallStore(first);
  const plugins = createPluginRegistry(first.metrics);
  plugins.register(visible, "paretograph-plugin-tokens@1.0.0");
  await keepMetrics(first, first.metrics);
  await first.close();

  const second = await openStore(location);
  expect(second.metrics.find("visible_tokens")).toMatchObject({
    unit: "tokens/problem",
    direction: "MINIMIZE",
    provider: null,
  });
  // Without stored values its meaning may still change.
  createPluginRegistry(second.metrics).register({ ...visible, unit: "tokens" }, "paretograph-plugin-tokens@1.1.0");
  await recordRuns(second, [run("acme/small", 1, 0.5, { measures: { visible_tokens: { value: 3 } } })]);
  await second.close();

  const third = await openStore(location);
  const clash = () =>
    createPluginRegistry(third.metrics).register({ ...visible, unit: "kilotokens" }, "paretograph-plugin-other@1.0.0");
  expect(clash).toThrow(/paretograph-plugin-other@1\.0\.0.*paretograph-plugin-tokens@1\.0\.0, which is not here/);
  await third.close();
  await rm(folder, { recursive: true });
});
