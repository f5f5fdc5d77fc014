import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import { createEvaluation, type Evaluation } from "../../src/evaluation/evaluation.ts";
import { type History, NEW } from "../../src/evaluation/history.ts";
import { COMMAND } from "../../src/evaluation/permission/command.ts";
import type { RunQueue } from "../../src/evaluation/queue.ts";
import { startWorker, type Worker } from "../../src/evaluation/worker.ts";
import { BenchmarkDataError } from "../../src/plugins/contract/benchmarkDataError.ts";
import { RunnerError, type RunnerErrorCode } from "../../src/plugins/contract/runnerError.ts";
import { beginRun, readMeasuredRun } from "../../src/recording/measuredRuns.ts";
import { readStoredSamples } from "../../src/recording/storedSamples.ts";
import { openStore, type Store } from "../../src/store/store.ts";
import { fillSmallStore } from "../support/smallStore.ts";
import { type Behaviour, type Toy, toyPlugins } from "./toyPlugins.ts";

const REQUEST = { model: "acme/small", benchmarks: ["sums"], runner: "toy" };

let store: Store;
let worker: Worker | undefined;
beforeAll(async () => {
  store = await openStore({});
  await fillSmallStore(store);
});
afterEach(async () => {
  vi.useRealTimers();
  await worker?.stop();
  worker = undefined;
  // What a test leaves running would be an orphan to the next.
  await store.rows("update runs set status = 'FAILED' where status in ('QUEUED', 'RUNNING')", []);
});
afterAll(() => store.close());

/** A queue that keeps what is sent, and hands runs to the worker when the test says so. */
function fakeQueue() {
  const sent: number[] = [];
  const delays: number[] = [];
  const histories: History[] = [];
  const everSent = new Set<number>();
  let execute: (runId: number, history: History) => Promise<void>;
  const queue: RunQueue = {
    send: async (_, runId, delay = 0, history = NEW) => {
      if (delay > 0) delays.push(delay);
      histories.push(history);
      sent.push(runId);
      everSent.add(runId);
    },
    waiting: async () => everSent,
    work: async (_, given) => {
      execute = given;
    },
    stop: async () => {},
  };
  const forget = () => {
    sent.length = 0;
    everSent.clear();
  };
  /** Takes a run out of the queue, as a worker does that is killed then. */
  const take = (runId: number) => void everSent.delete(runId);
  /** Hands a run to the worker, where nothing else is said as one that has failed three times. */
  const hand = (runId: number, history: Partial<History> = { failures: 3 }) => execute(runId, { ...NEW, ...history });
  return { queue, sent, delays, histories, forget, take, hand };
}

interface Setting {
  toy: Toy;
  evaluation: Evaluation;
  lines: string[];
  queue: ReturnType<typeof fakeQueue>;
  start(): Promise<void>;
}

async function setting(behaviour?: Behaviour, problems?: number): Promise<Setting> {
  const toy = toyPlugins(behaviour, problems);
  const queue = fakeQueue();
  const lines: string[] = [];
  const context = { store, plugins: toy.plugins, cacheFolder: "/nonexistent", log: (line: string) => lines.push(line) };
  return {
    ...{ toy, lines, queue },
    evaluation: await createEvaluation(store, queue.queue, toy.plugins),
    async start() {
      worker = await startWorker(context, queue.queue, ["toy"]);
    },
  };
}

async function sleep(ms: number): Promise<object> {
  await new Promise((resolve) => setTimeout(resolve, ms));
  return {};
}

const statusOf = async (id: number) => (await readMeasuredRun(store, id))!.status;

