import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { openStore } from "../../src/store/store.ts";
import { createDatabaseOn } from "../support/createDatabase.ts";
import { startSumServer } from "../support/sumServer.ts";
import { ask, operateToken, run } from "./command.ts";

let engine: Awaited<ReturnType<typeof startSumServer>>;
beforeAll(async () => {
  engine = await startSumServer();
});
afterAll(() => engine.close());

const RUN = ["run", "--model", "Qwen/Qwen3-8B", "--benchmark", "arithmetic", "--runner", "openai"];

describe("paretograph run", () => {
  it("measures a model over HTTP, shows the progress, and answers the frontier query with the result", {
    timeout: 180_000,
  }, async () => {
    const measured = await run([
      ...RUN,
      "--endpoint",
      engine.url,
      "--limit",
      "60",
      "--repeats",
      "2",
      "--hardware",
      "2xH100-SXM",
    ]).ended;
    expect(measured.stderr).toMatch(/Run \d+: SUCCEEDED, 120 answers, \d+\.\d % right \(\d+\.\d to \d+\.\d\)/);
    expect(measured.code).toBe(0);

    const server = run(["serve"]);
    const { frontier, runs } = await ask(
      await server.ready(),
      `{ frontier(where: {benchmark: ["arithmetic"], provenance: [MEASURED], lab: ["local"]}, objectives: [{metric: "accuracy"}, {metric: "output_tokens"}]) {
           candidateCount points { model { slug } mode measures { metric { name } value low high estimated } } }
         runs(first: 3, where: {provenance: [MEASURED], lab: ["local"]}) { edges { node { runner mode hardware { name } hardwareCount decoding { temperature seed maxTokens }
           measures { metric { name unit } value } samples(first: 1) { edges { node { problemId correct answer finishReason promptHash output } } } } } } }`,
    );
    server.child.kill("SIGINT");
    await server.ended;
    expect(frontier.candidateCount).toBe(1);
    const [accuracy, tokens] = frontier.points[0].measures;
    // The stand-in is wrong where a sum ends in 7.
    expect(accuracy.value).toBeGreaterThan(0.7);
    expect(accuracy.value).toBeLessThan(1);
    expect(tokens).toMatchObject({ metric: { name: "output_tokens" }, value: 12, estimated: false });
    const [{ node }] = runs.edges;
    expect(node).toMatchObject({
      runner: "openai",
      mode: "default",
      hardware: { name: "NVIDIA H100 SXM 80 GB" },
      hardwareCount: 2,
    });
    // Qwen3-8B thinks unless it is told not to.
    expect(node.decoding).toEqual({ temperature: 0.6, seed: 0, maxTokens: null });
    expect(node.measures.map(({ metric }: any) => metric.name)).toEqual(
      expect.arrayContaining(["accuracy", "flops", "output_tokens", "latency", "ttft", "throughput"]),
    );
    expect(node.samples.edges[0].node).toMatchObject({
      finishReason: "stop",
      promptHash: expect.stringMatching(/^[0-9a-f]{64}$/),
    });
  });

  it("prints only the runs and their expected cost with --dry-run", { timeout: 120_000 }, async () => {
    const planned = await run([
      ...RUN.with(4, "gsm8k,math500"),
      "--endpoint",
      engine.url,
      "--thinking",
      "off,on",
      "--dry-run",
    ]).ended;
    expect(planned.stderr).toBe("");
    const lines = planned.stdout.trim().split("\n");
    expect(lines.slice(0, 6)).toEqual([
      expect.stringMatching(/^model +benchmark +mode +problems +answers +tokens +FLOP +GPU h +kWh +\$$/),
      expect.stringMatching(/^Qwen\/Qwen3-8B +gsm8k +off +1,319 +1,319 +[\d.]+ k +\d\.\de\+\d+ +unknown/),
      // No published result on GSM8K is of a model that thinks.
      expect.stringMatching(/^Qwen\/Qwen3-8B +gsm8k +on +1,319 +1,319 +unknown +unknown/),
      expect.stringMatching(/^Qwen\/Qwen3-8B +math500 +off +500 +500 +[\d.]+ k/),
      expect.stringMatching(/^Qwen\/Qwen3-8B +math500 +on +500 +500 +[\d.]+ M/),
      expect.stringMatching(/^4 to measure +3,638 +3,638 +≥ /),
    ]);
    expect(planned.stdout).toMatch(/^Unknown tokens, FLOP: no result on the benchmark with thinking .* \(1 run\)\.$/m);
    expect(planned.stdout).toMatch(/^Unknown GPU h, kWh, \$: no hardware is stated .* \(4 runs\)\.$/m);
  });

  it("says in one line what is wrong with a request", { timeout: 120_000 }, async () => {
    const unknown = await run([...RUN.with(2, "Qwen/Qwen9"), "--endpoint", engine.url]).ended;
    expect(unknown).toMatchObject({
      code: 1,
      stderr: expect.stringMatching(/^model: there is no model "Qwen\/Qwen9"\..*\n$/),
    });
    const number = await run([...RUN, "--endpoint", engine.url, "--limit", "few"]).ended;
    expect(number).toMatchObject({ code: 1, stderr: '--limit "few" is not a number.\n' });
  });
});

describe("paretograph worker", () => {
  it("takes runs that the API queues on a shared PostgreSQL", { timeout: 180_000 }, async () => {
    const DATABASE_URL = await createDatabaseOn(inject("postgresUrl"), inject("bundledDatabase"));
    const server = run(["serve"], { DATABASE_URL });
    const worker = run(["worker", "--runners", "openai"], { DATABASE_URL });
    const { startRun } = await ask(
      await server.ready(),
      `mutation { startRun(input: { model: "Qwen/Qwen3-8B", benchmarks: ["arithmetic"], runner: "openai", runnerOptions: { endpoint: "${engine.url}" }, limit: 20 }) { runs { id status } } }`,
      operateToken(),
    );
    expect(startRun.runs).toEqual([{ id: expect.any(String), status: "QUEUED" }]);
    const store = await openStore({ url: DATABASE_URL });
    await expect
      .poll(
        async () =>
          (
            await store.rows(
              "select status, sample_count from runs where provenance = 'MEASURED' and runner = 'openai'",
              [],
            )
          )[0],
        { timeout: 60_000 },
      )
      .toEqual(["SUCCEEDED", 20]);
    await store.close();
    worker.child.kill("SIGTERM");
    server.child.kill("SIGTERM");
    expect(await worker.ended).toMatchObject({ code: 0 });
    expect(await server.ended).toMatchObject({ code: 0 });
  });

  it("needs a database that it can share with a server", async () => {
    expect(await run(["worker"]).ended).toMatchObject({
      code: 1,
      stderr: expect.stringMatching(/^A worker needs DATABASE_URL/),
    });
  });
});
