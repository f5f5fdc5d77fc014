import { setTimeout as sleep } from "node:timers/promises";
import { afterEach, describe, expect, it } from "vitest";
import { openStore } from "../../src/store/store.ts";
import { startWildServer } from "../support/wildServer.ts";
import { commandFolder, run } from "./command.ts";

let engine: Awaited<ReturnType<typeof startWildServer>> | undefined;
afterEach(async () => {
  await engine?.close();
  engine = undefined;
});

const RUN = [
  "run",
  "--model",
  "Qwen/Qwen3-8B",
  "--benchmark",
  "arithmetic",
  "--runner",
  "openai",
  "--concurrency",
  "2",
];
const command = (flags: string[] = []) => [...RUN, "--endpoint", engine!.url, "--limit", "20", ...flags];

/** The runs that the store holds, the newest first, each with the number of its samples. */
async function storedRuns(count = 1) {
  const store = await openStore({ folder: `${commandFolder()}/store` });
  const rows = await store.rows(
    `select id, status, error_code, error, error_details, (select count(*)::integer from samples where run_id = runs.id),
       (select count(*)::integer from samples where run_id = runs.id and correct)
     from runs where provenance = 'MEASURED' and runner in ('openai', 'vllm') order by id desc limit $1`,
    [count],
  );
  await store.close();
  return rows.map(([id, status, errorCode, error, errorDetails, samples, right]) => ({
    ...{ id: id as number, status, errorCode, error, errorDetails, samples: samples as number, right },
  }));
}

/** Every problem was asked, none more often than once and those that were in flight. */
function expectOnce(prompts: string[], inFlight: number) {
  expect(new Set(prompts).size).toBe(20);
  expect(prompts.length).toBeLessThanOrEqual(20 + inFlight);
}

/** Resolves when the command has said this on stderr. */
function said({ child }: ReturnType<typeof run>, text: string): Promise<void> {
  let all = "";
  return new Promise((resolve) =>
    child.stderr.on("data", (piece) => {
      all += piece;
      if (all.includes(text)) resolve();
    }),
  );
}

describe("an engine that is not there", { timeout: 180_000 }, () => {
  it("is waited for while it refuses connections, loads and lists no model, and the run says so", async () => {
    let lists = 0;
    engine = await startWildServer(
      (reply) => reply.answer(),
      "adder",
      (response) => {
        lists++;
        if (lists <= 2) response.writeHead(502, { "content-type": "text/html" }).end("<html>Bad gateway</html>");
        else if (lists === 3) response.end('{"object":"list","data":[]}');
        return lists <= 3;
      },
    );
    const waiting = Promise.withResolvers<void>();
    void engine.away(waiting.promise);
    const measuring = run(command());
    await said(measuring, "waits for its engine, for 10 minutes at most: Nothing answers at http:");
    waiting.resolve();
    const { code, stderr } = await measuring.ended;
    expect(stderr).toMatch(/at most: The models of http.* are not known: The engine answers 502: Bad gateway/);
    expect(stderr).toMatch(/at most: http.* lists no model yet\./);
    expect(stderr).toMatch(/SUCCEEDED, 20 answers, 100\.0 % right/);
    expect(code).toBe(0);
  });

  it("fails the run with what was seen when the patience ends, and the same command goes on with more patience", async () => {
    engine = await startWildServer((reply) => reply.answer());
    const later = Promise.withResolvers<void>();
    const wakes = engine.away(later.promise);
    const failing = await run(command(["--wait-engine", "3s"])).ended;
    expect(failing.code).toBe(1);
    const [failed] = await storedRuns();
    expect(failed).toMatchObject({
      ...{ status: "FAILED", errorCode: "UNREACHABLE", samples: 0 },
      error: "Nothing answers at the engine's address. The run waited for the engine, for 3 seconds.",
      errorDetails: expect.stringMatching(/^Nothing answers at http:\/\/127\.0\.0\.1:\d+\/v1: connect ECONNREFUSED/),
    });
    later.resolve();
    await wakes;
    const again = await run(command(["--wait-engine", "20s"])).ended;
    expect(again.code).toBe(0);
    expect(await storedRuns()).toMatchObject([{ id: failed!.id, status: "SUCCEEDED", samples: 20 }]);
  });

  it("is refused at once where its server lists another model, unless a patience is given", async () => {
    engine = await startWildServer((reply) => reply.answer());
    const model = ["--runner-options", '{"model":"other"}'];
    const refused = await run(command(model)).ended;
    expect(refused.code).toBe(1);
    expect(await storedRuns()).toMatchObject([{ status: "FAILED", errorCode: "MODEL_NOT_FOUND" }]);
    const waited = await run(command([...model, "--wait-engine", "4s"])).ended;
    expect(waited.stderr).toContain("waits for its engine, for 4 seconds at most: ");
    expect(await storedRuns()).toMatchObject([
      { status: "FAILED", errorCode: "MODEL_NOT_FOUND", error: expect.stringContaining("for 4 seconds.") },
    ]);
  });
});

