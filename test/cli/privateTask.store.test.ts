import { afterAll, beforeAll, expect, it } from "vitest";
import { jsonLines, TaskFolder } from "../plugins/benchmarks/tasks/taskText.ts";
import { startSumServer } from "../support/sumServer.ts";
import { ask, operateToken, run } from "./command.ts";

let engine: Awaited<ReturnType<typeof startSumServer>>;
beforeAll(async () => {
  engine = await startSumServer();
});
afterAll(() => engine.close());

it("a private evaluation keeps verdicts and no text", { timeout: 180_000 }, async () => {
  using folder = new TaskFolder(
    {
      name: "own-sums",
      version: "1.0.0",
      title: "Our sums",
      description: "Sums.",
      domain: "math",
      source: { url: null, license: "CC0-1.0" },
      data: { files: [{ path: "sums.jsonl" }], private: true, canary: "canary-0123456789" },
      problem: { question: "{{ a }} + {{ b }}", expected: "{{ a + b }}" },
      prompt: "SECRETWORD What is {{ question }}?",
      answer: { kind: "number" },
    },
    {
      "sums.jsonl": jsonLines([
        { a: 1001, b: 2002 },
        { a: 10, b: 31 },
      ]),
    },
  );
  const where = ["--model", "Qwen/Qwen3-8B", "--runner", "openai", "--endpoint", engine.url];
  const measured = await run(["run", "--benchmark", "./task.yaml", ...where], {}, folder.path).ended;
  expect(measured.code).toBe(0);
  expect(measured.stdout + measured.stderr).not.toMatch(/SECRETWORD|3003|canary-/);
  const server = run(["serve"], {}, folder.path);
  const query = `{ runs(first: 1, where: {benchmark: ["own-sums"]}) { edges { node {
    recipe samples(first: 9) { edges { node { problemId correct answer output } } } } } } }`;
  const answer = await ask(await server.ready(), query, operateToken());
  server.child.kill("SIGINT");
  await server.ended;
  const { samples } = answer.runs.edges[0].node;
  expect(samples.edges.map(({ node }: any) => node.correct)).toHaveLength(2);
  expect(JSON.stringify(answer)).not.toMatch(/SECRETWORD|3003|canary-/);
});
