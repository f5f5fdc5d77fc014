import type { Engine, RunnerContext, RunnerPlugin } from "../contract/runner.ts";
import { asPlugin } from "./strayErrors.ts";

/**
 * Opens an engine whose code stays in this process, since it holds connections and the processes that it launched. An error
 * that the code throws outside of any call is known as the plugin's and does not end this process.
 */
export async function openAsPlugin(runner: RunnerPlugin, options: unknown, context: RunnerContext): Promise<Engine> {
  const as = <T>(work: () => T) => asPlugin(runner.name, work);
  const engine = await as(() => runner.open(options, context));
  return {
    identity: engine.identity,
    generate: (request, signal) => as(() => engine.generate(request, signal)),
    sampleLoad: () => as(() => engine.sampleLoad()),
    close: () => as(() => engine.close()),
  };
}