describe("a run that is stopped", { timeout: 180_000 }, () => {
  it.each([
    ["SIGINT", 130, "the same command"],
    ["SIGTERM", 143, "--resume"],
    ["SIGKILL", null, "the same command"],
  ] as const)("by %s ends with %s, and goes on by %s without asking twice", async (signal, exitCode, way) => {
    const prompts: string[] = [];
    engine = await startWildServer(async (reply) => {
      prompts.push(reply.body.messages.at(-1).content);
      await sleep(150);
      reply.answer();
    });
    const flags = ["--seed", signal === "SIGINT" ? "11" : "12"];
    const first = run(command(flags));
    while (prompts.length < 8) await sleep(20);
    first.child.kill(signal);
    const { code, stderr } = await first.ended;
    expect(code).toBe(exitCode);
    const [stopped] = await storedRuns();
    expect(stopped!.samples).toBeGreaterThan(3);
    if (exitCode !== null) {
      expect(stderr).toContain(`paretograph run --resume ${stopped!.id}\``);
      expect(stopped!.status).toBe("QUEUED");
    }
    const again = await run(way === "--resume" ? ["run", way, String(stopped!.id)] : command(flags)).ended;
    expect(again.code).toBe(0);
    expect(await storedRuns()).toMatchObject([{ id: stopped!.id, status: "SUCCEEDED", samples: 20, right: 20 }]);
    expectOnce(prompts, 2);
    if (signal !== "SIGINT") return;
    // All runs of the command have results, so that it measures anew.
    expect((await run(command(flags)).ended).code).toBe(0);
    expect((await storedRuns())[0]!.id).toBeGreaterThan(stopped!.id);
  });

  it("goes on with the runs of a command that have no results, and leaves the others as they are", async () => {
    const asked: string[] = [];
    engine = await startWildServer(async (reply) => {
      asked.push(reply.body.messages.at(-1).content);
      if (asked.length === 25) first.child.kill("SIGINT");
      await sleep(20);
      reply.answer();
    });
    const flags = ["--thinking", "off,default", "--seed", "13"];
    const first = run(command(flags));
    expect((await first.ended).code).toBe(130);
    const [second, done] = await storedRuns(2);
    expect([done!.status, second!.status]).toEqual(["SUCCEEDED", "QUEUED"]);
    const again = await run(command(flags)).ended;
    expect(again.code).toBe(0);
    expect(await storedRuns(2)).toMatchObject([
      { id: second!.id, status: "SUCCEEDED", samples: 20 },
      { id: done!.id, status: "SUCCEEDED", samples: 20 },
    ]);
    expect(asked.length).toBeLessThanOrEqual(42);
  });
});

describe("a run that failed", { timeout: 120_000 }, () => {
  it("for an exhausted quota is not tried again, and goes on by --resume with what is missing", async () => {
    let hasQuota = false;
    let asked = 0;
    const prompts: string[] = [];
    engine = await startWildServer((reply) => {
      asked++;
      if (!hasQuota && asked > 6)
        return reply.refuse(429, "You exceeded your current quota.", {}, "insufficient_quota");
      prompts.push(reply.body.messages.at(-1).content);
      reply.answer();
    });
    const { code, stderr } = await run(command()).ended;
    expect(code).toBe(1);
    expect(stderr).not.toContain("tried again");
    const [failed] = await storedRuns();
    expect(failed).toMatchObject({ status: "FAILED", errorCode: "QUOTA_EXHAUSTED" });
    expect(asked).toBeLessThanOrEqual(8);
    hasQuota = true;
    const resumed = await run(["run", "--resume", String(failed!.id)]).ended;
    expect(resumed.stderr).toMatch(/SUCCEEDED, 20 answers, 100\.0 % right/);
    expect(resumed.code).toBe(0);
    expect(await storedRuns()).toMatchObject([{ id: failed!.id, status: "SUCCEEDED", samples: 20 }]);
    expectOnce(prompts, 2);
    const done = await run(["run", "--resume", String(failed!.id)]).ended;
    expect(done).toMatchObject({ code: 1, stderr: expect.stringMatching(/^id: the run is SUCCEEDED\. Only a run/) });
    const other = await run(["run", "--resume", "1", "--model", "x"]).ended;
    expect(other).toMatchObject({ code: 1, stderr: expect.stringContaining("leave --model out") });
  });
});
