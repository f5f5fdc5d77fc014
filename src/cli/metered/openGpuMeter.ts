import { z } from "zod";
import { isErrorOf } from "../../errors/codedError.ts";
import { loadPlugins } from "../../evaluation/loadPlugins.ts";
import { createMetricCatalogue } from "../../frontier/metricCatalogue.ts";
import { type GpuMeter, gpuMeterOptions, startGpuMeter } from "../../runners/meter/gpuMeter.ts";
import { isLoopback } from "../../server/edge/hosts.ts";
import { CommandError } from "../settings.ts";
import type { MeterPlan } from "./serveProxy.ts";

/**
 * Starts the meter that the flags ask for, on the GPUs of the engine; null where they ask for none. Throws a `CommandError`
 * where it can't be started.
 */
export async function openGpuMeter({ meter, upstream, hardware }: MeterPlan): Promise<GpuMeter | null> {
  if (meter === undefined) return null;
  const options = gpuMeterOptions.safeParse(meter);
  if (!options.success) throw new CommandError(`--meter: ${z.prettifyError(options.error)}`);
  const { protocol, hostname, port } = new URL(upstream);
  const isHere = isLoopback(hostname.replace(/^\[|\]$/g, ""));
  const count = hardware?.count;
  const engine = isHere ? { port: Number(port || (protocol === "https:" ? 443 : 80)), count } : { count };
  try {
    const name = options.data.plugin?.name;
    const plugin = name === undefined ? undefined : (await registry()).find("meter", name);
    const started = await startGpuMeter(options.data, engine, plugin);
    if (started) return started;
  } catch (error) {
    if (!isErrorOf("meter", error) && !isErrorOf("plugin", error)) throw error;
    throw new CommandError(`--meter can't be started: ${error.message}`);
  }
  throw new CommandError("--meter finds no GPU to read. Leave it out to record tokens and times alone.");
}

const registry = async () => (await loadPlugins(process.cwd(), createMetricCatalogue())).registry;
