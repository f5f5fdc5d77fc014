import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { run } from "./command.ts";

describe("paretograph", { timeout: 120_000 }, () => {
  it("alone prints its commands, and names its version", async () => {
    const { code, stdout } = await run([]).ended;
    expect(code).toBe(0);
    expect(stdout).toMatch(/^Usage: paretograph .*Commands:.*\n {2}serve /s);
    const { version } = JSON.parse(readFileSync("package.json", "utf8"));
    expect(await run(["--version"]).ended).toMatchObject({ code: 0, stdout: `${version}\n` });
  });

  it("refuses a command that there is not, and names the nearest", async () => {
    const { code, stdout, stderr } = await run(["frontierr", "gsm8k"]).ended;
    expect({ code, stdout }).toEqual({ code: 1, stdout: "" });
    expect(stderr).toBe("error: unknown command 'frontierr'\n(Did you mean frontier?)\n");
  });

  it("lists models, benchmarks, accelerators, labs and runs that hold all words", async () => {
    const models = await run(["models", "qwen3", "8b"]).ended;
    expect(models.code).toBe(0);
    expect(models.stdout.split("\n")[0]).toMatch(
      /^model +developer +architecture +parameters +active +licence +released$/,
    );
    expect(models.stdout.split("\n")[1]).toMatch(
      /^Qwen\/Qwen3-8B +Alibaba +DENSE +8\.19 B +8\.19 B +Apache-2\.0 +2025-04-/,
    );
    expect((await run(["benchmarks", "gsm8k"]).ended).stdout).toMatch(/\ngsm8k +GSM8K +math +1319 +0 %/);
    const runs = JSON.parse((await run(["runs", "zeroeval", "phi", "--json"]).ended).stdout);
    expect(runs[0]).toMatchObject({ lab: { slug: "zeroeval" }, status: "SUCCEEDED" });
    expect(runs.every(({ model }: any) => /phi/i.test(model.slug))).toBe(true);
    expect(JSON.parse((await run(["labs", "--json"]).ended).stdout).length).toBeGreaterThan(5);
    expect(await run(["accelerators", "rtx", "4090", "--csv"]).ended).toMatchObject({
      code: 0,
      stdout:
        "slug,name,vendor,dataSheet.memory,dataSheet.bandwidth,dataSheet.power\r\n" +
        "RTX-4090,NVIDIA GeForce RTX 4090,NVIDIA,25769803776,1008000000000,450\n",
    });
  });

  it("says where nothing holds the words, and where two forms are asked for", async () => {
    expect(await run(["labs", "zzz"]).ended).toMatchObject({
      code: 1,
      stderr: expect.stringMatching(/no labs with "zzz"/),
    });
    expect(await run(["labs", "--json", "--csv"]).ended).toMatchObject({
      code: 1,
      stderr: expect.stringMatching(/one of/),
    });
  });
});
