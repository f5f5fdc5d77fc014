import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import type { Principal } from "../../../src/access/principal.ts";
import { createEvaluation, type Evaluation } from "../../../src/evaluation/evaluation.ts";
import { judgeRun } from "../../../src/evaluation/judging/judgeRun.ts";
import { COMMAND } from "../../../src/evaluation/permission/command.ts";
import { openQueue } from "../../../src/evaluation/queue.ts";
import { regradeRun } from "../../../src/evaluation/regrading/regradeRun.ts";
import { createEngineKeeper } from "../../../src/evaluation/setup/engineKeeper.ts";
import { startWorker } from "../../../src/evaluation/worker.ts";
import type { Generation, GenerationRequest } from "../../../src/plugins/contract/runner.ts";
import { RunnerError } from "../../../src/plugins/contract/runnerError.ts";
import { readMeasuredRun } from "../../../src/recording/measuredRuns.ts";
import { namedRun } from "../../../src/recording/namedRun.ts";
import { readStoredSamples } from "../../../src/recording/storedSamples.ts";
import type { Store } from "../../../src/store/store.ts";
import { serveApi } from "../../support/api.ts";
import { fillSmallStore, recordRun } from "../../support/smallStore.ts";
import { ENGINES } from "../../support/stores.ts";
import { type Toy, toyPlugins } from "../toyPlugins.ts";

const REQUEST = { model: "acme/small", benchmarks: ["sums"], runner: "toy" };
const JUDGE = { name: "toy" };
const isJudge = ({ messages }: GenerationRequest) => messages[0]!.role === "system";

type Reply = (request: GenerationRequest) => Partial<Generation>;

