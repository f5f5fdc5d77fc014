import { describe, expect, it } from "vitest";
import { tables } from "../../../src/plugins/importers/mapped-tables/importer.ts";
import { tableMapping } from "../../../src/plugins/importers/mapped-tables/mapping.ts";
import { fuzzImporter } from "./fuzz.ts";
import { imported, textFile } from "./importedFrom.ts";

const RUNS = `\ufeffmodel,task,acc,se,ms,dollars,n,when,odd
Qwen/Qwen3-8B,gsm8k,91.5%,1,1200,"0.002",100,2026-01-02,"a ""b"", c"
Qwen/Qwen3-8B,math500,80,,,-,,,
`;
const OF_RUNS = {
  rows: "runs",
  columns: {
    ...{ model: "model", benchmark: "task", finishedAt: "when" },
    measures: {
      accuracy: { column: "acc", unit: "percent", standardError: "se", count: "n" },
      latency: { column: "ms", unit: "ms" },
      cost: "dollars",
    },
    protocol: { shots: "n" },
  },
  constants: { license: "CC-BY-4.0", temperature: 0.6, protocol: { harness: "ours" } },
};
const SAMPLES = `model\ttask\tid\tok\ttokens\ts\tfailure
m\tt\t1\tyes\t10\t1.5\t
m\tt\t1\tno\t20\t\t
m\tt\t2\t\t\t\ttimeout
m\tu\t1\t?\t3\t0.5\t
`;
const OF_SAMPLES = {
  rows: "samples",
  columns: {
    model: "model",
    benchmark: "task",
    problem: "id",
    correct: "ok",
    outputTokens: "tokens",
    latency: "s",
    error: "failure",
  },
  right: ["yes"],
  wrong: ["no"],
  missing: ["?"],
};
const table = (content: string, mapping: unknown, name = "results.csv") =>
  imported(tables, [textFile(name, content), textFile(`${name}.mapping.json`, mapping)]);

describe("a table with a row for each run", () => {
  it("is read in the units of its mapping", async () => {
    const { runs, leftOut } = await table(RUNS, OF_RUNS);
    expect(runs).toEqual([
      {
        place: "results.csv: row 1",
        model: { name: "Qwen/Qwen3-8B" },
        benchmark: { name: "gsm8k" },
        license: "CC-BY-4.0",
        finishedAt: "2026-01-02T00:00:00.000Z",
        decoding: { temperature: 0.6 },
        protocol: { harness: "ours", shots: 100 },
        measures: {
          accuracy: {
            ...{ value: 0.915, count: 100, note: expect.stringContaining("standard errors") },
            ...{ low: expect.closeTo(0.8954, 12), high: expect.closeTo(0.9346, 12) },
          },
          latency: { value: 1.2 },
          cost: { value: 0.002 },
        },
      },
      expect.objectContaining({ protocol: { harness: "ours" }, measures: { accuracy: { value: 0.8 } } }),
    ]);
    expect(leftOut).toEqual([
      { place: "results.csv", reason: "The mapping does not name these columns: odd.", count: 1 },
    ]);
  });

  it.each([
    ["a percentage that is called a share", "91.5", {}, "OUT_OF_RANGE"],
    ["160 %", "160", { unit: "percent" }, "OUT_OF_RANGE"],
    ["the sign of a percentage at a share", "0.9%", {}, "BAD_FILE"],
    ["a decimal comma", '"0,9"', {}, "BAD_FILE"],
  ])("refuses %s with row and column", async (_, cell, unit, code) => {
    const mapping = {
      rows: "runs",
      columns: { model: "m", benchmark: "b", measures: { accuracy: { column: "a", ...unit } } },
    };
    const place = "results.csv: row 2, column a";
    await expect(table(`m,b,a\nx,y,0.5\nx,y,${cell}\n`, mapping)).rejects.toMatchObject({ code, place });
  });

  it.each([
    ["kWh", "energy", "2", 7.2e6],
    ["GiB", "gpu_memory", "3", 3 * 2 ** 30],
    ["TFLOP", "flops", "5", 5e12],
    ["cents", "cost", "7", 0.07],
    ["percent", "coverage", "50", 0.5],
    ["min", "ttft", "2", 120],
  ])("converts %s", async (unit, metric, cell, value) => {
    const mapping = {
      rows: "runs",
      columns: { model: "m", benchmark: "b", measures: { [metric]: { column: "v", unit } } },
    };
    const { runs } = await table(`m,b,v\nx,y,${cell}\n`, mapping);
    expect(runs[0]!.measures![metric]!.value).toBeCloseTo(value, 9);
  });

  it("refuses an interval that the figure lies outside of, and times in the wrong order", async () => {
    const measures = { accuracy: { column: "v", low: "l", high: "h" } };
    const columns = { model: "m", benchmark: "b", measures, startedAt: "s", finishedAt: "f" };
    const row = (cells: string) => table(`m,b,v,l,h,s,f\nx,y,${cells}\n`, { rows: "runs", columns });
    await expect(row("0.5,0.6,0.7,,")).rejects.toMatchObject({ code: "OUT_OF_RANGE" });
    await expect(row("0.5,,,2026-02-01,2026-01-01")).rejects.toMatchObject({ code: "OUT_OF_RANGE" });
    expect((await row("0.5,0.4,0.7,2026-01-01,1769904000")).runs[0]).toMatchObject({
      finishedAt: "2026-02-01T00:00:00.000Z",
    });
  });
});

