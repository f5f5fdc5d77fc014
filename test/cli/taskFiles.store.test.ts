import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { jsonLines, TaskFolder } from "../plugins/benchmarks/tasks/taskText.ts";
import { startSumServer } from "../support/sumServer.ts";
import { ask, run } from "./command.ts";

const SUMS = {
  name: "own-sums",
  version: "1.0.0",
  title: "Our sums",
  description: "Sums of our own.",
  domain: "math",
  source: { url: null, license: "CC0-1.0" },
  data: { files: [{ path: "sums.jsonl" }] },
  problem: {
    question: "{{ a }} + {{ b }}",
    expected: "{{ a + b }}",
    tags: { size: "{{ 'large' if a > 5 else 'small' }}" },
  },
  prompt: "What is {{ question }}?",
  answer: { kind: "number" },
};

let engine: Awaited<ReturnType<typeof startSumServer>>;
let folder: TaskFolder;
beforeAll(async () => {
  engine = await startSumServer();
  folder = new TaskFolder(SUMS, {
    "sums.jsonl": jsonLines(Array.from({ length: 10 }, (_, i) => ({ a: i, b: 2 * i }))),
  });
});
afterAll(async () => {
  await engine.close();
  folder[Symbol.dispose]();
});

const runOf = (benchmark: string, more: string[] = []) =>
  run(
    [
      "run",
      "--model",
      "Qwen/Qwen3-8B",
      "--benchmark",
      benchmark,
      "--runner",
      "openai",
      "--endpoint",
      engine.url,
      ...more,
    ],
    {},
    folder.path,
  ).ended;

describe("paretograph run --benchmark FILE", () => {
  it("measures the benchmark of a task file", { timeout: 180_000 }, async () => {
    const measured = await runOf("./task.yaml");
    expect(measured.stderr).toMatch(/Run \d+: SUCCEEDED, 10 answers, \d+\.\d % right/);
    const server = run(["serve"], {}, folder.path);
    const { runs, plugins } = await ask(
      await server.ready(),
      `{ runs(first: 1, where: {benchmark: ["own-sums"]}) { edges { node { benchmark { name } strata(name: "size") { value problemCount } } } }
         plugins { name } }`,
    );
    server.child.kill("SIGINT");
    await server.ended;
    expect(runs.edges[0].node).toMatchObject({
      benchmark: { name: "Our sums" },
      strata: [
        { value: "large", problemCount: 4 },
        { value: "small", problemCount: 6 },
      ],
    });
    // Without the file in its config, a server knows the shipped tasks alone.
    const names = plugins.map(({ name }: { name: string }) => name);
    expect(names).toContain("mmlu-pro");
    expect(names).not.toContain("own-sums");
  });

  it("says in one line what is wrong with the file", { timeout: 120_000 }, async () => {
    writeFileSync(join(folder.path, "bad.yaml"), "name: bad");
    expect(await runOf("./bad.yaml")).toMatchObject({
      code: 1,
      stderr: expect.stringMatching(/^bad\.yaml is no task file: .*\n$/),
    });
    expect(await runOf("./none.yaml")).toMatchObject({
      code: 1,
      stderr: expect.stringContaining("none.yaml can't be read"),
    });
  });

  it("plans it with --dry-run", { timeout: 120_000 }, async () => {
    const planned = await runOf("./task.yaml", ["--dry-run"]);
    expect(planned.stderr).toBe("");
    expect(planned.stdout).toContain("own-sums");
  });
});
