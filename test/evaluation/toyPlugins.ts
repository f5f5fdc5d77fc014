import { z } from "zod";
import { createMetricCatalogue } from "../../src/frontier/metricCatalogue.ts";
import { defineBenchmark, defineRunner } from "../../src/plugins/contract/definePlugin.ts";
import type { Generation, GenerationRequest } from "../../src/plugins/contract/runner.ts";
import { RunnerError } from "../../src/plugins/contract/runnerError.ts";
import { NOTHING_DECLARED } from "../../src/plugins/projectConfig.ts";
import { createPluginRegistry, type PluginRegistry } from "../../src/plugins/registry.ts";

/** The reply of the toy engine to a request. What is left out of it is that of a correct answer. */
export type Behaviour = (
  request: GenerationRequest,
  call: number,
) => Partial<Generation> | Promise<Partial<Generation>>;

export interface Toy {
  plugins: PluginRegistry;
  /** All requests that reached the engine. */
  requests: GenerationRequest[];
  opened: number;
  closed: number;
}

/** A runner and a benchmark of sums in memory, to test the evaluation without an engine. */
export function toyPlugins(behaviour: Behaviour = () => ({}), problems = 20): Toy {
  // The operator has declared it as an engine, so that others than operators may use it.
  const declared = { ...NOTHING_DECLARED, engines: new Map([["toy", { runner: "toy", options: {} }]]) };
  const plugins = createPluginRegistry(createMetricCatalogue(), declared);
  const toy: Toy = { plugins, requests: [], opened: 0, closed: 0 };
  const runner = defineRunner({
    name: "toy",
    version: "1.0.0",
    apiVersion: "1.0.0",
    description: "An engine in memory.",
    options: z.strictObject({ endpoint: z.string().default("memory") }),
    async open() {
      toy.opened++;
      return {
        identity: { engine: "toy", version: "0.9.1", model: "toy", modelRoot: null, contextLength: 1000 },
        async generate(request, signal) {
          toy.requests.push(request);
          const [a, b] = (request.messages.at(-1)!.content.match(/\d+/g) ?? []).map(Number);
          const said = await behaviour(request, toy.requests.length);
          if (signal.aborted) throw new RunnerError("CANCELED", "ended");
          return {
            answer: `So it is ${a! + b!}.`,
            reasoning: null,
            finishReason: "stop",
            ...{ promptTokens: 10, outputTokens: 5, reasoningTokens: 0, reasoningTokensNote: null },
            ...{ ttft: 0.01, latency: 0.02, ignored: [] },
            ...said,
          };
        },
        sampleLoad: async () => ({ running: 3, waiting: 1, cacheUsage: 0.25, promptTokens: null, outputTokens: null }),
        close: async () => void toy.closed++,
      };
    },
  });
  const benchmark = defineBenchmark({
    name: "sums",
    version: "1.0.0",
    apiVersion: "1.0.0",
    description: "Sums of two numbers.",
    title: "Sums",
    domain: "mathematics",
    source: { url: "https://example.org/sums", license: "MIT" },
    options: z.strictObject({}),
    load: async () => ({
      problems: Array.from({ length: problems }, (_, i) => ({
        id: String(i),
        question: `${i} + 1`,
        expected: String(i + 1),
      })),
      dataset: { source: "memory", revision: null, sha256: "0" },
    }),
    prompt: ({ question }) => [{ role: "user", content: `What is ${question}?` }],
    grade({ expected }, answer) {
      const last = answer.match(/\d+/g)?.at(-1) ?? null;
      return { correct: answer.includes("unclear") ? null : last === expected, answer: last };
    },
  });
  toy.plugins.register(runner, "test");
  toy.plugins.register(benchmark, "test");
  return toy;
}
