import { createHash } from "node:crypto";
import { describe, expect, it } from "vitest";
import { openRouter } from "../../../src/plugins/importers/openrouter/importer.ts";
import { fuzzImporter, type Given } from "./fuzz.ts";
import { imported, textFile } from "./importedFrom.ts";

// The documentation says what a row holds and gives the head of the JSON; no file of the export was at hand. Columns are
// called as the same facts in OpenRouter's API, and otherwise as the documentation's words.
const FOLDER = "exports/benchmark-leaderboard";
const HEADER =
  "benchmark,model_permaslug,model_name,provider,accuracy,accuracy_std_dev,avg_cost_per_task_usd,avg_generation_time_seconds,avg_output_tokens,total_tasks,run_count,last_run_at";
const CSV = `${HEADER}
gpqa_diamond,openai/gpt-oss-120b,GPT OSS 120B,Groq,0.72,0.03,0.002,12.5,5120.5,594,3,2026-10-24T12:00:00Z
gpqa_diamond,qwen/qwen3-8b:thinking,Qwen3 8B,,0.5,,,,,198,1,
tau_bench_verified_airline,openai/gpt-oss-120b:free,GPT OSS 120B,"Together, AI",,,0.1,3,10,50,1,
`;
const NAMES = HEADER.split(",");
const ROWS = [
  [
    "gpqa_diamond",
    "openai/gpt-oss-120b",
    "GPT OSS 120B",
    "Groq",
    0.72,
    0.03,
    0.002,
    12.5,
    5120.5,
    594,
    3,
    "2026-10-24T12:00:00Z",
  ],
  ["gpqa_diamond", "qwen/qwen3-8b:thinking", "Qwen3 8B", null, 0.5, null, null, null, null, 198, 1, null],
];
const objects = (names: string[], rows: unknown[][]) =>
  rows.map((row) => Object.fromEntries(names.map((name, i) => [name, row[i]])));
const json = (more: object = {}) => ({
  dataset: "benchmark-leaderboard",
  title: "OpenRouter benchmark leaderboard",
  schema_version: "v1",
  snapshot_date: "2026-10-25",
  license: { name: "CC BY 4.0", url: "https://creativecommons.org/licenses/by/4.0/" },
  harness: { name: "OpenRouter benchmark harness" },
  columns: NAMES.map((name) => ({ name, type: "string", description: "" })),
  rows: objects(NAMES, ROWS),
  ...more,
});
const csvFile = textFile(`${FOLDER}/2026-10-25.csv`, CSV);
const jsonFile = (more?: object) => textFile(`${FOLDER}/2026-10-25.json`, json(more));
const digest = ({ bytes }: Given) => createHash("sha256").update(bytes).digest("hex");

const FIRST = {
  model: { name: "openai/gpt-oss-120b" },
  benchmark: { name: "gpqa_diamond" },
  servedAs: "Groq",
  finishedAt: "2026-10-24T12:00:00.000Z",
  license: "CC-BY-4.0",
  sourceUrl: "https://openrouter.ai/api/v1/datasets/exports/benchmark-leaderboard/2026-10-25.json",
  measures: {
    accuracy: { value: 0.72, count: 594, note: "The standard deviation over runs is 0.03." },
    cost: { value: 0.002 },
    latency: { value: 12.5 },
    output_tokens: { value: 5120.5 },
  },
};

