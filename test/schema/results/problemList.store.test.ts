import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Store } from "../../../src/store/store.ts";
import { type Api, serveApi } from "../../support/api.ts";
import { fillSmallStore, recordRun } from "../../support/smallStore.ts";
import { ENGINES } from "../../support/stores.ts";

const LIST = `{ benchmark(slug: "sums") { problems(first: 2) { totalCount pageInfo { endCursor hasNextPage }
  nodes { problemId meanScore results { model { slug } mode right total } } } } }`;

describe.each(ENGINES)("the problems of a benchmark on %s", (_, open) => {
  let store: Store;
  let api: Api;
  beforeAll(async () => {
    store = await open();
    await fillSmallStore(store);
    const measures = { accuracy: { value: 0.5 } };
    const sample = (problem: string, verdicts: (boolean | null)[]) =>
      verdicts.map((correct, repeat) => ({ problem, repeat, correct }));
    // One model has ten answers to each problem, which count no more than the one of the other.
    await recordRun(store, {
      measures,
      samples: [
        ...sample("a", [...Array(9).fill(true), false]),
        ...sample("b", Array(10).fill(true)),
        ...sample("c", Array(10).fill(false)),
        { problem: "d", repeat: 0, correct: null, error: "The engine was away." },
      ],
    });
    await recordRun(store, {
      ...{ model: "acme/large", measures },
      samples: [...sample("a", [false]), ...sample("b", [true]), ...sample("c", [true])],
    });
    api = await serveApi(store);
  });
  afterAll(async () => {
    await api?.close();
    await store?.close();
  });

  it("are listed from the hardest on, each model counting once, in pages", async () => {
    const { problems } = (await api.data(LIST)).benchmark;
    // (0.9 + 0) / 2, (0 + 1) / 2 and 1; to d nobody's answer was graded.
    expect(problems.nodes.map(({ problemId, meanScore }: any) => [problemId, meanScore])).toEqual([
      ["a", 0.45],
      ["c", 0.5],
    ]);
    expect([problems.totalCount, problems.pageInfo.hasNextPage]).toEqual([3, true]);
    expect(problems.nodes[1].results).toEqual([
      { model: { slug: "acme/large" }, mode: "default", right: 1, total: 1 },
      { model: { slug: "acme/small" }, mode: "default", right: 0, total: 10 },
    ]);
    const next = LIST.replace("first: 2", `first: 2, after: "${problems.pageInfo.endCursor}"`);
    expect((await api.data(next)).benchmark.problems.nodes.map(({ problemId }: any) => problemId)).toEqual(["b"]);
    const none = await api.data(`{ benchmark(slug: "proofs") { problems { totalCount } } }`);
    expect(none.benchmark.problems.totalCount).toBe(0);
  });

  it("are listed anew when an answer comes", async () => {
    const [before] = (await api.data(LIST)).benchmark.problems.nodes;
    await recordRun(store, {
      ...{ model: "closed/best", measures: { accuracy: { value: 1 } } },
      samples: [{ problem: "a", repeat: 0, correct: true }],
    });
    const nodes = (await api.data(LIST)).benchmark.problems.nodes;
    expect([before.problemId, nodes[0].problemId]).toEqual(["a", "c"]);
    expect(nodes[1].meanScore).toBeCloseTo(1.9 / 3, 12);
  });

  it("refuse a cursor of another list", async () => {
    const { errors } = await api.ask(LIST.replace("first: 2", 'first: 2, after: "x"'));
    expect(errors).toMatchObject([{ extensions: { code: "BAD_CURSOR" } }]);
  });
});
