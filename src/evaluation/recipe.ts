import { z } from "zod";
import { gpuMeterOptions } from "../runners/meter/gpuMeter.ts";

const thinking = z.union([z.enum(["default", "off", "on"]), z.object({ budget: z.int().nonnegative() })]);
const plugin = z.object({ name: z.string(), version: z.string(), options: z.unknown() });

/** All that a measured run was asked, kept with it: enough to run it again. */
export const recipe = z.object({
  runner: plugin,
  benchmark: plugin,
  thinking,
  repeats: z.int().positive(),
  /** Only the first so many problems. */
  limit: z.int().positive().optional(),
  /** Requests in flight at most. */
  mostConcurrent: z.int().positive(),
  /** Seconds that one answer may take. */
  timeout: z.number().positive(),
  chatTemplateKwargs: z.record(z.string(), z.unknown()).optional(),
  hardware: z.object({ name: z.string(), count: z.int().positive() }).optional(),
  /** How GPUs are metered that are not those of an engine launched here. */
  meter: gpuMeterOptions.optional(),
  judge: plugin.optional(),
  /** A file with the problems, instead of their public source. */
  dataFile: z.string().optional(),
  /** What the run met, filled in as it goes. */
  engine: z.unknown().optional(),
  dataset: z.unknown().optional(),
});

export type Recipe = z.infer<typeof recipe>;
