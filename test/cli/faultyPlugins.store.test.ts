import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterAll, describe, expect, it } from "vitest";
import { startSumServer } from "../support/sumServer.ts";
import { ask, run } from "./command.ts";

const ROOT = join(import.meta.dirname, "../..");
const project = mkdtempSync(join(tmpdir(), "paretograph-faulty-"));
afterAll(() => rmSync(project, { recursive: true, force: true }));

const imports = `import { z } from ${JSON.stringify(pathToFileURL(join(ROOT, "node_modules/zod/index.js")).href)};\n`;

/** The end of the process that would import it, an error that nothing catches, and a rejection that nobody sees. */
const plugins = {
  "exits.mjs": "process.exit(3);",
  "later.mjs": `${imports}
    setTimeout(() => { throw new Error("thrown later"); }, 1500);
    setTimeout(() => Promise.reject(new Error("rejected later")), 1600);
    const common = { version: "1.0.0", apiVersion: "1.0.0", description: "d", options: z.strictObject({}) };
    export default {
      ...common, kind: "benchmark", name: "faulty", title: "Faulty", domain: "mathematics",
      source: { url: null, license: "MIT" },
      load: async () => ({
        problems: Array.from({ length: 12 }, (_, i) => ({ id: String(i), question: i + " + 1", expected: String(i + 1) })),
        dataset: { source: "made up", revision: null, sha256: "0" },
      }),
      prompt: ({ id, question }) => {
        if (id === "2") process.kill(process.pid, "SIGKILL");
        return [{ role: "user", content: "What is " + question + "?" }];
      },
      grade({ id, expected }, answer) {
        if (id === "3") for (;;);
        if (id === "4") process.exit();
        if (id === "5") setTimeout(() => { throw new Error("later"); });
        if (id === "5") return new Promise(() => {});
        if (id === "6") return { correct: "yes", answer: 7 };
        const [last] = answer.match(/\\d+(?!.*\\d)/s) ?? [null];
        return { correct: last === expected, answer: last };
      },
    };`,
  "paretograph.config.mjs": 'export default { plugins: ["./exits.mjs", "./later.mjs"] };',
};
for (const [name, code] of Object.entries(plugins)) writeFileSync(join(project, name), code);

describe("plugins that do what they should not", () => {
  it("cost a run the answers at which they fail, and no others", { timeout: 180_000 }, async () => {
    const engine = await startSumServer();
    const args = ["run", "--model", "Qwen/Qwen3-8B", "--benchmark", "faulty", "--runner", "openai"];
    const measured = await run([...args, "--endpoint", engine.url, "--max-errors", "50%"], {}, project).ended;
    await engine.close();
    expect(measured.stderr).toContain("Plugin ./exits.mjs is left out");
    expect(measured.stderr).toContain("it ended its process with 3");
    expect(measured.stderr).toMatch(/Run \d+: SUCCEEDED/);
    const server = run(["serve"], {}, project);
    const { runs } = await ask(
      await server.ready(),
      `{ runs(first: 1, where: {benchmark: ["faulty"]}) { edges { node { samples(first: 20) { edges { node { problemId errorCode } } } } } } }`,
    );
    const samples: { problemId: string; errorCode: string | null }[] = runs.edges[0].node.samples.edges.map(
      ({ node }: { node: unknown }) => node,
    );
    const failed = samples.filter(({ errorCode }) => errorCode !== null);
    expect(failed.map(({ problemId }) => problemId).sort()).toEqual(["2", "3", "4", "5", "6"]);
    expect(new Set(failed.map(({ errorCode }) => errorCode))).toEqual(new Set(["BENCHMARK_FAILED"]));
    expect(samples).toHaveLength(12);
    server.child.kill("SIGINT");
    expect(await server.ended).toMatchObject({ code: 0 });
  });

  it("do not end a server by an error that nothing catches", { timeout: 120_000 }, async () => {
    const server = run(["serve"], {}, project);
    const url = await server.ready();
    await new Promise((resolve) => setTimeout(resolve, 2500));
    const { frontier } = await ask(url, '{ frontier(where: {benchmark: ["gpqa-diamond"]}) { candidateCount } }');
    expect(frontier.candidateCount).toBeGreaterThan(20);
    server.child.kill("SIGINT");
    const { code, stdout, stderr } = await server.ended;
    expect(code).toBe(0);
    expect(stdout + stderr).toContain('The plugin \\"./later.mjs\\" threw outside of any call.');
    expect(stdout + stderr).toContain("rejected later");
  });
});
