import { execFileSync, spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { parse } from "yaml";
import { recordRuns } from "../../../src/recording/record.ts";
import type { Store } from "../../../src/store/store.ts";
import { benchmarks, labs, models, runs as runTable } from "../../../src/store/tables.ts";
import { anySubmission } from "../../support/anySubmission.ts";
import { fillSmallStore, recordRun } from "../../support/smallStore.ts";
import { ENGINES } from "../../support/stores.ts";
import { filesOf, textOf } from "./support.ts";

/** The program of Every Eval Ever, and a Python that has lm-evaluation-harness: checks for developers, who install them. */
const EVERY_EVAL_EVER = process.env.EVERY_EVAL_EVER ?? "every_eval_ever";
const LM_EVAL_PYTHON = process.env.LM_EVAL_PYTHON ?? "python3";
const CFFCONVERT = process.env.CFFCONVERT ?? "cffconvert";
const runsHere = (command: string, args: string[]) => spawnSync(command, args).status === 0;
const hasValidator = runsHere(EVERY_EVAL_EVER, ["validate", "--help"]);
const hasTable = runsHere(LM_EVAL_PYTHON, ["-c", "import lm_eval.utils, pytablewriter"]);
const hasCffconvert = runsHere(CFFCONVERT, ["--version"]);

const [, openPostgres] = ENGINES.at(-1)!;

describe("exports in the formats of others", { timeout: 120_000 }, () => {
  let store: Store;
  beforeAll(async () => {
    store = await openPostgres();
    await fillSmallStore(store);
    await store.drizzle
      .insert(labs)
      .values({ slug: "acme", name: "Acme & Söhne {100 %}", url: "https://acme.example" });
    await store.drizzle.insert(models).values([
      { slug: "data/CON", name: "Odd", openWeights: true, developer: "Data" },
      { slug: "../..", name: "Up", openWeights: true },
      { slug: "nobody", name: "Nobody", openWeights: false },
    ]);
    await store.drizzle.insert(benchmarks).values([
      { slug: "gsm8k", name: "GSM8K", version: "1", url: "https://github.com/openai/grade-school-math" },
      {
        slug: "a/b: c?",
        name: "A part",
        version: "2",
        url: "https://huggingface.co/datasets/acme/parts",
        problemCount: 3,
      },
    ]);
    await store.refresh();
  });
  afterAll(() => store.close());

  const samples = [
    {
      problem: "1",
      repeat: 0,
      correct: true,
      promptTokens: 9,
      outputTokens: 20,
      latency: 1.5,
      output: "so 4",
      answer: "4",
    },
    { problem: "1", repeat: 1, correct: false, outputTokens: 30, expected: "4", score: 0.5 },
    { problem: "2", repeat: 0, correct: null, error: "it was cut off" },
  ];
  async function fill() {
    await store.drizzle.delete(runTable);
    const run = (model: string, benchmark: string, more: object) => recordRun(store, { model, benchmark, ...more });
    const hashes = [
      await run("acme/small", "gsm8k", {
        ...{ lab: "acme", provenance: "MEASURED", runner: "vllm", runnerVersion: "0.11", samples },
        ...{
          startedAt: "2026-01-02T03:04:05Z",
          finishedAt: "2026-01-02T03:05:05Z",
          decoding: { temperature: 0.6, maxTokens: 99 },
        },
      }),
      await run("acme/small", "gsm8k", {
        mode: "think",
        measures: { accuracy: { value: 0.755, low: 0.7, high: 0.8, count: 100 } },
      }),
      await run("closed/best", "gsm8k", {
        measures: { accuracy: { value: 1 }, output_tokens: { value: 99, estimated: true, note: "a guess" } },
      }),
      await run("data/CON", "a/b: c?", { measures: { accuracy: { value: 0.5 }, of_plugin: { value: -3 } } }),
      await run("../..", "sums", { samples: [{ problem: "1", repeat: 0, correct: null, error: "it is away" }] }),
      await run("nobody", "sums", { measures: { throughput: { value: 100 } } }),
    ];
    return hashes;
  }

  function inFolder<T>(files: Map<string, string>, check: (folder: string) => T): T {
    const folder = mkdtempSync(join(tmpdir(), "paretograph-export-"));
    try {
      for (const [path, text] of files) {
        mkdirSync(dirname(join(folder, path)), { recursive: true });
        writeFileSync(join(folder, path), text);
      }
      return check(folder);
    } finally {
      rmSync(folder, { recursive: true });
    }
  }

  /** Holds files against the validator. It warns of models whose developer nobody knows, or is called `data`. */
  function validate(files: Map<string, string>, summary: string) {
    const paths = [...files.keys()].filter((path) => path.startsWith("data/"));
    inFolder(files, (folder) => {
      const { stdout } = spawnSync(EVERY_EVAL_EVER, ["validate", ...paths], { cwd: folder, encoding: "utf8" });
      expect(stdout).toContain(summary);
    });
  }

  it("Every Eval Ever has each run with its samples, and `unknown` for what nobody knows", async () => {
    const hashes = await fill();
    const files = await filesOf(store, "of=runs&format=every-eval-ever");
    const folders = [...files.keys()].map((path) => path.replace(/[^/]+\.jsonl?$/, ""));
    expect(folders).toEqual([
      ...["data/gsm8k/acme/small/", "data/gsm8k/acme/small/", "data/gsm8k/acme/small/", "data/gsm8k/closed/best/"],
      ...["data/a_b_ c_/_data/_CON/", "data/sums/unknown/nobody/", "left-out.txt"],
    ]);
    expect(files.get("left-out.txt")!.split("\n")).toEqual(
      expect.arrayContaining([`${hashes[0]}: 1 samples have no verdict`, `${hashes[4]}: it has no measure`]),
    );
    const [aggregatePath, samplesPath] = [...files.keys()];
    const aggregate = JSON.parse(files.get(aggregatePath!)!);
    expect(aggregate).toMatchObject({
      schema_version: "0.3.0",
      evaluation_timestamp: "1767323045",
      source_metadata: { source_type: "evaluation_run", evaluator_relationship: "first_party" },
      eval_library: { name: "unknown", version: "unknown" },
      model_info: {
        id: "acme/small",
        inference_engine: { name: "vllm", version: "0.11" },
        additional_details: { deployment_type: "unknown", model_availability: "open_weights" },
      },
      detailed_evaluation_results: { file_path: samplesPath, total_rows: 2 },
    });
    const accuracy = aggregate.evaluation_results.find((one: any) => one.evaluation_result_id === "accuracy");
    expect(accuracy).toMatchObject({
      metric_config: { metric_unit: "proportion", lower_is_better: false, min_score: 0, max_score: 1 },
      source_data: { source_type: "hf_dataset", hf_repo: "openai/gsm8k" },
      generation_config: { generation_args: { temperature: 0.6, max_tokens: 99 } },
    });
    const rows = files
      .get(samplesPath!)!
      .trimEnd()
      .split("\n")
      .map((line) => JSON.parse(line));
    expect(rows[0]).toMatchObject({
      evaluation_id: aggregate.evaluation_id,
      input: { raw: "unknown", reference: [] },
      evaluation: { score: 1, is_correct: true },
      token_usage: { input_tokens: 9, output_tokens: 20, total_tokens: 29 },
      performance: { latency_ms: 1500 },
    });
    // Prompt tokens are not known of it, so that the three counts cannot stand there.
    expect(rows[1]).toMatchObject({ evaluation: { score: 0.5, is_correct: false }, metadata: { output_tokens: "30" } });
    expect(rows[1].token_usage).toBeUndefined();
    expect(rows).toHaveLength(2);
  });

  it.skipIf(!hasValidator)("Every Eval Ever's own validator accepts it, also of any runs", async () => {
    await fill();
    const summary = "4 passed, 2 warning-only, 0 failed";
    validate(await filesOf(store, "of=runs&format=every-eval-ever"), summary);
    await store.drizzle.delete(runTable);
    await recordRuns(store, fc.sample(anySubmission, { numRuns: 60, seed: 1 }));
    validate(await filesOf(store, "of=runs&format=every-eval-ever"), "All files passed validation.");
  });

  it("lm-evaluation-harness's form has a line for each problem, and names its producer", async () => {
    const hashes = await fill();
    const files = await filesOf(store, "of=runs&format=lm-eval");
    expect([...files.keys()].slice(0, 2)).toEqual([
      `acme__small/${hashes[0]}/results_2026-01-02T03-04-05.000000.json`,
      `acme__small/${hashes[0]}/samples_gsm8k_2026-01-02T03-04-05.000000.jsonl`,
    ]);
    const [results, lines] = [...files.values()] as [string, string];
    expect(JSON.parse(results)).toMatchObject({
      results: { gsm8k: { alias: "gsm8k", "acc,none": 0.75 } },
      versions: { gsm8k: "1" },
      higher_is_better: { gsm8k: { acc: true } },
      model_name: "acme/small",
      total_evaluation_time_seconds: "60",
      producer: { name: "paretograph", run: hashes[0] },
    });
    expect(results).not.toContain("lm_eval_version");
    expect(
      lines
        .trimEnd()
        .split("\n")
        .map((line) => JSON.parse(line)),
    ).toMatchObject([
      { doc_id: 0, doc: { id: "1" }, resps: [["so 4", null]], filtered_resps: ["4", null], filter: "none", acc: 0.75 },
      { doc_id: 1, doc: { id: "2" }, acc: null, errors: ["it was cut off"] },
    ]);
    expect(files.get("left-out.txt")).toBe(`${hashes[4]}: it has no accuracy\n${hashes[5]}: it has no accuracy\n`);
  });

  it.skipIf(!hasTable)("lm-evaluation-harness's own table command reads it", async () => {
    await fill();
    const files = await filesOf(store, "of=runs&format=lm-eval");
    const script = "import json, sys, lm_eval.utils as u\nfor line in sys.stdin: print(u.make_table(json.loads(line)))";
    const results = [...files].filter(([path]) => /results_[^/]*\.json$/.test(path)).map(([, text]) => text);
    const input = results.map((text) => `${JSON.stringify(JSON.parse(text))}\n`).join("");
    const table = execFileSync(LM_EVAL_PYTHON, ["-c", script], { input, encoding: "utf8" });
    expect(table).toMatch(/\|gsm8k *\| *1\|none *\| *\|acc *\|↑ *\|0\.755\|± *\|0\.0255\|/);
    expect(table).toMatch(/\|a\/b: c\? *\| *2\|none/);
  });

  it("results for model pages are in percent, in the folder of each model, and without a token", async () => {
    const hashes = await fill();
    const files = await filesOf(store, "of=runs&format=eval-results");
    expect([...files.keys()]).toEqual(["acme/small/.eval_results/gsm8k.yaml", "left-out.txt"]);
    const text = files.get("acme/small/.eval_results/gsm8k.yaml")!;
    expect(parse(text)).toEqual([
      {
        ...{ dataset: { id: "openai/gsm8k", task_id: "gsm8k" }, value: 75, date: "2026-01-02T03:05:05Z" },
        notes: expect.stringMatching(/^mode default; .*25 output tokens a problem/),
      },
      {
        ...{ dataset: { id: "openai/gsm8k", task_id: "gsm8k" }, value: 75.5 },
        notes: `mode think; 95 % interval 70 to 80; 100 answers; Paretograph run ${hashes[1]}`,
      },
    ]);
    expect(text).not.toContain("verifyToken");
    expect(files.get("left-out.txt")!.trimEnd().split("\n")).toEqual([
      `${hashes[2]}: closed/best has no page on the Hub`,
      `${hashes[3]}: a/b: c? is not known as a benchmark of the Hub`,
      `${hashes[4]}: it has no accuracy`,
      `${hashes[5]}: it has no accuracy`,
    ]);
  });

  const frontier = (format: string) =>
    textOf(store, `of=frontier&format=${format}&benchmark=gsm8k&objective=accuracy&objective=output_tokens`);

  it("citations name the frontier with its version, and every source", async () => {
    await fill();
    const cff = parse(await frontier("cff"));
    expect(cff).toMatchObject({
      "cff-version": "1.2.0",
      title: "Pareto frontier of Accuracy, Output tokens on GSM8K",
      version: store.version(),
      type: "dataset",
    });
    expect(cff.authors).toContainEqual({ name: "Acme & Söhne {100 %}" });
    expect(cff.references).toHaveLength(2);
    const bibtex = await frontier("bibtex");
    expect(bibtex).toContain(`@misc{paretograph-${store.version()},`);
    expect(bibtex).toContain("{Acme \\& Söhne \\{100 \\%\\}}");
    expect(bibtex.match(/@misc/g)).toHaveLength(3);
  });

  it.skipIf(!hasCffconvert)("cffconvert accepts the citation", async () => {
    await fill();
    inFolder(new Map([["CITATION.cff", await frontier("cff")]]), (folder) => {
      expect(execFileSync(CFFCONVERT, ["--validate"], { cwd: folder, encoding: "utf8" })).toContain("are valid");
    });
  });
});
