import { z } from "zod";
import { PluginError } from "../contract/pluginError.ts";
import type { EngineUse } from "../contract/runner.ts";
import { invalidResult } from "./checkedResult.ts";
import type { HostedRunner } from "./hostedPlugins.ts";
import { pluginFailed } from "./pluginFailed.ts";
import { asPlugin } from "./strayErrors.ts";

const use = z.object({
  endpoint: z.url({ protocol: /^https?$/ }).optional(),
  launches: z.boolean().optional(),
  gpus: z.array(z.string().min(1).max(100)).max(1000).optional(),
  metered: z.boolean().optional(),
  sampled: z.boolean().optional(),
});

/**
 * What an engine of these options is to this machine, as its runner declares it, else by the names of its options.
 *
 * @throws PluginError where the runner fails to say it, or says something else.
 */
export async function engineUse(runner: HostedRunner, options: unknown): Promise<EngineUse> {
  if (!runner.use) return useByNames(options);
  let given: unknown;
  try {
    given = await asPlugin(runner.name, async () => runner.use!(options));
  } catch (error) {
    throw error instanceof PluginError ? error : pluginFailed(runner, "use", error);
  }
  const checked = use.safeParse(given);
  if (checked.success) return checked.data;
  const { path, message } = checked.error.issues[0]!;
  throw invalidResult(runner, "use", `${path.join(".")}: ${message}`);
}

/** An option `launch` launches, and an option `endpoint` is an address. */
export function useByNames(options: unknown): EngineUse {
  const { launch, endpoint } = (options ?? {}) as { launch?: { gpus?: string[] }; endpoint?: unknown };
  return {
    endpoint: typeof endpoint === "string" ? endpoint : undefined,
    launches: launch !== undefined,
    gpus: launch?.gpus,
  };
}
