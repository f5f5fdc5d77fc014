import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterAll, describe, expect, it } from "vitest";
import { run } from "../command.ts";

const folder = mkdtempSync(join(tmpdir(), "paretograph-check-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const ZOD = JSON.stringify(pathToFileURL(join(import.meta.dirname, "../../../node_modules/zod/index.js")).href);

/** A benchmark whose grader loops without end at a text of thousands of digits, and ends its process at brackets. */
writeFileSync(
  join(folder, "loops.mjs"),
  `import { z } from ${ZOD};
export default {
  kind: "benchmark", name: "loops", version: "1.0.0", apiVersion: "1.0.0", title: "Loops", description: "d", domain: "math",
  source: { url: null, license: "MIT" }, options: z.strictObject({}),
  load: async () => ({
    problems: ["a", "b", "c"].map((id, i) => ({ id, question: "What is " + i + " + 20?", expected: String(i + 20) })),
    dataset: { source: "made up", revision: "1", sha256: "ab".repeat(32) },
  }),
  prompt: ({ question }) => [{ role: "user", content: question }],
  grade: ({ expected }, text) => {
    if (/\\d{9}/.test(text)) for (;;);
    const [last] = text.match(/\\d+(?!.*\\d)/s) ?? [null];
    return { correct: last === expected, answer: last };
  },
};`,
);
const check = (...args: string[]) => run(["plugin", "check", ...args]).ended;

describe("paretograph plugin check", { timeout: 240_000 }, () => {
  it("names what fails, why it matters and where to read, and is not held up by a loop", async () => {
    const { code, stdout } = await check(join(folder, "loops.mjs"));
    expect(stdout).toContain("loops 1.0.0 (benchmark)");
    expect(stdout).toMatch(
      /FAIL {2}grading: any text is graded without an error and in time\n {8}GRADE_NOT_BOUNDED: .*took longer than 10 s/,
    );
    expect(stdout).toContain("Why it matters: ");
    expect(stdout).toContain("Read: docs/");
    expect(stdout).toMatch(/warn {2}reproduction: .*\n {8}NO_PUBLISHED_SCORE/);
    expect(stdout).toMatch(/ok {4}data: each problem has an id of its own/);
    expect(code).toBe(1);
  });

  it("explains its codes, prints JSON, and refuses what is not there in one line", async () => {
    expect((await check("--explain", "GOLD_NOT_RIGHT")).stdout).toContain("Why it matters: A right answer");
    const [unknown, missing, none] = await Promise.all([
      check("--explain", "NOPE"),
      check("./nope.mjs"),
      check("nope"),
    ]);
    for (const { code, stderr } of [unknown, missing, none])
      expect([code, stderr.trim().split("\n").length]).toEqual([1, 1]);
    const { code, stdout } = await check("mock", "--json");
    const [{ of, results }] = JSON.parse(stdout);
    expect([code, of]).toEqual([0, "mock 1.0.0 (runner)"]);
    expect(results.find(({ code }: { code: string }) => code === "OPEN_FAILED")).toMatchObject({
      outcome: "passed",
      area: "engine",
    });
    expect(results.find(({ code }: { code: string }) => code === "QUOTA_NOT_FINAL")).toMatchObject({
      outcome: "skipped",
    });
  });
});
