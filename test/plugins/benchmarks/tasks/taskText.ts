import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { stringify } from "yaml";
import { readTaskFile } from "../../../../src/plugins/benchmarks/tasks/readTaskFile.ts";
import type { BenchmarkPlugin, Problem } from "../../../../src/plugins/contract/benchmark.ts";

/** A task of two questions about capitals, which are beside it in `capitals.jsonl`. */
export const CAPITALS = {
  name: "capitals",
  version: "1.0.0",
  title: "Capitals",
  description: "Capitals of countries.",
  domain: "geography",
  source: { url: null, license: "CC0-1.0" },
  data: { files: [{ path: "capitals.jsonl" }] },
  problem: { question: "What is the capital of {{ country }}?", expected: "{{ capital }}" },
  prompt: "{{ question }} Answer with its name.",
  answer: { kind: "text" },
};

export const ROWS = [
  { country: "France", capital: "Paris", continent: "Europe" },
  { country: "Peru", capital: "Lima", continent: "South America" },
];

/** A folder with a task and its data, which is removed at the end of the scope. */
export class TaskFolder implements Disposable {
  readonly path = mkdtempSync(join(tmpdir(), "paretograph-task-"));

  constructor(task: unknown = CAPITALS, files: Record<string, string> = { "capitals.jsonl": jsonLines(ROWS) }) {
    for (const [name, text] of Object.entries(files)) writeFileSync(join(this.path, name), text);
    writeFileSync(this.task, typeof task === "string" ? task : stringify(task));
  }

  get task(): string {
    return join(this.path, "task.yaml");
  }

  read() {
    return readTaskFile(this.task);
  }

  async load(options: object = {}, more: object = {}) {
    const benchmark = this.read();
    const context = { cacheFolder: join(this.path, "cache"), signal: new AbortController().signal, ...more };
    return benchmark.load(benchmark.options.parse(options), context);
  }

  [Symbol.dispose](): void {
    rmSync(this.path, { recursive: true });
  }
}

export const jsonLines = (rows: readonly unknown[]) => rows.map((row) => JSON.stringify(row)).join("\n");

/** The messages of the prompt of a problem, whose contents are texts in every task. */
export const promptOf = (benchmark: BenchmarkPlugin<any>, problem: Problem, options: object = {}) =>
  benchmark.prompt(problem, options, 0) as unknown as { role: string; content: string }[];