describe("a worker", () => {
  it("continues runs whose worker is gone, when it starts and every half minute", async () => {
    const { evaluation, queue, start } = await setting();
    const ids = await evaluation.startRuns({ ...REQUEST, thinking: ["off", "on", "8", "16"] }, COMMAND);
    const [left, held, later, waiting] = ids as [number, number, number, number];
    await beginRun(store, left);
    await beginRun(store, held);
    const release = (await store.tryLock(held))!;
    for (const id of [left, held]) queue.take(id);
    queue.sent.length = 0;
    vi.useFakeTimers({ toFake: ["setInterval", "clearInterval"] });
    await start();
    expect(queue.sent).toEqual([left]);
    expect([await statusOf(left), await statusOf(held)]).toEqual(["QUEUED", "RUNNING"]);
    await queue.hand(left);

    await beginRun(store, later);
    queue.take(later);
    vi.advanceTimersByTime(29_999);
    await sleep(50);
    expect(queue.sent).toEqual([left]);
    vi.advanceTimersByTime(1);
    await expect.poll(() => queue.sent).toEqual([left, later]);
    expect(await statusOf(waiting)).toBe("QUEUED");
    await release();
  });

  it("puts a run into the queue that waits without a place in it, if it finds it twice", async () => {
    const { evaluation, queue, start } = await setting();
    const [id] = (await evaluation.startRuns(REQUEST, COMMAND)) as [number];
    // The sender was killed after it stored the run.
    queue.forget();
    vi.useFakeTimers({ toFake: ["setInterval", "clearInterval"] });
    await start();
    await sleep(50);
    expect(queue.sent).toEqual([]);
    vi.advanceTimersByTime(30_000);
    await expect.poll(() => queue.sent).toEqual([id]);
    vi.advanceTimersByTime(60_000);
    await sleep(50);
    expect(queue.sent).toEqual([id]);
  });

  it("does not continue the run that it works on, nor those of other runners", async () => {
    const answers = Promise.withResolvers<object>();
    const { toy, evaluation, queue, start } = await setting(() => answers.promise);
    const [own, other] = (await evaluation.startRuns({ ...REQUEST, thinking: ["off", "on"] }, COMMAND)) as [
      number,
      number,
    ];
    await store.rows("update runs set runner = 'another', status = 'RUNNING' where id = $1", [other]);
    queue.sent.length = 0;
    vi.useFakeTimers({ toFake: ["setInterval", "clearInterval"] });
    await start();
    const done = queue.hand(own);
    await expect.poll(() => toy.requests.length).toBeGreaterThan(0);
    vi.advanceTimersByTime(30_000);
    await sleep(50);
    expect(queue.sent).toEqual([]);
    answers.resolve({});
    await done;
    expect(await statusOf(own)).toBe("SUCCEEDED");
  });

  it.each([
    ["DATA", 0, "QUEUED", 10],
    ["DATA", 2, "QUEUED", 90],
    ["DATA", 3, "FAILED", null],
    ["MODEL_NOT_FOUND", 0, "FAILED", null],
  ] as const)("tries a run again (%s, after %i failures) or ends it: %s", async (what, failures, status, delay) => {
    const { toy, evaluation, queue, lines, start } = await setting();
    const failure =
      what === "DATA" ? new BenchmarkDataError("UNREACHABLE", "it failed") : new RunnerError(what, "it failed");
    const [kind, method] = what === "DATA" ? (["benchmark", "sums"] as const) : (["runner", "toy"] as const);
    const plugin = toy.plugins.find(kind, method) as any;
    vi.spyOn(plugin, kind === "runner" ? "open" : "load").mockRejectedValue(failure);
    const [id] = (await evaluation.startRuns(REQUEST, COMMAND)) as [number];
    await start();
    queue.forget();
    await queue.hand(id, { failures });
    expect(await readMeasuredRun(store, id)).toMatchObject({ status, errorDetails: "it failed" });
    expect(queue.delays).toEqual(delay === null ? [] : [delay]);
    expect(queue.sent).toEqual(delay === null ? [] : [id]);
    if (delay !== null) expect(queue.histories.at(-1)).toEqual({ failures: failures + 1, awaySince: null, stored: 0 });
    expect(lines.at(-1)).toMatch(new RegExp(`^Run ${id}: .*it failed$`));
  });

  it("works on one run at a time, also after one whose work was rejected", async () => {
    const { toy, evaluation, queue, start } = await setting(() => sleep(5));
    const ids = await evaluation.startRuns({ ...REQUEST, thinking: ["8", "off", "on"] }, COMMAND);
    const [rejected, first, second] = ids as [number, number, number];
    await start();
    const lost = new RunnerError("INVALID_REQUEST", "it failed");
    vi.spyOn(toy.plugins.find("runner", "toy"), "open").mockRejectedValueOnce(lost);
    const handed = [queue.hand(rejected), queue.hand(first), queue.hand(second)];
    await Promise.all(handed);
    expect([await statusOf(first), await statusOf(second)]).toEqual(["SUCCEEDED", "SUCCEEDED"]);
    const asked = toy.requests.map(({ thinking }) => thinking);
    expect(asked).toEqual([...Array(20).fill("off"), ...Array(20).fill("on")]);
  });

  it("keeps the engine for a minute after a run, and then closes it", async () => {
    const { toy, evaluation, queue, start } = await setting();
    const [id] = (await evaluation.startRuns(REQUEST, COMMAND)) as [number];
    await start();
    const timers = vi.spyOn(globalThis, "setTimeout");
    await queue.hand(id);
    const [close] = timers.mock.calls.find(([, ms]) => ms === 60_000)!;
    timers.mockRestore();
    expect(toy.closed).toBe(0);
    close();
    await expect.poll(() => toy.closed).toBe(1);
  });

  it("does not measure a run that was canceled while it waited", async () => {
    const { toy, evaluation, queue, start } = await setting();
    const [id] = (await evaluation.startRuns(REQUEST, COMMAND)) as [number];
    expect(await evaluation.cancelRun(id)).toBe(true);
    await start();
    await queue.hand(id);
    expect(await statusOf(id)).toBe("CANCELED");
    expect(toy.requests).toEqual([]);
  });

  it("takes no run after it was stopped", async () => {
    const { toy, evaluation, queue, start } = await setting();
    const [id] = (await evaluation.startRuns(REQUEST, COMMAND)) as [number];
    await start();
    await worker!.stop();
    await queue.hand(id);
    expect(await statusOf(id)).toBe("QUEUED");
    expect(toy.opened).toBe(0);
  });
});

