import { afterAll, afterEach, beforeAll, expect, it } from "vitest";
import { z } from "zod";
import { createEvaluation } from "../../src/evaluation/evaluation.ts";
import { COMMAND } from "../../src/evaluation/permission/command.ts";
import type { RunRequestInput } from "../../src/evaluation/plan/runParameters.ts";
import type { RunProgress } from "../../src/evaluation/progress.ts";
import { openQueue } from "../../src/evaluation/queue.ts";
import { startWorker } from "../../src/evaluation/worker.ts";
import type { BenchmarkPlugin, Problem } from "../../src/plugins/contract/benchmark.ts";
import { defineBenchmark, defineMetric } from "../../src/plugins/contract/definePlugin.ts";
import type { GenerationRequest } from "../../src/plugins/contract/runner.ts";
import { RunnerError } from "../../src/plugins/contract/runnerError.ts";
import { readMeasuredRun } from "../../src/recording/measuredRuns.ts";
import { readStoredSamples } from "../../src/recording/storedSamples.ts";
import { BACKUP_TABLES } from "../../src/store/backupFormat.ts";
import { openStore, type Store } from "../../src/store/store.ts";
import { fillSmallStore } from "../support/smallStore.ts";
import { type Behaviour, toyPlugins } from "./toyPlugins.ts";

let store: Store;
let stop = async () => {};
const lines: string[] = [];
beforeAll(async () => {
  store = await openStore({});
  await fillSmallStore(store);
});
afterEach(() => stop());
afterAll(() => store.close());

const SCORE = { title: "Overlap", unit: "1", direction: "MAXIMIZE", scale: "linear", description: "d" } as const;

const base = {
  ...{ version: "1.0.0", apiVersion: "1.6.0", description: "d", title: "T", domain: "d" },
  source: { url: null, license: "MIT" },
  options: z.strictObject({}),
};
const problemsOf = (count: number, more: (i: number) => Partial<Problem> = () => ({})): Problem[] =>
  Array.from({ length: count }, (_, i) => ({ id: `p${i}`, question: `${i} + 1`, expected: `${i + 1}`, ...more(i) }));
const loaded = (problems: Problem[]) => async () => ({
  problems,
  dataset: { source: "memory", revision: null, sha256: "0" },
});

/** Measures a run of the benchmark at the toy engine, and gives it with its samples. */
async function measured(benchmark: BenchmarkPlugin<any>, behaviour: Behaviour, more: Partial<RunRequestInput> = {}) {
  // A worker of an earlier call would take the run, and does not know the benchmark.
  await stop();
  const toy = toyPlugins(behaviour);
  const { plugins } = toy;
  plugins.register(benchmark, "test");
  const runner = plugins.find("runner", "toy");
  plugins.register({ ...runner, name: "valued", metrics: [{ ...SCORE, name: "heat", unit: "J" }] }, "test");
  plugins.register({ ...runner, name: "seeing", inputs: ["image"] }, "test");
  plugins.register(
    defineMetric({
      ...{ name: "doubt", version: "1.0.0", apiVersion: "1.6.0", unit: "1", direction: "MINIMIZE", description: "d" },
      ...{ requires: ["accuracy"], compute: ({ accuracy }) => 1 - accuracy! },
    }),
    "test",
  );
  const queue = await openQueue(store);
  const evaluation = await createEvaluation(store, queue, plugins);
  const log = (line: string) => void lines.push(line);
  const worker = await startWorker({ store, plugins, cacheFolder: "/nonexistent", log }, queue, [
    "toy",
    "valued",
    "seeing",
  ]);
  stop = async () => {
    await worker.stop();
    await queue.stop();
    stop = async () => {};
  };
  const request = { model: "acme/small", benchmarks: [benchmark.name], runner: "toy", maxErrors: 1, ...more };
  const [id] = await evaluation.startRuns(request as RunRequestInput, COMMAND);
  let last: RunProgress | undefined;
  for await (const progress of evaluation.follow(id!)) last = progress;
  const run = (await readMeasuredRun(store, id!))!;
  return { run, last, samples: await readStoredSamples(store, id!), requests: toy.requests };
}

