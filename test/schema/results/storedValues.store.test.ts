import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { askFrontier } from "../../../src/exports/paretograph.ts";
import type { Store } from "../../../src/store/store.ts";
import { type Api, serveApi } from "../../support/api.ts";
import { fillSmallStore, recordRun } from "../../support/smallStore.ts";
import { ENGINES } from "../../support/stores.ts";

describe.each(ENGINES)("graders, protocols and versions in filters on %s", (_, open) => {
  let store: Store;
  let api: Api;
  let before: string;
  beforeAll(async () => {
    store = await open();
    await fillSmallStore(store);
    api = await serveApi(store);
    const state = (model: string, accuracy: number, grader?: string) =>
      recordRun(store, {
        ...{ model, measures: { accuracy: { value: accuracy, count: 4 }, output_tokens: { value: 40 * accuracy } } },
        ...(grader !== undefined && { protocol: { grader, prompt: "short" } }),
      });
    await state("acme/small", 0.25, "rules 1");
    before = store.version();
    await state("acme/large", 0.5, "judge 2");
    await state("closed/best", 0.75);
  });
  afterAll(async () => {
    await api.close();
    await store.close();
  });

  const query = (where: string, fields: string) =>
    `{ frontier(where: {benchmark: ["sums"]${where}}, objectives: [{metric: "accuracy"}]) { ${fields} } }`;
  const slugs = async (where: string) => {
    const { frontier } = await api.data(
      query(where, "points { model { slug } } dominated { edges { node { model { slug } } } }"),
    );
    const dominated = frontier.dominated.edges.map(({ node }: any) => node);
    return [...frontier.points, ...dominated].map(({ model }: any) => model.slug).sort();
  };
  const refusal = async (where: string) => (await api.ask(query(where, "candidateCount"))).errors![0]!;

  it("choose runs by what judged them, and leave out by it", async () => {
    expect(await slugs(', grader: ["rules 1"]')).toEqual(["acme/small"]);
    expect(await slugs(', grader: ["rules 1", "judge 2"]')).toEqual(["acme/large", "acme/small"]);
    // A run of which no grader is known does not match it, and stays.
    expect(await slugs(', not: {grader: ["rules 1"]}')).toEqual(["acme/large", "closed/best"]);
    const { runs } = await api.data(
      '{ runs(where: {grader: ["judge 2"]}) { edges { node { grader model { slug } } } } }',
    );
    expect(runs.edges).toEqual([{ node: { grader: "judge 2", model: { slug: "acme/large" } } }]);
    expect(await slugs(`, dataVersion: "${before}"`)).toEqual(["acme/small"]);
  });

  it.each([
    [', grader: ["rules"]', /where\.grader: there is no grader "rules".*judge 2, rules 1/],
    [', grader: ["rules 1", "x"]', /there is no grader "x"/],
    [', servedAs: ["vllm, fp8"]', /there is no way of serving "vllm, fp8"/],
    [', not: {grader: ["rules"]}', /where\.not\.grader: there is no grader "rules"/],
    [
      ', protocol: ["0123456789abcdef"]',
      /where\.protocol: there is no protocol "0123456789abcdef"\. Known: [0-9a-f]{16}, [0-9a-f]{16}/,
    ],
    [
      ', dataVersion: "0123456789abcdef"',
      /where\.dataVersion: this store never had the version.*The latest ones are [0-9a-f]{16}/,
    ],
  ])("are refused where the store has none: %s", async (where, message) => {
    const { message: said, extensions } = await refusal(where);
    expect(said).toMatch(message);
    expect(extensions).toMatchObject({ code: "UNKNOWN_VALUE" });
  });

  it("are refused alike in pictures and in the package", async () => {
    const picture = await fetch(new URL("/frontier.svg?benchmark=sums&grader=none", api.url));
    expect(picture.status).toBe(400);
    expect(JSON.parse(await picture.text()).error.message).toMatch(/where\.grader: there is no grader "none"/);
    await expect(askFrontier(store, { where: { benchmark: ["sums"], grader: ["none"] } })).rejects.toMatchObject({
      code: "UNKNOWN_VALUE",
    });
  });

  it("leave models out as runs are left out", async () => {
    const { models } = await api.data("{ models(where: {not: {openWeights: true}}) { edges { node { slug } } } }");
    expect(models.edges).toEqual([{ node: { slug: "closed/best" } }]);
  });

  it("say where points were asked, judged and counted differently, and which they are", async () => {
    const ask = async () =>
      (
        await api.data(
          `{ frontier(where: {benchmark: ["sums"]}, objectives: [{metric: "accuracy"}, {metric: "output_tokens"}]) {
            points { mode } warnings { code message candidates { model { slug } mode } } } }`,
        )
      ).frontier;
    const { points, warnings } = await ask();
    expect(points).toHaveLength(3);
    expect(warnings.map(({ code }: any) => code)).toEqual(["MIXED_PROTOCOLS", "MIXED_GRADERS"]);
    // Three graders of one candidate each: none is the usual one.
    expect(warnings[1].candidates).toHaveLength(3);
    expect(warnings[1].message).toMatch(
      /On sums the candidates come from 3 graders: judge 2 \(1\), rules 1 \(1\), unknown \(1\)\./,
    );
    const output_tokens = { value: 50, estimated: true, note: "counted here" };
    await recordRun(store, {
      ...{ model: "closed/best", mode: "counted", lab: "lab-b" },
      measures: { accuracy: { value: 1, count: 4 }, output_tokens },
    });
    const more = (await ask()).warnings;
    expect(more.map(({ code }: any) => code)).toEqual([
      ...["MIXED_LABS", "MIXED_PROTOCOLS", "MIXED_GRADERS", "MIXED_TOKEN_COUNTERS"],
    ]);
    for (const warning of [more[0], more[3]]) {
      expect(warning.candidates).toEqual([{ model: { slug: "closed/best" }, mode: "counted" }]);
    }
  });
});
