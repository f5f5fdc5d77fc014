import { readFileSync } from "node:fs";
import { z } from "zod";
import type { Imported, ImportedSpeed } from "../../../../src/plugins/contract/importer.ts";
import { BUILT_IN_IMPORTERS } from "../../../../src/plugins/importers/builtIn.ts";
import { type Given, importAll } from "../fuzz.ts";

const SPEED = [
  "vllm-bench",
  "sglang-bench",
  "guidellm",
  "aiperf",
  "inferencex",
  "trtllm-bench",
  "llm-d-report",
] as const;
export const SPEED_IMPORTERS = SPEED.map((name) => BUILT_IN_IMPORTERS.find((importer) => importer.name === name)!);

export function fixture(name: string, path = name): Given {
  return { path, bytes: readFileSync(new URL(`../fixtures/speed/${name}`, import.meta.url)) };
}

export function file(path: string, content: unknown): Given {
  return { path, bytes: Buffer.from(typeof content === "string" ? content : JSON.stringify(content)) };
}

/** What the one importer that knows the files yields. Fails where none or several know one. */
export async function imported(...given: Given[]): Promise<Imported[]> {
  const all = await Promise.all(SPEED_IMPORTERS.map((importer) => importAll(importer, given)));
  const found = all.filter((one) => one.length > 0);
  if (found.length !== 1) throw new Error(`${found.length} importers know the files`);
  return found[0]!;
}

export async function speeds(...given: Given[]): Promise<ImportedSpeed[]> {
  return (await imported(...given)).flatMap((one) => (one.kind === "speed" ? [one.speed] : []));
}

const amount = z.number().nonnegative().max(1e100).optional();
const label = z.string().min(1).max(200).optional();
const parts = z
  .int()
  .nonnegative()
  .max(2 ** 31 - 1)
  .optional();
const times = z.strictObject({ mean: amount, median: amount, p90: amount, p95: amount, p99: amount }).optional();

/** What the contract says of a measurement of speed, so that what an importer yields of any file can be held against it. */
export const SPEED_SHAPE = z.strictObject({
  place: z.string().min(1),
  model: z.strictObject({ name: z.string().max(200), revision: label }),
  engine: label,
  engineVersion: label,
  tool: z.string().min(1),
  accelerator: z.strictObject({ name: z.string().min(1), count: z.int().positive() }).optional(),
  precision: label,
  cachePrecision: label,
  parallelism: z.strictObject({ tensor: parts, pipeline: parts, expert: parts, data: parts }).optional(),
  dataset: label,
  concurrency: z.int().positive().nullable().optional(),
  meanConcurrency: amount,
  requestRate: z.number().positive().nullable().optional(),
  completed: parts,
  failed: parts,
  duration: amount,
  promptTokens: amount,
  outputTokens: amount,
  throughput: amount,
  ttft: times,
  timePerOutputToken: times,
  interTokenLatency: times,
  latency: times,
  energyPerToken: amount,
  power: amount,
  startedAt: z.iso.datetime({ offset: true }).optional(),
  finishedAt: z.iso.datetime({ offset: true }).optional(),
  settings: z.record(z.string(), z.union([z.string(), z.number()])).optional(),
});
