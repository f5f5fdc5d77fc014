import type { Engine, RunnerContext } from "../../plugins/contract/runner.ts";
import { launchEngine } from "./launch.ts";
import type { LaunchableEngine, LaunchOptions } from "./launchOptions.ts";

/** Opens an engine that runs, or launches one first where options say what: that one ends when the engine is closed. */
export async function launchOrAttach<Options extends { endpoint: string; launch?: LaunchOptions | undefined }>(
  engine: LaunchableEngine,
  options: Options,
  context: RunnerContext,
  attach: (options: Options, signal: AbortSignal) => Promise<Engine>,
): Promise<Engine> {
  if (!options.launch) return attach(options, context.signal);
  const launched = await launchEngine(engine, options.launch, context);
  try {
    const attached = await attach({ ...options, endpoint: launched.endpoint }, context.signal);
    return {
      ...attached,
      close: async () => {
        await attached.close();
        await launched.close();
      },
    };
  } catch (error) {
    await launched.close();
    throw error;
  }
}