describe.each(ENGINES)("judging and regrading on %s", (_, open) => {
  let store: Store;
  let stop = async () => {};
  beforeAll(async () => {
    store = await open();
    await fillSmallStore(store);
  });
  afterEach(() => stop());
  afterAll(() => store.close());

  /** A worker with a model that is unclear on the problems 0 to 9 and wrong on 10 and 11 of 20, and a judge. */
  async function work(judge: Reply): Promise<{ toy: Toy; evaluation: Evaluation }> {
    const toy = toyPlugins((request) => {
      if (isJudge(request)) return judge(request);
      const text = request.messages[0]!.content;
      if (/ \d \+/.test(text)) return { answer: "unclear, one more" };
      return / 1[01] \+/.test(text) ? { answer: "So it is 99." } : {};
    });
    const queue = await openQueue(store);
    const evaluation = await createEvaluation(store, queue, toy.plugins);
    const worker = await startWorker(
      { store, plugins: toy.plugins, cacheFolder: "/nonexistent", log: () => {} },
      queue,
      ["toy"],
    );
    stop = async () => {
      await worker.stop();
      await queue.stop();
      stop = async () => {};
    };
    return { toy, evaluation };
  }

  async function measured(evaluation: Evaluation, more: object = {}) {
    const [id] = await evaluation.startRuns({ ...REQUEST, ...more }, COMMAND);
    for await (const _ of evaluation.follow(id!));
    return (await readMeasuredRun(store, id!))!;
  }

  const contextOf = (toy: Toy) => ({
    ...{ store, plugins: toy.plugins, engines: createEngineKeeper(toy.plugins, () => {}) },
    ...{ cacheFolder: "/nonexistent", log: () => {} },
  });
  const signal = new AbortController().signal;
  /** Says yes where the candidate is not 99. */
  const fair: Reply = ({ messages }) => ({
    answer: `{"reason": "so", "verdict": "${messages.at(-1)!.content.includes("| So it is 99") ? "NO" : "YES"}"}`,
  });

  it("asks the judge after all answers are stored, and only then", async () => {
    const { toy, evaluation } = await work(fair);
    const run = await measured(evaluation, { judge: JUDGE, judgePrice: { prompt: 1, output: 1 } });
    const asked = toy.requests.map(isJudge);
    expect(asked.indexOf(true)).toBe(20);
    expect(asked.lastIndexOf(false)).toBe(19);
    // The ten that are undecided, and the ten that were decided.
    expect(asked.filter(Boolean)).toHaveLength(20);
    expect(run.status).toBe("SUCCEEDED");
    expect(run.measures).toMatchObject({
      accuracy: { value: 0.9 },
      judged_share: { value: 0.5 },
      parsed_share: { value: 0.5 },
      undecided_share: { value: 0 },
      error_share: { value: 0 },
      // The tokens of the judge are no part of the run's.
      output_tokens: { value: 5 },
    });
    const api = await serveApi(store, { evaluation });
    const { node } =
      await api.data(`{ node(id: "${Buffer.from(`Run:${run.contentHash}`).toString("base64")}") { ... on Run {
      judging { kappa judges { model isTrusted verdicts checkedRight checkedWrong missed falselyAccepted errorRate kappaWithParse outputTokens cost } }
      samples(first: 1) { edges { node { correct judgement { correct reason model promptTokens outputTokens cost isCheck second { correct } } } } } } } }`);
    expect(node.judging).toEqual({
      kappa: null,
      judges: [
        {
          ...{ model: "toy", isTrusted: true, verdicts: 10, checkedRight: 8, checkedWrong: 2 },
          ...{ missed: 0, falselyAccepted: 0, errorRate: 0, kappaWithParse: 1, outputTokens: 100 },
          cost: expect.closeTo(300e-6, 12),
        },
      ],
    });
    expect(node.samples.edges[0].node).toEqual({
      correct: true,
      judgement: {
        ...{ correct: true, reason: "so", model: "toy", promptTokens: 10, outputTokens: 5 },
        ...{ cost: 15e-6, isCheck: false, second: null },
      },
    });
  });

  it("leaves undecided what a judge that is down does not decide, and goes on later as a new version", async () => {
    const down: Reply = () => {
      throw new RunnerError("UNREACHABLE", "gone");
    };
    const { toy, evaluation } = await work(down);
    const run = await measured(evaluation, { judge: JUDGE, mostConcurrent: 1 });
    expect(run.status).toBe("SUCCEEDED");
    expect(run.notes).toMatch(/the judge failed \(UNREACHABLE\), which left 10 answers undecided/);
    expect(run.measures).toMatchObject({
      accuracy: { value: 0.4 },
      undecided_share: { value: 0.5 },
      judged_share: { value: 0 },
    });
    await stop();

    const still = await judgeRun(contextOf(toy), run.contentHash, COMMAND, { judges: {}, signal });
    expect(still).toMatchObject({ asked: 10, decided: 0, stoppedBy: "UNREACHABLE", version: null });
    const { toy: later } = await work(fair);
    const judged = await judgeRun(contextOf(later), run.id, COMMAND, { judges: {}, signal });
    expect(judged).toMatchObject({ asked: 10, decided: 10, stoppedBy: null, derivedBy: null });
    expect(judged.report).toMatchObject({ judges: [{ isTrusted: true }] });
    const version = await namedRun(store, judged.version!);
    expect(version).toMatchObject({ status: "SUCCEEDED", labId: run.labId, measures: { accuracy: { value: 0.9 } } });
    expect(await readMeasuredRun(store, run.id)).toMatchObject({ status: "RETRACTED", supersededBy: judged.version });
    // What it cost to answer is as it was.
    expect(version.measures.throughput).toEqual(run.measures.throughput);
    await expect(judgeRun(contextOf(later), run.id, COMMAND, { judges: {}, signal })).rejects.toMatchObject({
      code: "BAD_RUN",
    });
  });

  it("reports how two judges agree, and decides only what both say", async () => {
    const { evaluation } = await work((request) => {
      const [, problem] = /\| (\d+) \+ 1/.exec(request.messages.at(-1)!.content)!;
      return { answer: Number(problem) % 2 ? "YES" : "NO" };
    });
    const run = await measured(evaluation, {
      judge: JUDGE,
      secondJudge: { name: "toy", options: { endpoint: "another" } },
    });
    const judged = (await readStoredSamples(store, run.id)).map(({ judgement }) => judgement!);
    expect(judged.every(({ correct, second }) => second!.correct === correct)).toBe(true);
    expect(run.measures).toMatchObject({ judged_share: { value: 0.5 }, accuracy: { value: (8 + 5) / 20 } });
    await expect(evaluation.startRuns({ ...REQUEST, secondJudge: JUDGE }, COMMAND)).rejects.toMatchObject({
      code: "BAD_RUN",
    });
  });

  it("grades a run of one's own again as a new version that supersedes it, and lists what changed", async () => {
    const { toy, evaluation } = await work(fair);
    const run = await measured(evaluation, { judge: JUDGE });
    const plugin = toy.plugins.find("benchmark", "sums");
    expect(await evaluation.regrade(run.id, COMMAND, {})).toMatchObject({
      changes: [],
      version: null,
      kept: 0,
      answers: 20,
    });
    // The grader of tomorrow reads "one more", and takes 99 for an answer that it cannot decide.
    plugin.grade = ({ expected }, answer) => ({
      correct: answer.includes("99") ? null : true,
      answer: answer.includes("unclear") ? expected : (/\d+/.exec(answer)?.[0] ?? null),
    });
    const planned = await evaluation.regrade(run.id, COMMAND, { dryRun: true });
    expect(planned.version).toBeNull();
    // A judge had called 10 and 11 wrong when it was only checked, and its verdict holds now.
    expect(planned.changes.filter(({ before, after }) => before.fate !== after.fate)).toEqual([]);
    expect(planned.changes).toHaveLength(10);
    const regraded = await evaluation.regrade(run.id, COMMAND, {});
    const version = await namedRun(store, regraded.version!);
    expect(version.measures).toMatchObject({
      parsed_share: { value: 0.9 },
      judged_share: { value: 0.1 },
      undecided_share: { value: 0 },
    });
    expect(version.notes).toMatch(/graded again by sums 1.0.0/);
    expect(version.provenance).toBe("MEASURED");
    expect(await readMeasuredRun(store, run.id)).toMatchObject({ status: "RETRACTED", supersededBy: regraded.version });
    await expect(evaluation.regrade(run.id, COMMAND, {})).rejects.toMatchObject({ code: "BAD_RUN" });
    // The answers and what they cost are the same.
    const [before, after] = await Promise.all([run.id, version.id].map((id) => readStoredSamples(store, id)));
    const costs = (samples: typeof before) =>
      samples!.map(({ problem, output, outputTokens }) => [problem, output, outputTokens]).sort();
    expect(costs(after)).toEqual(costs(before));
  });

  it("derives a result of this instance's own lab from another lab's run, which stays as it is", async () => {
    const { toy, evaluation } = await work(fair);
    const hash = await recordRun(store, {
      lab: "lab-b",
      measures: { accuracy: { value: 1, count: 4 }, coverage: { value: 1 } },
      samples: [
        {
          problem: "1",
          repeat: 0,
          correct: true,
          answer: "2",
          expected: "2",
          output: "<think>3?</think>It is 2.",
          outputTokens: 5,
        },
        {
          problem: "2",
          repeat: 0,
          correct: true,
          answer: "4",
          expected: "3",
          output: "It is 4.",
          outputTokens: 5,
          score: 1,
        },
        { problem: "3", repeat: 0, correct: true, expected: "4", output: null, outputTokens: 5 },
        { problem: "unknown", repeat: 0, correct: true, expected: "4", output: "It is 4.", outputTokens: 5 },
      ],
    });
    const before = await namedRun(store, hash);
    const regraded = await evaluation.regrade(hash, COMMAND, {});
    expect(regraded).toMatchObject({ derivedBy: "local", kept: 2 });
    expect(regraded.changes).toEqual([
      {
        ...{ problem: "2", repeat: 0 },
        before: { fate: "RIGHT", answer: "4", expected: "3" },
        after: { fate: "WRONG", answer: "4", expected: "3" },
      },
    ]);
    const labs = (await store.catalogue()).labs.byId;
    const derived = await namedRun(store, regraded.version!);
    expect(labs.get(derived.labId)!.slug).toBe("local");
    expect(derived.measures).toMatchObject({ accuracy: { value: 0.75, count: 4 }, error_share: { value: 0 } });
    expect(await namedRun(store, hash)).toEqual(before);
    expect(derived.pool).not.toBe(before.pool);
    const api = await serveApi(store, { evaluation });
    const { node } = await api.data(
      `{ node(id: "${Buffer.from(`Run:${regraded.version}`).toString("base64")}") { ... on Run { lab { slug } derivedFrom { contentHash lab { slug } supersededBy { id } } } } }`,
    );
    expect(node).toEqual({
      lab: { slug: "local" },
      derivedFrom: { contentHash: hash, lab: { slug: "lab-b" }, supersededBy: null },
    });
    await expect(evaluation.regrade(hash, COMMAND, { lab: "lab-b" })).rejects.toMatchObject({
      code: "BAD_RUN",
      argument: "lab",
    });
    // A caller whose token holds for the other lab may not rewrite what it only published here.
    const ofLabB: Principal = { id: "b", scope: "measure", lab: "lab-b" };
    await expect(evaluation.regrade(hash, ofLabB, {})).rejects.toMatchObject({ code: "BAD_RUN", argument: "lab" });
    const ofLabA: Principal = { id: "a", scope: "measure", lab: "lab-a" };
    expect(await evaluation.regrade(hash, ofLabA, {})).toMatchObject({ derivedBy: "lab-a" });

    // A derived result is its lab's own: the next version takes its place.
    toy.plugins.find("benchmark", "sums").grade = (_, answer) => ({ correct: true, answer });
    const again = await evaluation.regrade(regraded.version!, COMMAND, {});
    expect(again).toMatchObject({ derivedBy: null });
    expect(await namedRun(store, regraded.version!)).toMatchObject({
      status: "RETRACTED",
      supersededBy: again.version,
    });
  });

  it("says why a run cannot be graded again", async () => {
    const { toy, evaluation } = await work(fair);
    const bare = await recordRun(store, { measures: { accuracy: { value: 0.5 } } });
    for (const [name, message] of [
      [bare, /no stored outputs/],
      ["0".repeat(64), /there is no run/],
    ] as const) {
      await expect(evaluation.regrade(name, COMMAND, {})).rejects.toMatchObject({
        code: "BAD_RUN",
        message: expect.stringMatching(message),
      });
    }
    const other = await recordRun(store, {
      benchmark: "proofs",
      samples: [{ problem: "1", repeat: 0, correct: true, output: "x" }],
    });
    await expect(evaluation.regrade(other, COMMAND, {})).rejects.toMatchObject({ code: "BAD_RUN" });
    await expect(regradeRun(contextOf(toy), other, COMMAND, { grader: "nothing", signal })).rejects.toMatchObject({
      code: "BAD_RUN",
    });
  });
});
