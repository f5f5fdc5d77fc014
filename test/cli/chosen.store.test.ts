import { describe, expect, it } from "vitest";
import { run } from "./command.ts";

const ended = (...args: string[]) => run(args).ended;

describe("paretograph compare and gpus", { timeout: 120_000 }, () => {
  it("give the figures of the API as JSON", async () => {
    const compared = await ended(
      "compare",
      "gpt-oss-120b:high",
      "Qwen3-235B-A22B-Thinking-2507",
      "--on",
      "gpqa-diamond",
      "--json",
    );
    const { problemCount, a, accuracy } = JSON.parse(compared.stdout);
    expect([problemCount, a.mode, accuracy.verdict]).toEqual([198, "high", "B"]);
    const { stdout } = await ended("gpus", "Qwen3-32B", "--precision", "fp8", "--json");
    const rows = JSON.parse(stdout);
    const countOf = (slug: string) => rows.find((row: { accelerator: string }) => row.accelerator === slug)?.count;
    // 32.8 billion weights take 30.5 GiB in FP8: more than a 24 GiB card holds, and less than one of 48 GiB.
    expect([countOf("RTX-4090"), countOf("L40S")]).toEqual([2, 1]);
    for (const { fits, deploymentMemory, memory, count } of rows) {
      expect(fits).toBe(true);
      expect(deploymentMemory).toBeLessThanOrEqual(memory * count);
    }
  });

  it("say in one line what is wrong", async () => {
    for (const [args, message] of [
      [["gpus", "Qwen3-32x"], /there is no model "Qwen3-32x"\. Near it: Qwen\/Qwen3-32B/],
      [["gpus", "Qwen3-32B", "--batch", "0"], /--batch .*whole number from 1 on/],
      [["gpus", "Qwen3-32B", "--precision", "FP7"], /FP7/],
      [["compare", "Qwen3-32B", "nothing-like-it", "--on", "gsm8k"], /there is no model "nothing-like-it"/],
      [["compare", "gpt-oss-120b", "Qwen3-235B-A22B-Thinking-2507", "--on", "gpqa"], /gpqa-diamond/],
      [["compare", "gpt-oss-120b", "Qwen3-235B-A22B-Thinking-2507"], /--on/],
    ] as const) {
      const { code, stdout, stderr } = await ended(...args);
      expect({ code, stdout }).toEqual({ code: 1, stdout: "" });
      expect(stderr).toMatch(message);
      expect(stderr).not.toMatch(/^ {4}at /m);
    }
  });
});