describe("a run", () => {
  it("keeps to the limits of the request, and records how the engine was used", async () => {
    let inFlight = 0;
    let most = 0;
    const { toy, evaluation, queue, start } = await setting(async () => {
      most = Math.max(most, ++inFlight);
      await sleep(10);
      inFlight--;
      return { reasoningTokensNote: "counted from the text" };
    });
    const [id] = (await evaluation.startRuns({ ...REQUEST, limit: 9, repeats: 2, mostConcurrent: 3 }, COMMAND)) as [
      number,
    ];
    await start();
    await queue.hand(id);
    expect(most).toBe(3);
    const problems = toy.requests.map(({ messages }) => Number(/\d+/.exec(messages[0]!.content)![0]));
    // Nine problems are drawn of all, and all of them are asked once before any of them is asked again.
    expect(new Set(problems.slice(0, 9)).size).toBe(9);
    expect(problems.slice(9).toSorted()).toEqual(problems.slice(0, 9).toSorted());
    expect(Math.max(...problems)).toBeGreaterThan(8);
    const run = (await readMeasuredRun(store, id))!;
    expect(run).toMatchObject({
      status: "SUCCEEDED",
      sampleCount: 18,
      problemCount: 9,
      notes: "counted from the text",
    });
    expect(run.deployment).toMatchObject({ concurrency: 3 });
    const { throughput } = run.measures;
    // 18 answers of 5 tokens, three at a time, of at least 10 ms each.
    expect(throughput!.value).toBeGreaterThan(100);
    expect(throughput!.value).toBeLessThanOrEqual((18 * 5) / 0.06);
  });

  it("that fails keeps the answers that are finished by then, asks no more, and closes its engine", async () => {
    const { toy, evaluation, queue, start } = await setting(async (_, call) => {
      if (call === 6) throw new RunnerError("MODEL_NOT_FOUND", "it was unloaded");
      return {};
    });
    const [id] = (await evaluation.startRuns({ ...REQUEST, mostConcurrent: 1 }, COMMAND)) as [number];
    await start();
    await queue.hand(id);
    expect(await readMeasuredRun(store, id)).toMatchObject({ status: "FAILED", errorDetails: "it was unloaded" });
    expect(await readStoredSamples(store, id)).toHaveLength(5);
    expect(toy.requests).toHaveLength(6);
    expect(toy).toMatchObject({ opened: 1, closed: 1 });
  });

  it("is measured by one worker alone", async () => {
    const { toy, evaluation, queue, start } = await setting();
    const [id] = (await evaluation.startRuns(REQUEST, COMMAND)) as [number];
    await start();
    const release = (await store.tryLock(id))!;
    await queue.hand(id);
    expect(toy.opened).toBe(0);
    await release();
    await queue.hand(id);
    expect(await statusOf(id)).toBe("SUCCEEDED");
    await queue.hand(id);
    expect(toy.requests).toHaveLength(20);
    const free = await store.tryLock(id);
    expect(free).not.toBeNull();
    await free!();
  });

  it("that fails ends the requests that are in flight", async () => {
    const { evaluation, queue, start } = await setting(async (_, call) => {
      if (call === 4) throw new RunnerError("MODEL_NOT_FOUND", "it was unloaded");
      await sleep(30);
      return {};
    });
    const [id] = (await evaluation.startRuns({ ...REQUEST, mostConcurrent: 4 }, COMMAND)) as [number];
    await start();
    await queue.hand(id);
    expect(await statusOf(id)).toBe("FAILED");
    expect(await readStoredSamples(store, id)).toEqual([]);
  });

  it("pauses where its engine asks for a long pause, while others go on, and keeps its answers and attempts", async () => {
    let isPaused = true;
    const { toy, evaluation, queue, lines, start } = await setting(({ thinking }, call) => {
      if (thinking === "on" && isPaused && call > 3)
        throw new RunnerError("OVERLOADED", "full", { retryAfter: 36_000 });
      return {};
    });
    const [paused, other] = (await evaluation.startRuns(
      { ...REQUEST, thinking: ["on", "off"], mostConcurrent: 1 },
      COMMAND,
    )) as [number, number];
    await start();
    queue.sent.length = 0;
    await Promise.all([queue.hand(paused), queue.hand(other)]);
    expect(await statusOf(other)).toBe("SUCCEEDED");
    expect(await readMeasuredRun(store, paused)).toMatchObject({
      status: "QUEUED",
      error: "The engine asks for a pause of 36000 seconds, after which the run goes on.",
      errorCode: "OVERLOADED",
    });
    expect(queue.sent).toEqual([paused]);
    expect(queue.delays).toEqual([36_000]);
    expect(lines).toContain(
      `Run ${paused}: The engine asks for a pause of 36000 seconds, after which the run goes on.`,
    );
    isPaused = false;
    const before = toy.requests.length;
    await queue.hand(paused);
    expect(await statusOf(paused)).toBe("SUCCEEDED");
    expect(toy.requests.length - before).toBe(17);
  });

  it.each(["ENGINE_FAILED", "ENGINE_LOADING"] as const)(
    "pauses also where %s comes with a long pause",
    async (code) => {
      const { evaluation, queue, start } = await setting((_, call) => {
        if (call > 3) throw new RunnerError(code, "later", { retryAfter: 7200 });
        return {};
      });
      const [id] = (await evaluation.startRuns({ ...REQUEST, mostConcurrent: 1 }, COMMAND)) as [number];
      await start();
      await queue.hand(id);
      expect(await readMeasuredRun(store, id)).toMatchObject({ status: "QUEUED", errorCode: code });
      expect(queue.delays).toEqual([7200]);
      expect(await readStoredSamples(store, id)).toHaveLength(3);
    },
  );

  it("asks again for answers that failed when it is tried again, and counts what they cost", async () => {
    const partial = {
      ...{ answer: "So", reasoning: null, finishReason: "", promptTokens: 10, outputTokens: 7, ignored: [] },
      ...{ reasoningTokens: null, reasoningTokensNote: null, ttft: 1, latency: 2 },
    };
    let isBroken = true;
    const { evaluation, queue, start } = await setting(({ messages }) => {
      const isOne = messages[0]!.content.includes(" 3 ");
      if (isOne && isBroken) throw new RunnerError("INVALID_REQUEST", "refused", { partial });
      if (messages[0]!.content.includes(" 9 ") && isBroken) throw new RunnerError("MODEL_NOT_FOUND", "unloaded");
      return {};
    });
    const [id] = (await evaluation.startRuns({ ...REQUEST, mostConcurrent: 1 }, COMMAND)) as [number];
    await start();
    await queue.hand(id);
    const failed = (await readStoredSamples(store, id)).filter(({ error }) => error !== null);
    expect(failed).toMatchObject([{ problem: "3", correct: null, errorCode: "INVALID_REQUEST", discardedTokens: 7 }]);
    await store.rows("update runs set status = 'QUEUED' where id = $1", [id]);
    isBroken = false;
    await queue.hand(id);
    expect(await statusOf(id)).toBe("SUCCEEDED");
    const again = (await readStoredSamples(store, id)).find(({ problem }) => problem === "3");
    expect(again).toMatchObject({ correct: true, error: null, errorCode: null, outputTokens: 5, discardedTokens: 7 });
    expect((await readMeasuredRun(store, id))!.measures.output_tokens).toMatchObject({ value: (20 * 5 + 7) / 20 });
  });

  it("fails where its first answers all fail in the same way, and says so to everybody and the example to operators", async () => {
    const { toy, evaluation, queue, start } = await setting(() => {
      throw new RunnerError("CONTEXT_TOO_LONG", "4096 tokens at most at http://10.0.0.7");
    });
    const [id] = (await evaluation.startRuns({ ...REQUEST, mostConcurrent: 2 }, COMMAND)) as [number];
    await start();
    await queue.hand(id);
    expect(await readMeasuredRun(store, id)).toMatchObject({
      status: "FAILED",
      errorCode: "CONTEXT_TOO_LONG",
      error:
        "The prompt and the answer asked for do not fit the model's context. " +
        "The first 5 of 20 answers all failed: 5 × CONTEXT_TOO_LONG.",
      errorDetails: expect.stringContaining("For example problem 0: 4096 tokens at most at http://10.0.0.7"),
    });
    expect(toy.requests.length).toBeLessThan(8);
  });

  it("has more requests in flight where the engine serves more", async () => {
    const { evaluation, queue, start } = await setting(() => sleep(5), 100);
    const [id] = (await evaluation.startRuns(REQUEST, COMMAND)) as [number];
    await start();
    await queue.hand(id);
    // It begins with 64.
    expect((await readMeasuredRun(store, id))!.deployment!.concurrency).toBeGreaterThanOrEqual(12);
  });

  it("has fewer requests in flight after a burst of refusals, which count once", async () => {
    let inFlight = 0;
    let most = 0;
    const { evaluation, queue, start } = await setting(async (_, call) => {
      if (call <= 8) throw new RunnerError("OVERLOADED", "full");
      // The first eight come again before others.
      if (call > 16) most = Math.max(most, inFlight + 1);
      inFlight++;
      await sleep(10);
      inFlight--;
      return {};
    }, 60);
    const [id] = (await evaluation.startRuns({ ...REQUEST, mostConcurrent: 8 }, COMMAND)) as [number];
    await start();
    await queue.hand(id);
    expect(await statusOf(id)).toBe("SUCCEEDED");
    // Six tenths of eight. Eight cuts would leave one; whether all four are in flight at once depends on the clock.
    expect(most).toBeGreaterThanOrEqual(3);
    expect(most).toBeLessThanOrEqual(4);
  });
});

