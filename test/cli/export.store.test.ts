import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { filesInZip } from "../exchange/exporting/support.ts";
import { run } from "./command.ts";
import "../support/bundledStores.ts";

const page = readFileSync("docs/export.md", "utf8");
const commands = [...page.matchAll(/^paretograph (export .*)$/gm)].map(([, words]) => words!.split(" "));
const [, address] = /^curl -OJ "http:\/\/127\.0\.0\.1:4000([^"]*)"$/m.exec(page)!;

describe("docs/export.md", { timeout: 300_000 }, () => {
  let folder: string;
  let environment: Record<string, string>;
  const at = (name: string) => join(folder, name);
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), "paretograph-cli-export-"));
    environment = { DATA_DIR: at("store") };
    cpSync(inject("bundledFolder"), at("store"), { recursive: true });
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  it("has commands that write what it says, whole or not at all", async () => {
    expect(commands).toHaveLength(8);
    let printed = "";
    for (const words of commands) {
      const { code, stdout, stderr } = await run(words, environment, folder).ended;
      expect([words, code, stderr]).toEqual([words, 0, expect.any(String)]);
      printed = stdout;
      const output = words[words.indexOf("-o") + 1]!;
      if (words.includes("-o"))
        expect(stdout).toMatch(new RegExp(`^${output} is written \\(data version [0-9a-f]{16}\\)`));
    }
    expect(printed).toMatch(/^@misc\{paretograph-[0-9a-f]{16},\n/);
    expect(readFileSync(at("frontier.csv"), "utf8")).toMatch(/^model,mode,run,.*,accuracy,.*,flops,/);
    expect(readFileSync(at("runs.ndjson"), "utf8")).toMatch(/^\{"run":\{.*"lab":"zeroeval".*\}\}\n\{"sample":/);
    expect(readFileSync(at("samples.parquet")).subarray(0, 4).toString()).toBe("PAR1");
    expect(readdirSync(at("every-eval-ever/data/gsm8k")).length).toBeGreaterThan(5);
    expect([...filesInZip(readFileSync(at("lm-eval.zip"))).keys()][0]).toMatch(/\/results_.*\.json$/);
    expect(existsSync(at("model-pages/meta-llama/Llama-3.1-8B-Instruct/.eval_results/gsm8k.yaml"))).toBe(true);
    expect(readFileSync(at("CITATION.cff"), "utf8")).toContain("cff-version: 1.2.0");

    const before = readFileSync(at("runs.ndjson"));
    for (const [words, said] of [
      [
        ["export", "runs", "--format", "every-eval-ever", "-o", at("every-eval-ever")],
        /is there already: name a new folder/,
      ],
      [["export", "runs", "--format", "lm-eval"], /name a folder, or a \.zip, with --output/],
      [["export", "runs", "gsm8k", "--format", "csv"], /"gsm8k" is not written as a parameter and its value/],
      [
        ["export", "runs", "benchmark=gsm", "--format", "ndjson", "-o", at("runs.ndjson")],
        /there is no benchmark "gsm"/,
      ],
      [
        ["export", "frontier", "benchmark=gsm8k", "--format", "ndjson"],
        /a format of frontier: csv, parquet, cff, bibtex/,
      ],
      [["export", "runs", "--format", "csv", "-o", at("nowhere/runs.csv")], /can't be used: ENOENT/],
    ] as const) {
      const { code, stdout, stderr } = await run([...words], environment, folder).ended;
      expect([code, stdout]).toEqual([1, ""]);
      expect(stderr).toMatch(said);
    }
    expect(readFileSync(at("runs.ndjson")).equals(before)).toBe(true);
    expect(readdirSync(folder).filter((name) => /\.[0-9a-f-]{36}$/.test(name))).toEqual([]);
  });

  it("has an address that a server answers, which also gives files to the command", async () => {
    const server = run(["serve"], environment, folder);
    const base = new URL(await server.ready()).origin;
    try {
      const response = await fetch(`${base}${address}`);
      expect([response.status, (await response.text()).split("\r\n")[0]]).toEqual([
        200,
        expect.stringMatching(/^run,model,/),
      ]);
      writeFileSync(at("old.zip"), "old");
      const words = ["export", "runs", "benchmark=gsm8k", "--format", "every-eval-ever", "-o"];
      const { code } = await run([...words, at("old.zip")], environment, folder).ended;
      expect(code).toBe(0);
      expect(filesInZip(readFileSync(at("old.zip"))).size).toBeGreaterThan(5);
      const refused = await run([...words, at("other")], environment, folder).ended;
      expect([refused.code, refused.stderr]).toEqual([1, expect.stringContaining("name a .zip with --output")]);
      const wrong = await run(["export", "runs", "lab=nobody", "--format", "csv"], environment, folder).ended;
      expect([wrong.code, wrong.stderr]).toEqual([1, expect.stringContaining('there is no lab "nobody"')]);
    } finally {
      server.child.kill("SIGTERM");
      await server.ended;
    }
  });
});