describe("rows", () => {
  it("of CSV and of JSON are the same runs", async () => {
    const csv = await imported(openRouter, [csvFile]);
    const ofJson = await imported(openRouter, [jsonFile()]);
    expect(csv.runs[0]).toMatchObject(FIRST);
    expect(ofJson.runs[0]).toMatchObject(FIRST);
    const places = { place: "", notes: "" };
    expect(csv.runs.map((run) => ({ ...run, ...places }))).toEqual(ofJson.runs.map((run) => ({ ...run, ...places })));
  });

  it("leave out what they do not state, and tell a mode from a way of serving", async () => {
    const { runs, leftOut } = await imported(openRouter, [csvFile]);
    expect(runs[1]).toMatchObject({ model: { name: "qwen/qwen3-8b" }, mode: "thinking" });
    expect(runs.map(({ notes }) => / over (.+) runs\./.exec(notes!)![1])).toEqual(["3", "1"]);
    expect(Object.keys(runs[1]!.measures!)).toEqual(["accuracy"]);
    expect(runs[1]).not.toHaveProperty("servedAs");
    expect(leftOut.map(({ place }) => place)).toEqual([`${FOLDER}/2026-10-25.csv: row 3, column accuracy`]);
  });

  it("are read once where a day has both files, and told where these differ", async () => {
    const { runs, disagreements } = await imported(openRouter, [csvFile, jsonFile()]);
    expect(runs).toHaveLength(2);
    expect(disagreements.map(({ statement }) => statement)).toEqual([
      "2026-10-25.csv has 3 rows, and 2026-10-25.json 2. The latter are read.",
    ]);
  });

  it("have times in the unit of their column, and list the columns that nobody reads", async () => {
    const names = NAMES.map((name) => (name === "avg_generation_time_seconds" ? "avg_generation_time_ms" : name));
    const rows = objects(
      [...names, "region"],
      ROWS.map((row) => [...row, "eu"]),
    );
    const { runs, leftOut } = await imported(openRouter, [
      jsonFile({ columns: undefined, data: rows, rows: undefined }),
    ]);
    expect(runs[0]!.measures!.latency!.value).toBeCloseTo(0.0125, 12);
    expect(leftOut[0]!.reason).toContain("region");
  });

  it("are in percent where their column says so", async () => {
    const row = ROWS[0]!.map((cell, i) => (i === 4 ? 72 : cell));
    const said = NAMES.map((name) => ({ name, unit: name === "accuracy" ? "percent" : "" }));
    expect((await imported(openRouter, [jsonFile({ columns: said, rows: [row] })])).runs[0]).toMatchObject(FIRST);
  });

  it("of other files are not taken", async () => {
    const others = [
      textFile("exports/model-rankings/2026-10-25.json", { dataset: "model-rankings", rows: [] }),
      textFile("emissions.csv", "timestamp,project_name,emissions\n2026,a,1\n"),
    ];
    expect(await imported(openRouter, others)).toEqual({ runs: [], leftOut: [], disagreements: [] });
  });

  it("may be lists in the order of the columns", async () => {
    expect((await imported(openRouter, [jsonFile({ rows: ROWS })])).runs[0]).toMatchObject(FIRST);
  });

  it.each([
    ["an accuracy in percent", 4, 72, "OUT_OF_RANGE"],
    ["a negative cost", 6, -1, "OUT_OF_RANGE"],
    ["half a task", 9, 1.5, "OUT_OF_RANGE"],
    ["a text", 7, "fast", "BAD_FILE"],
  ])("refuse %s with its place", async (_, at, value, code) => {
    const row = ROWS[0]!.map((one, i) => (i === at ? value : one));
    const place = `${FOLDER}/2026-10-25.json: row 1, column ${NAMES[at]}`;
    await expect(imported(openRouter, [jsonFile({ rows: [row] })])).rejects.toMatchObject({ code, place });
  });

  it("of another version, or without a column that is needed, are refused", async () => {
    const version = imported(openRouter, [jsonFile({ schema_version: "v2" })]);
    await expect(version).rejects.toMatchObject({ code: "UNSUPPORTED_VERSION" });
    const columns = imported(openRouter, [jsonFile({ columns: undefined, rows: [{ benchmark: "b", score: 1 }] })]);
    await expect(columns).rejects.toMatchObject({ code: "UNSUPPORTED_VERSION" });
  });

  it("of single runs are left out, as the leaderboard holds their means", async () => {
    const { runs, leftOut } = await imported(openRouter, [jsonFile({ dataset: "benchmark-runs" })]);
    expect([runs.length, leftOut.length]).toEqual([0, 1]);
  });
});

describe("the manifest", () => {
  const manifest = (content: unknown, name = "2026-10-25") => textFile(`${FOLDER}/${name}.manifest.json`, content);
  const right = digest(csvFile);
  const wrong = right.replace(/^./, (digit) => (digit === "0" ? "1" : "0"));
  const layouts = (sum: string): [string, unknown][] => [
    ["a list of files", { files: [{ path: `${FOLDER}/2026-10-25.csv`, sha256: sum, bytes: 1 }] }],
    ["files by their kind", { files: { csv: { url: "https://x/2026-10-25.csv", sha256: sum } } }],
    [
      "checksums by kind",
      { dataset: "benchmark-leaderboard", checksums: { csv: `sha256:${sum}`, json: "0".repeat(64) } },
    ],
    ["checksums by name", { sha256: { "2026-10-25.csv": sum } }],
    ["base64", { files: [{ name: "2026-10-25.csv", checksum: Buffer.from(sum, "hex").toString("base64") }] }],
  ];

  it.each(layouts(right))("lets a file pass that has its checksum: %s", async (_, content) => {
    const { runs, leftOut } = await imported(openRouter, [csvFile, manifest(content)]);
    expect([runs.length, leftOut.length]).toEqual([2, 1]);
  });

  it.each(layouts(wrong))("refuses a file that has another: %s", async (_, content) => {
    const refusal = imported(openRouter, [csvFile, manifest(content)]);
    await expect(refusal).rejects.toMatchObject({ code: "BAD_FILE", place: `${FOLDER}/2026-10-25.csv` });
  });

  it("holds for the files called latest, which it names with their date", async () => {
    const latest = { ...csvFile, path: `${FOLDER}/latest.csv` };
    const named = (sum: string) => manifest({ files: [{ name: "2026-10-25.csv", sha256: sum }] }, "latest");
    expect((await imported(openRouter, [latest, named(right)])).runs).toHaveLength(2);
    await expect(imported(openRouter, [latest, named(wrong)])).rejects.toMatchObject({ code: "BAD_FILE" });
  });

  it("says which file it does not check", async () => {
    const { leftOut } = await imported(openRouter, [csvFile, manifest({ files: [] })]);
    expect(leftOut[0]!.reason).toContain("2026-10-25.csv");
  });
});

it("gives what can be stored or refuses, whatever is wrong in a file", async () => {
  await fuzzImporter(openRouter, [jsonFile()], 400);
  await fuzzImporter(openRouter, [csvFile], 300);
});
