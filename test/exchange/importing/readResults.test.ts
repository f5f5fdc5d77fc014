import { describe, expect, it } from "vitest";
import { z } from "zod";
import { importFile } from "../../../src/exchange/importing/importFile.ts";
import { type ImportWishes, readResults } from "../../../src/exchange/importing/importResults.ts";
import { createMetricCatalogue } from "../../../src/frontier/metricCatalogue.ts";
import { defineImporter } from "../../../src/plugins/contract/definePlugin.ts";
import { ImportError } from "../../../src/plugins/contract/importError.ts";
import type { Imported, ImporterPlugin } from "../../../src/plugins/contract/importer.ts";
import { createPluginRegistry } from "../../../src/plugins/registry.ts";
import type { Catalogue } from "../../../src/store/catalogue.ts";

const rows = (slugs: string[]) => {
  const all = slugs.map((slug, id) => ({ id, slug, name: slug.toUpperCase(), plugin: null, url: null }));
  return { all, bySlug: new Map(all.map((row) => [row.slug, row])), byId: new Map() };
};
const CATALOGUE = {
  models: rows(["Qwen/Qwen3-8B", "Qwen/Qwen3-14B", "openai/gpt-oss-20b", "a/twin", "b/twin"]),
  benchmarks: rows(["gsm8k", "gpqa-diamond", "ml-energy/gpqa-diamond"]),
} as unknown as Catalogue;

const RUN = {
  place: "r.json: results.gsm8k",
  model: { name: "Qwen/Qwen3-8B" },
  benchmark: { name: "gsm8k" },
  measures: { accuracy: { value: 0.5 } },
};

type Given = Imported | (() => never);
const importer = (name: string, given: readonly unknown[], more: Partial<ImporterPlugin> = {}) =>
  defineImporter({
    name,
    version: "1.0.0",
    apiVersion: "1.4.0",
    title: name,
    versions: "1",
    description: "A format.",
    options: z.object({}),
    find: async (files) =>
      files.filter(({ path }) => path.endsWith(name)).map((file) => ({ name: file.path, files: [file] })),
    async *read() {
      for (const one of given as Given[]) yield typeof one === "function" ? one() : one;
    },
    ...more,
  });

async function read(importers: ImporterPlugin[], paths: string[], wishes: Partial<ImportWishes> = {}) {
  const plugins = createPluginRegistry(createMetricCatalogue());
  for (const one of importers) plugins.register(one, "test");
  const files = paths.map((path) => importFile(path, async function* () {}));
  const found = [];
  for await (const one of readResults(
    files,
    plugins,
    async () => CATALOGUE,
    { lab: "l", ...wishes },
    new AbortController().signal,
  )) {
    found.push(one);
  }
  return found as any[];
}
const readRun = async (run: object, wishes?: Partial<ImportWishes>) =>
  (await read([importer("x", [{ kind: "run", run: { ...RUN, ...run } }])], ["a.x"], wishes))[0];

describe("the recognition of files", () => {
  it("gives each set to its importer, and names the files that none takes", async () => {
    const found = await read([importer("x", []), importer("y", [])], ["1.x", "2.y", "3.z"]);
    expect(found.map(({ format, name, others }) => others ?? [format, name])).toEqual([
      ["x", "1.x"],
      ["y", "2.y"],
      ["3.z"],
    ]);
  });

  it("refuses a file that two take, unless one is named, and files that none takes", async () => {
    const greedy = importer("other", [], { find: async (files) => [{ name: "all", files }] });
    await expect(read([importer("x", []), greedy], ["1.x"])).rejects.toMatchObject({ code: "UNKNOWN_FORMAT" });
    expect((await read([importer("x", []), greedy], ["1.x"], { format: "x" }))[0].format).toBe("x");
    await expect(read([importer("x", [])], ["1.y"])).rejects.toThrow(/importers of: x/);
    await expect(read([importer("x", [])], ["1.y"], { format: "csv" })).rejects.toMatchObject({
      code: "UNKNOWN_PLUGIN",
    });
  });

  it("takes files as a last resort only where nothing else is known", async () => {
    const any = importer("any", [], {
      find: async (files) => files.map((file) => ({ name: file.path, files: [file], isLastResort: true })),
    });
    const known = async (...paths: string[]) =>
      (await read([importer("x", []), any], paths)).map(({ format, name, others }) => others ?? [format, name]);
    expect(await known("1.x", "2.csv")).toEqual([["x", "1.x"], ["2.csv"]]);
    expect(await known("2.csv")).toEqual([["any", "2.csv"], []]);
  });

  it("gives each importer its own options, and refuses one that none has", async () => {
    const seen: unknown[] = [];
    const takes = (name: string, options: z.ZodType) =>
      importer(name, [], {
        options,
        find: async (_, given) => {
          seen.push([name, given]);
          return [];
        },
      });
    const two = [takes("x", z.strictObject({})), takes("y", z.strictObject({ mapping: z.string().optional() }))];
    await expect(read(two, ["1.q"], { options: { mapping: "m" } })).rejects.toMatchObject({ code: "UNKNOWN_FORMAT" });
    expect(seen).toEqual([
      ["x", {}],
      ["y", { mapping: "m" }],
    ]);
    await expect(read(two, ["1.q"], { options: { maping: "m" } })).rejects.toMatchObject({
      code: "BAD_VALUE",
      argument: "maping",
    });
  });

  it.each([null, [{ name: "a", files: [] }], [{ name: "a", files: [{ path: "made up" }] }], [{ files: [] }]])(
    "refuses an importer that finds %j",
    async (sets) => {
      const wrong = importer("x", [], { find: async () => sets as never });
      await expect(read([wrong], ["1.x"])).rejects.toMatchObject({ code: "INVALID_RESULT" });
    },
  );
});