it("texts of private data are stored nowhere, whatever the engine and the plugin say", async () => {
  const secret = "hemlock";
  const benchmark = defineBenchmark({
    ...base,
    name: "lab-secrets",
    data: { private: true, canary: `canary ${secret}` },
    load: loaded(
      problemsOf(6, (i) => ({
        question: `${secret} ${i} + 1`,
        expected: i === 5 ? secret : `${i + 1}`,
        tags: { subject: "poisons" },
      })),
    ),
    prompt: ({ question, id }) => {
      if (id === "p1") throw new TypeError(`no prompt for ${question}`);
      return [{ role: "user" as const, content: `What is ${question}?` }];
    },
    grade: ({ question, id }, answer) => {
      if (id === "p2") throw new Error(`cannot grade ${question}`);
      if (id === "p3") return { correct: question as never, answer };
      return { correct: answer.includes("1"), answer };
    },
  });
  const { run, last, samples } = await measured(benchmark, ({ messages }) => {
    const said = messages.at(-1)!.content;
    if (said.includes("4 + 1")) throw new RunnerError("CONTEXT_TOO_LONG", `too long: ${said}`);
    return {
      answer: `${secret} is 1`,
      reasoning: `thinking of ${secret}`,
      usageNotes: [secret],
      reasoningTokensNote: secret,
    };
  });
  expect(last).toMatchObject({ status: "SUCCEEDED", done: 6, errors: 4 });
  expect(run.measures.accuracy).toMatchObject({ value: 1, count: 2 });
  expect(run.measures.output_tokens).toMatchObject({ value: 5 });
  expect(
    samples
      .map(({ errorCode }) => errorCode)
      .filter(Boolean)
      .sort(),
  ).toEqual([...["BENCHMARK_FAILED", "BENCHMARK_FAILED", "BENCHMARK_FAILED", "CONTEXT_TOO_LONG"]]);
  expect(
    samples.every(({ output, answer, expected, promptHash }) => !output && !answer && !expected && !promptHash),
  ).toBe(true);
  const rows = await Promise.all(
    BACKUP_TABLES.map(({ name }) => store.rows(`select to_jsonb(t)::text from "${name}" t`, [])),
  );
  expect(rows.flat().length).toBeGreaterThan(10);
  expect(rows.flat().filter(([row]) => String(row).includes(secret))).toEqual([]);
  expect(lines.filter((line) => line.includes(secret))).toEqual([]);
  await expect(measured(benchmark, () => ({}), { judge: { name: "toy", options: {} } } as never)).rejects.toMatchObject(
    { code: "BAD_RUN", message: expect.stringContaining("private") },
  );
});

it("scores, values, tags and difficulties of plugins are those of the run, and metrics are computed at its end", async () => {
  const benchmark = defineBenchmark({
    ...base,
    name: "graded",
    metrics: [{ ...SCORE, name: "overlap" }],
    load: loaded(problemsOf(4, (i) => ({ tags: ["sum", i % 2 ? "odd" : "even"], difficulty: i < 2 ? "easy" : 5 }))),
    prompt: async ({ question }) => [
      {
        role: "user" as const,
        content: [
          { type: "text", text: "What is" },
          { type: "text", text: question },
        ],
      },
    ],
    grade: ({ id, expected }, answer) => {
      const score = id === "p0" ? 0.25 : 1;
      if (id === "p3") return { correct: false, score: 1, answer };
      return { correct: score === 1, score, scores: { overlap: -score }, answer: expected };
    },
  });
  const { run, samples, requests } = await measured(benchmark, () => ({ values: { heat: 3, other: 1 } }), {
    runner: "valued",
  });
  expect(requests[0]!.messages).toEqual([{ role: "user", content: expect.stringMatching(/^What is\n\d \+ 1$/) }]);
  // The fourth verdict contradicts itself.
  expect(run.measures.accuracy).toMatchObject({ value: 0.75, count: 3 });
  expect(run.measures.overlap).toMatchObject({ value: -0.75, count: 3 });
  // What an answer took counts, also where its grading failed.
  expect(run.measures.heat).toMatchObject({ value: 3, count: 4 });
  expect(run.measures.doubt).toMatchObject({ value: 0.25, estimated: true, computedBy: "doubt@1.0.0" });
  expect(run.notes).toContain("values left out that are no numbers of declared metrics: other");
  expect(samples.find(({ problem }) => problem === "p0")).toMatchObject({
    score: 0.25,
    measures: { overlap: -0.25, heat: 3 },
  });
  const strata = await store.rows(
    "select problem_id, name, value from problem_strata where benchmark = 'graded' order by 1, 2, 3",
    [],
  );
  expect(strata.filter(([id]) => id === "p2")).toEqual([
    ["p2", "difficulty", "5"],
    ["p2", "tag", "even"],
    ["p2", "tag", "sum"],
  ]);
});

