import { randomUUID } from "node:crypto";
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { openStore, type Store } from "../../../src/store/store.ts";
import { createDatabaseOn } from "../../support/createDatabase.ts";
import { run } from "../command.ts";

const folder = mkdtempSync(join(tmpdir(), "paretograph-workers-"));
const launches = join(folder, "launches");
const file = join(folder, "experiment.json");
let environment: Record<string, string>;
let store: Store;

interface Launch {
  event: string;
  model: string;
  parallel: number;
  port: number;
  pid: number;
  gpus: string;
}
const noted = (): Launch[] =>
  readFileSync(launches, "utf8")
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line));

beforeAll(async () => {
  // A machine of four GPUs that no other test has.
  const list = Array.from({ length: 4 }, (_, i) => `GPU-${randomUUID()}, ${i}`).join("\\n");
  const nvidiaSmi = join(folder, "nvidia-smi");
  writeFileSync(
    nvidiaSmi,
    `#!/bin/sh\ncase "$1" in --query-gpu=uuid,index) printf '${list}\\n' ;; *) exit 9 ;; esac\n`,
  );
  chmodSync(nvidiaSmi, 0o755);
  writeFileSync(launches, "");
  const DATABASE_URL = await createDatabaseOn(inject("postgresUrl"), inject("bundledDatabase"));
  environment = { DATABASE_URL, PATH: `${folder}:${process.env.PATH}`, LAUNCHES: launches, DELAY_MS: "20" };
  store = await openStore({ url: DATABASE_URL });
  const command = [process.execPath, join(import.meta.dirname, "../../support/launchedSums.ts")];
  const model = (slug: string, tensorParallel: number) => ({
    model: slug,
    runnerOptions: { launch: { tensorParallel } },
  });
  const experiment = {
    name: "weekend",
    models: [model("Qwen/Qwen3-8B", 1), model("Qwen/Qwen3-32B", 2), model("Qwen/Qwen3-14B", 4)],
    benchmarks: ["arithmetic", { benchmark: "arithmetic", limit: 7 }],
    ...{ thinking: ["off", "full"], limit: 6, mostConcurrent: 2, runner: "vllm" },
    runnerOptions: { launch: { command, readyWithin: 60 } },
  };
  writeFileSync(file, JSON.stringify(experiment));
}, 120_000);
afterAll(async () => {
  await store.close();
  rmSync(folder, { recursive: true, force: true });
});

const statuses = async () =>
  Object.fromEntries(
    await store.rows(
      "select status, count(*)::integer from runs where recipe #>> '{experiment,name}' = 'weekend' group by status",
      [],
    ),
  );
async function startWorker(gpus: string) {
  const worker = run(["worker", "--gpus", gpus], environment);
  let output = "";
  worker.child.stdout.on("data", (text) => {
    output += text;
  });
  await expect.poll(() => output, { timeout: 60_000 }).toMatch(`The worker has GPU`);
  return worker;
}

describe("workers of one machine", () => {
  it("own their GPUs, take what fits on them, and keep an engine while runs for it wait", {
    timeout: 300_000,
  }, async () => {
    const queued = await run(["run", file, "--queue-only"], environment).ended;
    expect(queued).toMatchObject({ code: 0, stderr: expect.stringMatching(/^12 runs: .* 12 are new\.$/m) });

    const [a, b] = await Promise.all([startWorker("0-1"), startWorker("2")]);
    const refused = await run(["worker", "--gpus", "1-3"], environment).ended;
    expect(refused).toMatchObject({ code: 1, stderr: expect.stringMatching(/^GPU 1 is in use by process \d+/) });
    expect(await run(["worker", "--gpus", "3-4"], environment).ended).toMatchObject({
      code: 1,
      stderr: expect.stringMatching(/^--gpus 3-4: this machine has no GPU 4\. It has 0, 1, 2, 3\./),
    });

    // Those of four GPUs fit on neither worker.
    await expect.poll(statuses, { timeout: 120_000 }).toEqual({ SUCCEEDED: 8, QUEUED: 4 });
    const begun = noted().filter(({ event }) => event === "begins");
    for (const { model, parallel, gpus } of begun) {
      const ofA = parallel === 2 ? ["0,1"] : ["0"];
      expect(model).not.toContain("14B");
      expect(parallel === 2 ? ofA : [...ofA, "2"]).toContain(gpus);
    }
    // No worker launched the same engine twice.
    const engines = begun.map(({ model, gpus }) => `${model} on ${gpus}`);
    expect(new Set(engines).size).toBe(engines.length);

    // The lock of a worker that is killed goes with it, and its engine is gone before the next one begins.
    a.child.kill("SIGKILL");
    b.child.kill("SIGTERM");
    await Promise.all([a.ended, b.ended]);
    const c = await startWorker("0-3");
    for (const { pid } of begun) expect(() => process.kill(pid, 0)).toThrow();
    await expect.poll(statuses, { timeout: 120_000 }).toEqual({ SUCCEEDED: 12 });
    expect(noted().findLast(({ event }) => event === "begins")).toMatchObject({ parallel: 4, gpus: "0,1,2,3" });
    c.child.kill("SIGTERM");
    expect(await c.ended).toMatchObject({ code: expect.any(Number) });
  });

  it("leave nothing to measure for the same file again", { timeout: 120_000 }, async () => {
    const before = noted().length;
    const dry = await run(["run", file, "--dry-run"], environment).ended;
    expect(dry.stdout).toMatch(/^0 to measure/m);
    const again = await run(["run", file, "--gpus", "0-3"], environment).ended;
    expect(again).toMatchObject({ code: 0, stderr: expect.stringContaining("12 runs: 12 have their results") });
    expect(again.stdout.match(/SUCCEEDED +100\.0 %/g)).toHaveLength(12);
    expect(noted()).toHaveLength(before);
  });
});
