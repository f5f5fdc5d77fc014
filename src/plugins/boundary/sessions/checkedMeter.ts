import { z } from "zod";
import type { Gpu, GpuProcess, GpuReading } from "../../contract/meter.ts";
import { invalidResult } from "../checkedResult.ts";
import type { NamedPlugin } from "../pluginFailed.ts";

const MOST_GPUS = 10_000;

const name = z.string().min(1).max(1000);
const value = z.number().nullable();
const gpu = z.object({ uuid: name, index: name, name });
const process = z.object({ uuid: name, pid: z.int().positive() });
const state = z.object({ memory: value, power: value, energy: value, utilization: value });
const reading = z.object({ at: z.number(), gpus: z.map(name, state).refine(({ size }) => size <= MOST_GPUS) });

/** What a meter gave, or `INVALID_RESULT`, which names the plugin, the call and the field at fault. */
export const checkedGpus = (plugin: NamedPlugin, given: unknown): Gpu[] =>
  checked(z.array(gpu).max(MOST_GPUS), plugin, "list", given);
export const checkedProcesses = (plugin: NamedPlugin, given: unknown): GpuProcess[] =>
  checked(z.array(process).max(1_000_000), plugin, "processes", given);
export const checkedReading = (plugin: NamedPlugin, given: unknown): GpuReading =>
  checked(reading, plugin, "follow", given);

function checked<T>(shape: z.ZodType<T>, plugin: NamedPlugin, method: string, given: unknown): T {
  const { data, error } = shape.safeParse(given);
  if (!error) return data;
  const { path, message } = error.issues[0]!;
  throw invalidResult(plugin, method, `${path.join(".")}: ${message}`);
}
