import { afterEach, describe, expect, it } from "vitest";
import { openStore } from "../../src/store/store.ts";
import { startWildServer, USAGE, type Wild } from "../support/wildServer.ts";
import { commandFolder, run } from "./command.ts";

let engine: Awaited<ReturnType<typeof startWildServer>> | undefined;
afterEach(async () => {
  await engine?.close();
  engine = undefined;
});

const RUN = ["run", "--model", "Qwen/Qwen3-8B", "--benchmark", "arithmetic", "--runner", "openai"];

/** Measures at a server that behaves so; gives what the command said, the run and its samples. */
async function measured(behave: Wild, flags: string[] = [], model?: string) {
  engine = await startWildServer(behave, model);
  const ended = await run([...RUN, "--endpoint", engine.url, "--limit", "10", ...flags]).ended;
  const store = await openStore({ folder: `${commandFolder()}/store` });
  const [row] = await store.rows(
    "select id, status, error_code, error, error_details, measures, decoding, recipe, notes from runs order by id desc limit 1",
    [],
  );
  const [id, status, errorCode, error, errorDetails, measures, decoding, recipe, notes] = row as any[];
  const samples = await store.rows(
    "select correct, error_code, finish_reason, output_tokens, discarded_tokens, output from samples where run_id = $1 order by problem_id",
    [id],
  );
  await store.close();
  const of = (code: string | null) => samples.filter(([, each]) => each === code).length;
  return { ended, status, errorCode, error, errorDetails, measures, decoding, recipe, notes, samples, of };
}

/** Behaves wildly for one of the ten problems, whichever comes first, and well for all others. */
function forOne(wild: Wild): Wild {
  let chosen: number | undefined;
  return (reply, call) => {
    chosen ??= reply.sum;
    return reply.sum === chosen ? wild(reply, call) : reply.answer();
  };
}

