import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createEvaluation } from "../../src/evaluation/evaluation.ts";
import { COMMAND } from "../../src/evaluation/permission/command.ts";
import { openQueue } from "../../src/evaluation/queue.ts";
import { startWorker } from "../../src/evaluation/worker.ts";
import type { BenchmarkContext } from "../../src/plugins/contract/benchmark.ts";
import { readMeasuredRun } from "../../src/recording/measuredRuns.ts";
import { recordStrata } from "../../src/recording/problemStrata.ts";
import type { Store } from "../../src/store/store.ts";
import { type Api, serveApi } from "../support/api.ts";
import { fillSmallStore, recordRun } from "../support/smallStore.ts";
import { ENGINES } from "../support/stores.ts";
import { toyPlugins } from "./toyPlugins.ts";

const CANARY = "canary GUID 5f1c";

describe.each(ENGINES)("what is known of problems on %s", (_, open) => {
  let store: Store;
  let api: Api;
  let measured: number;

  /** Measures sums by a model that gets those of an odd number wrong in the first of two repeats. */
  beforeAll(async () => {
    store = await open();
    await fillSmallStore(store);
    const { plugins } = toyPlugins((request) => {
      const number = Number(/\d+/.exec(request.messages[0]!.content)![0]);
      return number % 2 === 1 && request.seed === 0 ? { answer: `I know the ${CANARY}. It is 999.` } : {};
    }, 6);
    const sums = plugins.find("benchmark", "sums");
    plugins.register(
      {
        ...sums,
        name: "parted",
        usualRepeats: 2,
        strata: ["parity", "level"],
        async load(options: unknown, context: BenchmarkContext) {
          const { problems, dataset } = await sums.load(options, context);
          const partsOf = (i: number) => ({ parity: i % 2 === 1 ? "odd" : "even", level: i < 1 ? 10 : 9 });
          return {
            problems: problems.map((problem, i) => ({ ...problem, details: partsOf(i) })),
            dataset: { ...dataset, canary: CANARY },
          };
        },
      },
      "test",
    );
    const queue = await openQueue(store);
    const evaluation = await createEvaluation(store, queue, plugins);
    const context = { store, plugins, cacheFolder: "/nonexistent", log: () => {} };
    const worker = await startWorker(context, queue, ["toy"]);
    [measured] = (await evaluation.startRuns(
      { model: "acme/small", benchmarks: ["parted"], runner: "toy" },
      COMMAND,
    )) as [number];
    for await (const _progress of evaluation.follow(measured));
    await worker.stop();
    await queue.stop();
    api = await serveApi(store);
  });
  afterAll(async () => {
    await api.close();
    await store.close();
  });

  const partedRun = async () =>
    (
      await api.data(`{ runs(where: { benchmark: ["parted"] }) { edges { node {
        id notes recipe strata { name value problemCount answerCount accuracy } levels: strata(name: "level") { value }
        samples { edges { node { problemId repeat answer output } } } } } } }`)
    ).runs.edges[0].node;

  it("a run is broken down by the strata of its benchmark, numbers in their order", async () => {
    const { strata, levels, notes } = await partedRun();
    expect(strata).toEqual([
      { name: "level", value: "9", problemCount: 5, answerCount: 10, accuracy: 0.7 },
      { name: "level", value: "10", problemCount: 1, answerCount: 2, accuracy: 1 },
      { name: "parity", value: "even", problemCount: 3, answerCount: 6, accuracy: 1 },
      { name: "parity", value: "odd", problemCount: 3, answerCount: 6, accuracy: 0.5 },
    ]);
    expect(levels).toEqual([{ value: "9" }, { value: "10" }]);
    expect(notes).toBeNull();
  });

  it("a problem says its strata and who solved it, the best first, and no question", async () => {
    await recordRun(store, {
      ...{ benchmark: "parted", model: "acme/large", mode: "high", measures: { accuracy: { value: 0.5 } } },
      samples: [
        { problem: "1", repeat: 0, correct: true },
        // It could not be decided, and counts as wrong.
        { problem: "1", repeat: 1, correct: null },
        { problem: "1", repeat: 2, correct: null, error: "The engine was away." },
        { problem: "1", repeat: 3, correct: true },
      ],
    });
    const query = `{ problem(benchmark: "parted", id: "1") { problemId benchmark { slug } strata { name value }
      results { model { slug } mode right total } } }`;
    expect((await api.data(query)).problem).toEqual({
      problemId: "1",
      benchmark: { slug: "parted" },
      strata: [
        { name: "level", value: "9" },
        { name: "parity", value: "odd" },
      ],
      results: [
        { model: { slug: "acme/large" }, mode: "high", right: 2, total: 3 },
        { model: { slug: "acme/small" }, mode: "default", right: 1, total: 2 },
      ],
    });
    const { errors } = await api.ask(`{ problem(benchmark: "parted", id: "1") { question } }`);
    expect(errors![0]!.message).toMatch(/Cannot query field "question"/);
  });

  it("an unknown problem is null, and an unknown benchmark is refused", async () => {
    expect(await api.data(`{ problem(benchmark: "parted", id: "77") { problemId } }`)).toEqual({ problem: null });
    const { errors } = await api.ask(`{ problem(benchmark: "missing", id: "1") { problemId } }`);
    expect(errors![0]).toMatchObject({ extensions: { code: "UNKNOWN_BENCHMARK" } });
  });

  it("strata count as data: the answers that were kept before they came are not given again", async () => {
    const hash = await recordRun(store, { samples: [{ problem: "a", repeat: 0, correct: true }] });
    const [[id]] = (await store.rows("select id from runs where content_hash = $1", [hash])) as [[number]];
    const query = `{ problem(benchmark: "sums", id: "a") { strata { value } } }`;
    expect((await api.data(query)).problem.strata).toEqual([]);
    const before = store.version();
    const strata = [{ problem: "a", name: "subject", value: "Algebra\u0000" }];
    await recordStrata(store, id, strata);
    expect(store.version()).not.toBe(before);
    expect((await api.data(query)).problem.strata).toHaveLength(1);

    const once = store.version();
    await recordStrata(store, id, strata);
    expect(store.version()).toBe(once);
    await store.rows("delete from problem_strata where benchmark = 'sums'", []);
    await store.refresh();
    expect(store.version()).toBe(before);
  });

  it("the canary of a dataset is kept with the run, and nobody is served it", async () => {
    expect((await readMeasuredRun(store, measured))!.recipe).toMatchObject({ dataset: { canary: CANARY } });
    expect(await store.rows("select output from samples where output like '%canary GUID%'", [])).toHaveLength(3);
    const run = await partedRun();
    expect(JSON.stringify(run)).toContain("I know the [canary]. It is 999.");
    expect(JSON.stringify(run)).not.toContain(CANARY);
    const whole = await api.ask(`{ run(id: "${run.id}") { recipe } }`, {}, await api.operateToken());
    expect(whole.data.run.recipe.dataset).toEqual({ source: "memory", revision: null, sha256: "0" });
  });
});
