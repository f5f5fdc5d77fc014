import { cpSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import { createMetricCatalogue } from "../../src/frontier/metricCatalogue.ts";
import { SHIPPED_TASKS } from "../../src/plugins/benchmarks/tasks/shippedTasks.ts";
import type { BenchmarkCode } from "../../src/plugins/boundary/benchmarkCode.ts";
import { discoverPlugins } from "../../src/plugins/discovery.ts";
import { readTaskPaths, registerTasks } from "../../src/plugins/taskPaths.ts";
import { CAPITALS, jsonLines, TaskFolder } from "./benchmarks/tasks/taskText.ts";

const opened: BenchmarkCode[] = [];
afterEach(() => Promise.all(opened.splice(0).map((code) => code.close())));

const discover = (folder: string) =>
  discoverPlugins({ builtIn: [...SHIPPED_TASKS.keys()], folder, metrics: createMetricCatalogue() });
const context = { cacheFolder: "/nowhere", signal: new AbortController().signal };

describe("a task file that is named", () => {
  it("in the config is a benchmark whose code has a process of its own", { timeout: 60_000 }, async () => {
    using folder = new TaskFolder();
    writeFileSync(join(folder.path, "paretograph.config.mjs"), 'export default { plugins: ["./task.yaml"] };');
    const { registry, problems } = await discover(folder.path);
    expect(problems).toEqual([]);
    expect(registry.list().find(({ plugin }) => plugin.name === "capitals")).toMatchObject({ source: "./task.yaml" });
    const code = registry.openBenchmark("capitals");
    opened.push(code);
    const loaded = await code.load({}, context);
    expect(await code.prompt(loaded.problems[0]!, {}, 0)).toMatchObject([
      { content: expect.stringContaining("France") },
    ]);
    expect(await code.grade(loaded.problems[0]!, "Answer: Paris", {}, 0)).toEqual({ correct: true, answer: "Paris" });
  });

  it("in the config and is none is left out with its field, and the others stay", { timeout: 60_000 }, async () => {
    using folder = new TaskFolder({ ...CAPITALS, answer: { kind: "regex" } });
    writeFileSync(join(folder.path, "paretograph.config.mjs"), 'export default { plugins: ["./task.yaml"] };');
    const { registry, problems } = await discover(folder.path);
    expect(problems).toHaveLength(1);
    expect(problems[0]!.error.message).toContain("answer.kind");
    expect(registry.list().map(({ plugin }) => plugin.name)).toContain("mmlu-pro");
  });

  it("as what a package exports is a benchmark, without any code", { timeout: 60_000 }, async () => {
    using folder = new TaskFolder();
    const home = join(folder.path, "node_modules/paretograph-plugin-capitals");
    mkdirSync(home, { recursive: true });
    cpSync(folder.task, join(home, "capitals.yaml"));
    const manifest = {
      ...{ name: "paretograph-plugin-capitals", version: "2.1.0", exports: "./capitals.yaml" },
      paretograph: { plugin: "1" },
    };
    writeFileSync(join(home, "package.json"), JSON.stringify(manifest));
    const { registry, problems } = await discover(folder.path);
    expect(problems).toEqual([]);
    const known = registry.list().find(({ plugin }) => plugin.name === "capitals");
    expect(known).toMatchObject({ source: "paretograph-plugin-capitals@2.1.0" });
  });

  it("with a template that fills memory costs only its own run", { timeout: 120_000 }, async () => {
    const prompt =
      "{% set n = namespace(x=[question, question]) %}{% for i in range(60) %}{% set n.x = n.x + n.x %}{% endfor %}{{ n.x | length }}";
    using folder = new TaskFolder({ ...CAPITALS, prompt });
    const { registry } = await discover(folder.path);
    registerTasks([folder.task], registry);
    const code = registry.openBenchmark("capitals");
    opened.push(code);
    const { problems } = await code.load({}, context);
    const failure = await code.prompt(problems[0]!, {}, 0).catch((error) => error);
    expect(failure).toMatchObject({ code: "PLUGIN_FAILED" });
  });

  it("in a command has its own name, and not that of another benchmark", { timeout: 60_000 }, async () => {
    using folder = new TaskFolder();
    expect(readTaskPaths(["gsm8k", folder.task])).toEqual({ names: ["gsm8k", "capitals"], tasks: [folder.task] });
    expect(() => readTaskPaths([join(folder.path, "none.yaml")])).toThrow(/none\.yaml can't be read/);
    const { registry } = await discover(folder.path);
    registerTasks([folder.task], registry);
    registerTasks([folder.task], registry);
    expect(registry.find("benchmark", "capitals").title).toBe("Capitals");
    using same = new TaskFolder({ ...CAPITALS, name: "mmlu-pro" });
    expect(() => registerTasks([same.task], registry)).toThrow(/two benchmark plugins "mmlu-pro"/);
  });
});

it("a shipped task runs in a process of its own", { timeout: 60_000 }, async () => {
  using folder = new TaskFolder(CAPITALS, {
    "rows.jsonl": jsonLines([
      { id: "a", question: "?", choices: { text: ["x", "y"], label: ["1", "2"] }, answerKey: "2" },
    ]),
  });
  const { registry } = await discover(folder.path);
  const code = registry.openBenchmark("arc-challenge");
  opened.push(code);
  const { problems } = await code.load({}, { ...context, dataFile: join(folder.path, "rows.jsonl") });
  expect(problems).toMatchObject([{ id: "a", expected: "B" }]);
});