describe("a run whose engine is not there", () => {
  const away = (code: RunnerErrorCode = "UNREACHABLE") => new RunnerError(code, "nothing at http://10.0.0.7");

  it("waits in the queue, while the worker takes other runs and keeps their engine, and goes on when it comes", async () => {
    const { toy, evaluation, queue, lines, start } = await setting();
    const [id] = (await evaluation.startRuns(REQUEST, COMMAND)) as [number];
    const elsewhere = { ...REQUEST, runnerOptions: { endpoint: "elsewhere" } };
    const [other, third] = (await evaluation.startRuns({ ...elsewhere, thinking: ["on", "off"] }, COMMAND)) as number[];
    await start();
    const open = toy.plugins.find("runner", "toy").open;
    let isThere = false;
    vi.spyOn(toy.plugins.find("runner", "toy"), "open").mockImplementation(async (options: any, context) => {
      if (options.endpoint === "memory" && !isThere) throw away();
      return open(options, context);
    });
    await queue.hand(id, {});
    await queue.hand(other!, {});
    queue.forget();
    for (let look = 0; look < 5; look++) await queue.hand(id, queue.histories.at(-1));
    expect(await readMeasuredRun(store, id)).toMatchObject({
      ...{ status: "QUEUED", errorCode: "UNREACHABLE", errorDetails: expect.stringContaining("10.0.0.7") },
      error: "The run waits for its engine, for 10 minutes at most: Nothing answers at the engine's address.",
    });
    expect(queue.sent).toEqual(Array(5).fill(id));
    expect(lines.filter((line) => line.includes("waits for its engine"))).toHaveLength(1);
    // The engine of other runs stays open.
    await queue.hand(third!, {});
    expect(toy).toMatchObject({ opened: 1, closed: 0 });
    expect([await statusOf(other!), await statusOf(third!)]).toEqual(["SUCCEEDED", "SUCCEEDED"]);
    isThere = true;
    await queue.hand(id, queue.histories.at(-1));
    expect(await readMeasuredRun(store, id)).toMatchObject({ status: "SUCCEEDED", error: null, errorCode: null });
  });

  it("looks for it ever more rarely and fails when the patience of the run or of the worker ends", async () => {
    const { toy, evaluation, queue, start } = await setting();
    vi.spyOn(toy.plugins.find("runner", "toy"), "open").mockRejectedValue(away("ENGINE_LOADING"));
    const [id] = (await evaluation.startRuns({ ...REQUEST, waitEngine: 1800 }, COMMAND)) as [number];
    await start();
    const ago = (seconds: number) => ({ awaySince: Date.now() - 1000 * seconds });
    for (const seconds of [0, 100, 1000, 1790]) await queue.hand(id, ago(seconds));
    // The last look is at the end of the patience.
    expect(queue.delays.map((delay) => Math.min(delay, 30))).toEqual([2, 11, 30, 10]);
    expect(await statusOf(id)).toBe("QUEUED");
    await queue.hand(id, ago(1801));
    expect(await readMeasuredRun(store, id)).toMatchObject({
      ...{ status: "FAILED", errorCode: "ENGINE_LOADING" },
      error: "The engine is still loading its model. The run waited for the engine, for 30 minutes.",
    });
  });

  it("can be canceled while it waits and while it looks", async () => {
    const { toy, evaluation, queue, start } = await setting();
    const [waiting, looking] = (await evaluation.startRuns(
      { ...REQUEST, thinking: ["on", "off"] },
      COMMAND,
    )) as number[];
    await start();
    const open = vi.spyOn(toy.plugins.find("runner", "toy"), "open").mockRejectedValueOnce(away());
    await queue.hand(waiting!, {});
    expect(await evaluation.cancelRun(waiting!)).toBe(true);
    const opened = open.mock.calls.length;
    await queue.hand(waiting!, queue.histories.at(-1));
    expect(open.mock.calls.length).toBe(opened);

    open.mockImplementation(
      (_, { signal }) => new Promise((_, reject) => signal.addEventListener("abort", () => reject(away("CANCELED")))),
    );
    const handed = queue.hand(looking!, { awaySince: Date.now() });
    await expect.poll(() => open.mock.calls.length).toBe(opened + 1);
    await evaluation.cancelRun(looking!);
    await handed;
    expect([await statusOf(waiting!), await statusOf(looking!)]).toEqual(["CANCELED", "CANCELED"]);
  });

  it("is not waited for where it serves another model, unless somebody says for how long", async () => {
    const { toy, evaluation, queue, start } = await setting();
    vi.spyOn(toy.plugins.find("runner", "toy"), "open").mockRejectedValue(away("MODEL_NOT_FOUND"));
    const [id] = (await evaluation.startRuns(REQUEST, COMMAND)) as [number];
    const [patient] = (await evaluation.startRuns({ ...REQUEST, waitEngine: 60 }, COMMAND)) as [number];
    await start();
    await queue.hand(id, {});
    await queue.hand(patient, {});
    expect([await statusOf(id), await statusOf(patient)]).toEqual(["FAILED", "QUEUED"]);
  });
});

