import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { parse } from "csv-parse/sync";
import { launchEngine } from "../../src/runners/launch/engine.ts";
import { installImporter } from "../metering/joining/installImporter.ts";
import { type InstalledEngine, installedEngines, modelsFolder } from "./installed.ts";

const REPOSITORY = join(import.meta.dirname, "../..");
const TASKS = join(REPOSITORY, "test/metering/joining/harnesses");
const PROBLEMS = join(modelsFolder, "arith-test.jsonl");
/** The problems of that file. */
const COUNT = 300;

interface Harness {
  title: string;
  /** The variable that names the program. */
  variable: "LM_EVAL" | "INSPECT" | "EVALSCOPE";
  /** The arguments, with the folder in which it runs prepared. */
  prepare(folder: string): string[];
  /** The accuracy that it reports, in its output. */
  reported: RegExp;
  /** What the reported accuracy counts, such as 100 for percent. */
  whole?: number;
}

const lmEval = (provider: string, address: string, ...flags: string[]): Harness => ({
  title: `lm-evaluation-harness by ${provider}`,
  variable: "LM_EVAL",
  reported: /exact_match\D+([\d.]+)/,
  prepare(folder) {
    const task = readFileSync(join(TASKS, "arith.yaml"), "utf8").replace("PROBLEMS_FILE", PROBLEMS);
    mkdirSync(join(folder, "tasks"));
    writeFileSync(join(folder, "tasks/arith.yaml"), task);
    return [
      ...["--model", provider, "--model_args", `model=arith-s,base_url={proxy}/v1/${address}`],
      ...["--tasks", "arith", "--include_path", "tasks", "--output_path", "out", "--log_samples", ...flags],
    ];
  },
});

const HARNESSES: Harness[] = [
  lmEval("local-chat-completions", "chat/completions,num_concurrent=16", "--apply_chat_template"),
  lmEval(
    "local-completions",
    "completions,num_concurrent=8,tokenizer_backend=None,tokenized_requests=False",
    ...["--batch_size", "4"],
  ),
  {
    title: "Inspect by vllm",
    variable: "INSPECT",
    reported: /accuracy\s+([\d.]+)/,
    prepare: () => [
      ...["eval", `${join(TASKS, "arith_inspect.py")}@arith`, "-T", `problems=${PROBLEMS}`],
      ...["--model", "vllm/arith-s", "--model-base-url", "{proxy}/v1"],
      ...["--temperature", "0", "--max-tokens", "200", "--log-dir", "logs", "--display", "plain"],
    ],
  },
  {
    title: "evalscope",
    variable: "EVALSCOPE",
    reported: /default\s*│\s*300\s*│\s*([\d.]+)%/,
    whole: 100,
    prepare(folder) {
      installImporter(folder, "evalscope");
      const lines = readFileSync(PROBLEMS, "utf8").trim().split("\n");
      const rows = lines.map((line) => {
        const { problem, answer } = JSON.parse(line) as { problem: string; answer: string };
        return JSON.stringify({ question: problem, answer: `#### ${answer}` });
      });
      mkdirSync(join(folder, "problems"));
      writeFileSync(join(folder, "problems/test.jsonl"), rows.join("\n"));
      const dataset = { gsm8k: { local_path: "problems", few_shot_num: 0, subset_list: ["default"] } };
      return [
        ...["eval", "--model", "arith-s", "--api-url", "{proxy}/v1", "--api-key", "none", "--eval-type", "openai_api"],
        ...["--datasets", "gsm8k", "--dataset-args", JSON.stringify(dataset), "--eval-batch-size", "16"],
        ...["--generation-config", JSON.stringify({ max_tokens: 200, temperature: 0 }), "--work-dir", "outputs"],
      ];
    },
  },
];

/**
 * Runs each harness that is installed on 300 problems at a real vLLM through the metering proxy: every sample is joined, the
 * tokens of the stored runs are those of vLLM's own counters, and the accuracy is the one that the harness reports. Gives
 * the number of harnesses, and says which are left out.
 */