describe("what an importer gives", () => {
  it.each([
    ["OUT_OF_RANGE", { measures: { accuracy: { value: 1.6 } } }],
    ["OUT_OF_RANGE", { measures: { output_tokens: { value: -1 } } }],
    ["OUT_OF_RANGE", { measures: { accuracy: { value: 0.5, low: -0.1 } } }],
    ["OUT_OF_RANGE", { samples: [{ problem: "1", repeat: 0, score: 2 }] }],
    ["OUT_OF_RANGE", { samples: [{ problem: "1", repeat: 0, outputTokens: -3 }] }],
    ["BAD_FILE", { samples: [{ problem: "1", repeat: 0, outputTokens: "3" }] }],
    ["BAD_FILE", { samples: [{ repeat: 0 }] }],
    ["BAD_FILE", { model: {} }],
    ["BAD_FILE", { colour: "red" }],
    ["BAD_FILE", { measures: { accuracy: { value: Number.NaN } } }],
  ])("is refused as %s: %j", async (code, run) => {
    const { failure, runs } = await readRun(run);
    expect(failure).toMatchObject({ code });
    expect(failure.message).toContain("r.json: results.gsm8k");
    expect(runs).toEqual([]);
  });

  it.each([null, 3, { kind: "run" }, { kind: "song", song: {} }])(
    "that is %j is a fault of the importer",
    async (one) => {
      const [{ failure }] = await read([importer("x", [one])], ["a.x"]);
      expect(failure).toMatchObject({ code: "INVALID_RESULT" });
    },
  );

  it("is left out whole where a later part cannot be read, and the next set is read", async () => {
    const fails = () => {
      throw new ImportError("BAD_FILE", "r.json", "it is cut.");
    };
    const run = { kind: "run", run: RUN };
    const found = await read([importer("x", [run, fails]), importer("y", [run])], ["1.x", "2.y"]);
    expect(found[0]).toMatchObject({ runs: [], failure: { code: "BAD_FILE", message: "r.json: it is cut." } });
    expect(found[1]).toMatchObject({ failure: null, runs: [{ place: RUN.place }] });
  });

  it("names an importer that throws something else", async () => {
    const fails = () => {
      throw new TypeError("x is not iterable");
    };
    const [{ failure }] = await read([importer("x", [fails])], ["a.x"]);
    expect(failure).toMatchObject({
      code: "PLUGIN_FAILED",
      message: expect.stringContaining('"x" 1.0.0 failed at a.x: x is not iterable'),
    });
  });

  it("is nothing: then the set says so", async () => {
    const [{ runs, leftOut, failure }] = await read([importer("x", [])], ["a.x"]);
    expect([runs, failure]).toEqual([[], null]);
    expect(leftOut).toEqual([{ place: "a.x", reason: "It holds no results." }]);
  });

  it("is no measurement of speed where no request was completed", async () => {
    const speed = { place: "s.json", model: { name: "m" }, tool: "t", completed: 0, throughput: 0 };
    const [{ runs, leftOut }] = await read([importer("x", [{ kind: "speed", speed }])], ["a.x"]);
    expect(runs).toEqual([]);
    expect(leftOut).toEqual([{ place: "s.json", reason: "None of its requests was completed." }]);
    const [one] = await read([importer("x", [{ kind: "speed", speed: { ...speed, completed: 1 } }])], ["a.x"]);
    expect(one.runs).toHaveLength(1);
  });

  it("does not agree where a first token takes longer than a whole request", async () => {
    const speed = { place: "s.json", model: { name: "m" }, tool: "t", ttft: { mean: 23 }, latency: { mean: 0.1 } };
    const given = (one: object) => read([importer("x", [{ kind: "speed", speed: { ...speed, ...one } }])], ["a.x"]);
    const [{ runs, disagreements }] = await given({});
    expect(runs).toHaveLength(1);
    expect(disagreements).toEqual([
      {
        place: "s.json",
        statement: "The mean time to the first token is 23 s, and that of a whole request is 0.1 s.",
      },
    ]);
    for (const one of [{ ttft: { mean: 0.1 } }, { ttft: { median: 23 } }, { latency: undefined }]) {
      expect((await given(one))[0].disagreements).toEqual([]);
    }
  });

  it("is stored without the characters that no database takes", async () => {
    const { runs } = await readRun({ samples: [{ problem: "1", repeat: 0, output: "a\0b\ud800c" }] });
    expect(runs[0].run.samples[0].output).toBe("a\ufffdb\ufffdc");
  });
});