describe("a launch that fails", () => {
  it("is tried again three times with growing pauses, and then the run says why", async () => {
    const { toy, evaluation, queue, start } = await setting();
    const lines = "vLLM ended with code 1 before it was ready. Its last lines: torch.OutOfMemoryError";
    const open = vi.spyOn(toy.plugins.find("runner", "toy"), "open");
    open.mockRejectedValue(new RunnerError("LAUNCH_FAILED", lines));
    const [id] = (await evaluation.startRuns(REQUEST, COMMAND)) as [number];
    await start();
    queue.forget();
    let history: Partial<History> | undefined = {};
    for (let attempt = 0; attempt < 10 && history; attempt++) {
      const before = queue.histories.length;
      await queue.hand(id, history);
      history = queue.histories.length > before ? queue.histories.at(-1) : undefined;
    }
    expect(open).toHaveBeenCalledTimes(4);
    expect(queue.delays).toEqual([10, 30, 90]);
    expect(await readMeasuredRun(store, id)).toMatchObject({
      ...{ status: "FAILED", errorCode: "LAUNCH_FAILED", errorDetails: lines },
      error: "The engine could not be started. The run was tried 4 times.",
    });
  });
});

describe("a run that is resumed", () => {
  it("is not canceled by the worker that still ends its requests, nor marked as failed", async () => {
    const { evaluation, queue, start } = await setting(async (_, call) => {
      await sleep(call > 5 ? 300 : 0);
      return {};
    });
    const [id] = (await evaluation.startRuns({ ...REQUEST, mostConcurrent: 1 }, COMMAND)) as [number];
    await start();
    const handed = queue.hand(id, {});
    await expect.poll(async () => (await readStoredSamples(store, id)).length).toBe(5);
    queue.forget();
    await evaluation.cancelRun(id);
    expect(await evaluation.resume(id, COMMAND)).toBe(id);
    expect(queue.sent).toEqual([id]);
    await handed;
    expect(await statusOf(id)).toBe("QUEUED");
    await queue.hand(id, {});
    expect(await readMeasuredRun(store, id)).toMatchObject({ status: "SUCCEEDED", sampleCount: 20, error: null });
  });

  it("is given back at once by a worker that stops", async () => {
    const { evaluation, queue, start } = await setting(() => sleep(50));
    const [id] = (await evaluation.startRuns({ ...REQUEST, mostConcurrent: 1 }, COMMAND)) as [number];
    await start();
    const handed = queue.hand(id, { failures: 2 });
    await expect.poll(() => statusOf(id)).toBe("RUNNING");
    queue.forget();
    await worker!.stop();
    await handed;
    expect(await statusOf(id)).toBe("QUEUED");
    expect([queue.sent, queue.histories.at(-1)]).toEqual([[id], { failures: 2, awaySince: null, stored: 0 }]);
  });

  it("keeps its answers to one version of the benchmark", async () => {
    const { toy, evaluation, queue, start } = await setting((_, call) => {
      if (call === 6) throw new RunnerError("MODEL_NOT_FOUND", "it was unloaded");
      return {};
    });
    const [id] = (await evaluation.startRuns({ ...REQUEST, mostConcurrent: 1 }, COMMAND)) as [number];
    await start();
    await queue.hand(id);
    vi.spyOn(toy.plugins, "find").mockImplementation(((kind: string, name: string) => ({
      ...{ kind, name, version: "2.0.0" },
      options: { safeParse: () => ({ success: true }) },
    })) as never);
    await expect(evaluation.resume(id, COMMAND)).rejects.toMatchObject({
      code: "BAD_RUN",
      message: expect.stringContaining("version 1.0.0 of sums, and version 2.0.0 is installed"),
    });
    expect(await statusOf(id)).toBe("FAILED");
  });
});
