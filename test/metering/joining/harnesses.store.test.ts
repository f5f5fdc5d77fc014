import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { parse } from "csv-parse/sync";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { ask, run } from "../../cli/command.ts";
import { installImporter } from "./installImporter.ts";
import { type Counted, startSumsEngine } from "./sumsEngine.ts";

// They name the programs `lm_eval`, `inspect` and `evalscope`, where they are installed.
const { LM_EVAL, INSPECT, EVALSCOPE } = process.env;
const TASKS = join(import.meta.dirname, "harnesses");
const FIXTURES = join(import.meta.dirname, "fixtures");

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "harness-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** Every stored sample of a benchmark that was measured: its run, verdict and tokens. */
async function storedSamples(benchmark: string): Promise<Record<string, string>[]> {
  const parameters = [`benchmark=${benchmark}`, "provenance=MEASURED", "--format", "csv"];
  const { stdout, stderr, code } = await run(["export", "samples", ...parameters]).ended;
  expect(code, stderr).toBe(0);
  return parse(stdout, { columns: true, bom: true });
}

describe("results that a command leaves", () => {
  test("are joined with a log, stored as measured, and stand on the frontier at once", async () => {
    const log = join(folder, "record.ndjson");
    writeFileSync(log, gunzipSync(readFileSync(join(FIXTURES, "lm-eval", "record.ndjson.gz"))));
    const results = join(FIXTURES, "lm-eval");
    const { stdout, stderr, code } = await run(["meter", "join", results, "--log", log, "--json"]).ended;
    expect(code, stderr).toBe(0);
    const joined = JSON.parse(stdout);
    expect(joined.groups).toMatchObject([{ samples: 300, joined: 300, requests: 322 }]);
    expect(joined.report).toMatchObject({ stored: 2, refused: 0 });
    const again = await run(["meter", "join", results, "--log", log]).ended;
    expect(again.stdout).toContain("0 runs stored, 2 held before");
    expect(again.stdout).toContain("300 of 300 samples of sums by sums are joined, with 322 requests");
    const frontier = await run(["frontier", "sums", "--by", "output_tokens", "--json"]).ended;
    expect(frontier.stdout).toContain('"sums"');
    expect(frontier.stdout).toMatch(/"value": ?0\.8333/);
    expect(frontier.stdout).toMatch(/"value": ?12\.06/);
  }, 120_000);

  test.each([
    ["where it writes them", () => []],
    ["at a place that is named", (out: string) => ["--results", out]],
  ])(
    "are found %s, and older files are not",
    async (_, flags: (out: string) => string[]) => {
      const engine = await startSumsEngine();
      try {
        const out = join(folder, "out");
        mkdirSync(out);
        const old = join(out, "results_2020-01-01T00-00-00.json");
        writeFileSync(old, JSON.stringify({ results: { old: { "acc,none": 1 } }, "n-shot": {}, configs: {} }));
        utimesSync(old, 1, 1);
        // A harness that asks once and writes what lm-eval does.
        const script = `
        const { writeFileSync } = await import("node:fs");
        const [url, out] = process.argv.slice(1);
        const question = "What is 51 + 29 = ?";
        const messages = [{ role: "user", content: question }];
        const reply = await fetch(url, { method: "POST", body: JSON.stringify({ model: "sums", messages }) });
        const text = (await reply.json()).choices[0].message.content;
        const row = { doc_id: 0, doc: {}, target: "80", arguments: { gen_args_0: { arg_0: [JSON.stringify(messages)], arg_1: {} } }, resps: [[text]], filtered_resps: [text], filter: "none", exact_match: 1 };
        writeFileSync(out + "/samples_one_2026-01-01T00-00-00.json".replace(".json", ".jsonl"), JSON.stringify(row) + "\\n");
        const results = { results: { one: { "exact_match,none": 1, "exact_match_stderr,none": "N/A" } }, configs: { one: { output_type: "generate_until" } }, "n-shot": { one: 0 }, "n-samples": { one: { original: 1, effective: 1 } }, config: { model: "local-chat-completions", model_args: { model: "sums" } }, lm_eval_version: "0.4.13" };
        writeFileSync(out + "/results_2026-01-01T00-00-00.json", JSON.stringify(results));
      `;
        const command = [process.execPath, "--input-type=module", "-e", script, "{proxy}/v1/chat/completions", out];
        const { stderr, code } = await run(["meter", "--upstream", engine.url, ...flags(out), "--", ...command]).ended;
        expect(code, stderr).toBe(0);
        expect(stderr).toContain("1 runs stored");
        expect(stderr).toContain("1 of 1 samples of one by sums are joined, with 1 requests.");
        expect(stderr).not.toContain("2020");
      } finally {
        await engine.close();
      }
    },
    120_000,
  );
});