describe("paretograph run at an engine that fails", { timeout: 120_000 }, () => {
  it.each([
    ["400 for a filter", "INVALID_REQUEST", (reply: any) => reply.refuse(400, "content was filtered")],
    ["403 of a firewall", "UNAUTHORIZED", (reply: any) => reply.refuse(403, "blocked")],
    ["500 always", "ENGINE_FAILED", (reply: any) => reply.refuse(500, "internal")],
    ["an error within the stream", "ENGINE_FAILED", breaksOff],
  ])("at one prompt of ten (%s) keeps and scores the nine others", async (_, code, wild) => {
    const { ended, status, of, measures } = await measured(forOne(wild));
    expect(ended.stderr).toMatch(/SUCCEEDED, 10 answers, 100\.0 % right .*10\.0 % errors/);
    expect([status, of(null), of(code)]).toEqual(["SUCCEEDED", 9, 1]);
    expect(measures).toMatchObject({
      accuracy: { value: 1, count: 9 },
      error_share: { value: 0.1 },
      least_right_share: { value: 0.9 },
      output_tokens: { count: 9 },
    });
    // The pieces of the broken answer are known to have cost something.
    expect(measures.output_tokens.value).toBeGreaterThanOrEqual(12);
    expect(measures.output_tokens.value).toBeLessThan(14);
  });

  function breaksOff(reply: Parameters<Wild>[0]) {
    reply.say("Half an ans");
    reply.event({ error: { message: "Request failed during generation", code: 500 } });
    reply.response.end("data: [DONE]\n\n");
  }

  it.each([
    [
      "the context is too short for each",
      "CONTEXT_TOO_LONG",
      (reply: any) => reply.refuse(400, "This model's maximum context length is 4096 tokens."),
    ],
    ["the key is wrong", "UNAUTHORIZED", (reply: any) => reply.refuse(401, "bad key")],
    ["no token comes in time", "TIMED_OUT", () => {}],
  ])("fails where %s, and says which failure, how often, and an example", async (_, code, wild) => {
    const result = await measured(wild, ["--timeout", "1"]);
    expect(result).toMatchObject({ status: "FAILED", errorCode: code, measures: {} });
    expect(result.error).toMatch(new RegExp(`The first (\\d+) of 10 answers all failed: \\1 × ${code}\\.$`));
    expect(result.errorDetails).toContain("For example problem");
    expect(result.ended.code).toBe(1);
    expect(result.ended.stderr).toContain("FAILED");
    expect(result.samples.every(([correct]) => correct === null)).toBe(true);
  });

  it("fails where more answers fail than may, unless that is allowed", async () => {
    const third: Wild = (reply) => (reply.sum % 3 === 0 ? reply.refuse(400, "no multiples of three") : reply.answer());
    const strict = await measured(third, ["--limit", "30"]);
    expect(strict).toMatchObject({ status: "FAILED", errorCode: "INVALID_REQUEST" });
    expect(strict.error).toMatch(/\d+ of \d+ answers failed, 5 % are allowed: \d+ × INVALID_REQUEST/);
    await engine!.close();
    const lenient = await measured(third, ["--limit", "30", "--max-errors", "60%"]);
    expect(lenient).toMatchObject({ status: "SUCCEEDED", measures: { accuracy: { value: 1 } } });
    expect(lenient.measures.error_share.value).toBeGreaterThan(0.1);
  });

  it("waits as long as an engine that is full asks for, and asks again", async () => {
    const at: number[] = [];
    const { status, measures } = await measured(
      (reply, call) => {
        at.push(performance.now());
        if (call > 1) reply.answer();
        else reply.refuse(429, "slow down", { "retry-after": "2" });
      },
      ["--concurrency", "1"],
    );
    expect([status, measures.error_share.value]).toEqual(["SUCCEEDED", 0]);
    expect(at[1]! - at[0]!).toBeGreaterThan(1990);
  });

  it("counts answers that were cut by time as wrong, with the tokens so far, and those that never began as errors", async () => {
    let begun = 0;
    const { status, samples, measures } = await measured(
      (reply) => {
        if (reply.sum % 4 === 0) return;
        if (reply.sum % 4 === 1 || begun++ < 1) return reply.say(`The answer is \\boxed{${reply.sum}}, but`);
        reply.answer();
      },
      ["--timeout", "2", "--max-errors", "100%", "--limit", "20"],
    );
    expect(status).toBe("SUCCEEDED");
    const cut = samples.filter(([, , reason]) => reason === "timeout");
    const errors = samples.filter(([, code]) => code === "TIMED_OUT");
    expect(cut.length).toBeGreaterThan(0);
    expect(errors.length).toBeGreaterThan(0);
    expect(cut.every(([correct]) => correct === false)).toBe(true);
    expect(errors.every(([correct]) => correct === null)).toBe(true);
    expect(measures.truncated_share.value).toBeCloseTo(cut.length / 20, 9);
    expect(measures.error_share.value).toBeCloseTo(errors.length / 20, 9);
    expect(measures.accuracy).toMatchObject({
      value: (20 - cut.length - errors.length) / (20 - errors.length),
      count: 20 - errors.length,
    });
  });

  it("waits for an engine that is away in the middle, and keeps what is stored", async () => {
    const slow: Wild = async (reply, call) => {
      if (call === 5) void engine!.away(20_000);
      else reply.answer();
    };
    const { status, samples, measures } = await measured(slow, ["--concurrency", "2"]);
    expect([status, samples.length, measures.accuracy.value]).toEqual(["SUCCEEDED", 10, 1]);
  });

  it("stores a text that the database refuses cleaned, and the answer graded", async () => {
    const { status, samples, measures } = await measured((reply) => {
      reply.say("\0 \ud800 \r ");
      reply.answer();
    });
    expect([status, measures.accuracy.value]).toEqual(["SUCCEEDED", 1]);
    expect(samples[0]!.at(-1)).toMatch(/^\ufffd \ufffd [\r\n] The answer/);
  });

  it("counts answers that reached their limit as wrong, with their tokens, and shows their share", async () => {
    let call = 0;
    const { ended, measures } = await measured((reply) => {
      reply.say(`\\boxed{${reply.sum}}`);
      reply.end(call++ % 2 ? "length" : "stop", { ...USAGE, completion_tokens: 100, total_tokens: 109 });
    });
    expect(measures).toMatchObject({
      accuracy: { value: 0.5, count: 10 },
      truncated_share: { value: 0.5 },
      output_tokens: { value: 100, count: 10 },
      most_right_share: { value: 1 },
    });
    expect(ended.stderr).toMatch(/50\.0 % right .*50\.0 % truncated/);
  });

  it("refuses to measure one model under the name of another, unless that is allowed, which it records", async () => {
    const llama = "meta-llama/Llama-3.1-8B-Instruct";
    const refused = await measured((reply) => reply.answer(), [], llama);
    expect(refused).toMatchObject({ status: "FAILED", errorCode: "MODEL_MISMATCH", samples: [] });
    expect(refused.errorDetails).toContain(`names Qwen/Qwen3-8B, and the engine serves ${llama}`);
    await engine!.close();
    const allowed = await measured((reply) => reply.answer(), ["--allow-name-mismatch"], llama);
    expect(allowed).toMatchObject({
      status: "SUCCEEDED",
      notes: `the engine served ${llama}, which was allowed`,
      recipe: { allowNameMismatch: true, served: { asked: "Qwen/Qwen3-8B", model: llama, match: "DIFFERENT" } },
    });
  });

  it("sends what is asked, without what is left out, and what a preset says", async () => {
    const bodies: Record<string, any>[] = [];
    const listen: Wild = (reply) => {
      bodies.push(reply.body);
      reply.answer();
    };
    const plain = await measured(listen, ["--system-prompt", "Be brief.", "--stop", "\n\n", "--leave-out", "seed"]);
    expect(plain.decoding).toEqual({ temperature: 0.6, topP: 0.95, stop: ["\n\n"] });
    expect(bodies[0]).toMatchObject({
      temperature: 0.6,
      stop: ["\n\n"],
      messages: [{ role: "system", content: "Be brief." }, {}],
    });
    expect(bodies[0]).not.toHaveProperty("seed");
    expect(bodies[0]!.frequency_penalty).toBeUndefined();
    await engine!.close();
    bodies.length = 0;
    const paper = await measured(listen, ["--preset", "paper"]);
    expect(paper.decoding).toEqual({ temperature: 0, frequencyPenalty: 0.05, seed: 0 });
    expect(paper.recipe).toMatchObject({ preset: "paper", limit: 10, sampleSeed: 0 });
    expect(bodies[0]).toMatchObject({ temperature: 0, frequency_penalty: 0.05 });
  });
});

describe("paretograph rerun", { timeout: 120_000 }, () => {
  it("measures again what a run asked", async () => {
    const prompts: string[] = [];
    const first = await measured((reply) => {
      prompts.push(reply.body.messages.at(-1).content);
      reply.answer();
    });
    const [, id] = /Run (\d+): SUCCEEDED/.exec(first.ended.stderr)!;
    const asked = prompts.splice(0).toSorted();
    const again = await run(["rerun", id!]).ended;
    expect(again.stderr).toMatch(/Run \d+: SUCCEEDED, 10 answers, 100\.0 % right/);
    expect(prompts.toSorted()).toEqual(asked);
    const none = await run(["rerun", "999999"]).ended;
    expect(none).toMatchObject({ code: 1, stderr: "id: there is no run 999999.\n" });
  });
});
