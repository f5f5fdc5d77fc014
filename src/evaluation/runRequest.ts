import { z } from "zod";
import { gpuMeterOptions } from "../runners/meter/gpuMeter.ts";

const pluginChoice = z.strictObject({ name: z.string().min(1), options: z.unknown().default({}) });

/** What a caller asks to be measured: one run for each benchmark and each way of thinking. */
export const runRequest = z.strictObject({
  model: z.string().min(1),
  benchmarks: z.array(z.string().min(1)).min(1),
  runner: z.string().min(1),
  /** The runner's own options: an endpoint to attach to, or what to launch. */
  runnerOptions: z.unknown().default({}),
  benchmarkOptions: z.unknown().default({}),
  lab: z.string().min(1).default("local"),
  thinking: z.array(z.string()).min(1).default(["default"]),
  repeats: z.int().positive().default(1),
  limit: z.int().positive().optional(),
  temperature: z.number().nonnegative().optional(),
  topP: z.number().min(0).max(1).optional(),
  topK: z.int().positive().optional(),
  /** That of arXiv 2512.24776. */
  frequencyPenalty: z.number().default(0.05),
  maxTokens: z.int().positive().optional(),
  seed: z.int().nonnegative().default(0),
  mostConcurrent: z.int().positive().default(256),
  timeout: z.number().positive().default(1800),
  chatTemplateKwargs: z.record(z.string(), z.unknown()).optional(),
  hardware: z.strictObject({ name: z.string().min(1), count: z.int().positive() }).optional(),
  /** Meters the GPUs of an engine that was not launched here: by nvidia-smi of the worker's machine, or a DCGM exporter. */
  meter: gpuMeterOptions.optional(),
  judge: pluginChoice.optional(),
  dataFile: z.string().optional(),
});

export type RunRequest = z.infer<typeof runRequest>;
export type RunRequestInput = z.input<typeof runRequest>;