it("images reach a runner that passes them on, and are an error at one that does not", async () => {
  const image = { type: "image", mediaType: "image/png", data: "iVBORw0KGgo=" } as const;
  const benchmark = defineBenchmark({
    ...base,
    name: "pictures",
    load: loaded(problemsOf(2)),
    prompt: ({ question }) => [{ role: "user" as const, content: [image, { type: "text", text: question }] }],
    grade: (_, answer) => ({ correct: true, answer }),
  });
  const { requests } = await measured(benchmark, () => ({}), { runner: "seeing" });
  expect(requests[0]!.messages[0]!.parts).toEqual([image, { type: "text", text: expect.stringMatching(/\+ 1/) }]);
  await stop();
  const { samples } = await measured(benchmark, () => ({}), { lab: "lab-b" });
  expect(samples.map(({ errorCode }) => errorCode)).toEqual(["INPUT_UNSUPPORTED", "INPUT_UNSUPPORTED"]);
});

it("a grader asks the judge of the run where it cannot decide, and its verdict counts", async () => {
  const asked: (string | undefined)[] = [];
  const benchmark = defineBenchmark({
    ...base,
    name: "rubric",
    asksJudge: true,
    load: loaded(problemsOf(4)),
    prompt: ({ question }) => [{ role: "user" as const, content: `What is ${question}?` }],
    async grade({ id }, answer, _options, _repeat, ending, { judge } = {}) {
      if (id === "p0") return { correct: true, answer };
      if (!judge) return { correct: null, answer };
      asked.push(`${judge.model} ${ending?.finishReason}`);
      const said = await judge.ask(`Rate ${id}: ${answer}`, { schema: { type: "object" } });
      return { correct: said === "8", score: Number(said) / 10, answer };
    },
  });
  const judgeRequests: GenerationRequest[] = [];
  const { run, last, samples } = await measured(
    benchmark,
    (request) => {
      const said = request.messages.at(-1)!.content;
      if (!said.startsWith("Rate")) return {};
      if (request.responseSchema) throw new RunnerError("PARAMETER_REFUSED", "no forms");
      judgeRequests.push(request);
      if (said.startsWith("Rate p3")) throw new RunnerError("CONTEXT_TOO_LONG", "too long");
      return { answer: said.startsWith("Rate p1") ? "8" : "3" };
    },
    { judge: { name: "toy", options: { endpoint: "judge" } } } as never,
  );
  expect(last?.status).toBe("SUCCEEDED");
  expect(asked.toSorted()).toEqual(["toy stop", "toy stop", "toy stop"]);
  const byId = new Map(samples.map((sample) => [sample.problem, sample]));
  expect(byId.get("p1")).toMatchObject({
    correct: true,
    score: 0.8,
    judgement: { correct: true, reason: "8", model: "toy", outputTokens: 5 },
  });
  expect(byId.get("p2")).toMatchObject({ correct: false, score: 0.3 });
  expect(byId.get("p3")).toMatchObject({ correct: null, judgement: { errorCode: "CONTEXT_TOO_LONG" } });
  // 1, 0.8, 0.3 and an answer that nobody decided.
  expect(run.measures.accuracy!.value).toBeCloseTo(0.525, 12);
});

it("declared variants are benchmarks of their own, with declared values alone", async () => {
  const benchmark = defineBenchmark({
    ...base,
    name: "varied",
    options: z.strictObject({
      shots: z.int().default(0),
      language: z.string().default("en"),
      style: z.string().default("plain"),
    }),
    problemOptions: [],
    variants: { shots: [0, 5], language: ["en", "de"] },
    load: loaded(problemsOf(1)),
    prompt: ({ question }) => [{ role: "user" as const, content: question }],
    grade: (_, answer) => ({ correct: true, answer }),
  });
  const slugOf = async (benchmarkOptions: object) => {
    const { run } = await measured(benchmark, () => ({}), { benchmarkOptions, lab: "lab-b" } as never);
    await stop();
    return (await store.catalogue()).benchmarks.byId.get(run.benchmarkId)!.slug;
  };
  expect(await slugOf({})).toBe("varied");
  expect(await slugOf({ shots: 5, language: "de" })).toBe("varied/shots=5/de");
  expect(await slugOf({ style: "bold" })).toBe("varied");
  await expect(slugOf({ shots: 3 })).rejects.toMatchObject({
    code: "BAD_RUN",
    message: expect.stringContaining("none of 0, 5"),
  });
});