describe("results whose store is in use", () => {
  const log = () => {
    const file = join(folder, "record.ndjson");
    writeFileSync(file, gunzipSync(readFileSync(join(FIXTURES, "lm-eval", "record.ndjson.gz"))));
    return file;
  };
  const RESULTS = join(FIXTURES, "lm-eval");

  test("by a server are submitted to it, as measured", async () => {
    const store = { DATA_DIR: join(folder, "store") };
    const server = run(["serve"], store);
    const url = await server.ready();
    const command = [
      "meter",
      "join",
      RESULTS,
      "--log",
      log(),
      "--benchmark",
      "gsm8k",
      "--model",
      "tests/sums",
      "--json",
    ];
    const { stdout, stderr, code } = await run(command, store).ended;
    expect(code, stdout + stderr).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ report: { stored: 2 }, groups: [{ joined: 300 }] });
    const asked = await ask(
      url,
      '{ runs(where: { model: ["tests/sums"], benchmark: ["gsm8k"] }) { nodes { provenance measures { metric { name } value } } } }',
    );
    expect(asked.runs.nodes).toHaveLength(2);
    expect(asked.runs.nodes).toMatchObject([{ provenance: "MEASURED" }, { provenance: "MEASURED" }]);
  }, 240_000);

  test("by another command are stored when that has ended", async () => {
    const store = { DATA_DIR: join(folder, "store") };
    const command = ["meter", "join", RESULTS, "--log", log()];
    const both = await Promise.all([run(command, store).ended, run(command, store).ended]);
    expect(
      both.map(({ code }) => code),
      both.map(({ stderr }) => stderr).join(),
    ).toEqual([0, 0]);
    expect(both.map(({ stdout }) => /\d runs stored, \d held before/.exec(stdout)?.[0]).sort()).toEqual([
      "0 runs stored, 2 held before",
      "2 runs stored, 0 held before",
    ]);
  }, 240_000);
});

/** Runs a harness behind the proxy, and gives what was joined as the last session and its results tell it. */
async function harness(benchmark: string, command: string[], environment: Record<string, string> = {}) {
  const engine = await startSumsEngine();
  try {
    const keys = { OPENAI_API_KEY: "none", SUMS_API_KEY: "none", VLLM_API_KEY: "none", HF_HUB_OFFLINE: "1" };
    const metered = ["meter", "--upstream", engine.url, "--benchmark", benchmark, "--", ...command];
    const { stderr, stdout, code } = await run(metered, { ...keys, ...environment }, folder).ended;
    expect(code, stderr).toBe(0);
    return { stdout, stderr, counted: engine.counted("sums") };
  } finally {
    await engine.close();
  }
}

/** The samples of each run are all there, and have the tokens that the engine counted and the accuracy that was reported. */
async function expectStored(
  benchmark: string,
  runs: number,
  { promptTokens, outputTokens }: Counted,
  accuracy: number,
) {
  const samples = await storedSamples(benchmark);
  expect(samples).toHaveLength(300 * runs);
  const sum = (field: string) => samples.reduce((total, sample) => total + Number(sample[field]), 0);
  expect([sum("prompt_tokens"), sum("output_tokens")]).toEqual([runs * promptTokens, runs * outputTokens]);
  const right = samples.filter(({ correct }) => correct === "true").length / samples.length;
  expect(right).toBeCloseTo(accuracy, 3);
}