describe("the names of models", () => {
  it.each([
    ["Qwen/Qwen3-8B", "Qwen/Qwen3-8B"],
    ["qwen/qwen3_8b", "Qwen/Qwen3-8B"],
    ["Qwen3 14B", "Qwen/Qwen3-14B"],
    ["GPT-OSS-20B", "openai/gpt-oss-20b"],
  ])("%s is %s", async (name, slug) => {
    const { runs } = await readRun({ model: { name } });
    expect(runs[0]).toMatchObject({ run: { model: slug } });
    expect(runs[0].newModel).toBeUndefined();
  });

  it.each(["twin", "Qwen/Qwen3-8B-AWQ", "other/Qwen3-8B", "Qwen3"])("%s is none that is known", async (name) => {
    const { runs } = await readRun({ model: { name } });
    expect(runs[0]).toMatchObject({ run: { model: name }, newModel: { name } });
  });

  it("may be left to the person", async () => {
    const { runs } = await readRun({ model: { name: "" } });
    expect(runs[0].run.model).toBe("");
    expect(runs[0].newModel).toBeUndefined();
  });

  it("are those that the person gives", async () => {
    const models = new Map<string | null, string>([
      ["stub", "Qwen/Qwen3-14B"],
      [null, "openai/gpt-oss-20b"],
    ]);
    expect((await readRun({ model: { name: "stub" } }, { models })).runs[0].run.model).toBe("Qwen/Qwen3-14B");
    expect((await readRun({}, { models })).runs[0].run.model).toBe("openai/gpt-oss-20b");
  });
});

describe("the names of benchmarks", () => {
  it.each([
    [{ name: "gsm8k_cot", dataset: "openai/gsm8k", subset: "main", split: "test" }, "gsm8k"],
    [{ name: "anything", dataset: "OpenAI/gsm8k", subset: "main" }, "gsm8k"],
    [{ name: "inspect_evals/gpqa_diamond" }, "gpqa-diamond"],
    [{ name: "ml-energy/gpqa-diamond" }, "ml-energy/gpqa-diamond"],
    [{ name: "gsm8k" }, "gsm8k"],
  ])("%j is %s", async (benchmark, slug) => {
    const { runs } = await readRun({ benchmark });
    expect(runs[0].run.benchmark).toBe(slug);
    expect(runs[0].newBenchmark).toBeUndefined();
  });

  it.each([
    [{ name: "gsm8k", dataset: "openai/gsm8k", subset: "main", split: "train" }, "openai-gsm8k"],
    [{ name: "gsm8k", dataset: "openai/gsm8k", subset: "socratic" }, "openai-gsm8k"],
    [{ name: "gsm8k", dataset: "json" }, "other-gsm8k"],
    [{ name: "GSM8K (mini)" }, "gsm8k-mini"],
  ])("%j is the new %s", async (benchmark, slug) => {
    const { runs } = await readRun({ benchmark });
    expect(runs[0]).toMatchObject({ run: { benchmark: slug }, newBenchmark: { slug } });
  });

  it("are those that the person gives", async () => {
    const benchmarks = new Map<string | null, string>([["odd", "gsm8k"]]);
    expect((await readRun({ benchmark: { name: "odd", dataset: "json" } }, { benchmarks })).runs[0].run.benchmark).toBe(
      "gsm8k",
    );
  });
});

describe("a measurement of speed", () => {
  it("is a run without verdicts on its workload, in our units", async () => {
    const speed = {
      place: "bench.json",
      model: { name: "Qwen/Qwen3-8B" },
      tool: "vllm bench serve",
      engine: "vllm",
      accelerator: { name: "H100-SXM", count: 2 },
      parallelism: { tensor: 2 },
      precision: "fp8",
      dataset: "random",
      concurrency: 16,
      requestRate: null,
      completed: 160,
      promptTokens: 1024.4,
      outputTokens: 128,
      throughput: 403.58,
      ttft: { median: 0.291 },
      timePerOutputToken: { mean: 0.012, p99: 0.05 },
    };
    const [{ runs, failure }] = await read([importer("x", [{ kind: "speed", speed }])], ["a.x"]);
    expect(failure).toBeNull();
    expect(runs[0]).toMatchObject({
      accelerator: { name: "H100-SXM", count: 2 },
      run: {
        benchmark: "serving-random-1024-128",
        servedAs: "vllm, fp8",
        deployment: { tensorParallel: 2, precision: "fp8", maxConcurrency: 16 },
        measures: {
          throughput: { value: 403.58 },
          ttft: { value: 0.291, note: "median" },
          inter_token_latency: { value: 0.012 },
          inter_token_latency_p99: { value: 0.05 },
        },
      },
    });
    expect(runs[0].run.measures.accuracy).toBeUndefined();
  });
});
