import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { ConformanceFailure } from "../../src/conformance/conformanceCase.ts";
import { type ImporterSetup, importerCases } from "../../src/conformance/importerCases.ts";
import { ImportError, type ImporterPlugin } from "../../src/exports/plugin.ts";
import { BUILT_IN_IMPORTERS } from "../../src/plugins/importers/builtIn.ts";

const good: ImporterPlugin<any> = {
  kind: "importer",
  name: "tallies",
  version: "1.0.0",
  apiVersion: "1.5.0",
  title: "Tallies",
  versions: "1",
  description: "Reads tallies.",
  options: z.strictObject({}),
  find: async (files) =>
    files.filter(({ path }) => path.endsWith("tally.json")).map((file) => ({ name: file.path, files: [file] })),
  async *read({ files: [file] }) {
    const value = await file!.json();
    const { success, data } = z
      .object({ model: z.string().min(1).max(100), right: z.int().min(0), total: z.int().min(1).max(1e6) })
      .refine(({ right, total }) => right <= total)
      .safeParse(value);
    if (!success) throw new ImportError("BAD_FILE", file!.path, "it is no tally.");
    yield {
      kind: "run",
      run: {
        ...{ place: file!.path, model: { name: data.model }, benchmark: { name: "sums" } },
        measures: { accuracy: { value: data.right / data.total } },
      },
    };
  },
};
const files = { "tally.json": '{"model":"a/b","right":7,"total":10}' };

async function breaches(plugin: ImporterPlugin<any>, setup: ImporterSetup): Promise<string[]> {
  const found: string[] = [];
  for (const { code, skipped, run } of importerCases(plugin, setup)) {
    if (skipped !== undefined) continue;
    const outcome = await run().catch((error) => {
      expect(error).toBeInstanceOf(ConformanceFailure);
      return { outcome: "failed" };
    });
    if (outcome.outcome !== "passed") found.push(code);
  }
  return found;
}
const run = (accuracy: number) => ({
  ...{
    kind: "run" as const,
    run: {
      place: "x",
      model: { name: "a/b" },
      benchmark: { name: "sums" },
      measures: { accuracy: { value: accuracy } },
    },
  },
});

describe("the cases of an importer", () => {
  it("hold for one that works", async () => expect(await breaches(good, { files })).toEqual([]));

  let calls = 0;
  it.each<[string, Partial<ImporterPlugin<any>>]>([
    ["OWN_FILES_NOT_FOUND", { find: async () => [] }],
    [
      "OTHER_FILES_TAKEN",
      {
        find: async (all) =>
          all.filter(({ path }) => path.endsWith(".json")).map((file) => ({ name: file.path, files: [file] })),
      },
    ],
    [
      "READ_NOT_STORABLE",
      {
        async *read() {
          yield run(70);
        },
      },
    ],
    [
      "READ_NOT_REPEATABLE",
      {
        async *read() {
          yield run(1 / ++calls);
        },
      },
    ],
    [
      "DAMAGE_NOT_REFUSED",
      {
        async *read({ files: [file] }) {
          const { right, total } = JSON.parse(await file!.text());
          yield run(right.valueOf() / total);
        },
      },
    ],
  ])("find %s", async (code, change) => {
    expect(await breaches({ ...good, ...change } as ImporterPlugin<any>, { files })).toContain(code);
  });
});

const FIXTURES = join(import.meta.dirname, "../plugins/importers/fixtures");
/** The formats whose own files lie there as they were published; the others have tests of their own. */
const FOLDERS: Record<string, string> = {
  "every-eval-ever": "every-eval-ever",
  "lm-eval": "lm-eval",
  "nemo-skills": "nemo-skills",
  inspect: "inspect",
  "vllm-bench": "speed",
  "sglang-bench": "speed",
  guidellm: "speed",
  inferencex: "speed",
  aiperf: "speed",
  "llm-d-report": "speed",
};

describe.each(BUILT_IN_IMPORTERS.map((plugin) => [plugin.name, plugin] as const))("the importer %s", (name, plugin) => {
  const folder = FOLDERS[name];
  it.each(
    importerCases(plugin, folder ? { files: join(FIXTURES, folder), damaged: 11 } : {}).map(
      (one) => [one.code, one] as const,
    ),
  )("%s", async (_, { skipped, run }) => {
    if (skipped === undefined) expect((await run()).outcome).not.toBe("skipped");
  });
});
