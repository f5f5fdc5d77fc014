import { describe, expect, it, vi } from "vitest";
import { openAsPlugin } from "../../../src/plugins/boundary/openAsPlugin.ts";
import type { Generation, RunnerPlugin } from "../../../src/plugins/contract/runner.ts";
import { RunnerError } from "../../../src/plugins/contract/runnerError.ts";

const SIGNAL = new AbortController().signal;
const IDENTITY = { engine: "toy", version: null, model: "toy", modelRoot: null, contextLength: null };
const GENERATION = { answer: "4", reasoning: null, finishReason: "stop", ignored: [], outputTokens: Number.NaN };

function opened(engine: unknown) {
  const runner = { name: "toy", open: async () => engine } as unknown as RunnerPlugin;
  return openAsPlugin(runner, {}, { signal: SIGNAL, log: () => {} });
}

const engine = (generate: () => unknown, more: object = {}) =>
  opened({ identity: IDENTITY, generate, sampleLoad: async () => null, close: async () => {}, ...more });

const generated = async (generate: () => unknown) =>
  (await engine(generate)).generate({ messages: [], thinking: "off" }, SIGNAL);

describe("an engine of a plugin", () => {
  it("gives its completion, whatever its counts are", async () => {
    expect(await generated(() => GENERATION)).toMatchObject(GENERATION);
  });

  it("says which process it launched, by which its GPUs are found", async () => {
    expect((await engine(() => GENERATION, { process: 77 })).process).toBe(77);
    await expect(engine(() => GENERATION, { process: "77" })).rejects.toMatchObject({ code: "INVALID_RESULT" });
  });

  it.each([
    ["answer", { ...GENERATION, answer: 4 }],
    ["reasoning", { ...GENERATION, reasoning: {} }],
    ["finishReason", { ...GENERATION, finishReason: undefined }],
    ["ignored", { ...GENERATION, ignored: "thinking" }],
    ["refused", { ...GENERATION, refused: "no" }],
    ["", undefined],
    ["", () => GENERATION],
  ])("fails an answer whose field %j is of another type", async (field, generation) => {
    await expect(generated(() => generation)).rejects.toMatchObject({
      code: "ENGINE_FAILED",
      message: expect.stringContaining(`"toy" gave from generate what the contract does not allow: ${field}: `),
    });
  });

  it("keeps its failures, without a part of an answer that is none", async () => {
    const failed = (partial: unknown) => () => {
      throw new RunnerError("TIMED_OUT", "slow", { partial: partial as Generation, retryAfter: 3 });
    };
    await expect(generated(failed({ ...GENERATION, answer: 4 }))).rejects.toMatchObject({
      ...{ code: "TIMED_OUT", message: "slow", partial: null, retryAfter: 3 },
    });
    await expect(generated(failed(GENERATION))).rejects.toMatchObject({ partial: GENERATION });
  });

  it.each([
    [undefined, "generate, sampleLoad, close: it is no function"],
    [{ identity: IDENTITY, generate: () => {}, close: () => {} }, "sampleLoad: it is no function"],
    [{ identity: { ...IDENTITY, model: 4 }, generate() {}, sampleLoad() {}, close() {} }, "model: "],
  ])("that is %j is refused", async (given, fault) => {
    await expect(opened(given)).rejects.toMatchObject({
      code: "INVALID_RESULT",
      message: expect.stringContaining(fault),
    });
  });

  it("whose load is no load, or throws at once, fails as a promise does", async () => {
    const boom = () => {
      throw new Error("boom");
    };
    await expect((await engine(boom, { sampleLoad: boom })).sampleLoad()).rejects.toThrow("boom");
    await expect((await engine(boom, { sampleLoad: () => ({ running: "many" }) })).sampleLoad()).rejects.toThrow();
    await expect((await engine(boom, { close: boom })).close()).rejects.toThrow("boom");
  });

  it("that does not heed an abort holds up nobody, and is closed once it opens after all", async () => {
    vi.useFakeTimers();
    try {
      const abort = new AbortController();
      const never = () => new Promise<never>(() => {});
      const generating = (await engine(never)).generate({ messages: [], thinking: "off" }, abort.signal);
      const late = Promise.withResolvers<unknown>();
      const close = vi.fn(async () => {});
      const runner = { name: "toy", open: () => late.promise } as unknown as RunnerPlugin;
      const opening = openAsPlugin(runner, {}, { signal: abort.signal, log: () => {} });
      const settled = Promise.allSettled([generating, opening]);
      abort.abort(new Error("canceled"));
      await vi.advanceTimersByTimeAsync(4999);
      expect(await Promise.race([settled, "waiting"])).toBe("waiting");
      await vi.advanceTimersByTimeAsync(1);
      for (const { reason } of (await settled) as PromiseRejectedResult[]) expect(reason.message).toBe("canceled");
      late.resolve({ close });
      await vi.advanceTimersByTimeAsync(0);
      expect(close).toHaveBeenCalledOnce();
    } finally {
      vi.useRealTimers();
    }
  });
});
