import type { Reach } from "../../network/connector.ts";
import type { Engine, RunnerContext } from "../../plugins/contract/runner.ts";
import { launchEngine } from "./engine.ts";
import type { EngineProgram } from "./engineProgram.ts";
import type { LaunchOptions } from "./options.ts";

/**
 * Attaches to the engine at the endpoint, or first launches one where the options say how. An engine that was launched
 * here ends when it is closed.
 */
export async function launchOrAttach<Options extends { endpoint: string; launch?: LaunchOptions | undefined }>(
  program: EngineProgram,
  options: Options,
  context: RunnerContext,
  attach: (options: Options, signal: AbortSignal, reach?: Reach) => Promise<Engine>,
): Promise<Engine> {
  if (!options.launch) return attach(options, context.signal, context.reach);
  const launched = await launchEngine(program, options.launch, context);
  try {
    const attached = await attach({ ...options, endpoint: launched.endpoint }, context.signal);
    return {
      ...attached,
      process: launched.process,
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
