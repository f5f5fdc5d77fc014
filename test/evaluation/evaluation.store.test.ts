import { join } from "node:path";
import canonicalize from "canonicalize";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { createEvaluation, type Evaluation } from "../../src/evaluation/evaluation.ts";
import { COMMAND } from "../../src/evaluation/permission/command.ts";
import type { RunProgress } from "../../src/evaluation/progress.ts";
import { openQueue } from "../../src/evaluation/queue.ts";
import { startWorker } from "../../src/evaluation/worker.ts";
import { RunnerError } from "../../src/plugins/contract/runnerError.ts";
import { readMeasuredRun } from "../../src/recording/measuredRuns.ts";
import { readStoredSamples } from "../../src/recording/storedSamples.ts";
import type { Store } from "../../src/store/store.ts";
import { serveApi } from "../support/api.ts";
import { fillSmallStore } from "../support/smallStore.ts";
import { ENGINES } from "../support/stores.ts";
import { type Behaviour, type Toy, toyPlugins } from "./toyPlugins.ts";

const FILES = [{ name: "model.safetensors", sha256: "ab".repeat(32) }];
const REQUEST = { model: "acme/small", benchmarks: ["sums"], runner: "toy" };

describe.each(ENGINES)("measuring runs on %s", (_, open) => {
  let store: Store;
  let stop = async () => {};
  beforeAll(async () => {
    store = await open();
    await fillSmallStore(store);
  });
  afterEach(() => stop());
  afterAll(() => store.close());

  /** Starts a worker for a toy engine that behaves so. */
  async function work(behaviour?: Behaviour, problems?: number): Promise<{ toy: Toy; evaluation: Evaluation }> {
    const toy = toyPlugins(behaviour, problems);
    const queue = await openQueue(store);
    const evaluation = await createEvaluation(store, queue, toy.plugins);
    const context = { store, plugins: toy.plugins, cacheFolder: "/nonexistent", log: () => {} };
    const worker = await startWorker(context, queue, ["toy"]);
    stop = async () => {
      await worker.stop();
      await queue.stop();
      stop = async () => {};
    };
    return { toy, evaluation };
  }

  async function ended(evaluation: Evaluation, id: number): Promise<RunProgress> {
    let last: RunProgress | undefined;
    for await (const progress of evaluation.follow(id)) last = progress;
    return last!;
  }

  it("asks every problem as often as requested, grades the answers, and records all that is needed to run it again", async () => {
    const { toy, evaluation } = await work((request) =>
      request.messages[0]!.content.includes(" 7 ") ? { answer: "9" } : {},
    );
    const [id] = await evaluation.startRuns(
      {
        ...REQUEST,
        repeats: 2,
        thinking: ["off"],
        maxTokens: 50,
        hardware: { name: "H100", count: 2 },
        modelFiles: FILES,
      },
      COMMAND,
    );
    const progress = await ended(evaluation, id!);
    expect(progress).toMatchObject({ status: "SUCCEEDED", done: 40, total: 40, correct: 38 });
    expect(toy.requests.every((request) => request.temperature === 0 && request.thinking === "off")).toBe(true);
    expect(new Set(toy.requests.map(({ seed }) => seed))).toEqual(new Set([0, 1]));

    const run = (await readMeasuredRun(store, id!))!;
    expect(run).toMatchObject({
      mode: "off",
      provenance: "MEASURED",
      runner: "toy",
      runnerVersion: "0.9.1",
      sampleCount: 40,
      hardwareCount: 2,
    });
    expect(run.contentHash).toMatch(/^[0-9a-f]{64}$/);
    expect(run.measures.accuracy).toMatchObject({ value: 0.95, count: 40 });
    expect(run.measures.output_tokens).toMatchObject({ value: 5 });
    expect(run.measures.flops).toMatchObject({ estimated: true });
    expect(run.measures.throughput!.value).toBeGreaterThan(0);
    expect(run.deployment).toMatchObject({ peakRunning: 3, peakWaiting: 1, peakCacheUsage: 0.25 });
    expect(run.recipe).toMatchObject({
      runner: { name: "toy", version: "1.0.0" },
      benchmark: { name: "sums", version: "1.0.0" },
      thinking: "off",
      engine: { engine: "toy", version: "0.9.1" },
      dataset: { sha256: "0" },
    });
    expect(run.submission).toMatchObject({ modelFiles: FILES });
    expect(run.decoding).toEqual({ temperature: 0, seed: 0, maxTokens: 50 });
    expect(run.recipe!.served).toEqual({ asked: "acme/small", model: "toy", modelRoot: null, match: "UNCERTAIN" });

    const again = await evaluation.rerun(run.contentHash, COMMAND);
    const firstRequests = toy.requests.splice(0);
    expect((await ended(evaluation, again)).correct).toBe(38);
    const keyOf = (request: object) => canonicalize(request)!;
    expect(toy.requests.map(keyOf).toSorted()).toEqual(firstRequests.map(keyOf).toSorted());
    const rerun = (await readMeasuredRun(store, again))!;
    expect(rerun).toMatchObject({ mode: "off", decoding: run.decoding, submission: { modelFiles: FILES } });
    expect(rerun.recipe).toMatchObject({ rerunOf: run.contentHash, repeats: 2, thinking: "off", fixedDecoding: true });
    await expect(evaluation.rerun("nothing", COMMAND)).rejects.toMatchObject({ code: "BAD_RUN" });

    const [sample] = await readStoredSamples(store, id!);
    expect(sample).toMatchObject({
      finishReason: "stop",
      promptTokens: 10,
      outputTokens: 5,
      ttft: 0.01,
      latency: 0.02,
    });
    expect(sample!.promptHash).toMatch(/^[0-9a-f]{64}$/);
  });

  it("continues a run that a stopped worker left, and asks nothing twice", async () => {
    let release = () => {};
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    const first = await work(async (_, call) => {
      if (call > 12) await held;
      return {};
    });
    const [id] = await first.evaluation.startRuns({ ...REQUEST, mostConcurrent: 2 }, COMMAND);
    await expect.poll(async () => (await readStoredSamples(store, id!)).length).toBe(12);
    const stopped = stop();
    release();
    await stopped;
    expect((await readMeasuredRun(store, id!))!.status).toBe("QUEUED");

    const second = await work();
    expect((await ended(second.evaluation, id!)).status).toBe("SUCCEEDED");
    const stored = await readStoredSamples(store, id!);
    expect(stored).toHaveLength(20);
    expect(second.toy.requests.length).toBe(8);
    expect((await readMeasuredRun(store, id!))!.measures.accuracy).toMatchObject({ value: 1, count: 20 });
  });

  it("retries failures that may pass, keeps an answer's own failure to itself, and ends a run that cannot go on", async () => {
    const flaky = await work((request, call) => {
      if (call % 3 === 1) throw new RunnerError("OVERLOADED", "full", { retryAfter: 0.001 });
      if (request.messages[0]!.content.includes(" 3 ")) throw new RunnerError("CONTEXT_TOO_LONG", "too long");
      return {};
    });
    const [first] = await flaky.evaluation.startRuns(REQUEST, COMMAND);
    expect(await ended(flaky.evaluation, first!)).toMatchObject({
      status: "SUCCEEDED",
      done: 20,
      correct: 19,
      errors: 1,
    });
    const failed = (await readStoredSamples(store, first!)).find(({ problem }) => problem === "3");
    expect(failed).toMatchObject({
      correct: null,
      errorCode: "CONTEXT_TOO_LONG",
      error: expect.stringMatching(/^The prompt/),
    });
    expect((await readMeasuredRun(store, first!))!.measures).toMatchObject({
      accuracy: { value: 1, count: 19 },
      error_share: { value: 0.05, count: 20 },
      truncated_share: { value: 0 },
      undecided_share: { value: 0 },
      least_right_share: { value: 0.95 },
      most_right_share: { value: 1 },
    });
    await stop();

    const wrong = await work(() => {
      throw new RunnerError("MODEL_NOT_FOUND", "no such model");
    });
    const [second] = await wrong.evaluation.startRuns(REQUEST, COMMAND);
    expect(await ended(wrong.evaluation, second!)).toMatchObject({
      status: "FAILED",
      message: "The engine does not serve the model.",
    });
    await expect.poll(() => wrong.toy).toMatchObject({ opened: 1, closed: 1 });
    expect(await readMeasuredRun(store, second!)).toMatchObject({
      error: "The engine does not serve the model.",
      errorCode: "MODEL_NOT_FOUND",
      errorDetails: "no such model",
    });
  });

  it("cancels a run, and keeps its stored answers", async () => {
    const { evaluation } = await work(async (_, call) => {
      if (call > 4) await new Promise((resolve) => setTimeout(resolve, 60));
      return {};
    }, 200);
    const [id] = await evaluation.startRuns({ ...REQUEST, mostConcurrent: 2 }, COMMAND);
    await expect.poll(async () => (await readStoredSamples(store, id!)).length).toBeGreaterThan(3);
    expect(await evaluation.cancelRun(id!)).toBe(true);
    await stop();
    const run = (await readMeasuredRun(store, id!))!;
    expect(run.status).toBe("CANCELED");
    const kept = (await readStoredSamples(store, id!)).length;
    expect(kept).toBeGreaterThan(3);
    expect(kept).toBeLessThan(200);
    expect(await evaluation.cancelRun(id!)).toBe(false);
  });

  it("does not record a mode that the engine ignored", async () => {
    const { evaluation } = await work(() => ({ ignored: ["thinking"] }));
    const [id] = await evaluation.startRuns({ ...REQUEST, thinking: ["64"] }, COMMAND);
    await ended(evaluation, id!);
    const run = (await readMeasuredRun(store, id!))!;
    expect(run.mode).toBe("default");
    expect(run.notes).toContain('toy 0.9.1 ignores "budget-64"');
  });

  it("opens an engine once for the runs of a request, and meters its GPUs as the request asks", async () => {
    const nvidiaSmi = join(import.meta.dirname, "../runners/meter/stubNvidiaSmi.sh");
    const { toy, evaluation } = await work(async () => {
      await new Promise((resolve) => setTimeout(resolve, 20));
      return {};
    });
    const meter = { nvidiaSmi, interval: 0.05, gpus: ["0", "1"] };
    const ids = await evaluation.startRuns({ ...REQUEST, thinking: ["on", "64"], meter }, COMMAND);
    for (const id of ids) expect((await ended(evaluation, id)).status).toBe("SUCCEEDED");
    expect(toy.opened).toBe(1);
    const { measures, hardwareCount } = (await readMeasuredRun(store, ids[0]!))!;
    expect(hardwareCount).toBe(2);
    // Two GPUs of 100 W and 20 GiB each.
    expect(measures.power!.value).toBeCloseTo(200, 6);
    expect(measures.gpu_memory!.value).toBe(2 * 20 * 2 ** 30);
    expect(measures.energy!.value).toBeCloseTo((200 * measures.gpu_time!.value) / 2, 6);
    expect(measures.gpu_time!.count).toBe(20);
    const { recipe, deployment } = (await readMeasuredRun(store, ids[0]!))!;
    expect(recipe!.metering).toMatchObject({ chosenBy: "named", source: "nvidia-smi", energyFrom: "power" });
    expect((recipe!.metering as { idleWatts: number }).idleWatts).toBeCloseTo(200, 6);
    expect(deployment).toMatchObject({ concurrencyPlan: "fixed", concurrencyAsked: 256 });
    expect(deployment!.latencyP50).toBeCloseTo(0.02, 9);
    const [unclear] = await evaluation.startRuns({ ...REQUEST, meter: { nvidiaSmi } }, COMMAND);
    const refused = await ended(evaluation, unclear!);
    expect([refused.status, refused.message]).toEqual([
      "FAILED",
      expect.stringContaining("which of them the engine uses"),
    ]);
    await stop();
    expect(toy.closed).toBe(toy.opened);
  });

  it("is requested and followed by the API", async () => {
    const { evaluation } = await work();
    const api = await serveApi(store, { evaluation });
    const { plugins } = await api.data("{ plugins { name kind version apiVersion source optionsSchema } }");
    expect(plugins).toEqual([
      expect.objectContaining({ name: "sums", kind: "BENCHMARK", version: "1.0.0", source: "test" }),
      expect.objectContaining({
        name: "toy",
        kind: "RUNNER",
        optionsSchema: expect.objectContaining({ type: "object" }),
      }),
    ]);
    const { data } = await api.ask(`mutation {
      startRun(input: { model: "acme/small", benchmarks: ["sums"], runner: "toy", thinking: ["on", "64"], seed: 7 }) {
        runs { id status mode decoding { temperature seed thinkingBudget } } } }`);
    expect(data.startRun.runs).toMatchObject([
      // The rest of the decoding follows once the engine is open.
      { mode: "on", decoding: { temperature: null, seed: 7, thinkingBudget: null } },
      { mode: "budget-64", decoding: { temperature: null, thinkingBudget: 64 } },
    ]);
    const response = await fetch(api.url, {
      method: "POST",
      headers: { "content-type": "application/json", accept: "text/event-stream" },
      body: JSON.stringify({
        query: `subscription ($id: ID!) { runProgress(id: $id) { status done total correct low high } }`,
        variables: { id: data.startRun.runs[0].id },
      }),
    });
    const events = [...(await response.text()).matchAll(/^data: (\{.*)$/gm)].map(([, json]) => JSON.parse(json!));
    expect(events.at(-1).data.runProgress).toMatchObject({ status: "SUCCEEDED", done: 20, correct: 20 });

    const { cancelRun } = (
      await api.ask(`mutation ($id: ID!) { cancelRun(id: $id) { canceled run { status } } }`, {
        id: data.startRun.runs[0].id,
      })
    ).data;
    expect(cancelRun).toEqual({ canceled: false, run: { status: "SUCCEEDED" } });
    for (const [input, part] of [
      [`runner: "none"`, 'no runner \\"none\\"'],
      [`runner: "toy", thinking: ["much"]`, "none of default, off, on, full"],
      [`runner: "toy", repeats: 0`, "repeats"],
      [`runner: "toy", runnerOptions: { port: 1 }`, "port"],
    ]) {
      const { errors } = await api.ask(
        `mutation { startRun(input: { model: "acme/small", benchmarks: ["sums"], ${input} }) { runs { id } } }`,
      );
      expect(errors?.[0]?.extensions?.code).toBe("BAD_RUN");
      expect(JSON.stringify(errors?.[0]?.message)).toContain(part);
    }
    await api.close();
  });
});
