/**
 * Tests the runners with real engines, launched on this machine's CPU with a tiny model that reasons: `npm run
 * test:engines`. It is not part of `npm test`, since an engine takes gigabytes and minutes. Where no engine is installed,
 * it says so and ends with code 0; where a variable names a Python without its engine, with code 1.
 */
import assert from "node:assert/strict";
import { BUDGETS, measureArithmetic } from "../data/scripts/measuredArithmetic.ts";
import type { Engine, Thinking } from "../src/plugins/contract/runner.ts";
import type { RunSubmission } from "../src/recording/submitted/submission.ts";
import { launchEngine } from "../src/runners/launch/engine.ts";
import { openStore } from "../src/store/store.ts";
import { descendants, isAlive } from "./realEngines/descendants.ts";
import { tryHarnesses } from "./realEngines/harnesses.ts";
import { type InstalledEngine, installedEngines } from "./realEngines/installed.ts";
import { tryLlamaCpp } from "./realEngines/llamaCpp.ts";
import { ACCURACY_TOLERANCE, COMPARABLE_ON_SGLANG, MEASURED, TOKENS_TOLERANCE } from "./realEngines/measured.ts";
import { tryOllama } from "./realEngines/ollama.ts";
import { tryTransformersServe } from "./realEngines/transformersServe.ts";
import { serveApi } from "./support/api.ts";

const { installed, missing, wrong } = installedEngines();
for (const line of [...missing, ...wrong]) console.log(line);
if (wrong.length > 0) process.exit(1);
for (const engine of installed) {
  await tryEngine(engine);
  await measureOn(engine);
}
const tried = [await tryLlamaCpp(), await tryTransformersServe(), await tryOllama()].filter(Boolean).length;
const harnesses = await tryHarnesses(installed.find(({ program }) => program.name === "vllm"));
assert.deepEqual(descendants(), [], "no process is left behind");
console.log(`${installed.length + tried + harnesses} passed, 0 failed`);

/** Evaluates `arithmetic` in several budgets and asks for the frontier over the runs. */
async function measureOn({ program: { name }, launchOptions }: InstalledEngine): Promise<void> {
  const store = await openStore({});
  const models = name === "vllm" ? ["arith-s", "arith-moe"] : ["arith-s"];
  const runs = await measureArithmetic(store, { name, launchOptions }, models, BUDGETS, (line) =>
    console.log(`  ${line}`),
  );
  assert.deepEqual(descendants(), [], "no process is left behind");
  for (const { measures, accuracy, tokens, label, expected } of runs.map(comparison)) {
    console.log(`${label}: accuracy ${accuracy} (${expected[0]}), tokens ${tokens} (${expected[1]})`);
    assert.ok(measures.throughput!.value > 0);
    if (name === "sglang" && !COMPARABLE_ON_SGLANG.some((mode) => label.endsWith(mode))) continue;
    assert.ok(Math.abs(accuracy - expected[0]) <= ACCURACY_TOLERANCE, `the accuracy of ${label}`);
    assert.ok(Math.abs(tokens / expected[1] - 1) <= TOKENS_TOLERANCE, `the tokens of ${label}`);
  }
  const api = await serveApi(store);
  const { frontier } = await api.data(`{
    frontier(where: {benchmark: ["arithmetic"], provenance: [MEASURED]}, objectives: [{metric: "accuracy"}, {metric: "output_tokens"}]) {
      candidateCount points { model { slug } mode }
      dominated { edges { node { model { slug } mode dominatedBy { mode } } } } } }`);
  await api.close();
  await store.close();
  assert.equal(frontier.candidateCount, runs.length);
  const dominated: string[] = frontier.dominated.edges.map(({ node }: any) => `${node.model.slug} ${node.mode}`);
  console.log(`dominated: ${dominated.join(", ")}`);
  if (name === "vllm") {
    for (const model of models) {
      for (const mode of ["budget-0", "budget-4"]) assert.ok(dominated.includes(`paretograph/${model} ${mode}`));
    }
  }
}

function comparison({ model, mode, samples, measures }: RunSubmission) {
  const mean = (values: number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
  return {
    measures,
    label: `${model.split("/")[1]} ${mode}`,
    accuracy: mean(samples!.map(({ correct }) => Number(correct))),
    tokens: mean(samples!.map(({ outputTokens }) => outputTokens!)),
    expected: MEASURED[model.split("/")[1]!]![mode!]!,
  };
}

async function tryEngine({ program, launchOptions, attach }: InstalledEngine): Promise<void> {
  const signal = new AbortController().signal;
  const started = Date.now();
  const log = (line: string) => console.log(`  ${line}`);
  const launched = await launchEngine(program, launchOptions("arith-s"), { signal, log });
  console.log(`${program.name} is ready after ${secondsSince(started)} s at ${launched.endpoint}.`);
  const processes = descendants();
  try {
    await generate(await attach(launched.endpoint), signal);
  } finally {
    const closing = Date.now();
    await launched.close();
    console.log(`${program.name} has ended after ${secondsSince(closing)} s.`);
  }
  assert.ok(processes.length >= 4, "a guard and at least three processes of the engine were there");
  assert.deepEqual(processes.filter(isAlive), [], "no process is left behind");
  assert.deepEqual(descendants(), [], "no process is left behind");
}

/** Asks one problem in three modes. The limit on thinking shows in the tokens, and thinking makes the answer right. */
async function generate(engine: Engine, signal: AbortSignal): Promise<void> {
  console.log(JSON.stringify(engine.identity));
  const ask = async (thinking: Thinking) => {
    const messages = [{ role: "user" as const, content: "What is 12 + 45 - 8?" }];
    const generation = await engine.generate({ messages, temperature: 0, maxTokens: 120, thinking }, signal);
    console.log(JSON.stringify({ thinking, ...generation }));
    assert.deepEqual(generation.ignored, []);
    return generation;
  };
  const full = await ask("on");
  assert.match(full.answer, /\\boxed\{49\}/);
  assert.equal(full.finishReason, "stop");
  const budgeted = await ask({ budget: 8 });
  assert.ok(budgeted.reasoningTokens! < full.reasoningTokens!, "a budget shortens the reasoning");
  const off = await ask("off");
  assert.ok(!off.reasoning && off.outputTokens! < budgeted.outputTokens!, "without thinking there is only an answer");
  const load = await engine.sampleLoad();
  console.log(JSON.stringify(load));
  assert.ok((load?.outputTokens ?? 0) >= full.outputTokens! + budgeted.outputTokens!, "the engine counted them too");
  await engine.close();
}

function secondsSince(moment: number): string {
  return ((Date.now() - moment) / 1000).toFixed(1);
}
