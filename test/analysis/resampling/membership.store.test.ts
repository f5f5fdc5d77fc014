import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Store } from "../../../src/store/store.ts";
import { type Api, serveApi } from "../../support/api.ts";
import { fillSmallStore, recordRun } from "../../support/smallStore.ts";
import { ENGINES } from "../../support/stores.ts";

/** One answer to each of four problems: right or not, and its tokens. */
const samples = (...answers: [boolean, number][]) =>
  answers.map(([correct, outputTokens], at) => ({ problem: `p${at}`, repeat: 0, correct, outputTokens }));

const STILL = "accuracy and output_tokens stand still, as no error is stated";

/** Runs of two labs are pooled where they state the same one. */
const protocol = { prompt: "plain" };

const QUERY = `{
  frontier(where: {benchmark: ["sums"]}, objectives: [{metric: "accuracy"}, {metric: "output_tokens"}]) { dataVersion
    points { ...point } dominated(first: 10) { edges { node { ...point } } } }
  comparison(where: {benchmark: ["sums"]}, by: MODEL, objectives: [{metric: "accuracy"}, {metric: "output_tokens"}]) {
    dataVersion sampledCount groups { key frontierShare hypervolumeInterval { low high } } } }
fragment point on FrontierPoint { model { slug } membership membershipNote }`;

describe.each(ENGINES)("membership in a store that changes, on %s", (_, open) => {
  let store: Store;
  let api: Api;
  beforeAll(async () => {
    store = await open();
    await fillSmallStore(store);
    api = await serveApi(store);
  });
  afterAll(async () => {
    await api.close();
    await store.close();
  });

  const ask = async () => {
    const { frontier, comparison } = await api.data(QUERY);
    const points = [...frontier.points, ...frontier.dominated.edges.map(({ node }: any) => node)];
    return {
      of: (slug: string) => points.find(({ model }) => model.slug === slug),
      comparison,
      version: frontier.dataVersion,
    };
  };

  it("changes as soon as a run is added, and its note counts the runs without samples", async () => {
    await recordRun(store, { protocol, samples: samples([true, 10], [true, 10], [false, 10], [false, 10]) });
    const alone = await ask();
    expect(alone.of("acme/small").membership).toBe(1);

    // Right where the small one is, and twice beyond: better in every resample that draws one of the other two.
    await recordRun(store, { model: "acme/large", samples: samples([true, 10], [true, 10], [true, 10], [true, 10]) });
    const two = await ask();
    expect(two.version).not.toBe(alone.version);
    // All four right is as sure as Beta(5, 1), with P(x < q) = q⁵; the small one has k of 4 right, binomially at 1/2.
    const isAhead = [0, 1, 2, 3, 4].reduce((sum, k) => sum + ([1, 4, 6, 4, 1][k]! / 16) * (k / 4) ** 5, 0);
    expect(Math.abs(two.of("acme/large").membership - (1 - isAhead))).toBeLessThan(0.04);
    expect(Math.abs(two.of("acme/small").membership - isAhead)).toBeLessThan(0.04);
    expect(two.comparison.sampledCount).toBe(2);

    const stated = { accuracy: { value: 0.5 }, output_tokens: { value: 10 } };
    await recordRun(store, { lab: "lab-b", protocol, measures: stated });
    const three = await ask();
    expect(three.of("acme/small")).toMatchObject({
      membership: null,
      membershipNote: `1 of its 2 runs have no samples with accuracy; ${STILL}`,
    });
    // The other one stays at a half.
    expect(Math.abs(three.of("acme/large").membership - (1 - 0.5 ** 5))).toBeLessThan(0.03);
    expect(three.comparison.sampledCount).toBe(1);
    expect(three.comparison.dataVersion).toBe(three.version);
  });

  it("belongs to each run if runs are the candidates", async () => {
    const { frontier } = await api.data(`{ frontier(where: {benchmark: ["sums"]}, grain: RUN,
      objectives: [{metric: "accuracy"}, {metric: "output_tokens"}]) { points { run { lab { slug } } membership }
        dominated(first: 10) { edges { node { run { lab { slug } } membership membershipNote } } } } }`);
    expect(frontier.points).toMatchObject([{ run: { lab: { slug: "lab-a" } } }]);
    // It is behind the run at a half, or behind the sampled one where that has three or four of four right.
    const isBehind = (11 / 16) * 0.5 ** 5 + (4 / 16) * 0.75 ** 5 + 1 / 16;
    expect(Math.abs(frontier.points[0].membership - (1 - isBehind))).toBeLessThan(0.04);
    const notes = frontier.dominated.edges.map(({ node }: any) => [node.run.lab.slug, node.membershipNote]);
    expect(notes.sort()).toEqual([
      ["lab-a", null],
      ["lab-b", `no samples are stored of it; ${STILL}`],
    ]);
  });

  it("is null if single answers have no value of an objective", async () => {
    await recordRun(store, { model: "closed/best", measures: { accuracy: { value: 0.9 }, energy: { value: 3 } } });
    const { frontier } = await api.data(`{ frontier(where: {benchmark: ["sums"]},
      objectives: [{metric: "accuracy"}, {metric: "energy"}]) { points { membership membershipNote } } }`);
    expect(frontier.points).toEqual([
      {
        membership: null,
        membershipNote: "no samples are stored of it; accuracy and energy stand still, as no error is stated",
      },
    ]);
  });

  it("comes from the interval that is stated of a value without samples, and from normal theory's share", async () => {
    const stated = (accuracy: number, error: number, energy: number) => ({
      measures: {
        accuracy: { value: accuracy, low: accuracy - 1.959964 * error, high: accuracy + 1.959964 * error },
        power: { value: energy },
      },
    });
    await recordRun(store, { benchmark: "proofs", ...stated(0.7, 0.03, 1) });
    await recordRun(store, { benchmark: "proofs", model: "acme/large", ...stated(0.68, 0.04, 2) });
    const { frontier } = await api.data(`{ frontier(where: {benchmark: ["proofs"]},
      objectives: [{metric: "accuracy"}, {metric: "power"}]) {
        band { cost value corrected low high }
        points { ...one } dominated(first: 5) { edges { node { ...one } } } } }
      fragment one on FrontierPoint { model { slug } membership membershipNote corrected { value low high count } }`);
    const note =
      "no samples are stored of it; accuracy varies by the errors that are stated; power stands still, as no error is stated";
    expect(frontier.points).toMatchObject([{ membership: 1, membershipNote: note, corrected: { count: 1 } }]);
    // Φ(−0.02 / 0.05) by SciPy.
    const [{ node }] = frontier.dominated.edges;
    expect(Math.abs(node.membership - 0.34457826)).toBeLessThan(0.05);
    expect(node).toMatchObject({ membershipNote: note, corrected: null });
    const [first] = frontier.band;
    expect(first).toMatchObject({ cost: 1, value: 0.7 });
    expect(Math.abs(first.low - (0.7 - 1.96 * 0.03))).toBeLessThan(0.008);
    expect(Math.abs(first.high - (0.7 + 1.96 * 0.03))).toBeLessThan(0.008);
    // At twice the cost the better of the two is taken, and judged by what did not choose it.
    const last = frontier.band.at(-1);
    expect(last).toMatchObject({ cost: 2, value: 0.7 });
    // 0.7 Φ(0.4) + 0.68 Φ(−0.4) − 0.05 φ(0.4), by SciPy: the mean of the choice less the mean of the luck that chose it.
    expect(Math.abs(last.corrected - 0.6746942)).toBeLessThan(0.005);
  });
});
