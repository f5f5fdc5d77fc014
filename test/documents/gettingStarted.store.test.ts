import { cpSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { run } from "../cli/command.ts";
import "../support/bundledStores.ts";
import { blocksIn } from "./documents.ts";

/** The commands of the page in their order, but for those that install, or ask an engine that is not here. */
const lines = blocksIn("sh")
  .filter(({ place }) => place.startsWith("docs/getting-started.md:"))
  .flatMap(({ code }) => code.split("\n"))
  .filter((line) => !line.startsWith("npm ci") && !/8000(?!.*--dry-run)/.test(line));

/** What the page says that each command prints or does. */
const PRINTED: Record<string, RegExp> = {
  "frontier gpqa-diamond": /\nTake \S+ .*the best accuracy within the limits/,
  benchmarks: /GPQA Diamond/,
  "models qwen3": /Qwen\/Qwen3-8B/,
  "run --benchmark arithmetic": /problem 2 of 2[\s\S]*--- grade: wrong/,
  "run --model Qwen/Qwen3-8B --benchmark arithmetic":
    /The frontier: paretograph frontier arithmetic[\s\S]*SUCCEEDED, 20 answers/,
  "run --model Qwen/Qwen3-8B --benchmark gsm8k": /1 to measure .* 100 /,
  import: /1 runs would be stored/,
};

describe("docs/getting-started.md", { timeout: 300_000 }, () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), "paretograph-getting-started-"));
    cpSync(inject("bundledFolder"), folder, { recursive: true });
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it("has a command for each thing that it promises", () => {
    expect(lines).toHaveLength(Object.keys(PRINTED).length);
  });

  it.each(Object.entries(PRINTED))("does what it says: %s", async (start, printed) => {
    const words = lines
      .map((line) => line.split(" -- ")[1]!)
      .find((line) => line.startsWith(start))!
      .split(" ");
    const { code, stdout, stderr } = await run(words, { DATA_DIR: folder }).ended;
    expect({ code, stderr: code === 0 ? "" : stderr }).toEqual({ code: 0, stderr: "" });
    expect(stdout + stderr).toMatch(printed);
  });
});
