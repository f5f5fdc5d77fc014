import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Store } from "../../../src/store/store.ts";
import { type Api, serveApi } from "../../support/api.ts";
import { fillSmallStore, recordRun } from "../../support/smallStore.ts";
import { ENGINES } from "../../support/stores.ts";

/** Three answers to each of four problems, so that there are votes, and cascades between the two models. */
const answers = (right: (problem: number, repeat: number) => boolean, tokens: number) =>
  Array.from({ length: 12 }, (_, i) => {
    const [problem, repeat] = [i % 4, Math.floor(i / 4)];
    const correct = right(problem, repeat);
    const answer = correct ? "1" : `wrong ${repeat}`;
    return { problem: String(problem), repeat, correct, answer, expected: "1", promptTokens: 50, outputTokens: tokens };
  });

describe.each(ENGINES.slice(0, 1))("a frontier on a deployment, on %s", (_, open) => {
  let store: Store;
  let api: Api;
  beforeAll(async () => {
    store = await open();
    await fillSmallStore(store);
    await recordRun(store, { samples: answers((problem, repeat) => (problem + repeat) % 2 === 0, 100) });
    await recordRun(store, { model: "acme/large", samples: answers((problem) => problem > 0, 400) });
    await recordRun(store, {
      model: "closed/best",
      measures: { accuracy: { value: 0.9 }, output_tokens: { value: 9 } },
    });
    api = await serveApi(store);
  });
  afterAll(async () => {
    await api.close();
    await store.close();
  });

  const ON = `on: { hardware: "L40S", dollarsPerHour: 1.5 }`;
  const frontierOf = async (rest: string) => {
    const { frontier } = await api.data(`{ frontier(where: { benchmark: ["sums"] }, ${rest}) {
      candidateCount incomplete leftOut { model { slug } reason } best(constraints: []) { mode model { slug } }
      points { model { slug } operatingPoint { votes fallback { mode } } measures { metric { name } value estimated } }
      dominated(first: 100) { edges { node { operatingPoint { votes fallback { mode } } measures { metric { name } value } } } } } }`);
    return frontier;
  };
  const measured = (point: any, name: string) => point.measures.find(({ metric }: any) => metric.name === name)?.value;

  it("applies the constraints to every candidate, also those on metrics that the deployment decides", async () => {
    const objectives = `objectives: [{ metric: "accuracy" }, { metric: "latency" }], ${ON}`;
    const free = await frontierOf(objectives);
    expect(free.candidateCount).toBe(2);
    const [quick, slow] = free.points;
    expect(measured(quick, "latency")).toBeLessThan(measured(slow, "latency"));
    const limit = (measured(quick, "latency") + measured(slow, "latency")) / 2;
    const limited = await frontierOf(`${objectives}, constraints: [{ metric: "latency", max: ${limit} }]`);
    expect(limited.candidateCount).toBe(1);
    expect(limited.points.map(({ model }: any) => model.slug)).toEqual(["acme/small"]);
    const accurate = await frontierOf(`${objectives}, constraints: [{ metric: "accuracy", min: 0.6 }]`);
    expect(accurate.points.map(({ model }: any) => model.slug)).toEqual(["acme/large"]);
    expect((await frontierOf(`${objectives}, constraints: [{ metric: "energy", max: 0 }]`)).candidateCount).toBe(0);
  });

  it("computes the cost of an answer from its GPU-seconds", async () => {
    const { points } = await frontierOf(`objectives: [{ metric: "accuracy" }, { metric: "cost" }], ${ON}`);
    for (const point of points) {
      expect(measured(point, "cost")).toBeCloseTo((measured(point, "gpu_time") * 1.5) / 3600, 15);
    }
  });

  it("lists the models that are left out, and counts them as incomplete", async () => {
    const { leftOut, incomplete } = await frontierOf(
      `objectives: [{ metric: "accuracy" }, { metric: "latency" }], ${ON}`,
    );
    expect(leftOut).toEqual([{ model: { slug: "closed/best" }, reason: "NO_ARCHITECTURE" }]);
    expect(incomplete).toBe(1);
  });

  it("has cascades among its operating points only if no deployment is given", async () => {
    const all = ({ points, dominated }: any) => [...points, ...dominated.edges.map(({ node }: any) => node)];
    const isCascade = ({ operatingPoint }: any) => operatingPoint.fallback !== null;
    const objectives = `grain: OPERATING_POINT, objectives: [{ metric: "accuracy" }, { metric: "output_tokens" }]`;
    const free = await frontierOf(objectives);
    expect(all(free).filter(isCascade).length).toBeGreaterThan(0);
    // The closed model has no samples.
    expect(free.incomplete).toBe(1);
    const deployed = all(await frontierOf(`${objectives}, ${ON}`));
    expect(deployed.filter(isCascade)).toEqual([]);
    expect(deployed.some(({ operatingPoint }: any) => operatingPoint.votes === 3)).toBe(true);
  });

  it("applies constraints on metrics of the deployment to operating points", async () => {
    const objectives = `grain: OPERATING_POINT, objectives: [{ metric: "accuracy" }, { metric: "energy" }], ${ON}`;
    const free = await frontierOf(objectives);
    const energies = free.points.map((point: any) => measured(point, "energy"));
    const limit = (Math.min(...energies) + Math.max(...energies)) / 2;
    const limited = await frontierOf(`${objectives}, constraints: [{ metric: "energy", max: ${limit} }]`);
    expect(limited.candidateCount).toBeLessThan(free.candidateCount);
    expect(limited.points.length).toBeGreaterThan(0);
    for (const point of limited.points) expect(measured(point, "energy")).toBeLessThanOrEqual(limit);
  });
});