describe("a table with a row for each sample", () => {
  it("gives a run of the rows that agree in all of the run's fields", async () => {
    const { runs } = await table(SAMPLES, OF_SAMPLES, "answers.tsv");
    expect(runs.map(({ benchmark, samples }) => [benchmark.name, samples])).toEqual([
      [
        "t",
        [
          { problem: "1", repeat: 0, correct: true, outputTokens: 10, latency: 1.5 },
          { problem: "1", repeat: 1, correct: false, outputTokens: 20 },
          { problem: "2", repeat: 0, error: "timeout" },
        ],
      ],
      ["u", [{ problem: "1", repeat: 0, outputTokens: 3, latency: 0.5 }]],
    ]);
  });

  it("refuses a verdict that nobody explained, and a sample that is there twice", async () => {
    const place = "answers.tsv: row 1, column ok";
    const unclear = table(SAMPLES, { ...OF_SAMPLES, right: [] }, "answers.tsv");
    await expect(unclear).rejects.toMatchObject({ code: "BAD_FILE", place });
    const columns = { model: "m", benchmark: "b", problem: "p", repeat: "r" };
    const twice = table("m,b,p,r\nx,y,1,0\nx,y,1,0\n", { rows: "samples", columns });
    await expect(twice).rejects.toMatchObject({ code: "BAD_FILE" });
  });
});

describe("a mapping", () => {
  it("is needed: the refusal shows the columns and how one is written", async () => {
    const refusal = imported(tables, [textFile("results.csv", RUNS)]);
    await expect(refusal).rejects.toMatchObject({
      code: "NO_MAPPING",
      message: expect.stringContaining('"dollars", "n"'),
    });
    await expect(refusal).rejects.toThrow(/accuracy: \{ column: <column>, unit: percent \}/);
  });

  it("is asked what separates the cells where no comma does", async () => {
    const text = "model;task;acc\nQwen/Qwen3-8B;gsm8k;0.5\n";
    const columns = { model: "model", benchmark: "task", measures: { accuracy: "acc" } };
    await expect(table(text, { rows: "runs", columns })).rejects.toThrow(
      /no "," stands in its first line, and ";" does/,
    );
    const { runs } = await table(text, { rows: "runs", columns, delimiter: ";" });
    expect(runs[0]!.measures).toMatchObject({ accuracy: { value: 0.5 } });
  });

  it("is no reason to take a table that another format may have", async () => {
    const files = [
      textFile("results.csv", RUNS),
      textFile("other.csv", RUNS),
      textFile("other.csv.mapping.json", OF_RUNS),
    ];
    const sets = await tables.find(files.map(({ path }) => ({ path })) as never, {});
    expect(sets.map(({ name, isLastResort }) => [name, isLastResort])).toEqual([
      ["results.csv", true],
      ["other.csv", undefined],
    ]);
  });

  it.each([
    [
      "columns.measures.accuracy.unit",
      { ...OF_RUNS.columns, measures: { accuracy: { column: "acc", unit: "pct" } } },
      {},
    ],
    ["columns.measures", { ...OF_RUNS.columns, measures: { acuracy: "acc" } }, {}],
    ["columns.model", { benchmark: "task", measures: { accuracy: "acc" } }, {}],
    ["columns.problem", { ...OF_RUNS.columns, problem: "task" }, {}],
    ["columns.measures", { model: "model", benchmark: "task" }, {}],
    ["constants.model", OF_RUNS.columns, { model: "m" }],
  ])("is refused at %s", async (path, columns, constants) => {
    const refusal = table(RUNS, { rows: "runs", columns, constants });
    await expect(refusal).rejects.toMatchObject({ code: "BAD_MAPPING", place: `results.csv.mapping.json: ${path}` });
  });

  it("is refused where the file lacks a column, or has it twice", async () => {
    const mapping = { rows: "runs", columns: { model: "m", benchmark: "b", measures: { accuracy: "a" } } };
    await expect(table("m,b,c\n", mapping)).rejects.toThrow('no column "a" for accuracy');
    await expect(table("m,b,a,a\n", mapping)).rejects.toThrow('several columns "a" for accuracy');
  });

  it("can give every field as it is described", () => {
    expect(tableMapping.safeParse(OF_RUNS).success && tableMapping.safeParse(OF_SAMPLES).success).toBe(true);
  });
});

it.each([
  ["a row of another length", "m,b,a\nx,y\n"],
  ["a quote that does not end", 'm,b,a\nx,y,"0.5\n'],
  ["nothing", ""],
])("refuses a CSV with %s", async (_, content) => {
  const mapping = { rows: "runs", columns: { model: "m", benchmark: "b", measures: { accuracy: "a" } } };
  await expect(table(content, mapping)).rejects.toMatchObject({ code: "BAD_FILE", place: "results.csv" });
});

it("gives what can be stored or refuses, whatever is wrong in a file", async () => {
  await fuzzImporter(tables, [textFile("a.csv", RUNS), textFile("a.csv.mapping.json", OF_RUNS)], 200);
  await fuzzImporter(tables, [textFile("a.tsv", SAMPLES), textFile("a.tsv.mapping.json", OF_SAMPLES)], 200);
});