export async function tryHarnesses(engine: InstalledEngine | undefined): Promise<number> {
  const installed = HARNESSES.filter(({ variable, title }) => {
    if (!process.env[variable]) console.log(`No ${title}: set ${variable} to its program.`);
    return process.env[variable];
  });
  if (installed.length === 0) return 0;
  if (!engine) {
    console.log("No harness is run, since there is no vLLM.");
    return 0;
  }
  const log = () => {};
  const signal = new AbortController().signal;
  const launched = await launchEngine(engine.program, engine.launchOptions("arith-s"), { signal, log });
  try {
    for (const harness of installed) await tryHarness(harness, launched.endpoint);
  } finally {
    await launched.close();
  }
  return installed.length;
}

async function tryHarness({ title, variable, prepare, reported, whole = 1 }: Harness, endpoint: string): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "paretograph-harness-"));
  try {
    const command = [process.env[variable]!, ...prepare(folder)];
    const before = await countersOf(endpoint);
    const metered = await paretograph(folder, [
      "meter",
      "--upstream",
      endpoint,
      "--benchmark",
      "arith-by-harness",
      "--",
      ...command,
    ]);
    const after = await countersOf(endpoint);
    assert.ok(metered.stderr.includes(`${COUNT} of ${COUNT} samples`), metered.stderr.slice(-3000));
    const found = ["export", "samples", "benchmark=arith-by-harness", "provenance=MEASURED", "--format", "csv"];
    const samples = parse((await paretograph(folder, found)).stdout, { columns: true, bom: true }) as Record<
      string,
      string
    >[];
    assert.equal(samples.length, COUNT);
    const sum = (field: string) => samples.reduce((total, sample) => total + Number(sample[field]), 0);
    const counted = after.map((count, i) => count - before[i]!);
    assert.deepEqual([sum("prompt_tokens"), sum("output_tokens")], counted, "the tokens of vLLM's counters");
    const accuracy = samples.filter(({ correct }) => correct === "true").length / COUNT;
    const report = Number(reported.exec(metered.stdout)?.[1] ?? reported.exec(metered.stderr)?.[1]) / whole;
    assert.ok(Math.abs(accuracy - report) < 0.0051, `${accuracy} is the accuracy of the report, ${report}`);
    console.log(`${title}: ${COUNT} of ${COUNT} joined, ${counted.join(" and ")} tokens, accuracy ${accuracy}`);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The tokens of prompts and of output that vLLM counted since its start. */
async function countersOf(endpoint: string): Promise<number[]> {
  const metrics = await (await fetch(`${endpoint}/metrics`)).text();
  return ["prompt", "generation"].map((kind) =>
    Number(new RegExp(`^vllm:${kind}_tokens_total\\{.*\\} ([\\d.e+]+)$`, "m").exec(metrics)![1]),
  );
}

async function paretograph(folder: string, args: string[]): Promise<{ stdout: string; stderr: string }> {
  const { DATABASE_URL: _, ...inherited } = process.env;
  const keys = { OPENAI_API_KEY: "none", VLLM_API_KEY: "none", HF_HUB_OFFLINE: "1" };
  const program = [join(REPOSITORY, "tools/node/run.js"), join(REPOSITORY, "src/main.ts")];
  const child = spawn(process.execPath, [...program, ...args], {
    cwd: folder,
    env: { ...inherited, ...keys, DATA_DIR: join(folder, "store") },
  });
  const [stdout, stderr, [code]] = await Promise.all([text(child.stdout), text(child.stderr), once(child, "close")]);
  assert.equal(code, 0, stderr.slice(-3000));
  return { stdout, stderr };
}

// This part alone: `node tools/node/run.js test/realEngines/harnesses.ts`.
if (import.meta.main) {
  const { installed, missing, wrong } = installedEngines();
  for (const line of [...missing, ...wrong]) console.log(line);
  const vllm = installed.find(({ program }) => program.name === "vllm");
  console.log(`${await tryHarnesses(vllm)} harnesses passed`);
}
