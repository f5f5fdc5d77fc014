import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { parseXml } from "../../drawing/parseXml.ts";
import { commandFolder, run } from "../command.ts";

const frontier = (...args: string[]) => run(["frontier", ...args]).ended;

describe("paretograph frontier", { timeout: 120_000 }, () => {
  it("prints a table, a plot and which model to take", async () => {
    const { code, stdout } = await frontier("gsm8k", "--by", "flops", "--lab", "zeroeval");
    expect(code).toBe(0);
    const lines = stdout.trimEnd().split("\n");
    expect(lines[0]).toBe("Accuracy against compute on GSM8K");
    expect(lines[2]).toMatch(/^ +model +mode +accuracy +compute, FLOP\/problem/);
    expect(lines[3]).toMatch(/^a +google\/gemma-2-2b-it +default +52\.8 % \(50\.1 to 55\.5\) +~1\.06 /);
    expect(stdout).toContain("┬");
    expect(lines.at(-1)).toMatch(
      /^Take microsoft\/Phi-3\.5-mini-instruct: accuracy 85\.5 % .*, the knee of the frontier, /,
    );
    expect(stdout).not.toContain("\u001b");
  });

  it("keeps to an upper limit, or to a lower one", async () => {
    const budget = await frontier("gsm8k", "--lab", "zeroeval", "--max", "flops=1e13");
    expect(budget.stdout.trimEnd().split("\n").at(-1)).toMatch(
      /^Take deepseek-ai\/DeepSeek-V2\.5: .* within the limits/,
    );
    // 94.2 % of one model reach it by the value, and its interval begins at 92.8 %.
    const reach = await frontier("gsm8k", "--lab", "zeroeval", "--min", "accuracy=0.94");
    expect(reach.stdout.trimEnd().split("\n").at(-1)).toMatch(
      /^Take meta-llama\/Llama-3\.1-405B-Instruct \(fp8\): .*lowest compute within the limits by the worse ends/,
    );
    const byValue = await frontier("gsm8k", "--lab", "zeroeval", "--min", "accuracy=0.94", "--point");
    expect(byValue.stdout.trimEnd().split("\n").at(-1)).toMatch(
      /^Take meta-llama\/Llama-3\.1-70B-Instruct: .*lowest compute/,
    );
  });

  it("prints the answer of the query with --json", async () => {
    const { code, stdout } = await frontier("gsm8k", "--lab", "zeroeval", "--max", "flops=1e13", "--json");
    expect(code).toBe(0);
    const { points, best, objectives, dataVersion } = JSON.parse(stdout);
    expect(points[0]).toMatchObject({ model: { slug: "google/gemma-2-2b-it" }, mode: "default" });
    expect(points[0].measures[0]).toMatchObject({ metric: { name: "accuracy", unit: "1" } });
    expect(best.model.slug).toBe("deepseek-ai/DeepSeek-V2.5");
    expect(objectives[1]).toMatchObject({ metric: { name: "flops" }, direction: "MINIMIZE", scale: "LOG" });
    expect(dataVersion).toMatch(/^[0-9a-f]{16}$/);
  });

  it("writes a picture, as a whole", async () => {
    const file = join(commandFolder(), "frontier.svg");
    const written = await frontier("gsm8k", "--lab", "zeroeval", "--svg", file);
    expect(written).toMatchObject({ code: 0, stdout: `${file} is written.\n` });
    expect(parseXml(readFileSync(file, "utf8")).name).toBe("svg");
    expect(readdirSync(commandFolder()).filter((name) => name.startsWith("frontier"))).toEqual(["frontier.svg"]);
  });

  it("says in one line what is wrong", async () => {
    for (const [args, message] of [
      [["gsm8k", "--by", "beauty"], /^--by: there is no metric "beauty"\. Known: accuracy, /],
      [["gsm9k"], /^<benchmarks>: there is no benchmark "gsm9k"\./],
      [["gsm8k", "--max", "flops"], /^--max: "flops" is not written as/],
      [["gsm8k", "--grain", "ALL"], /^--grain: "ALL" is none of MODEL, .*RUN/],
      [["gsm8k", "--json", "--svg", "x.svg"], /one of them/],
      [["gsm8k", "--svg", join(commandFolder(), "none", "x.svg")], /^--svg ".*" can't be written: /],
    ] as const) {
      const { code, stdout, stderr } = await frontier(...args);
      expect({ code, stdout }).toEqual({ code: 1, stdout: "" });
      expect(stderr).toMatch(message);
      expect(stderr.trimEnd()).not.toContain("\n");
    }
    expect(existsSync(join(commandFolder(), "none"))).toBe(false);
  });
});

describe("the README's picture", () => {
  it("is the picture of the current data", { timeout: 120_000 }, async () => {
    const command = /npm run paretograph -- (frontier .*--svg) docs\/frontier\.svg/.exec(
      readFileSync("README.md", "utf8"),
    )!;
    const file = join(commandFolder(), "readme.svg");
    expect(await run([...command[1]!.split(" "), file]).ended).toMatchObject({ code: 0 });
    // If not: run the README's command again.
    expect(readFileSync(file, "utf8")).toBe(readFileSync("docs/frontier.svg", "utf8"));
  });
});