describe.skipIf(!LM_EVAL)("lm-evaluation-harness (LM_EVAL)", () => {
  test.each([
    ["local-chat-completions", "chat/completions,num_concurrent=8", ["--apply_chat_template"], 322],
    [
      "local-completions",
      "completions,num_concurrent=4,tokenizer_backend=None,tokenized_requests=False",
      ["--batch_size", "4"],
      null,
    ],
  ])(
    "by %s",
    async (model, path, flags, requests) => {
      const benchmark = `sums-by-${model}`;
      const task = readFileSync(join(TASKS, "sums.yaml"), "utf8").replace("${SUMS}", join(TASKS, "sums.jsonl"));
      mkdirSync(join(folder, "tasks"));
      writeFileSync(join(folder, "tasks/sums.yaml"), task);
      const address = `model=sums,base_url={proxy}/v1/${path}`;
      const command = [
        LM_EVAL!,
        "--model",
        model,
        "--model_args",
        address,
        "--tasks",
        "sums",
        "--include_path",
        "tasks",
      ];
      const { stdout, stderr, counted } = await harness(benchmark, [
        ...command,
        ...flags,
        "--output_path",
        "out",
        "--log_samples",
      ]);
      expect(stderr).toContain(`300 of 300 samples of ${benchmark} by sums are joined`);
      if (requests !== null) expect(stderr).toContain(`with ${requests} requests`);
      await expectStored(benchmark, 2, counted, Number(/exact_match\D+([\d.]+)/.exec(stdout)![1]));
    },
    300_000,
  );
});

describe.skipIf(!INSPECT)("Inspect (INSPECT)", () => {
  test.each(["openai-api/sums/sums", "vllm/sums"])(
    "by %s",
    async (model) => {
      const benchmark = `sums-by-${model.split("/")[0]}`;
      copyFileSync(join(TASKS, "sums_inspect.py"), join(folder, "sums_inspect.py"));
      copyFileSync(join(TASKS, "sums.jsonl"), join(folder, "sums.jsonl"));
      const command = [INSPECT!, "eval", "sums_inspect.py@sums", "--model", model, "--model-base-url", "{proxy}/v1"];
      const { stdout, stderr, counted } = await harness(benchmark, [
        ...command,
        "--max-tokens",
        "64",
        "--display",
        "plain",
      ]);
      expect(stderr).toContain(`300 of 300 samples of ${benchmark} by sums are joined, with 320 requests`);
      await expectStored(benchmark, 1, counted, Number(/accuracy\s+([\d.]+)/.exec(stdout)![1]));
    },
    300_000,
  );
});

describe.skipIf(!EVALSCOPE)("evalscope (EVALSCOPE), with its importer installed", () => {
  test("stands on the frontier at once", async () => {
    installImporter(folder, "evalscope");
    const sums = readFileSync(join(TASKS, "sums.jsonl"), "utf8").trim().split("\n");
    mkdirSync(join(folder, "problems"));
    const rows = sums
      .map((line) => JSON.parse(line))
      .map(({ question, answer }) => ({ question, answer: `#### ${answer}` }));
    writeFileSync(join(folder, "problems/test.jsonl"), rows.map((row) => JSON.stringify(row)).join("\n"));
    const dataset = { gsm8k: { local_path: "problems", few_shot_num: 0, subset_list: ["default"] } };
    const { stdout, stderr, counted } = await harness("sums-by-evalscope", [
      ...[EVALSCOPE!, "eval", "--model", "sums", "--api-url", "{proxy}/v1", "--api-key", "none"],
      ...["--eval-type", "openai_api", "--datasets", "gsm8k", "--dataset-args", JSON.stringify(dataset)],
      ...[
        "--generation-config",
        '{"max_tokens":64,"temperature":0}',
        "--eval-batch-size",
        "8",
        "--work-dir",
        "outputs",
      ],
    ]);
    expect(stderr).toContain("300 of 300 samples of sums-by-evalscope by sums are joined");
    const reported = Number(/default\s*│\s*300\s*│\s*([\d.]+)%/.exec(stdout + stderr)![1]) / 100;
    await expectStored("sums-by-evalscope", 1, counted, reported);
    const frontier = await run(["frontier", "sums-by-evalscope", "--by", "output_tokens", "--json"]).ended;
    expect(JSON.parse(frontier.stdout)).toMatchObject({ points: [{ model: { slug: "sums" } }] });
  }, 300_000);
});
